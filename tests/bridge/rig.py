"""A channel on paper: the whole ground under it is real, only what a channel would carry is written down here."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, text
from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.channels.account import ChannelAccount, Tidings
from bot.channels.bridge.arriving.incoming import Deed, Incoming, Text
from bot.channels.bridge.driver import Choice, Ring, Traits
from bot.channels.bridge.office import Office
from bot.channels.engine.call import Upload
from bot.channels.engine.depot import Depot
from bot.channels.engine.desk import Desk
from bot.channels.engine.engine import Engine
from bot.mailroom.inbox_worker import InboxWorker
from handlers.context import Context, House
from storage.bridges.books import Grant
from storage.chats.records import File
from storage.chats.store import ChatStore
from storage.database import Database
from storage.tables.mail import inbox, outbox
from storage.work import Storage
from tests.path.house import NoReader
from tickets.ids import Account, ChatId, LetterId, MediaId
from tickets.mail import Address, Letter, Purpose
from tickets.ports import Work
from tickets.records import Medium
from tickets.rules.clocks import Rules

NAME = Account("paper:1")
WRITES = Grant(5, timedelta(hours=48))
SCANS = Grant(3, timedelta(minutes=1), brief=True)
JPEG = bytes.fromhex("ffd8ffc0000b080010001001012200ffd9")


@dataclass
class Paper:
    """Notes what it is told to do; `errors` are raised one after another before that. `kept` lies with the channel."""

    traits: Traits
    done: list[tuple[Any, ...]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    kept: dict[str, bytes] = field(default_factory=dict)

    async def say(self, to: str, text: str, choices: Sequence[Choice] = ()) -> None:
        self._note("say", to, text, *(choice.label for choice in choices))

    async def upload(self, file: File, content: bytes) -> str:
        self._note("upload", file.kind, len(content))
        return f"remote-{file.digest[:8]}"

    async def show(self, to: str, kind: str, remote: str) -> None:
        self._note("show", to, kind, remote)

    async def fetch(self, remote: str) -> Upload:
        self._note("fetch", remote)
        return Upload("", self.kept[remote])

    async def ring(self, to: str, ring: Ring) -> None:
        self._note("ring", to, ring.purpose)

    def said(self) -> list[str]:
        return [what[2] for what in self.done if what[0] == "say"]

    def _note(self, *what: Any) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.done.append(what)


class Rig:
    """One process with one account of the paper channel. `hours` moves the wall clock by which it counts."""

    def __init__(self, database: Database, folder: Path, traits: Traits, *, working: bool = True) -> None:
        self.database = database
        self.hours = 0.0
        self.working = working
        self.undelivered: list[tuple[Letter, str]] = []
        self.delivered: list[Letter] = []
        self.heard: list[str] = []
        self.pause = 0.0
        self.paper = Paper(traits)
        self.storage = Storage(database, NoReader(), Rules())
        self.engine = Engine(Desk(ChatStore(database, lambda _topic: self._wake()), Depot(folder), self.wall))
        accounts: dict[Account, ChannelAccount] = {}
        self.office = Office(
            self.engine,
            self.storage,
            accounts,
            Tidings(self._lost, self._found),
            "zh_CN",
            self.wall,
            self._wake,
            self.wall,
        )
        self.station = self.office.open(NAME, self.paper)
        self._register()
        self.worker = InboxWorker(
            self.storage, accounts, self.wall, _nothing, _nothing, House(), wake_sender=self.office.sender.wake
        )
        self.worker.handled = self.office.handled.tell
        self._count = 0

    def wall(self) -> datetime:
        return datetime.now(UTC) + timedelta(hours=self.hours)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Rig"]:
        """Workers run; letters that no push waits for leave only by `send`."""
        await self.station.way.account.start()
        tasks = [asyncio.create_task(self.worker.run())] if self.working else []
        try:
            yield self
        finally:
            self.worker.stop()
            await asyncio.gather(*tasks)
            await self.office.sender.drain()
            await self.station.way.account.stop()

    async def push(self, *deeds: Deed, of: str = "user-1", key: str = "", grant: Grant | None = WRITES) -> str | None:
        """The user does something; the reply that went back with it."""
        self._count += 1
        reply = await self.station.take(Incoming(of, key or f"key-{self._count}", deeds, grant))
        if self.working:
            await self.settled()
        return reply

    async def type(self, words: str, **how: Any) -> str | None:
        return await self.push(Text(words), **how)

    async def settled(self) -> None:
        """Until all that came in is handled."""
        for _ in range(400):
            async with self.database.read() as connection:
                waiting = (await connection.execute(select(inbox.c.id).where(inbox.c.state == "open"))).all()
            if not waiting:
                return
            await asyncio.sleep(0.01)
        raise AssertionError("not handled")

    async def send(self) -> list[str]:
        """Let leave what may leave now; what was said by it."""
        before = len(self.paper.said())
        await self.office.sender.drain()
        return self.paper.said()[before:]

    async def chat(self, of: str = "user-1") -> int:
        query = text("SELECT number FROM bridge_callers WHERE external = :external")
        async with self.database.read() as connection:
            return int((await connection.execute(query, {"external": of})).scalar_one())

    async def letter(self, words: str, purpose: Purpose = Purpose.PLAIN, **fields: Any) -> LetterId:
        """A letter to the first user, as a deed would write it."""
        body = fields.pop("body", {"text": words})
        to = Address(NAME, ChatId(await self.chat()))
        letter = Letter(to, fields.pop("method", "sendMessage"), body, purpose, **fields)
        async with self.storage.unit(self.wall()) as work:
            return await work.mail.post(letter)

    async def fate(self, letter: LetterId) -> tuple[str, str]:
        async with self.database.read() as connection:
            row = (await connection.execute(select(outbox).where(outbox.c.id == letter))).one()
        return row.fate, row.why

    async def count(self, table: str) -> int:
        async with self.database.read() as connection:
            return int((await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())

    def _wake(self) -> None:
        self.worker.wake()

    async def _lost(
        self, work: Work, language: str, letter: Letter, number: LetterId, why: str, *, kept: bool = False
    ) -> None:
        self.undelivered.append((letter, why))

    async def _found(self, work: Work, language: str, letter: Letter, *, still: bool) -> None:
        self.delivered.append(letter)

    def _register(self) -> None:
        app = self.station.way.account.application

        async def menu(update: Update, context: Context) -> None:
            rows = [[InlineKeyboardButton("甲", callback_data="a"), InlineKeyboardButton("乙", callback_data="b")]]
            await _tell(update, context, "选一个", InlineKeyboardMarkup(rows).to_dict())

        async def ask(update: Update, context: Context) -> None:
            await _tell(update, context, "说说看", ForceReply().to_dict())

        async def press(update: Update, context: Context) -> None:
            assert update.callback_query
            self.heard.append(f"press {update.callback_query.data}")
            await context.toast(update, "好")
            await _tell(update, context, f"选了 {update.callback_query.data}")

        async def start(update: Update, context: Context) -> None:
            self.heard.append(f"start {' '.join(context.args or [])}")

        async def photo(update: Update, context: Context) -> None:
            assert update.effective_message
            size = update.effective_message.photo[-1]
            medium = Medium(MediaId(0), "photo", NAME, size.file_id, size=size.file_size or 0)
            self.heard.append(f"photo {await context.work.talks.receive(medium)}")

        async def echo(update: Update, context: Context) -> None:
            await asyncio.sleep(self.pause)
            message = update.effective_message
            assert message
            answers = f" to {message.reply_to_message.text}" if message.reply_to_message else ""
            self.heard.append(f"{message.text}{answers}")
            await _tell(update, context, f"收到：{message.text}")

        for name, handler in (("menu", menu), ("ask", ask), ("start", start)):
            app.add_handler(CommandHandler(name, handler))
        app.add_handler(CallbackQueryHandler(press))
        app.add_handler(MessageHandler(filters.PHOTO, photo))
        app.add_handler(MessageHandler(filters.TEXT, echo))


async def _tell(update: Update, context: Context, words: str, markup: Any = None) -> None:
    body = {"text": words, "reply_markup": markup} if markup else {"text": words}
    await context.work.mail.post(Letter(context.address(update), "sendMessage", body))


async def _nothing(*_: Any) -> None:
    return None
