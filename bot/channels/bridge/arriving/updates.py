"""What a user did as Bot API updates: messages, presses of numbered buttons, commands, coming and going."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from bot.channels.bridge.arriving.incoming import Command, Deed, File, Other, Presence, Press, Spot, Start, Tap, Text
from bot.channels.bridge.arriving.typed import Pressed, Stopped, Unclear, understood
from bot.channels.bridge.arriving.typed import Words as Said
from bot.channels.bridge.way import Way
from bot.channels.engine.call import Json, clean
from bot.channels.engine.deeds import Undone, pressed, split, spoken, worded
from bot.channels.engine.desk import Content, tell_bots
from bot.channels.engine.shapes import file_json, user_json
from handlers import Texts, numbered
from storage.bridges import books, facts, files, menus
from storage.bridges.books import Book
from storage.bridges.menus import Option
from storage.chats.records import File as Kept
from storage.chats.records import User, space_of
from storage.chats.store import Chats
from storage.queues import parcels
from tickets.mail import Address, Letter

GOES_ON = timedelta(minutes=1)
"""Who has answered a question may go on for so long in a second message."""
MOST_PARTS = 16
_SCENE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_UNKNOWN = {
    "photo": ("image/jpeg", "jpg"),
    "voice": ("audio/amr", "amr"),
    "video": ("video/mp4", "mp4"),
    "document": ("application/octet-stream", "bin"),
}


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes down what one user did, in one transaction."""

    way: Way
    chats: Chats
    at: Address
    user: User
    book: Book
    now: datetime

    async def write(self, deed: Deed) -> None:
        """One deed; each becomes updates of the inbox, or an answer where it means nothing."""
        match deed:
            case Text(text):
                await self._typed(clean(text).strip())
            case Tap() | Press():
                await self._tapped(deed)
            case Start() | Command():
                await self._command(_command(deed))
            case File():
                await self._say([await self._file(deed)], self.book.asks(self.now))
            case Spot():
                await self._say([Content(_place(deed))], self.book.asks(self.now))
            case Other():
                await self._say([Content({})], None)
            case Presence(reachable):
                await self._presence(reachable=reachable)
            case _:
                assert_never(deed)

    async def _typed(self, text: str) -> None:
        options = await menus.live(self.chats.connection, self.at)
        match understood(text, options, self.book.asks(self.now)):
            case Pressed(option):
                await self._press(option.data, option.message)
            case Unclear(choices):
                await self._unclear(choices)
            case Stopped():
                await self._ask_no_more()
                await self._answer(numbered.stopped(await self._texts()))
            case Said(asked):
                command = text.startswith("/")
                await self._say([Content(worded("text", part)) for part in split(text)], None if command else asked)

    async def _tapped(self, deed: Tap | Press) -> None:
        if isinstance(deed, Press):
            await self._press(deed.data, deed.message)
            return
        options = await menus.live(self.chats.connection, self.at)
        found = [one for one in options if one.number == deed.number and deed.message in {None, one.message}]
        if len(found) == 1:
            await self._press(found[0].data, found[0].message)
        else:
            await self._unclear(tuple(found or options))

    async def _press(self, data: str, message: int) -> None:
        await self._ask_no_more()
        try:
            await pressed(self.chats, self.user.id, self.way.request.bot_id, self.user.id, message, data)
        except Undone:
            # A message of another database, or a button that was never ours.
            await self._answer(numbered.gone(await self._texts()))

    async def _unclear(self, choices: tuple[Option, ...]) -> None:
        """Never guessed, and never a post: what can be pressed is shown once more."""
        if not choices:
            await self._answer(numbered.nothing_to_press(await self._texts()))
            return
        keyboard = [[{"text": option.label, "callback_data": option.data}] for option in choices]
        await self._answer(numbered.no_such_number(await self._texts()), {"inline_keyboard": keyboard})

    async def _command(self, words: str) -> None:
        await self._ask_no_more()
        await self._say([Content(worded("text", words))], None)

    async def _say(self, contents: list[Content], answers: int | None) -> None:
        if not contents or len(contents) > MOST_PARTS:
            return
        if len(contents) > 1:
            album = str(secrets.randbits(50))
            contents = [Content({**one.payload, "media_group_id": album}, one.files) for one in contents]
        await spoken(self.way.engine.desk, self.chats, self.user.id, self.way.request.bot_id, contents, answers)
        if answers is not None and self.book.prompt_until is not None:
            until = min(self.book.prompt_until, self.now + GOES_ON)
            await books.ask(self.chats.connection, self.at, answers, until)

    async def _file(self, deed: File) -> Content:
        """The row comes before the bytes, so that what is said stays in its order."""
        mime, ending = _UNKNOWN.get(deed.kind, _UNKNOWN["document"])
        key = secrets.token_urlsafe(24)
        kept = Kept(key, "", deed.kind, deed.name, mime, ending, 0, 0, 0, 0, self.user.id)
        until = self.now + self.way.driver.traits.copies
        account = self.way.account.name
        await files.expect(self.chats.connection, kept, account, deed.remote, self.now, until)
        return Content(file_json(kept), (kept.id,))

    async def _presence(self, *, reachable: bool) -> None:
        bot = self.way.request.bot_id
        room = await self.chats.rooms.find(space_of(bot, self.user.id), self.user.id, self.user.id)
        if room is None:
            return
        before, after = ("kicked", "member") if reachable else ("member", "kicked")
        change = {
            "chat": room.face,
            "from": user_json(self.user),
            "date": self.way.engine.desk.date(),
            "old_chat_member": await self._status(before),
            "new_chat_member": await self._status(after),
        }
        await tell_bots(self.chats, room, [bot], "my_chat_member", [change])

    async def _status(self, status: str) -> Json:
        me = await self.chats.people.user(self.way.request.bot_id)
        shown: Json = {"user": user_json(me) if me else {}, "status": status}
        return shown | {"until_date": 0} if status == "kicked" else shown

    async def _texts(self) -> Texts:
        return Texts(await facts.language_at(self.chats.connection, self.at) or self.way.language)

    async def _ask_no_more(self) -> None:
        await books.ask(self.chats.connection, self.at, None, None)

    async def _answer(self, text: str, markup: Json | None = None) -> None:
        body: Json = {"text": text, "reply_markup": markup} if markup else {"text": text}
        await parcels.write(self.chats.connection, [Letter(self.at, "sendMessage", body)], self.now)


def _command(deed: Start | Command) -> str:
    if isinstance(deed, Command):
        return f"/{deed.name}"
    return f"/start {deed.scene}" if _SCENE.fullmatch(deed.scene) else "/start"


def _place(spot: Spot) -> Json:
    place = {"latitude": spot.latitude, "longitude": spot.longitude}
    if not spot.title and not spot.address:
        return {"location": place}
    title = spot.title or spot.address
    return {"location": place, "venue": {"location": place, "title": title, "address": spot.address}}
