"""Tickets that say the same: what is kept of each to be found by, and which of the open ones are like one."""

from collections.abc import Sequence

from tickets.directory import Directory, Level
from tickets.ids import TicketId
from tickets.kinds import Kind, Matter, State, Topic
from tickets.ports import Work
from tickets.reading import Likeness
from tickets.records import Query
from tickets.ticket import Ticket

NEAR, SURE, LOOSE = 0.5, 0.65, 0.35
"""How like two must be for a resident to be asked, where their topics differ too, and for a worker who merges."""
_MOST = 10
"""Tickets that one post is said to be like."""
_OWN = frozenset({Kind.TIPOFF, Kind.CONSULT})
"""A report on somebody and a question about one's own papers are nobody else's."""


async def mark(work: Work, ticket: Ticket, text: str) -> None:
    """Keep what the ticket can be found by; nothing of a household matter."""
    if ticket.matter is Matter.HOUSEHOLD and ticket.state is State.OPEN:
        return
    kept = work.reader.marks(text)
    if kept.pieces:
        await work.tickets.mark(ticket.id, ticket.community, kept)


async def alike(work: Work, ticket: Ticket) -> list[Ticket]:
    """The open tickets that are the same matter: the one that speaks for most first, then the oldest.

    The poster's own are among them. None for a household matter, for one on which nobody has decided, or for danger:
    there nobody is asked anything.
    """
    if ticket.danger or ticket.discreet or ticket.kind in _OWN or ticket.topic is Topic.CONDUCT:
        return []
    found = await _like(work, ticket, NEAR)
    near = [t for t, like in found if _same(ticket, t, like, work.directory)]
    return sorted(near, key=lambda t: (-t.neighbours, t.id))[:_MOST]


async def candidates(work: Work, ticket: Ticket, most: int) -> list[Ticket]:
    """What a worker who merges the ticket most likely means, the likest first."""
    if ticket.discreet:
        return []
    found = await _like(work, ticket, LOOSE)
    return [other for other, like in found if like.place is not False][:most]


async def _like(work: Work, ticket: Ticket, least: float) -> list[tuple[Ticket, Likeness]]:
    kept = await work.tickets.marks_of(ticket.id)
    if kept is None:
        return []
    found = await work.tickets.like(ticket.id, ticket.community, kept.pieces)
    likes = work.reader.compare(kept.weighed, [weighed for _, weighed in found])
    near = {key: like for (key, _), like in zip(found, likes, strict=True) if like.score >= least}
    tickets = await _open(work, list(near))
    return sorted(((t, near[t.id]) for t in tickets), key=lambda pair: (-pair[1].score, pair[0].id))


async def _open(work: Work, which: Sequence[TicketId]) -> list[Ticket]:
    if not which:
        return []
    found = await work.tickets.find(Query(among=frozenset(which), states=frozenset({State.OPEN, State.HELD})))
    return [ticket for ticket in found if not ticket.discreet]


def _same(one: Ticket, other: Ticket, like: Likeness, directory: Directory) -> bool:
    """Alike in words and class, and at one place: named by both, or both of one grid where not both name one."""
    grids = [directory.at_level(ticket.area, Level.GRID) for ticket in (one, other)]
    here = grids[0] is not None and grids[0] == grids[1]
    placed = here if like.place is None or one.matter is Matter.SHARED else like.place
    alike = one.topic is other.topic or like.score >= SURE
    return one.matter is other.matter and placed and alike and like.place is not False
