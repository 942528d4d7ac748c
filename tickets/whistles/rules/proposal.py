"""From a ticket's topic and words to the item of the duty list: whose it is, who leads, and which whistle fits."""

from collections.abc import Iterable
from dataclasses import dataclass

from tickets.directory import Directory, UnitKind
from tickets.errors import Unusable
from tickets.ids import UnitCode
from tickets.kinds import Urgency
from tickets.ticket import Ticket
from tickets.whistles.duties import DutyItem
from tickets.whistles.kinds import Occasion, Scope
from tickets.whistles.rules.reach import Target, target


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is offered to whoever blows; they decide."""

    item: DutyItem | None
    units: tuple[UnitCode, ...]
    type: Urgency
    occasion: Occasion
    scope: Scope


def propose(ticket: Ticket, words: str, directory: Directory) -> Proposal:
    """The item whose words or topic fit best, its lead first; nothing but the urgency where the list has none."""
    ranked = sorted(_fitting(ticket, words, directory), key=lambda found: -found[0])
    item = ranked[0][1] if ranked else None
    units = tuple(u for u in (item.lead, *item.others) if _fits(u, ticket, directory)) if item else ()
    type_ = Urgency.EMERGENCY if ticket.danger else _harder(ticket.urgency, item)
    occasion = Occasion.EMERGENCY if type_ is Urgency.EMERGENCY else Occasion.JOINT if len(units) > 1 else Occasion.KEY
    return Proposal(item, units, type_, occasion, _scope(ticket, units, directory))


def check_listed(item: DutyItem | None, lead: UnitCode, directory: Directory) -> None:
    """What is off its list can't be given to a community as lead (条例 art. 17). Raises Unusable("unlisted")."""
    is_community = directory.units[lead].kind is UnitKind.COMMUNITY
    if is_community and not (item is not None and item.listed):
        raise Unusable("unlisted")


def _fitting(ticket: Ticket, words: str, directory: Directory) -> Iterable[tuple[float, DutyItem]]:
    """Each word of the item counts double its topic."""
    for item in directory.items.values():
        near = _fits(item.lead, ticket, directory)
        weight = 2 * sum(1 for word in item.words if word in words) + (ticket.topic in item.topics)
        if weight and near:
            yield weight - len(item.topics) / 100, item


def _fits(unit: UnitCode, ticket: Ticket, directory: Directory) -> bool:
    """Another community's own people are not proposed."""
    if unit not in directory.units or target(unit, ticket.community, directory) is Target.ELSEWHERE:
        return False
    body = directory.units[unit]
    return body.kind not in _LOCAL or directory.inside(body.area, ticket.community)


_LOCAL = frozenset({UnitKind.COMMUNITY, UnitKind.PROPERTY})


def _harder(urgency: Urgency, item: DutyItem | None) -> Urgency:
    kinds = [Urgency.QUICK, Urgency.COMPLEX]
    proposed = [u for u in (urgency, item.type if item else urgency) if u in kinds]
    return max(proposed, key=kinds.index) if proposed else Urgency.QUICK


def _scope(ticket: Ticket, units: tuple[UnitCode, ...], directory: Directory) -> Scope:
    called = {target(unit, ticket.community, directory) for unit in units}
    if Target.CITY in called:
        return Scope.CITY
    if Target.PEER in called:
        return Scope.ACROSS
    return Scope.STREET if Target.DEPARTMENT in called else Scope.COMMUNITY
