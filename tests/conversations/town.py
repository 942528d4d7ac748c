"""The sample street, played: people speak and press, letters arrive, the clock is moved."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.channels.account import ChannelAccount, Tidings, application
from bot.mailroom.inbox_worker import InboxWorker
from bot.mailroom.outbox_sender import OutboxSender
from bot.people.loading import WEB, enter
from bot.people.sample import WORKBOOK, read_residents, settle
from bot.people.workbook import load
from bot.ticks import sweep_all
from handlers import House, Notice, alarm, announce, build, delivered, undelivered
from storage.database import Database
from storage.queues.inbox import Arrival, keep
from storage.tables.people import identities, persons
from storage.work import Storage
from tests.conversations.wire import Shown, Wire
from tickets.ids import ChatId
from tickets.reading import Reader
from tickets.rules.clocks import Rules
from tickets.ticket import Ticket

MONDAY = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
"""Monday, 10:05 in the sample's city."""

COMMUNITY, BRANCH3, BRANCH5, STREET, DISTRICT = -1001, -1003, -1004, -1007, -1008


@dataclass
class Town:
    """Everything of the product but the wire and the clock."""

    storage: Storage
    wire: Wire
    worker: InboxWorker
    sender: OutboxSender
    users: dict[str, int]
    now: datetime = MONDAY
    _updates: Any = field(default_factory=lambda: count(1))
    _messages: Any = field(default_factory=lambda: count(1))

    def person(self, name: str) -> Someone:
        """Somebody of the sample, by name."""
        return Someone(self, name, self.users[name])

    async def deliver(self, update: dict[str, Any], chat: int) -> None:
        """Put an update into the inbox, handle all there is, send all there is."""
        number = update.setdefault("update_id", next(self._updates))
        async with self.storage.database.write() as connection:
            await keep(connection, [Arrival(WEB, number, ChatId(chat), update)])
        await self.settle()

    async def settle(self) -> None:
        """Until nothing is left to handle or to send."""
        while await self.worker.one():
            pass
        await self.sender.drain()

    async def forward(self, **time: float) -> None:
        """Move the clock on, hour by hour as a running program would, and sweep."""
        end = self.now + timedelta(**time)
        while self.now < end:
            self.now = min(end, self.now + timedelta(hours=1))
            await self.sweep()

    async def jump(self, **time: float) -> None:
        """Move the clock in one leap, as after a stop of the program, and sweep."""
        self.now += timedelta(**time)
        await self.sweep()

    async def sweep(self) -> None:
        await sweep_all(self.storage, lambda: self.now, "zh_CN")
        await self.settle()

    def chat(self, chat: int) -> list[Shown]:
        return self.wire.shown.get(chat, [])

    def last(self, chat: int) -> Shown:
        return self.chat(chat)[-1]

    def find(self, chat: int, words: str) -> Shown:
        """The newest message of the chat with these words."""
        found = [m for m in self.chat(chat) if words in m.text]
        assert found, f"{words!r} is nowhere in {[m.text for m in self.chat(chat)]}"
        return found[-1]

    async def ticket(self, number: str) -> Ticket:
        async with self.storage.reading(self.now) as work:
            return await work.tickets.named(number)

    async def history(self, number: str) -> list[str]:
        async with self.storage.reading(self.now) as work:
            ticket = await work.tickets.named(number)
            return [str(e.deed) for e in await work.tickets.history(ticket.id)]


@dataclass
class Someone:
    """A person of the sample, in private unless said otherwise."""

    town: Town
    name: str
    user: int

    @property
    def chat(self) -> list[Shown]:
        return self.town.chat(self.user)

    async def says(self, text: str, *, in_group: int | None = None, to: Shown | None = None, **more: Any) -> int:
        """A message; gives its number."""
        return await self._sends({"text": text, **_commands(text)}, in_group, to, **more)

    async def sends(self, *, in_group: int | None = None, to: Shown | None = None, **parts: Any) -> int:
        """A message of another kind: photo=…, voice=…, location=…, caption=…"""
        return await self._sends(parts, in_group, to)

    async def edits(self, number: int, text: str) -> None:
        message = {**self._frame(None, number), "edit_date": 2, "text": text}
        await self.town.deliver({"edited_message": message}, self.user)

    async def presses(self, words: str, *, in_group: int | None = None, on: Shown | None = None) -> str:
        """The newest button of that name in the chat; gives the toast."""
        chat = in_group or self.user
        holding = [m for m in self.town.chat(chat) if words in m.buttons]
        assert on or holding, f"no button {words!r} in {[(m.text, list(m.buttons)) for m in self.town.chat(chat)]}"
        message = on or holding[-1]
        return await self.presses_data(message.buttons[words], message, in_group=in_group)

    async def presses_data(self, data: str, message: Shown, *, in_group: int | None = None) -> str:
        toasts = len(self.town.wire.toasts)
        shown = {**_chat_of(in_group or self.user, self), "message_id": message.message_id, "date": 1}
        if topic := message.body.get("message_thread_id"):
            shown |= {"message_thread_id": topic, "is_topic_message": True}
        body = {k: v for k, v in message.body.items() if k in {"text", "caption", "reply_markup"}}
        query = {"id": str(next(self.town._updates)), "from": self._me(), "chat_instance": "1", "data": data,
                 "message": {**shown, **body, "from": _BOT}}  # fmt: skip
        await self.town.deliver({"callback_query": query}, in_group or self.user)
        new = self.town.wire.toasts[toasts:]
        return new[-1] if new else ""

    async def answers(self, text: str, *, in_group: int | None = None, **more: Any) -> None:
        """Reply to the newest prompt in the chat."""
        prompts = [m for m in self.town.chat(in_group or self.user) if m.asks]
        await self.says(text, in_group=in_group, to=prompts[-1], **more)

    async def _sends(self, parts: dict[str, Any], in_group: int | None, to: Shown | None, **more: Any) -> int:
        number = more.pop("number", None) or next(self.town._messages)
        update = {"update_id": more.pop("update_id")} if "update_id" in more else {}
        message = {**self._frame(in_group, number), **parts, **more}
        if to:
            quoted = {**_chat_of(in_group or self.user, self), "message_id": to.message_id, "date": 1, "text": to.text}
            message["reply_to_message"] = {**quoted, "from": _BOT}
        await self.town.deliver({**update, "message": message}, in_group or self.user)
        return number

    def _frame(self, in_group: int | None, number: int) -> dict[str, Any]:
        return {"message_id": number, "date": 1, "from": self._me(), **_chat_of(in_group or self.user, self)}

    def _me(self) -> dict[str, Any]:
        return {"id": self.user, "is_bot": False, "first_name": self.name, "language_code": "zh"}


_BOT = {"id": 42, "is_bot": True, "first_name": "哨应"}


async def settle_town(database: Database) -> None:
    """The sample street, with nobody having said a word."""
    entered = await enter(database, load(WORKBOOK))
    await settle(database, entered.directory, read_residents())


async def open_town(database: Database, reader: Reader, rules: Rules | None = None) -> Town:
    """The street as it was settled in that database."""
    storage, wire = Storage(database, reader, rules or Rules()), Wire()
    account = ChannelAccount(WEB, application("42:TEST", wire), None)
    build(account.application)
    await account.start()
    accounts, house = {WEB: account}, House("zh_CN", Notice(1))
    worker = InboxWorker(storage, accounts, lambda: town.now, announce, alarm, house)
    sender = OutboxSender(storage, accounts, lambda: town.now, Tidings(undelivered, delivered), "zh_CN")
    town = Town(storage, wire, worker, sender, await _users(database))
    return town


async def _users(database: Database) -> dict[str, int]:
    """Who has a phone in the street, by name."""
    query = select(persons.c.name, identities.c.user_id).join(identities, identities.c.person_id == persons.c.id)
    async with database.read() as connection:
        return {row.name: row.user_id for row in await connection.execute(query)}


def _chat_of(chat: int, someone: Someone) -> dict[str, Any]:
    private = {"id": chat, "type": "private", "first_name": someone.name}
    return {"chat": private if chat > 0 else {"id": chat, "type": "group", "title": "群"}}


def _commands(text: str) -> dict[str, Any]:
    found = re.match(r"/[a-z_]+", text)
    return {"entities": [{"type": "bot_command", "offset": 0, "length": found.end()}]} if found else {}


def number_in(text: str) -> str:
    """The ticket's number in a receipt."""
    found = re.search(r"[槐柳]-\d+", text)
    assert found, text
    return found.group()
