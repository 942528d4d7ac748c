"""Light rows for figures: what counts of each ticket, without its history and words."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.base import AnyRow
from storage.tables.tickets import ratings, tickets
from tickets.ids import AreaCode, TicketId, UnitCode
from tickets.kinds import Grade, Matter, State, Topic


class Case(NamedTuple):
    """One ticket as figures see it; the opinion is that of its present round, None where nobody said."""

    ticket: TicketId
    community: AreaCode
    unit: UnitCode | None
    matter: Matter
    topic: Topic
    state: State
    posted_at: datetime
    due_at: datetime
    answered_at: datetime | None
    solved: bool | None
    grade: Grade | None
    contacted: bool | None


_OPINION = ("solved", "grade", "contacted")
_QUERY = select(
    tickets.c.id,
    *(tickets.c[name] for name in Case._fields if name in tickets.c and name != "ticket"),
    *(ratings.c[name] for name in _OPINION),
).outerjoin(ratings, and_(ratings.c.ticket == tickets.c.id, ratings.c.round == tickets.c.round))


async def cases(
    connection: AsyncConnection, communities: Collection[AreaCode], since: datetime, until: datetime
) -> list[Case]:
    """What was posted there from `since` until before `until`, in the order of posting."""
    where = and_(tickets.c.community.in_(communities), tickets.c.posted_at >= since, tickets.c.posted_at < until)
    found = await connection.execute(_QUERY.where(where).order_by(tickets.c.posted_at, tickets.c.id))
    return [_case(row) for row in found]


async def overdue(connection: AsyncConnection, communities: Collection[AreaCode], now: datetime) -> list[Case]:
    """What still owes an answer after its time, the longest late first."""
    running = tickets.c.state.in_((State.TRIAGE, State.OPEN, State.HELD))
    where = and_(tickets.c.community.in_(communities), running, tickets.c.due_at < now)
    return [_case(row) for row in await connection.execute(_QUERY.where(where).order_by(tickets.c.due_at))]


def _case(row: AnyRow) -> Case:
    case = Case(*row)
    return case._replace(
        matter=Matter(case.matter),
        topic=Topic(case.topic),
        state=State(case.state),
        grade=Grade(case.grade) if case.grade else None,
    )
