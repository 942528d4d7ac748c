"""A small bot on the real path: poller, inbox worker, unit of work, outbox sender."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, select
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.channels.account import ChannelAccount, Tidings, application
from bot.channels.telegram.poller import Poller
from bot.channels.telegram.request import AiohttpRequest
from bot.mailroom.inbox_worker import InboxWorker
from bot.mailroom.outbox_sender import OutboxSender
from bot.waiting import Backoff
from handlers.context import BotApplication, Context, House
from storage.database import Database
from storage.queues.outbox import Pace
from storage.tables.mail import outbox
from storage.work import Storage
from tests.doubles.botapi import BotApi, BotDouble
from tests.doubles.botapi.server import TOKEN
from tickets.ids import Account, ChatId, LetterId, MediaId
from tickets.mail import Address, Letter, Purpose, Rank
from tickets.ports import Work
from tickets.reading import Likeness, Marks, Reading, Span
from tickets.records import Medium
from tickets.rules.clocks import Rules

OPERATORS = 999


class Path:
    """One process of the bot: `handled` is what handlers were called with, `undelivered` what was refused."""

    def __init__(
        self, api: BotApi, database: Database, token: str = TOKEN, pace: Pace | None = None, tasks: int = 1
    ) -> None:
        self.api = api
        self.bot: BotDouble = api.bot(token)
        self.database = database
        self.storage = Storage(database, NoReader(), Rules())
        self.handled: list[str] = []
        self.undelivered: list[tuple[Letter, str]] = []
        app = application(token, AiohttpRequest(read_timeout=5), api.url)
        register(app, self.handled)
        self.account = ChannelAccount(Account(f"telegram:{self.bot.id}"), app, pace)
        accounts = {self.account.name: self.account}
        self.sender = OutboxSender(self.storage, accounts, now, Tidings(self._undelivered, _nobody), "zh_CN")
        self.worker = InboxWorker(
            self.storage, accounts, now, _announce, _alarm, House(), tasks=tasks, wake_sender=self.sender.wake
        )
        self.worker.first_wait = 0.05
        self.poller = Poller(
            self.account, database, self.worker.wake, poll_seconds=2, rival_seconds=0.2, backoff=Backoff(0.05, 0.5)
        )
        self._tasks: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def running(self, *, polling: bool = True) -> AsyncIterator["Path"]:
        await self.start(polling=polling)
        try:
            yield self
        finally:
            await self.stop()

    async def start(self, *, polling: bool = True) -> None:
        if not polling:
            await self.account.start()
        loops: list[Callable[[], Coroutine[Any, Any, None]]] = [self.worker.run, self.sender.run]
        loops += [self.poller.run] if polling else []
        self._tasks = [asyncio.create_task(loop()) for loop in loops]

    async def stop(self) -> None:
        self.worker.stop()
        self.sender.stop()
        await asyncio.gather(*self._tasks[:2])
        for task in self._tasks[2:]:
            task.cancel()
        await asyncio.gather(*self._tasks[2:], return_exceptions=True)
        self._tasks = []
        await self.account.stop()

    async def post(self, chat: int, words: str, **fields: Any) -> LetterId:
        """A letter by itself, as a deed would write it."""
        method = fields.pop("method", "sendMessage")
        body = fields.pop("body", {"text": words})
        letter = Letter(Address(self.account.name, ChatId(chat)), method, body, **fields)
        async with self.storage.unit(now()) as work:
            key = await work.mail.post(letter)
        self.sender.wake()
        return key

    async def receive(self, medium: Medium) -> MediaId:
        async with self.storage.unit(now()) as work:
            return await work.talks.receive(medium)

    async def rows(self, table: Table) -> list[Any]:
        async with self.database.read() as connection:
            return list((await connection.execute(select(table).order_by(table.c.id))).all())

    async def fate(self, letter: LetterId) -> tuple[str, str]:
        rows = await self.rows(outbox)
        return next((row.fate, row.why) for row in rows if row.id == letter)

    async def until_fate(self, letter: LetterId, fate: str) -> str:
        """Wait until the letter has that fate; gives why."""
        for _ in range(500):
            found, why = await self.fate(letter)
            if found == fate:
                return why
            await asyncio.sleep(0.02)
        raise AssertionError(f"the letter is {found}, not {fate}: {why}")

    async def _undelivered(
        self, work: Work, language: str, letter: Letter, number: LetterId, why: str, *, kept: bool = False
    ) -> None:
        self.undelivered.append((letter, why))


async def _nobody(work: Work, language: str, letter: Letter, *, still: bool) -> None:
    return None


class NoReader:
    """These handlers do not read."""

    def read(self, text: str) -> Reading:
        raise NotImplementedError

    def marks(self, text: str) -> Marks:
        return Marks((), b"")

    def compare(self, one: bytes, others: Sequence[bytes]) -> Sequence[Likeness]:
        return [Likeness(0.0, None) for _ in others]

    def spans(self, _text: str) -> tuple[Span, ...]:
        return ()

    def answer(self, _question: str, _known: tuple[str, ...]) -> int | None:
        return None


def now() -> datetime:
    return datetime.now(UTC)


def register(app: BotApplication, handled: list[str]) -> None:
    """Echoes texts, keeps photos, answers presses; `/boom` fails after it has written a letter."""

    async def echo(update: Update, context: Context) -> None:
        message = update.effective_message
        assert message
        await asyncio.sleep(0)
        handled.append(message.text or "")
        await _tell(update, context, f"收到：{message.text}")

    async def boom(update: Update, context: Context) -> None:
        handled.append("/boom")
        await _tell(update, context, "this must be undone")
        raise RuntimeError("boom")

    async def photo(update: Update, context: Context) -> None:
        message = update.effective_message
        assert message
        size = message.photo[-1]
        medium = Medium(MediaId(0), "photo", context.running.account, size.file_id, size=size.file_size or 0)
        key = await context.work.talks.receive(medium)
        handled.append(f"photo {key}")

    async def press(update: Update, context: Context) -> None:
        query = update.callback_query
        assert query
        handled.append(f"press {query.data}")
        await context.toast(update, "好")

    app.add_handler(CommandHandler("boom", boom))
    app.add_handler(MessageHandler(filters.PHOTO, photo))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(press))


async def _tell(update: Update, context: Context, text: str) -> None:
    await context.work.mail.post(Letter(context.address(update), "sendMessage", {"text": text}))


async def _announce(_work: Work, _language: str) -> None:
    return None


async def _alarm(work: Work, _language: str, chat: int, error: str) -> None:
    to = Address(Account("telegram:42"), ChatId(OPERATORS))
    await work.mail.post(Letter(to, "sendMessage", {"text": f"{chat}: {error}"}, Purpose.ALERT, Rank.URGENT))
