"""The table of rights: who may do what with a whistle. Standing is worked out from the directory and what was lent."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from tickets.directory import WORKING_ROLES, Directory, Level, Role, UnitKind
from tickets.errors import NoRight
from tickets.ids import AreaCode, PersonId, UnitCode
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.rules.reach import callers
from tickets.whistles.whistle import Delegation, Whistle


class Side(StrEnum):
    """What somebody is to a whistle. One person may be several things at once."""

    RAISER = "raiser"
    CALLER = "caller"
    BLOWER = "blower"
    CHIEF = "chief"
    UNIT = "unit"
    DESK = "desk"
    LEADER = "leader"
    PROGRAM = "program"


_R, _C, _B, _H, _U, _K, _L, _X = Side
_D = WhistleDeed
_CALLING = frozenset({_B, _H})
_ABOVE = frozenset({_K, _L, _H})
_CHAIRING = frozenset({_B, _H, _K, _L})

RIGHTS: Mapping[WhistleDeed, frozenset[Side]] = {
    _D.RAISE: frozenset({_R, _C}),
    _D.BLOW: frozenset({_C}),
    _D.DECLINE: frozenset({_C}),
    _D.CALL_OFF: frozenset({_B}),
    _D.RATIFY: frozenset({_H}),
    _D.CONFIRM: frozenset({_U}),
    _D.LOOK: frozenset({_U}),
    _D.ARRIVE: frozenset({_U}),
    _D.PROGRESS: frozenset({_U}),
    _D.REPORT: frozenset({_U}),
    _D.BOUNCE: frozenset({_U}),
    _D.BRING_IN: frozenset({_U}),
    _D.GO_UP: frozenset({_U}),
    _D.PLEAD: frozenset({_U}),
    _D.RULE: frozenset({_B, _H, _K}),
    _D.RESUME: frozenset({_U, _B, _H}),
    _D.ADD_UNIT: _CALLING,
    _D.NAME_LEAD: _CALLING,
    _D.URGE: _CALLING,
    _D.SEND_BACK: _CALLING,
    _D.SCORE: _CALLING,
    _D.END: _CALLING,
    _D.PRESS: _ABOVE,
    _D.LIFT: _ABOVE,
    _D.INSTRUCT: _ABOVE,
    _D.SUMMON: frozenset({_X}),
    _D.VISIT: frozenset({_H, _L}),
    _D.CONVENE: _CHAIRING,
    _D.PUT_OFF: _CHAIRING,
    _D.CANCEL: _CHAIRING,
    _D.ATTEND: frozenset({_U}),
    _D.RESOLVE: _CHAIRING,
    _D.MINUTE: _CHAIRING,
    _D.SETTLE: frozenset({_U, _B, _H}),
    _D.JOIN_FORCES: frozenset({_B, _H, _U}),
    _D.REMIND: frozenset({_X}),
    _D.DIVERT: frozenset({_X}),
}
"""A unit is judged by whoever called it, never by itself (下对上); what it asks for somebody else decides."""

_RAISERS = frozenset({Role.BUILDING, Role.STEWARD, Role.DELEGATE, Role.LEADER, *WORKING_ROLES})
_COMES = WORKING_ROLES | {Role.RECEIVER, Role.SUPERVISOR, Role.HEAD}
_HEADS = (Role.SECRETARY, Role.HEAD)


def sides(
    whistle: Whistle | None,
    community: AreaCode,
    person: PersonId,
    directory: Directory,
    at: datetime,
    *,
    unit: UnitCode | None = None,
    deed: WhistleDeed | None = None,
    lent: Collection[Delegation] = (),
    poster: PersonId | None = None,
) -> frozenset[Side]:
    """What the person is to the whistle, or to one that is only thought of, for a deed about a unit's leg.

    `lent` are the delegations to the person; whoever has been lent the deed's right stands where the giver stands,
    except in the unit's own part, which is nobody's to lend.
    """
    givers = [d.giver for d in lent if d.taker == person and running(d, at) and d.deed in {None, deed}]
    found = _own(whistle, community, person, directory, at, unit)
    for giver in givers:
        found |= _own(whistle, community, giver, directory, at, None) - {Side.UNIT, Side.RAISER}
    if person == poster:
        # Nobody handles their own matter; they may ask for a whistle, and blow one where they may.
        found = (found - {Side.UNIT}) | {Side.RAISER}
    return frozenset(found)


def check_right(deed: WhistleDeed, found: frozenset[Side]) -> None:
    """Raises NoRight where none of the sides may do the deed."""
    if not RIGHTS[deed] & found:
        raise NoRight(deed)


def whose_right(
    able: frozenset[Side],
    whistle: Whistle,
    person: PersonId,
    directory: Directory,
    at: datetime,
    *,
    unit: UnitCode | None,
    deed: WhistleDeed,
    lent: Collection[Delegation],
    poster: PersonId | None = None,
) -> PersonId | None:
    """On whose behalf the person does it, as one of the sides that are `able`: None where the right is their own.

    Raises NoRight where it is neither theirs nor lent to them.
    """
    for one in (None, *lent):
        found = sides(
            whistle,
            whistle.community,
            person,
            directory,
            at,
            unit=unit,
            deed=deed,
            lent=[one] if one else (),
            poster=poster,
        )
        if able & found:
            return one.giver if one else None
    raise NoRight(deed)


def running(delegation: Delegation, at: datetime) -> bool:
    """Whether the right is lent at that moment."""
    return delegation.given_at <= at < delegation.until


def receivers(unit: UnitCode, directory: Directory) -> list[PersonId]:
    """Its 接哨员; a community, a property company or a street without any has its own people answer."""
    named = directory.people_of(unit, Role.RECEIVER)
    if named or unit not in directory.units or directory.units[unit].kind not in _ANSWERS_ITSELF:
        return named
    return directory.people_of(unit, *WORKING_ROLES, Role.SUPERVISOR)


def chiefs(unit: UnitCode | None, directory: Directory) -> list[PersonId]:
    """The secretary (or district head) of the body in whose name a whistle was blown."""
    return directory.people_of(unit, *_HEADS) if unit else []


def desk(community: AreaCode, directory: Directory) -> list[PersonId]:
    """The district desk, which rules on objections."""
    district = directory.at_level(community, Level.DISTRICT)
    return directory.people_at(district.code, UnitKind.DISTRICT, Role.SUPERVISOR, Role.SECRETARY) if district else []


def ruling_desk(unit: UnitCode, community: AreaCode, directory: Directory) -> list[PersonId]:
    """Who decides what this unit asks of a desk: its own district's; of a city's unit the district that called."""
    body = directory.units.get(unit)
    return (desk(body.area, directory) if body else []) or desk(community, directory)


def stand_ins(unit: UnitCode, directory: Directory) -> list[PersonId]:
    """Who may come for the unit besides its 接哨员: where none of these can be reached the call is theirs."""
    named = receivers(unit, directory)
    return [person for person in directory.people_of(unit, *sorted(_COMES)) if person not in named]


def above(unit: UnitCode, directory: Directory) -> list[PersonId]:
    """The heads one level up: the street's of what belongs to it, the district's of a street or a department."""
    body = directory.units.get(unit)
    for area in directory.upwards(body.area if body else None):
        if kind := _BODIES.get(area.level):
            over = [one for one in directory.units_at(area.code, kind) if one.code != unit]
            if people := [p for one in over for p in directory.people_of(one.code, *_HEADS, Role.SUPERVISOR)]:
                return list(dict.fromkeys(people))
    return []


def leaders_over(whistle: Whistle, unit: UnitCode | None, directory: Directory) -> list[PersonId]:
    """The heads where it was blown, and those over a unit of another district."""
    body = directory.units.get(unit) if unit else None
    theirs = leaders(body.area, directory) if body else []
    return list(dict.fromkeys([*leaders(whistle.community, directory), *theirs]))


def led(directory: Directory, person: PersonId) -> frozenset[UnitCode]:
    """The units within the streets and districts that somebody heads; whoever calls these is their business too."""
    bodies = (directory.units[p.unit] for p in directory.posts_of(person)
              if p.role in {*_HEADS, Role.SUPERVISOR} and p.unit in directory.units)  # fmt: skip
    areas = [body.area for body in bodies if body.kind in _BODIES.values()]
    return frozenset(u.code for u in directory.units.values() if any(directory.inside(u.area, a) for a in areas))


def leaders(community: AreaCode, directory: Directory) -> list[PersonId]:
    """Who may put their name to it: the street's and the district's heads and supervisors."""
    found: list[PersonId] = []
    for level, kind in _BODIES.items():
        area = directory.at_level(community, level)
        if area:
            found += directory.people_at(area.code, kind, Role.SECRETARY, Role.HEAD, Role.SUPERVISOR)
    return list(dict.fromkeys(found))


_BODIES: Mapping[Level, UnitKind] = {Level.STREET: UnitKind.STREET, Level.DISTRICT: UnitKind.DISTRICT}
_ANSWERS_ITSELF = frozenset({UnitKind.COMMUNITY, UnitKind.PROPERTY, UnitKind.STREET, UnitKind.DISTRICT})


def _own(
    whistle: Whistle | None,
    community: AreaCode,
    person: PersonId,
    directory: Directory,
    at: datetime,
    unit: UnitCode | None,
) -> set[Side]:
    called = callers(person, community, directory, at)
    holds = {
        Side.RAISER: _raises(person, community, directory),
        Side.CALLER: bool(called),
        Side.BLOWER: whistle is not None and whistle.blower == person,
        Side.CHIEF: whistle is not None and person in chiefs(whistle.unit, directory),
        Side.UNIT: unit is not None and any(p.unit == unit and p.role in _COMES for p in directory.posts_of(person)),
        Side.DESK: any(person in desk(area, directory) for area in _grounds(whistle, community, directory)),
        Side.LEADER: any(person in leaders(area, directory) for area in _grounds(whistle, community, directory)),
    }
    return {side for side, true in holds.items() if true}


def _grounds(whistle: Whistle | None, community: AreaCode, directory: Directory) -> set[AreaCode]:
    """Where it was blown, and where the called units are at home: a whistle across districts has two desks (C42)."""
    called = (directory.units[unit].area for unit in whistle.legs if unit in directory.units) if whistle else ()
    return {community, *called}


def _raises(person: PersonId, community: AreaCode, directory: Directory) -> bool:
    """楼栋长、单元管家 and all who work for the community may ask for a whistle."""
    return any(
        p.role in _RAISERS and directory.inside(directory.units[p.unit].area, community)
        for p in directory.posts_of(person)
        if p.unit in directory.units
    )
