"""A meeting or a joint action that is thought of: what is proposed, what was changed, what is missing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from handlers.card import place_of
from handlers.whistle.choosing import callable_units
from tickets.ids import UnitCode, WhistleId
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.times import instant
from tickets.whistles.kinds import Gathering, Scope
from tickets.whistles.rules.rights import receivers
from tickets.whistles.whistle import Whistle

ACTION = "action"
CALLED = (Gathering.DISPATCH, Gathering.JOINT, Gathering.COORDINATION, Gathering.COMPLAINTS)
"""What can be called; 现场办公 is recorded, not called."""
_USUAL = {
    Scope.COMMUNITY: Gathering.COORDINATION,
    Scope.STREET: Gathering.DISPATCH,
    Scope.ACROSS: Gathering.JOINT,
    Scope.CITY: Gathering.JOINT,
    Scope.MUSTER: Gathering.DISPATCH,
}


_CALLERS = UnitCode("")


@dataclass(frozen=True, slots=True)
class Plan:
    """`kind` is a meeting's, or ACTION; `unit` whose people agree on an action, empty for those who called.

    `at` is an ISO moment, or empty.
    """

    whistle: WhistleId
    kind: str
    at: str = ""
    place: str = ""
    units: tuple[UnitCode, ...] = ()
    division: str = ""
    unit: UnitCode = _CALLERS
    letter: int = 0

    @property
    def acting(self) -> bool:
        return self.kind == ACTION

    @property
    def moment(self) -> datetime | None:
        return instant(self.at) if self.at else None

    def facts(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Plan":
        """The opposite of `facts`."""
        return cls(**{**facts, "units": tuple(facts["units"])})

    def toggled(self, unit: UnitCode) -> "Plan":
        """With that unit, or without it."""
        held = unit in self.units
        return replace(self, units=tuple(u for u in self.units if u != unit) if held else (*self.units, unit))


def meeting_plan(whistle: Whistle, work: Work) -> Plan:
    """All that were called, at the house of whoever blew, in the kind that fits the whistle's reach."""
    return Plan(whistle.id, _USUAL[whistle.scope], place=work.directory.unit_name(whistle.unit), units=_active(whistle))


def action_plan(whistle: Whistle, ticket: Ticket, work: Work, unit: UnitCode) -> Plan:
    """All that were called, where they last met or the whistle calls them to."""
    last = whistle.actions[max(whistle.actions)] if whistle.actions else None
    place = last.place if last else whistle.place or place_of(ticket, work.directory)
    return Plan(whistle.id, ACTION, place=place, units=last.units if last else _active(whistle), unit=unit)


def missing(plan: Plan) -> list[str]:
    """What has to be said before it can be told to anybody: `units`, `at`, `place`, `division`."""
    wanted = {
        "units": len(plan.units) < (2 if plan.acting else 1),
        "at": not plan.at,
        "place": not plan.place,
        "division": plan.acting and not plan.division,
    }
    return [name for name, lacks in wanted.items() if lacks]


def bodies(whistle: Whistle, work: Work) -> list[UnitCode]:
    """Who can be asked to a table or own a decision: the called first, whoever blew, then all near the matter."""
    own = [whistle.unit] if whistle.unit else []
    every = dict.fromkeys([*_active(whistle), *own, *callable_units(whistle.community, work.directory)])
    return [unit for unit in every if unit in work.directory.units and receivers(unit, work.directory)]


def _active(whistle: Whistle) -> tuple[UnitCode, ...]:
    """The lead first, then as they were called."""
    legs = sorted(whistle.legs.values(), key=lambda leg: (not leg.lead, leg.called_at, leg.unit))
    return tuple(leg.unit for leg in legs if leg.active)
