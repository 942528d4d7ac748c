"""What the parts of one unit of work share: the transaction, its time, new ids, and the tickets it holds."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, bindparam, delete, func, select
from sqlalchemy import Sequence as Numbers
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.base import metadata
from storage.tables.mail import counters
from tickets.directory import Directory, Level
from tickets.ids import AreaCode, TicketId
from tickets.ticket import Ticket

BLOCK = 16
ID_BLOCKS = Numbers("ids", increment=BLOCK, metadata=metadata)
"""The ids of tickets, words and letters: known before the rows are written, so that they can be written in bulk."""
_NEXT_BLOCK = select(ID_BLOCKS.next_value())
_count = (
    insert(counters)
    .values(name=bindparam("name"), next=bindparam("next"))
    .on_conflict_do_update(index_elements=["name"], set_={"next": counters.c.next + bindparam("by")})
)
_COUNT = _count.returning(counters.c.next)
_COUNT_AND_BLOCK = _count.returning(counters.c.next, ID_BLOCKS.next_value())


async def ids_from(connection: AsyncConnection, highest: int) -> None:
    """Draw ids above that one from now on: after rows were put in that bring their own."""
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.setval("ids", highest + BLOCK)))
    else:
        await connection.execute(delete(counters).where(counters.c.name == "ids"))
        await connection.execute(counters.insert().values(name="ids", next=highest + 1))


class Scope:
    """One transaction and what is known in it.

    `tickets` are those that it has locked or made, as they were last saved; `born` those made in it, about which
    nothing can stand in the database but what this transaction says. `wall` is the wall's time, for what does not
    follow business time.
    """

    def __init__(self, connection: AsyncConnection, now: datetime, wall: datetime, directory: Directory) -> None:
        self.connection = connection
        self.postgres = connection.dialect.name == "postgresql"
        self.now = now
        self.wall = wall
        self.directory = directory
        self.tickets: dict[TicketId, Ticket] = {}
        self.born: set[TicketId] = set()
        self._ids: deque[int] = deque()

    async def new_id(self) -> int:
        """An id that no ticket, words or letter has had."""
        if not self._ids:
            self._may_give(await self._block())
        return self._ids.popleft()

    async def count(self, name: str, first: int, by: int = 1) -> int:
        """The next value of a counter; nobody else counts on it until the transaction ends."""
        values = {"name": name, "next": first, "by": by}
        if not self.postgres or self._ids:
            return int((await self.connection.execute(_COUNT, values)).scalar_one())
        # Whoever counts is about to make something: the ids for it come the same way.
        counted, block = (await self.connection.execute(_COUNT_AND_BLOCK, values)).one()
        self._may_give(block)
        return int(counted)

    def street(self, ticket: TicketId | None) -> AreaCode | None:
        """The street of a ticket at hand, or None."""
        found = self.tickets.get(ticket) if ticket is not None else None
        return self.street_of(found.community) if found else None

    def street_of(self, community: AreaCode) -> AreaCode | None:
        area = self.directory.at_level(community, Level.STREET) if community in self.directory.areas else None
        return area.code if area else None

    def _may_give(self, first: int) -> None:
        self._ids.extend(range(first, first + BLOCK))

    async def _block(self) -> int:
        if self.postgres:
            return int((await self.connection.execute(_NEXT_BLOCK)).scalar_one())
        return await self.count("ids", 1, BLOCK)


class Part:
    """One part of a unit of work. What it writes may wait until `flush`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    async def foresee(self, tickets: Collection[TicketId]) -> None:
        """Read at once what will be asked about each of these tickets."""

    async def flush(self) -> None:
        """Write what waits, each table by one statement."""

    async def _write(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            await self._connection.execute(statement, rows)
