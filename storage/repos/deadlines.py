"""The rows that the sweep claims."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from storage.repos.scope import Part, Scope
from storage.repos.tickets import Tickets
from storage.tables.tickets import deadlines
from tickets.ids import TicketId
from tickets.kinds import Clock
from tickets.ticket import Deadline

_KEY = ("ticket", "clock", "round", "step")
_COLUMNS = (*_KEY, "due_at")
_row = insert(deadlines)
_SET = _row.on_conflict_do_nothing(index_elements=list(_KEY))
_RESTART = _row.on_conflict_do_update(
    index_elements=list(_KEY), set_={"due_at": _row.excluded.due_at, "fired_at": None}
)
# One that the sweep fires at this moment is skipped, not waited for: it waits for the ticket that we hold.
_standing = select(deadlines.c.id).where(
    deadlines.c.ticket == bindparam("ticket"),
    deadlines.c.clock.in_(bindparam("clocks", expanding=True)),
    deadlines.c.fired_at.is_(None),
)
_DROP = deadlines.delete().where(deadlines.c.id.in_(_standing.with_for_update(skip_locked=True)))


class Deadlines(Part):
    """The deadlines of one unit of work; they wait until `flush`."""

    def __init__(self, scope: Scope, tickets: Tickets) -> None:
        super().__init__(scope)
        self._tickets = tickets
        self._set: dict[tuple[TicketId, Clock, int, int], Deadline] = {}
        self._restarted: dict[tuple[TicketId, Clock, int, int], Deadline] = {}

    async def set(self, deadlines: Iterable[Deadline]) -> None:
        for one in deadlines:
            self._set.setdefault(_key(one), one)

    async def restart(self, deadlines: Iterable[Deadline]) -> None:
        self._restarted |= {_key(one): one for one in deadlines}

    async def drop(self, ticket: TicketId, *clocks: Clock) -> None:
        which = frozenset(clocks or Clock)
        for waiting in (self._set, self._restarted):
            for key in [k for k, one in waiting.items() if one.ticket == ticket and one.clock in which]:
                del waiting[key]
        if self._tickets.is_new(ticket):
            return
        await self._connection.execute(_DROP, {"ticket": ticket, "clocks": sorted(which)})

    async def claim_due(self, at: datetime, limit: int) -> list[Deadline]:
        due = select(deadlines.c.id).where(deadlines.c.fired_at.is_(None), deadlines.c.due_at <= at)
        due = due.order_by(deadlines.c.due_at).limit(limit).with_for_update(skip_locked=True)
        # As a CTE it runs once, whatever plan is chosen: its locks must not be taken twice.
        claimed = select(due.cte("due").c.id)
        fire = (
            deadlines.update()
            .where(deadlines.c.id.in_(claimed))
            .values(fired_at=at)
            .returning(*(deadlines.c[name] for name in _COLUMNS))
        )
        found = [
            Deadline(row.ticket, Clock(row.clock), row.round, row.step, row.due_at)
            for row in await self._connection.execute(fire)
        ]
        return sorted(found, key=lambda d: (d.due_at, d.ticket, d.step))

    @override
    async def flush(self) -> None:
        for statement, waiting in ((_SET, self._set), (_RESTART, self._restarted)):
            await self._write(statement, [self._row(one) for one in waiting.values()])
            waiting.clear()

    def _row(self, one: Deadline) -> dict[str, Any]:
        return {name: getattr(one, name) for name in _COLUMNS} | {"street": self._scope.street(one.ticket)}


def _key(one: Deadline) -> tuple[TicketId, Clock, int, int]:
    return one.ticket, one.clock, one.round, one.step
