"""三级吹哨、三级报到: who may blow how far, and to whom (S0:41, C33). One table."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from tickets.directory import Directory, Level, Role, UnitKind
from tickets.ids import AreaCode, PersonId, UnitCode
from tickets.kinds import Urgency
from tickets.whistles.kinds import Occasion, Scope


class Caller(StrEnum):
    """In what capacity somebody blows."""

    COMMUNITY = "community"
    COORDINATOR = "coordinator"
    LANE = "lane"
    CADRE = "cadre"
    STREET = "street"
    DISTRICT = "district"
    DUTY = "duty"


class Target(StrEnum):
    """What a unit is to the place of the matter."""

    NEAR = "near"
    STREET = "street"
    DEPARTMENT = "department"
    PEER = "peer"
    CITY = "city"
    ELSEWHERE = "elsewhere"


_LOCAL = (Caller.COMMUNITY, Caller.COORDINATOR, Caller.LANE, Caller.CADRE)
_NEAR, _UP = frozenset({Target.NEAR}), frozenset({Target.NEAR, Target.STREET})
_STREET = frozenset({Target.NEAR, Target.STREET, Target.DEPARTMENT})
_ACROSS = frozenset({*_STREET, Target.PEER})
_CITY = frozenset({*_STREET, Target.CITY})

REACH: Mapping[tuple[Caller, Scope], frozenset[Target]] = {
    (Caller.COMMUNITY, Scope.COMMUNITY): _UP,
    (Caller.COORDINATOR, Scope.COMMUNITY): _UP,
    (Caller.LANE, Scope.COMMUNITY): _NEAR,
    (Caller.CADRE, Scope.COMMUNITY): _UP,
    (Caller.STREET, Scope.COMMUNITY): _UP,
    (Caller.STREET, Scope.STREET): _STREET,
    (Caller.STREET, Scope.ACROSS): _ACROSS,
    (Caller.STREET, Scope.MUSTER): _STREET,
    (Caller.DISTRICT, Scope.STREET): _STREET,
    (Caller.DISTRICT, Scope.CITY): _CITY,
    (Caller.DISTRICT, Scope.MUSTER): _CITY,
}
"""Which units each may call with a 快捷哨 or 攻坚哨 of that scope; what is not here is refused."""

EVERYWHERE = frozenset({Target.NEAR, Target.STREET, Target.DEPARTMENT, Target.PEER, Target.CITY})
"""An 应急哨 by a duty officer reaches any unit at any level; so does one by whoever may blow at all."""

_BODIES = frozenset(
    {UnitKind.OFFICE, UnitKind.STATION, UnitKind.SOCIAL, UnitKind.PROPERTY, UnitKind.COMMUNITY, UnitKind.DEPARTMENT}
)


def callers(person: PersonId, community: AreaCode, directory: Directory, at: datetime) -> frozenset[Caller]:
    """In which capacities the person may blow for a matter of this community at that moment."""
    found: set[Caller] = set()
    for post in directory.posts_of(person):
        unit = directory.units.get(post.unit)
        if unit and directory.inside(community, unit.area):
            caller = capacity(unit.kind, post.role)
            found |= {caller} if caller else set()
    if person in directory.on_duty(community, at):
        found.add(Caller.DUTY)
    return frozenset(found)


def capacity(kind: UnitKind, role: Role) -> Caller | None:
    """In which capacity such a post lets somebody blow, or None."""
    return _CAPACITIES.get((kind, role)) or _ANYWHERE.get(role)


_CAPACITIES: Mapping[tuple[UnitKind, Role], Caller] = {
    (UnitKind.COMMUNITY, Role.SECRETARY): Caller.COMMUNITY,
    (UnitKind.COMMUNITY, Role.COORDINATOR): Caller.COORDINATOR,
    (UnitKind.STREET, Role.SECRETARY): Caller.STREET,
    (UnitKind.DISTRICT, Role.HEAD): Caller.DISTRICT,
}
_ANYWHERE: Mapping[Role, Caller] = {Role.LANE: Caller.LANE, Role.CADRE: Caller.CADRE}


def target(unit: UnitCode, community: AreaCode, directory: Directory) -> Target:
    """What the unit is to a matter of this community."""
    body = directory.units[unit]
    level = directory.areas[body.area].level
    street, district = (directory.at_level(community, one) for one in (Level.STREET, Level.DISTRICT))
    if level is Level.CITY:
        return Target.CITY if directory.inside(community, body.area) else Target.ELSEWHERE
    if street and directory.inside(body.area, street.code):
        return Target.STREET if body.kind is UnitKind.STREET else _near(body.kind)
    if district and body.area == district.code:
        return Target.DEPARTMENT if body.kind in _BODIES else Target.ELSEWHERE
    theirs = directory.at_level(body.area, Level.DISTRICT)
    across = district is not None and theirs is not None and theirs.code != district.code
    return Target.PEER if across else Target.ELSEWHERE


def _near(kind: UnitKind) -> Target:
    return Target.NEAR if kind in _BODIES else Target.ELSEWHERE


def reaches(by: frozenset[Caller], scope: Scope, type_: Urgency, called: Target) -> bool:
    """Whether one of the capacities may call such a unit with such a whistle."""
    if type_ is Urgency.EMERGENCY:
        return bool(by) and called in EVERYWHERE
    return any(called in REACH.get((caller, scope), frozenset()) for caller in by)


def may_blow(by: frozenset[Caller], scope: Scope, type_: Urgency) -> bool:
    """Whether one of the capacities may blow a whistle of that type and scope at all."""
    return bool(by) if type_ is Urgency.EMERGENCY else any((caller, scope) in REACH for caller in by)


def name_of(by: frozenset[Caller], community: AreaCode, directory: Directory) -> UnitCode | None:
    """The body in whose name such a caller blows: the highest of theirs."""
    for caller, level, kind in _NAMES:
        area = directory.at_level(community, level)
        units = directory.units_at(area.code, kind) if area and caller in by else []
        if units:
            return units[0].code
    return None


_NAMES = (
    (Caller.DISTRICT, Level.DISTRICT, UnitKind.DISTRICT),
    (Caller.STREET, Level.STREET, UnitKind.STREET),
    (Caller.CADRE, Level.STREET, UnitKind.STREET),
    (Caller.COMMUNITY, Level.COMMUNITY, UnitKind.COMMUNITY),
    (Caller.COORDINATOR, Level.COMMUNITY, UnitKind.COMMUNITY),
    (Caller.LANE, Level.STREET, UnitKind.STREET),
    (Caller.DUTY, Level.COMMUNITY, UnitKind.COMMUNITY),
    (Caller.DUTY, Level.STREET, UnitKind.STREET),
)


def fits(type_: Urgency, occasion: Occasion, scope: Scope) -> bool:
    """应急处置 means an 应急哨 and the other way round (C25); nobody musters a campaign in an hour."""
    if (type_ is Urgency.EMERGENCY) is not (occasion is Occasion.EMERGENCY):
        return False
    return not (scope is Scope.MUSTER and type_ is not Urgency.COMPLEX)
