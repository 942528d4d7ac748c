"""Letters that did not reach their reader: kept until the reader says something, or told on another of their chats.

`outbox.missed` stands on those of which whoever has the matter was told.
"""

from collections.abc import Collection

from sqlalchemy import and_, bindparam, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.mail import HELD, outbox
from storage.tables.people import identities
from tickets.ids import LetterId, TicketId
from tickets.mail import Address, Fate

_UNSENT = (Fate.WAITING, Fate.HELD)

_me, _mine = identities.alias("me"), identities.alias("mine")
_WAITING_FOR = (
    select(outbox.c.id)
    .join(_mine, and_(_mine.c.account == outbox.c.account, _mine.c.user_id == outbox.c.chat))
    .join(_me, _me.c.person_id == _mine.c.person_id)
    .where(HELD, outbox.c.missed, _me.c.account == bindparam("account"), _me.c.user_id == bindparam("chat"))
)


async def keep(connection: AsyncConnection, letter: LetterId, why: str) -> None:
    """It waits until its reader says something."""
    change = {"fate": Fate.HELD, "why": why, "missed": True, "lease_until": None}
    await connection.execute(update(outbox).where(outbox.c.id == letter).values(change))


async def mark_missed(connection: AsyncConnection, letter: LetterId) -> None:
    """Whoever has the matter was told that it never will be delivered."""
    await connection.execute(update(outbox).where(outbox.c.id == letter).values(missed=True))


async def of_one_answer(connection: AsyncConnection, letter: LetterId) -> list[LetterId]:
    """The letter and what was said with it and is unsent as well: the files of an answer."""
    first = outbox.alias("first")
    together = and_(
        outbox.c.account == first.c.account,
        outbox.c.chat == first.c.chat,
        outbox.c.ticket == first.c.ticket,
        outbox.c.purpose == first.c.purpose,
        outbox.c.edits.is_(None),
        outbox.c.fate.in_(_UNSENT),
    )
    query = select(outbox.c.id).join(first, first.c.id == letter).where(or_(outbox.c.id == letter, together))
    return [LetterId(key) for key in (await connection.execute(query.order_by(outbox.c.id))).scalars()]


async def reroute(connection: AsyncConnection, letters: Collection[LetterId], to: Address) -> None:
    """They leave for another chat of their reader, and with them what changes them."""
    there = {"account": to.account, "chat": to.chat}
    fresh = {**there, "fate": Fate.WAITING, "lease_until": None, "tries": 0, "answers": None, "message_id": None}
    await connection.execute(update(outbox).where(outbox.c.id.in_(letters)).values(fresh))
    edits = update(outbox).where(outbox.c.edits.in_(letters), outbox.c.fate.in_(_UNSENT))
    await connection.execute(edits.values({**there, "fate": Fate.WAITING, "lease_until": None}))


async def forward(connection: AsyncConnection, to: Address) -> None:
    """Somebody speaks there: what was kept for them, in whichever of their chats, leaves for this one."""
    found = await connection.execute(_WAITING_FOR, {"account": to.account, "chat": to.chat})
    letters = [LetterId(key) for key in found.scalars()]
    if letters:
        await reroute(connection, letters, to)


async def leave(connection: AsyncConnection, old: Address, to: Address | None) -> None:
    """A chat is its reader's no more: what is held for them follows them, or is told to nobody."""
    here = and_(HELD, outbox.c.account == old.account, outbox.c.chat == old.chat)
    lost = here if to is None else and_(here, outbox.c.edits.is_not(None))
    await connection.execute(update(outbox).where(lost).values(fate=Fate.STALE, why="the chat is theirs no more"))
    letters = (await connection.execute(select(outbox.c.id).where(here))).scalars().all()
    if to is not None:
        await reroute(connection, [LetterId(key) for key in letters], to)


async def reached(connection: AsyncConnection, letter: LetterId) -> bool:
    """It has arrived after all; False where that was known."""
    change = update(outbox).where(outbox.c.id == letter, outbox.c.missed).values(missed=False)
    return bool((await connection.execute(change)).rowcount)


async def some_missed(connection: AsyncConnection, ticket: TicketId) -> bool:
    """Whether something about the ticket has still not reached its poster."""
    query = select(exists().where(outbox.c.ticket == ticket, outbox.c.missed))
    return bool((await connection.execute(query)).scalar())
