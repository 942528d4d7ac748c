"""Which open tickets may say the same as another: the newest that share a piece of it, most shared first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from storage.repos.scope import Part, Scope
from storage.tables.marks import mark_pieces, marks
from storage.tables.tickets import tickets
from tickets.ids import AreaCode, TicketId
from tickets.kinds import Kind, Matter, State, Topic
from tickets.reading import Marks

_PIECES = 12
_NEWEST = 40
"""Tickets looked at for each piece: so the search costs the same among a hundred and among a million."""
_COMPARED = 32
_KEEP, _KEEP_PIECES = marks.insert(), mark_pieces.insert()


def _of_piece(number: int) -> Any:
    newest = (
        select(mark_pieces.c.ticket)
        .where(mark_pieces.c.community == bindparam("community"), mark_pieces.c.piece == bindparam(f"piece{number}"))
        .order_by(mark_pieces.c.ticket.desc())
        .limit(_NEWEST)
    )
    return select(newest.subquery().c.ticket)


_hits = union_all(*(_of_piece(number) for number in range(_PIECES))).subquery()
_found = (
    select(_hits.c.ticket, func.count().label("shared"))
    .where(_hits.c.ticket != bindparam("ticket"))
    .group_by(_hits.c.ticket)
    .order_by(func.count().desc(), _hits.c.ticket.desc())
    .limit(_COMPARED)
    .subquery()
)
_LIKE = (
    select(marks.c.ticket, marks.c.weighed)
    .join(_found, _found.c.ticket == marks.c.ticket)
    .join(tickets, tickets.c.id == marks.c.ticket)
    .where(
        tickets.c.state.in_((State.OPEN, State.HELD)),
        tickets.c.matter != Matter.HOUSEHOLD,
        tickets.c.community == bindparam("community"),
        # A report on somebody, and a question about one's own papers, are nobody else's.
        tickets.c.kind.not_in((Kind.TIPOFF, Kind.CONSULT)),
        tickets.c.topic != Topic.CONDUCT,
    )
    .order_by(_found.c.shared.desc(), marks.c.ticket.desc())
)
_MARKED = select(marks.c.weighed).where(marks.c.ticket == bindparam("ticket"))
_HELD_PIECES = select(mark_pieces.c.piece).where(mark_pieces.c.ticket == bindparam("ticket"))


class Likes(Part):
    """The part of the tickets' port that is about likeness; new marks wait until `flush`."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._marked: dict[TicketId, tuple[AreaCode, Marks]] = {}

    async def mark(self, ticket: TicketId, community: AreaCode, kept: Marks) -> None:
        if ticket not in self._scope.born:
            await self._unmark(ticket)
        self._marked[ticket] = community, kept

    async def marks_of(self, ticket: TicketId) -> Marks | None:
        if ticket in self._marked:
            return self._marked[ticket][1]
        weighed = (await self._connection.execute(_MARKED, {"ticket": ticket})).scalar()
        if weighed is None:
            return None
        pieces = (await self._connection.execute(_HELD_PIECES, {"ticket": ticket})).scalars()
        return Marks(tuple(pieces), bytes(weighed))

    async def like(self, ticket: TicketId, community: AreaCode, pieces: Sequence[int]) -> list[tuple[TicketId, bytes]]:
        if not pieces:
            return []
        # Filled up with what no text has: one statement serves all.
        asked = [*pieces[:_PIECES], *[0] * (_PIECES - len(pieces))]
        values = {f"piece{number}": piece for number, piece in enumerate(asked)}
        rows = await self._connection.execute(_LIKE, {"ticket": ticket, "community": community, **values})
        return [(TicketId(row.ticket), bytes(row.weighed)) for row in rows]

    async def _unmark(self, ticket: TicketId) -> None:
        for table in (mark_pieces, marks):
            await self._connection.execute(table.delete().where(table.c.ticket == ticket))

    @override
    async def flush(self) -> None:
        await super().flush()
        rows = [
            {"community": community, "piece": piece, "ticket": ticket, "street": self._scope.street(ticket)}
            for ticket, (community, kept) in self._marked.items()
            for piece in dict.fromkeys(kept.pieces)
        ]
        kept = [
            {"ticket": ticket, "weighed": kept.weighed, "street": self._scope.street(ticket)}
            for ticket, (_, kept) in self._marked.items()
        ]
        await self._write(_KEEP, kept)
        await self._write(_KEEP_PIECES, rows)
        self._marked.clear()


async def prune(connection: AsyncConnection) -> None:
    """Forget what nothing can be joined to any more."""
    running = select(tickets.c.id).where(tickets.c.state.in_((State.TRIAGE, State.OPEN, State.HELD)))
    for table in (mark_pieces, marks):
        await connection.execute(table.delete().where(table.c.ticket.not_in(running)))
