"""What staff's corrections teach: the words of each corrected ticket with its labels as they stand now."""

from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.tickets import corrections, tickets, words
from tickets.kinds import Deed, Kind, Matter, Topic, Urgency


class Lesson(NamedTuple):
    """One labelled text. The text is as its poster wrote it: it must be masked before it leaves the house."""

    id: str
    text: str
    matter: Matter
    topic: Topic
    kind: Kind
    urgency: Urgency
    danger: bool


_taught = (
    select(corrections.c.ticket, func.max(corrections.c.words).label("words"))
    .join(tickets, tickets.c.id == corrections.c.ticket)
    .where(corrections.c.by != tickets.c.poster)
    .group_by(corrections.c.ticket)
    .subquery()
)
_LESSONS = (
    select(
        tickets.c.number,
        words.c.text,
        tickets.c.matter,
        tickets.c.topic,
        tickets.c.kind,
        tickets.c.urgency,
        tickets.c.danger,
    )
    .join(_taught, _taught.c.ticket == tickets.c.id)
    .join(words, and_(words.c.id == _taught.c.words, words.c.deed.in_((Deed.POST, Deed.ADD))))
    .order_by(tickets.c.id)
)


async def lessons(connection: AsyncConnection) -> list[Lesson]:
    """Every ticket that staff corrected and whose words are still kept, in the order of posting.

    What its poster said of it alone is left out: nobody teaches whom their own post wakes.
    """
    return [
        Lesson(
            row.number,
            row.text,
            Matter(row.matter),
            Topic(row.topic),
            Kind(row.kind),
            Urgency(row.urgency),
            bool(row.danger),
        )
        for row in await connection.execute(_LESSONS)
    ]
