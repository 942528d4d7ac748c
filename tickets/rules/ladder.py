"""Who hears of a clock's step: one table, from the worker's group up to the district (design 8.4)."""

from collections.abc import Mapping
from enum import StrEnum

from tickets.directory import Directory, Level, Role, UnitKind
from tickets.ids import PersonId, UnitCode
from tickets.kinds import Clock
from tickets.rules.clocks import LATE
from tickets.rules.rights import coordinators
from tickets.ticket import Ticket


class Rung(StrEnum):
    """Who can be told."""

    WORKPLACE = "workplace"
    COMMUNITY = "community"
    STREET = "street"
    DISTRICT = "district"
    POSTER = "poster"


_ANSWER: Mapping[int, tuple[Rung, ...]] = {
    50: (Rung.WORKPLACE,),
    80: (Rung.WORKPLACE, Rung.COMMUNITY),
    LATE: (Rung.WORKPLACE, Rung.COMMUNITY, Rung.STREET, Rung.POSTER),
    LATE + 1: (Rung.COMMUNITY, Rung.STREET),
}
"""Steps of ANSWER and PROMISE; every later day is the district's. The poster hears once, that it was told upward."""

_OTHERS: Mapping[Clock, tuple[Rung, ...]] = {
    Clock.CLAIM: (Rung.WORKPLACE, Rung.COMMUNITY),
    Clock.TRIAGE: (Rung.COMMUNITY, Rung.STREET),
    Clock.IDLE: (),
    Clock.PAGE: (Rung.COMMUNITY, Rung.STREET),
    Clock.CALLBACK: (Rung.POSTER,),
}


def rungs(clock: Clock, step: int) -> tuple[Rung, ...]:
    """Who hears of this step. A step between two of the table (other percentages set) is the lower one's."""
    if clock not in {Clock.ANSWER, Clock.PROMISE}:
        return _OTHERS[clock]
    if step > LATE + 1:
        return (Rung.DISTRICT,)
    return next((who for at, who in sorted(_ANSWER.items(), reverse=True) if step >= at), (Rung.WORKPLACE,))


def people_on(rung: Rung, ticket: Ticket, directory: Directory) -> list[PersonId]:
    """The people of a rung; empty for the workplace and the poster, who are reached through the ticket itself."""
    match rung:
        case Rung.COMMUNITY:
            return coordinators(ticket, directory)
        case Rung.STREET | Rung.DISTRICT:
            unit = unit_on(rung, ticket, directory)
            return directory.people_of(unit, Role.SUPERVISOR, Role.SECRETARY) if unit else []
        case Rung.WORKPLACE | Rung.POSTER:
            return []


def unit_on(rung: Rung, ticket: Ticket, directory: Directory) -> UnitCode | None:
    """The street's or district's own unit, whose group may be told instead of its people."""
    level, kind = (Level.STREET, UnitKind.STREET) if rung is Rung.STREET else (Level.DISTRICT, UnitKind.DISTRICT)
    area = directory.at_level(ticket.community, level)
    units = directory.units_at(area.code, kind) if area else []
    return units[0].code if units else None
