"""Plain sums over the tables, for those who hold them against what was seen in chat."""

from collections import Counter

from sqlalchemy import String, and_, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.mail import cards, inbox, outbox
from storage.tables.tickets import events, ratings, tickets
from tickets.kinds import Deed
from tickets.mail import Fate, Purpose


async def deeds(connection: AsyncConnection) -> Counter[str]:
    """How often each deed was done."""
    found = await connection.execute(select(events.c.deed, func.count()).group_by(events.c.deed))
    return Counter({deed: count for deed, count in found})


async def unsure(connection: AsyncConnection) -> int:
    """How many posts nobody could put into a class by their words."""
    query = select(func.count()).where(events.c.deed == Deed.POST, events.c.after["unrouted"].as_string() == "unsure")
    return (await connection.execute(query)).scalar_one()


async def fates(connection: AsyncConnection) -> Counter[str]:
    """How many letters had each fate, edits among them."""
    found = await connection.execute(select(outbox.c.fate, func.count()).group_by(outbox.c.fate))
    return Counter({fate: count for fate, count in found})


async def sent(connection: AsyncConnection, purpose: Purpose, words: str = "", button: str = "") -> int:
    """How many messages, edits apart, went out for a purpose; how many that begin so and have such a button."""
    begins = outbox.c.body["text"].as_string().startswith(words)
    holds = cast(outbox.c.body, String).contains(f'"{button}')
    where = and_(outbox.c.purpose == purpose, outbox.c.fate == Fate.SENT, outbox.c.edits.is_(None), begins, holds)
    return (await connection.execute(select(func.count()).where(where))).scalar_one()


async def unasked(connection: AsyncConnection) -> int:
    """How many answers belong to no ticket: those from the community's own file."""
    query = select(func.count()).where(outbox.c.purpose == Purpose.ANSWER, outbox.c.ticket.is_(None))
    return (await connection.execute(query)).scalar_one()


async def opinions(connection: AsyncConnection) -> Counter[object]:
    """How often each was said: solved (True, False) and each grade."""
    found = await connection.execute(select(ratings.c.solved, ratings.c.grade))
    return Counter(said for row in found for said in row if said is not None)


async def handled(connection: AsyncConnection, first: int = 0) -> int:
    """How many updates, from that number on, were handled."""
    where = and_(inbox.c.state == "done", inbox.c.update_id >= first)
    return (await connection.execute(select(func.count()).where(where))).scalar_one()


async def cards_standing(connection: AsyncConnection) -> list[tuple[str, int]]:
    """Each ticket's number and a chat where a card of it stands."""
    query = select(tickets.c.number, cards.c.chat).join(cards, cards.c.ticket == tickets.c.id)
    return [(number, chat) for number, chat in await connection.execute(query)]


async def tickets_at_all(connection: AsyncConnection) -> int:
    """How many tickets there are."""
    return (await connection.execute(select(func.count()).select_from(tickets))).scalar_one()
