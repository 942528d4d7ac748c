"""What users do in chats: they say, press, change and read; every bot in the room hears of it in the same commit."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.channels.engine.call import Json, Upload, clean
from bot.channels.engine.desk import Content, Desk, rewrite, tell_bots, wall, write_down
from bot.channels.engine.entities import discovered, units
from bot.channels.engine.sending import MOST_TEXT
from bot.channels.engine.shapes import file_json, rendered, user_json
from storage.chats.news import Event, News
from storage.chats.records import File, Press, Room, User, space_of
from storage.chats.store import Chats

MOST_PARTS = 16
MOST_MEDIA = 10
BREAKS = ("\n", "。", "！", "？", "；", ". ", "，", " ")
MINUTE = 60


class Why(StrEnum):
    """Why a user's deed is not done."""

    EMPTY = "empty"
    LONG = "long"
    MANY = "many"
    FAST = "fast"
    NO_CHAT = "no_chat"
    NO_FILE = "no_file"
    NO_MESSAGE = "no_message"
    NO_BUTTON = "no_button"


class Undone(Exception):
    """The deed is not done and nothing has changed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody says at once; it becomes one message, or several in a row."""

    text: str = ""
    media: Sequence[str] = ()
    location: Json | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Deeds:
    """What users may do, each deed once however often it is asked for, and not more than `per_minute`."""

    desk: Desk
    per_minute: int = 60

    async def say(self, user: int, bot: int, chat: int, uuid: str, post: Post) -> list[int]:
        """Say something; the ids of the messages that it became. Raises Undone."""
        parts, media = split(clean(post.text).strip()), list(dict.fromkeys(post.media))
        if not parts and not media and not post.location:
            raise Undone(Why.EMPTY)
        if len(parts) > MOST_PARTS or len(media) > MOST_MEDIA:
            raise Undone(Why.LONG if len(parts) > MOST_PARTS else Why.MANY)

        async def speak(chats: Chats) -> list[int]:
            contents = await self._contents(chats, user, parts, media, post.location)
            return await spoken(self.desk, chats, user, bot, contents, post.reply_to, chat)

        return list(await self._once(user, uuid, speak))

    async def press(self, user: int, bot: int, chat: int, uuid: str, message: int, data: str) -> None:
        """Press a button. The data need not stand on the message any more: who was too late hears it from the bot."""

        async def press(chats: Chats) -> list[int]:
            await pressed(chats, user, bot, chat, message, data)
            return []

        await self._once(user, uuid, press)

    async def change(self, user: int, bot: int, chat: int, uuid: str, message: int, text: str) -> None:
        """Give one's own message another wording, or its files another caption. Raises Undone."""
        words = clean(text).strip()

        async def change(chats: Chats) -> list[int]:
            room = await _room(chats, user, bot, chat)
            old = await chats.messages.get(room, message)
            if old is None or old.sender != user or "location" in old.payload:
                raise Undone(Why.NO_MESSAGE)
            name = "text" if "text" in old.payload else "caption"
            if units(words) > MOST_TEXT or (not words and name == "text"):
                raise Undone(Why.LONG if words else Why.EMPTY)
            kept = {key: value for key, value in old.payload.items() if key not in WORDS}
            new = await rewrite(chats, room, old, kept | worded(name, words), self.desk.date())
            _, bots = await _people(chats, room, user)
            await tell_bots(chats, room, bots, "edited_message", [new])
            return []

        await self._once(user, uuid, change)

    async def bring(self, user: int, upload: Upload) -> File:
        """Keep a file for a later post. Raises Undone, Refusal."""
        file = await self.desk.depot.keep(upload, user)

        async def bring(chats: Chats) -> list[int]:
            await chats.files.add(file)
            return []

        await self._once(user, f"file:{file.id}", bring)
        return file

    async def read(self, user: int, bot: int, chat: int, upto: int) -> None:
        """Note how far the user has read. Raises Undone."""
        async with self.desk.store.write() as chats:
            room = await _room(chats, user, bot, chat)
            await chats.rooms.read_upto(room.space, room.chat, user, upto)

    async def _once(self, user: int, uuid: str, deed: Callable[[Chats], Awaitable[Any]]) -> Any:
        async with self.desk.store.write() as chats:
            if not await chats.people.begin(user, uuid, wall()):
                return await chats.people.answered(user, uuid)
            if await chats.people.deeds_since(user, wall() - MINUTE) > self.per_minute:
                raise Undone(Why.FAST)
            answer = await deed(chats)
            await chats.people.conclude(user, uuid, answer)
            return answer

    async def _contents(
        self, chats: Chats, user: int, parts: Sequence[str], media: Sequence[str], location: Json | None
    ) -> list[Content]:
        """The messages of one post: files with the words as their caption, words, a place. Several are one album."""
        contents = []
        for file in media:
            found = await chats.files.seen_by(file, user)
            if found is None:
                raise Undone(Why.NO_FILE)
            contents.append(Content(file_json(found), (found.id,)))
        if contents and parts:
            contents[0] = Content(contents[0].payload | worded("caption", parts[0]), contents[0].files)
        contents += [Content(worded("text", part)) for part in parts[1 if media else 0 :]]
        if location:
            contents.append(Content({"location": location}))
        if len(contents) == 1:
            return contents
        album = str(secrets.randbits(50))
        return [Content(content.payload | {"media_group_id": album}, content.files) for content in contents]


async def spoken(
    desk: Desk,
    chats: Chats,
    user: int,
    bot: int,
    contents: Sequence[Content],
    reply_to: int | None = None,
    chat: int | None = None,
) -> list[int]:
    """Somebody says something, in their private chat if none is named; the messages' numbers. Raises Undone."""
    where = user if chat is None else chat
    room = await chats.rooms.take(space_of(bot, where), where, user, len(contents))
    if room is None:
        raise Undone(Why.NO_CHAT)
    speaker, bots = await _people(chats, room, user)
    target = reply_to if reply_to and await chats.messages.get(room, reply_to) else None
    messages = await write_down(chats, room, speaker, desk.date(), contents, target)
    await tell_bots(chats, room, bots, "message", messages)
    return [message["message_id"] for message in messages]


async def pressed(chats: Chats, user: int, bot: int, chat: int, message: int, data: str) -> None:
    """Somebody presses a button. Raises Undone."""
    room = await _room(chats, user, bot, chat)
    shown = await chats.messages.get(room, message)
    presser = await chats.people.user(user)
    if shown is None or presser is None:
        raise Undone(Why.NO_MESSAGE)
    if await chats.bots.bot(shown.sender) is None or not 1 <= len(data.encode()) <= 64:
        raise Undone(Why.NO_BUTTON)
    query: Json = {
        "id": str(secrets.randbits(62)),
        "from": user_json(presser),
        "message": (await rendered(chats, room, [shown]))[0],
        "chat_instance": f"{room.space}:{room.chat}",
        "data": data,
    }
    await chats.bots.add_press(query["id"], Press(shown.sender, user, chat, wall()))
    await chats.bots.tell(shown.sender, chat, "callback_query", query, wall())
    chats.news.append(News(Event.UPDATE, user=shown.sender))


async def _room(chats: Chats, user: int, bot: int, chat: int) -> Room:
    room = await chats.rooms.find(space_of(bot, chat), chat, user)
    if room is None:
        raise Undone(Why.NO_CHAT)
    return room


async def _people(chats: Chats, room: Room, speaker: int) -> tuple[User, list[int]]:
    """The one who speaks, and the bots in the room."""
    present = [member.user for member in await chats.rooms.members(room.space, room.chat)]
    return next(user for user in present if user.id == speaker), [user.id for user in present if user.is_bot]


WORDS = frozenset({"text", "entities", "caption", "caption_entities"})


def worded(name: str, words: str) -> Json:
    """Words as message fields, with the commands and links in them."""
    entities = discovered(words)
    marks = {"entities" if name == "text" else "caption_entities": entities} if entities else {}
    return {name: words, **marks} if words else {}


def split(text: str) -> list[str]:
    """The text in parts that one message can hold, broken where people pause."""
    parts = []
    while units(text) > MOST_TEXT:
        end = MOST_TEXT - sum(character > "\uffff" for character in text[:MOST_TEXT])
        pauses = (text.rfind(mark, end - 400, end) + len(mark) for mark in BREAKS if mark in text[end - 400 : end])
        end = next(pauses, end)
        parts.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [part for part in [*parts, text] if part]
