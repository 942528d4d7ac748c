"""Making users, groups and bots from outside a chat: the sample community, the people file, the operator."""

import secrets
from collections.abc import Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.bots import EXTRA, Bots, digest
from storage.chats.people import People
from storage.chats.records import (
    BUILT_IN_ACCOUNT,
    BUILT_IN_BOT,
    BUILT_IN_NAME,
    BUILT_IN_USERNAME,
    GROUPS,
    Bot,
    Right,
    User,
)
from storage.chats.rooms import Rooms
from storage.tables.chats import bots, updates, users


async def ensure_built_in(connection: AsyncConnection) -> None:
    """Make @shaoying_bot where there is none."""
    if await People(connection).user(BUILT_IN_BOT) is None:
        await People(connection).save(User(BUILT_IN_BOT, BUILT_IN_NAME, BUILT_IN_USERNAME, is_bot=True))
        await Bots(connection).save(BUILT_IN_BOT, BUILT_IN_ACCOUNT, None)


async def ensure_user(
    connection: AsyncConnection, user_id: int, name: str, login: str | None = None, language: str = "zh"
) -> None:
    """Make a user, or give them their present name, with a private chat with the built-in bot."""
    await ensure_built_in(connection)
    user = User(user_id, name, login or None, language)
    await People(connection).save(user)
    await Rooms(connection).open_private(BUILT_IN_BOT, user)


async def ensure_group(
    connection: AsyncConnection,
    chat_id: int,
    title: str,
    members: Iterable[int],
    administrators: Iterable[int] = (),
) -> None:
    """Make a group (a negative id), or give it its present title and people, the built-in bot among them.

    Those who are in it already stay, whoever is named.
    """
    if chat_id >= 0:
        raise ValueError(f"a group's id is negative: {chat_id}")
    await ensure_built_in(connection)
    rooms = Rooms(connection)
    await rooms.open(GROUPS, chat_id, {"id": chat_id, "type": "group", "title": title})
    await rooms.admit(GROUPS, chat_id, members)
    await rooms.admit(GROUPS, chat_id, (BUILT_IN_BOT, *administrators), "administrator")


async def make_bot(
    connection: AsyncConnection, name: str, username: str, rights: Iterable[Right] = frozenset(Right)
) -> str:
    """Make an extra bot, or give the one of that username a new token with these rights; the token is kept nowhere."""
    known = await People(connection).named(username)
    if known is not None and (not known.is_bot or known.id == BUILT_IN_BOT):
        raise ValueError(f"the name @{username} is taken")
    bot = known.id if known else 10**9 + secrets.randbelow(9 * 10**9)
    token = f"{bot}:{secrets.token_urlsafe(26)[:35]}"
    await People(connection).save(User(bot, name, username, is_bot=True))
    await Bots(connection).save(bot, f"{EXTRA}{bot}", digest(token), rights)
    return token


async def hand_over(connection: AsyncConnection, account: str, rights: Iterable[Right]) -> str | None:
    """Let whoever has the token serve a channel's account instead of the house; None where it never said hello.

    What comes from then on waits for the token's bot, and what it says is shown on the channel.
    """
    bot = await connection.scalar(select(bots.c.id).where(bots.c.account == account, bots.c.id != BUILT_IN_BOT))
    if bot is None or account.startswith(EXTRA):
        return None
    token = f"{bot}:{secrets.token_urlsafe(26)[:35]}"
    await Bots(connection).save(bot, account, digest(token), rights)
    return token


async def take_back(connection: AsyncConnection, account: str) -> bool:
    """The house serves the account again; what waited for the token's bot is forgotten. Whether it was handed over."""
    handed = (bots.c.account == account, bots.c.token_digest.is_not(None), ~bots.c.account.startswith(EXTRA))
    change = update(bots).where(*handed).values(token_digest=None, webhook=None).returning(bots.c.id)
    bot = (await connection.execute(change)).scalar()
    if bot is not None:
        await connection.execute(delete(updates).where(updates.c.bot == bot))
    return bot is not None


async def withdraw(connection: AsyncConnection, username: str) -> bool:
    """Take a bot's token away and forget what waits for it; whether there was such a bot."""
    known = await People(connection).named(username)
    if known is None or not known.is_bot or known.id == BUILT_IN_BOT:
        return False
    await connection.execute(update(bots).where(bots.c.id == known.id).values(token_digest=None, webhook=None))
    await connection.execute(delete(updates).where(updates.c.bot == known.id))
    return True


async def list_bots(connection: AsyncConnection) -> list[tuple[Bot, bool]]:
    """The extra bots and the accounts that were handed over, each with whether its token still opens the door."""
    query = select(bots.c.id, bots.c.token_digest).join(users, users.c.id == bots.c.id)
    listed = bots.c.account.startswith(EXTRA) | bots.c.token_digest.is_not(None)
    rows = await connection.execute(query.where(listed).order_by(users.c.username, bots.c.account))
    found = [(await Bots(connection).bot(row.id), row.token_digest is not None) for row in rows.all()]
    return [(bot, opens) for bot, opens in found if bot is not None]
