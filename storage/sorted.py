"""How tickets were sorted, and what people made of it: light rows for figures, without words."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.tickets import corrections, tickets
from tickets.ids import AreaCode
from tickets.kinds import Matter, Topic


class Sorted(NamedTuple):
    """One ticket: the class and topic that it was first given, and those that people left it with."""

    posted_at: datetime
    said: Matter
    right: Matter
    topic_said: Topic
    topic_right: Topic


_of = (
    select(corrections.c.ticket, func.min(corrections.c.id).label("first"), func.max(corrections.c.id).label("last"))
    .group_by(corrections.c.ticket)
    .subquery()
)
_first, _last = corrections.alias("first_one"), corrections.alias("last_one")
_QUERY = (
    select(
        tickets.c.posted_at,
        tickets.c.matter,
        tickets.c.topic,
        _first.c.said,
        _last.c.right,
        _first.c.topic_said,
        _last.c.topic_right,
    )
    .outerjoin(_of, _of.c.ticket == tickets.c.id)
    .outerjoin(_first, _first.c.id == _of.c.first)
    .outerjoin(_last, _last.c.id == _of.c.last)
)


async def sorted_since(
    connection: AsyncConnection, communities: Collection[AreaCode], since: datetime, until: datetime
) -> list[Sorted]:
    """What was posted there from `since` until before `until`, in the order of posting."""
    where = and_(tickets.c.community.in_(communities), tickets.c.posted_at >= since, tickets.c.posted_at < until)
    rows = await connection.execute(_QUERY.where(where).order_by(tickets.c.posted_at, tickets.c.id))
    return [
        Sorted(
            row.posted_at,
            Matter(row.said or row.matter),
            Matter(row.right or row.matter),
            Topic(row.topic_said or row.topic),
            Topic(row.topic_right or row.topic),
        )
        for row in rows
    ]
