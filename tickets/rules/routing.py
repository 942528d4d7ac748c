"""The table of routes: where a sorted post lands, and why it could not where no rule leads on (design 8.6)."""

from dataclasses import dataclass
from enum import StrEnum

from tickets.directory import Directory, Level, Role, UnitKind
from tickets.ids import AreaCode, UnitCode
from tickets.kinds import Matter


class Unrouted(StrEnum):
    """Why a person must decide."""

    UNSURE = "unsure"
    WORDLESS = "wordless"
    DANGER = "danger"
    NO_COMMUNITY = "no_community"
    NO_GRID = "no_grid"
    NO_UNIT = "no_unit"
    NO_PEOPLE = "no_people"
    NO_LEADER = "no_leader"
    HAND_OVERS = "hand_overs"
    ALONE = "alone"
    OWN = "own"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a ticket goes: a unit's pool, or, with `unrouted`, to the coordinator."""

    unit: UnitCode | None
    unrouted: str = ""


def land(matter: Matter, community: AreaCode, area: AreaCode | None, directory: Directory) -> Landing:
    """The unit for a matter at a place."""
    match matter:
        case Matter.PUBLIC:
            return _staffed(directory, community, UnitKind.COMMUNITY)
        case Matter.SHARED:
            grid = directory.at_level(area, Level.GRID)
            if grid is None:
                return Landing(None, Unrouted.NO_GRID)
            return _staffed(directory, grid.code, UnitKind.BRANCH)
        case Matter.HOUSEHOLD:
            return _microgrid(directory, area)


def _staffed(directory: Directory, area: AreaCode, kind: UnitKind) -> Landing:
    units = directory.units_at(area, kind)
    if not units:
        return Landing(None, Unrouted.NO_UNIT)
    manned = [u for u in units if directory.people_of(u.code)]
    return Landing(manned[0].code) if manned else Landing(None, Unrouted.NO_PEOPLE)


def _microgrid(directory: Directory, area: AreaCode | None) -> Landing:
    for around in directory.upwards(area):
        for unit in directory.units_at(around.code, UnitKind.MICROGRID):
            if directory.people_of(unit.code, Role.LEADER):
                return Landing(unit.code)
    return Landing(None, Unrouted.NO_LEADER)
