"""What stands in the queues and on the tickets, counted for whoever looks after the installation."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ScalarSelect, Table, TextClause, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.mail import ARRIVED, LEAVING, inbox, outbox
from storage.tables.tickets import tickets
from tickets.kinds import State

_RUNNING = tickets.c.state.in_((State.TRIAGE, State.OPEN, State.HELD))


class Standing(NamedTuple):
    """Counts of one moment; `inbox_since` is when the oldest waiting update came, or None."""

    inbox_waiting: int
    inbox_parked: int
    inbox_since: datetime | None
    outbox_waiting: int
    tickets_open: int
    tickets_overdue: int


async def standing(connection: AsyncConnection, now: datetime) -> Standing:
    """Count, at business time `now`."""
    owed = func.coalesce(tickets.c.promised_for, tickets.c.due_at)
    query = select(
        _count(inbox, ARRIVED),
        select(func.count()).select_from(inbox).where(inbox.c.state == "parked").scalar_subquery(),
        select(func.min(inbox.c.received_at)).where(ARRIVED).scalar_subquery(),
        _count(outbox, LEAVING),
        select(func.count()).select_from(tickets).where(_RUNNING).scalar_subquery(),
        select(func.count()).select_from(tickets).where(_RUNNING, owed <= now).scalar_subquery(),
    )
    return Standing(*(await connection.execute(query)).one())


def _count(table: Table, which: TextClause) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(which).scalar_subquery()
