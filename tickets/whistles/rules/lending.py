"""委托: which rights somebody has at all, and so could lend."""

from collections.abc import Mapping

from tickets.directory import Directory, Role, UnitKind
from tickets.ids import PersonId
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.rules.reach import capacity
from tickets.whistles.rules.rights import RIGHTS, Side

_CALLING = frozenset({Side.CALLER, Side.BLOWER})
_LEADERS = frozenset({Role.SECRETARY, Role.HEAD, Role.SUPERVISOR})
_DESK = frozenset({Role.SUPERVISOR, Role.SECRETARY})
_ABOVE: Mapping[UnitKind, frozenset[Side]] = {
    UnitKind.STREET: frozenset({Side.LEADER}),
    UnitKind.DISTRICT: frozenset({Side.LEADER}),
}


def lendable(person: PersonId, directory: Directory) -> tuple[WhistleDeed, ...]:
    """The deeds that the person's posts and duty hours let them do, but for a unit's own part, in the table's order."""
    found = _sides(person, directory)
    return tuple(deed for deed, able in RIGHTS.items() if able & found)


def _sides(person: PersonId, directory: Directory) -> frozenset[Side]:
    found: set[Side] = set()
    for post in directory.posts_of(person):
        unit = directory.units.get(post.unit)
        if unit is None:
            continue
        if capacity(unit.kind, post.role):
            found |= _CALLING
        if post.role in {Role.SECRETARY, Role.HEAD}:
            found.add(Side.CHIEF)
        if post.role in _LEADERS:
            found |= _ABOVE.get(unit.kind, frozenset())
        if unit.kind is UnitKind.DISTRICT and post.role in _DESK:
            found.add(Side.DESK)
    if any(duty.person == person for duty in directory.duties):
        found |= _CALLING
    return frozenset(found)
