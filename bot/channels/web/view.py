"""Chats and messages as the page shows them."""

from typing import Any

from bot.channels.engine.shapes import rendered
from storage.chats.records import Room, User
from storage.chats.store import Chats

Json = dict[str, Any]


def page_message(message: Json) -> Json:
    """A long text that was said in several messages is one post to a bot, but separate bubbles on the page."""
    if "text" not in message or "media_group_id" not in message:
        return message
    return {name: value for name, value in message.items() if name != "media_group_id"}


async def listed(chats: Chats, room: Room, user: int, bot: User | None) -> Json:
    """A line of the user's list of chats; a private one bears the bot's name."""
    last, unread = await chats.messages.newest(room), await chats.messages.unread(room, user)
    shown = await rendered(chats, room, [last]) if last else []
    return {
        "id": room.chat,
        "type": room.face["type"],
        "title": room.face.get("title") or (bot.name if bot else ""),
        "unread": unread,
        "last": page_message(shown[0]) if shown else None,
    }
