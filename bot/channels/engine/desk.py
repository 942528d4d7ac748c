"""What every method works with, and the moves that many of them share."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.channels.engine.call import Call, Json
from bot.channels.engine.depot import Depot
from bot.channels.engine.errors import CHAT_NOT_FOUND, bad, forbidden
from bot.channels.engine.polls import Polls
from bot.channels.engine.shapes import rendered
from storage.chats.news import Event, News
from storage.chats.records import GROUPS, Bot, Message, Room, User, space_of
from storage.chats.store import Chats, ChatStore


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says: its Bot API fields, and the files that they show."""

    payload: Json
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """The tables, the files, the waiting bots, and business time."""

    store: ChatStore
    depot: Depot
    now: Callable[[], datetime]
    polls: Polls = field(default_factory=Polls)

    def date(self) -> int:
        """Business time as messages bear it; never 0, which clients take for an inaccessible message."""
        return max(1, int(self.now().timestamp()))


def wall() -> int:
    """Wall time, for leases, limits and what grows old."""
    return int(time.time())


async def bot_room(chats: Chats, bot: Bot, chat: int) -> Room:
    """The room, if the bot is in it. Raises Refusal."""
    room = await chats.rooms.find(space_of(bot.id, chat), chat, bot.id)
    return room or await _refuse(chats, bot, chat)


async def taken_room(chats: Chats, bot: Bot, chat: int, count: int) -> Room:
    """The room, locked, with `count` message ids reserved. Raises Refusal."""
    room = await chats.rooms.take(space_of(bot.id, chat), chat, bot.id, count)
    return room or await _refuse(chats, bot, chat)


async def _refuse(chats: Chats, bot: Bot, chat: int) -> Room:
    if chat < 0 and await chats.rooms.face(GROUPS, chat):
        raise forbidden("bot is not a member of the group chat")
    raise bad(CHAT_NOT_FOUND)


async def reply_target(chats: Chats, room: Room, call: Call) -> int | None:
    """The message that the call replies to, or None. Raises Refusal where it is missing and must not be."""
    given = call.mapping("reply_parameters")
    if given is None:
        given = {
            "message_id": call.whole("reply_to_message_id"),
            "allow_sending_without_reply": call.flag("allow_sending_without_reply"),
        }
    wanted = Call(given).whole("message_id")
    if not wanted:
        return None
    if await chats.messages.get(room, wanted):
        return wanted
    if Call(given).flag("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


async def write_down(
    chats: Chats, room: Room, sender: User, date: int, contents: Sequence[Content], reply_to: int | None = None
) -> list[Json]:
    """Add messages under the ids reserved in the room, spread the news, and give them back as Bot API Messages."""
    messages = []
    for index, content in enumerate(contents):
        message = Message(room.next_message + index, sender.id, date, content.payload, None, reply_to)
        await chats.messages.add(room, message, content.files)
        chats.news.append(News(Event.MESSAGE, room.space, room.chat, message.id))
        messages.append(message)
    return await rendered(chats, room, messages, [sender])


async def tell_bots(chats: Chats, room: Room, bots: Sequence[int], kind: str, bodies: Sequence[Json]) -> None:
    """Queue updates for the bots, in the order of their ids, so that two rooms never wait in a ring."""
    for bot in sorted(bots):
        for body in bodies:
            await chats.bots.tell(bot, room.chat, kind, body, wall())
        chats.news.append(News(Event.UPDATE, user=bot))


async def rewrite(chats: Chats, room: Room, message: Message, payload: Json, date: int) -> Json:
    """Give a message another content, and give it back as the Bot API Message."""
    await chats.messages.change(room, message.id, payload, date)
    chats.news.append(News(Event.EDIT, room.space, room.chat, message.id))
    return (await rendered(chats, room, [replace(message, payload=payload, edited=date)]))[0]
