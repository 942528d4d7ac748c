"""A channel's own names for people and accounts, and the numbers that stand for them in the Bot API."""

import secrets

from sqlalchemy import bindparam, delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.bots import Bots
from storage.chats.people import People
from storage.chats.records import BUILT_IN_NAME, GROUPS, Bot, User
from storage.chats.rooms import Rooms
from storage.tables.bridges import books, callers
from storage.tables.chats import bots
from storage.tables.people import identities
from tickets.ids import Account

FIRST = 2**51
"""Web users have smaller numbers, and no channel's people share one; all stay below the Bot API's 2^52."""
_SPAN = 2**50
_OWN = ""
"""The external name under which an account's own bot is numbered."""
_NUMBER = select(callers.c.number).where(
    callers.c.account == bindparam("account"), callers.c.external == bindparam("external")
)
_EXTERNAL = select(callers.c.external).where(
    callers.c.account == bindparam("account"), callers.c.number == bindparam("number")
)
_CALL = insert(callers).on_conflict_do_nothing().returning(callers.c.number)


async def number_of(connection: AsyncConnection, account: Account, external: str, *, group: bool = False) -> int:
    """The number that stands for them in this account, made on the first meeting and never another; a group's is
    negative. Two replicas that meet somebody at once get the same one.
    """
    known = {"account": account, "external": external}
    while True:
        found: int | None = (await connection.execute(_NUMBER, known)).scalar()
        if found is not None:
            return found
        drawn = FIRST + secrets.randbelow(_SPAN)
        made = (await connection.execute(_CALL, {**known, "number": -drawn if group else drawn})).scalar()
        if made is not None:
            return int(made)


async def known_number(connection: AsyncConnection, account: Account, external: str) -> int | None:
    """The number that stands for them; None for somebody who was never met."""
    return (await connection.execute(_NUMBER, {"account": account, "external": external})).scalar()


async def external_of(connection: AsyncConnection, account: Account, number: int) -> str | None:
    """What the channel calls them; None for a number that this account never gave out."""
    return (await connection.execute(_EXTERNAL, {"account": account, "number": number})).scalar()


async def own_bot(connection: AsyncConnection, account: Account, name: str) -> Bot:
    """The account as the Bot API's bot, whose updates go to the inbox; made on the first start.

    It has no user name of its own, so that nobody can walk up to it from the web page.
    """
    number = await number_of(connection, account, _OWN)
    await People(connection).save(User(number, name, is_bot=True))
    await Bots(connection).save(number, account, None)
    found = await Bots(connection).bot(number)
    if found is None:
        raise LookupError(account)
    return found


async def welcome(connection: AsyncConnection, bot: int, user: User) -> None:
    """Open the private chat of somebody who is met for the first time, or who has another name now."""
    people, rooms = People(connection), Rooms(connection)
    if await people.user(user.id) != user or await rooms.find(bot, user.id, user.id) is None:
        await people.save(user)
        await rooms.open_private(bot, user)


async def introduce(connection: AsyncConnection, account: Account, external: str, name: str) -> int:
    """Open the private chat of somebody whom the people file names before they have said a word; their number."""
    bot = await own_bot(connection, account, BUILT_IN_NAME)
    number = await number_of(connection, account, external)
    await welcome(connection, bot.user.id, User(number, name, language="zh-hans"))
    return number


async def open_group(connection: AsyncConnection, account: Account, external: str, title: str) -> int:
    """A group where the account alone speaks, made or with its present title; its number."""
    bot = await own_bot(connection, account, BUILT_IN_NAME)
    number = await number_of(connection, account, external, group=True)
    rooms = Rooms(connection)
    await rooms.open(GROUPS, number, {"id": number, "type": "group", "title": title})
    await rooms.admit(GROUPS, number, (bot.user.id,), "administrator")
    return number


async def prune(connection: AsyncConnection) -> None:
    """Forget the names of those who had themselves forgotten and have not come back since the last night."""
    known = exists().where(identities.c.account == callers.c.account, identities.c.user_id == callers.c.number)
    chat = exists().where(books.c.account == callers.c.account, books.c.chat == callers.c.number)
    own = exists().where(bots.c.id == callers.c.number)
    await connection.execute(delete(callers).where(~known, ~chat, ~own, callers.c.number > 0))
