"""Bots: who they are, what they are told, and by which way they hear of it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.once import insert_once
from storage.chats.records import Bot, Json, Press, Right, User
from storage.queues.inbox import Arrival, keep
from storage.tables.chats import bots, commands, presses, updates, users
from tickets.ids import Account, ChatId

KEPT_SECONDS = 24 * 3600
EXTRA = "bot:"
"""The accounts of bots that others run begin so; all other bots are the house's own."""


def digest(secret: str) -> str:
    """What is kept of a token or cookie: enough to know it again, not enough to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Bots:
    """The bots of one transaction. `arrived` tells whether something came for the inbox."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.arrived = False

    async def bot(self, bot: int) -> Bot | None:
        return await self._found(bots.c.id == bot)

    async def with_token(self, token: str) -> Bot | None:
        return await self._found(bots.c.token_digest == digest(token))

    async def _found(self, which: ColumnElement[bool]) -> Bot | None:
        query = select(bots, users.c.name, users.c.username).join(users, users.c.id == bots.c.id).where(which)
        row = (await self._connection.execute(query)).first()
        return None if row is None else _bot(row)

    async def save(self, bot: int, account: str, token_digest: str | None, rights: Iterable[Right] = ()) -> None:
        """Make the bot, or give it another token and other rights; None leaves it without a token."""
        given = {"token_digest": token_digest, "rights": sorted(rights)}
        if not await insert_once(self._connection, bots, {"id": bot, "account": account, **given}):
            await self._connection.execute(update(bots).where(bots.c.id == bot).values(**given))

    async def tell(self, bot: int, chat: int, kind: str, body: Json, at: int) -> bool:
        """Queue an update: an inbox row for a bot of the house, its own queue for an extra one, or for an account that
        was handed to somebody with a token. False where unwanted.

        The bot's row stays locked until the commit, so that numbers become visible in their order. Call it last.
        """
        query = update(bots).where(bots.c.id == bot).values(last_update=bots.c.last_update + 1).returning(bots)
        row = (await self._connection.execute(query)).one()
        number = row.last_update
        if not row.account.startswith(EXTRA) and row.token_digest is None:
            told = {"update_id": number, kind: body}
            await keep(self._connection, [Arrival(Account(row.account), number, ChatId(chat), told)])
            self.arrived = True
            return True
        if row.allowed_updates is not None and kind not in row.allowed_updates:
            return False
        values = {"bot": bot, "update": number, "at": at, "kind": kind, "body": body}
        await self._connection.execute(insert(updates), values)
        return True

    async def pending(self, bot: int, limit: int, now: int) -> list[Json]:
        """The bot's oldest updates that are not yet a day old."""
        query = (
            select(updates)
            .where(updates.c.bot == bot, updates.c.at > now - KEPT_SECONDS)
            .order_by(updates.c.update)
            .limit(limit)
        )
        return [{"update_id": row.update, row.kind: row.body} for row in await self._connection.execute(query)]

    async def count_pending(self, bot: int) -> int:
        query = select(func.count()).select_from(updates).where(updates.c.bot == bot)
        return (await self._connection.execute(query)).scalar_one()

    async def confirm(self, bot: int, before: int) -> None:
        """Forget the updates below that number; a negative one keeps that many of the newest."""
        if before < 0:
            newest = select(updates.c.update).where(updates.c.bot == bot).order_by(updates.c.update.desc())
            kept = list((await self._connection.execute(newest.limit(-before))).scalars())
            before = min(kept, default=0)
        await self._connection.execute(delete(updates).where(updates.c.bot == bot, updates.c.update < before))

    async def want(self, bot: int, kinds: list[str] | None) -> None:
        """Which kinds of updates are queued from now on; None is all."""
        await self._connection.execute(update(bots).where(bots.c.id == bot).values(allowed_updates=kinds))

    async def hook(self, bot: int, webhook: Json | None) -> None:
        """Where updates are brought; None where the bot asks for them itself."""
        values = {"webhook": webhook, "tries": 0, "leased_until": 0, "last_error": None, "last_error_at": None}
        await self._connection.execute(update(bots).where(bots.c.id == bot).values(**values))

    async def leasable(self, now: int) -> bool:
        """Whether a bot with a webhook has something to be brought."""
        return (await self._connection.execute(select(bots.c.id).where(*_to_serve(now)).limit(1))).first() is not None

    async def lease(self, now: int, seconds: int) -> Bot | None:
        """A bot with a webhook and something to bring, held for this replica alone for that long."""
        free = select(bots.c.id).where(*_to_serve(now)).limit(1).with_for_update(skip_locked=True)
        query = (
            update(bots)
            .where(bots.c.id.in_(free.scalar_subquery()), bots.c.leased_until <= now)
            .values(leased_until=now + seconds)
            .returning(bots.c.id)
        )
        leased = (await self._connection.execute(query)).scalar()
        return None if leased is None else await self.bot(leased)

    async def release(self, bot: int, until: int, error: str | None, now: int) -> None:
        """End a lease: with an error, nobody tries again before `until`."""
        values: dict[str, Any] = {"leased_until": until, "tries": 0}
        if error is not None:
            values |= {"tries": bots.c.tries + 1, "last_error": error, "last_error_at": now}
        await self._connection.execute(update(bots).where(bots.c.id == bot).values(**values))

    async def set_commands(self, bot: int, scope: str, language: str, given: list[Json]) -> None:
        """The bot's menu in that scope and language; an empty one is forgotten."""
        key = (commands.c.bot == bot, commands.c.scope == scope, commands.c.language == language)
        await self._connection.execute(delete(commands).where(*key))
        if given:
            values = {"bot": bot, "scope": scope, "language": language, "commands": given}
            await self._connection.execute(insert(commands), values)

    async def commands(self, bot: int, scope: str, language: str) -> list[Json]:
        key = (commands.c.bot == bot, commands.c.scope == scope, commands.c.language == language)
        found = (await self._connection.execute(select(commands.c.commands).where(*key))).scalar()
        return list(found or [])

    async def add_press(self, press: str, pressed: Press) -> None:
        values = {"id": press, "bot": pressed.bot, "user": pressed.user, "chat": pressed.chat, "at": pressed.at}
        await self._connection.execute(insert(presses), values)

    async def take_press(self, press: str, bot: int) -> Press | None:
        """The press, once: a second answer finds nothing."""
        query = delete(presses).where(presses.c.id == press, presses.c.bot == bot).returning(presses)
        row = (await self._connection.execute(query)).first()
        return None if row is None else Press(row.bot, row.user, row.chat, row.at)


def _to_serve(now: int) -> tuple[ColumnElement[bool], ...]:
    waiting = select(updates.c.bot).where(updates.c.bot == bots.c.id, updates.c.at > now - KEPT_SECONDS).exists()
    return bots.c.webhook.is_not(None), bots.c.leased_until <= now, waiting


def _bot(row: Row[Any]) -> Bot:
    allowed = None if row.allowed_updates is None else tuple(row.allowed_updates)
    user = User(row.id, row.name, row.username, is_bot=True)
    rights = frozenset(map(Right, row.rights))
    return Bot(row.id, row.account, user, allowed, row.webhook, row.tries, row.last_error_at, row.last_error, rights)
