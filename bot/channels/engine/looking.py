"""Methods that ask: who, where, which file, which commands."""

import json
import re
from typing import Any

from bot.channels.engine.call import Call, Json
from bot.channels.engine.depot import file_path
from bot.channels.engine.desk import Desk, bot_room
from bot.channels.engine.errors import bad
from bot.channels.engine.shapes import bot_json, chat_json, member_json
from storage.chats.news import Event, News
from storage.chats.records import Bot, Member, Room
from storage.chats.store import Chats

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100


async def get_me(_desk: Desk, bot: Bot, _call: Call) -> Any:
    """The bot itself."""
    return bot_json(bot.user)


async def get_chat(desk: Desk, bot: Bot, call: Call) -> Any:
    """A chat that the bot is in."""
    async with desk.store.read() as chats:
        room = await bot_room(chats, bot, call.chat())
        return chat_json(room.face, len(await chats.rooms.members(room.space, room.chat)))


async def _members(chats: Chats, bot: Bot, call: Call) -> tuple[Room, list[Member]]:
    room = await bot_room(chats, bot, call.chat())
    return room, await chats.rooms.members(room.space, room.chat)


async def get_chat_member(desk: Desk, bot: Bot, call: Call) -> Any:
    """Somebody in a chat; who is known but not in it has left."""
    user = call.whole("user_id")
    async with desk.store.read() as chats:
        _, members = await _members(chats, bot, call)
        found = next((member for member in members if member.user.id == user), None)
        if found is None:
            stranger = await chats.people.user(user)
            if stranger is None:
                raise bad("user not found")
            found = Member(stranger, "left")
    return member_json(found)


async def get_chat_administrators(desk: Desk, bot: Bot, call: Call) -> Any:
    """Those who lead a group, bots left out."""
    async with desk.store.read() as chats:
        room, members = await _members(chats, bot, call)
    if room.chat > 0:
        raise bad("there are no administrators in the private chat")
    leading = {"administrator", "creator"}
    return [member_json(one) for one in members if one.status in leading and not one.user.is_bot]


async def get_chat_member_count(desk: Desk, bot: Bot, call: Call) -> Any:
    """How many are in a chat."""
    async with desk.store.read() as chats:
        return len((await _members(chats, bot, call))[1])


async def get_file(desk: Desk, bot: Bot, call: Call) -> Any:
    """Where a file that the bot may see is downloaded."""
    async with desk.store.read() as chats:
        file = await chats.files.seen_by(call.text("file_id"), bot.id)
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": file.id,
        "file_unique_id": file.digest[:16],
        "file_size": file.size,
        "file_path": file_path(file),
    }


async def send_chat_action(desk: Desk, bot: Bot, call: Call) -> Any:
    """Check the chat; nothing is shown."""
    async with desk.store.read() as chats:
        await bot_room(chats, bot, call.chat())
    return True


async def set_my_commands(desk: Desk, bot: Bot, call: Call) -> Any:
    """Keep the bot's menu for a scope and a language."""
    commands = [_command(item) for item in call.items("commands") or []]
    if len(commands) > MOST_COMMANDS:
        raise bad("too many commands specified")
    async with desk.store.write() as chats:
        await chats.bots.set_commands(bot.id, _scope(call), call.text("language_code"), commands)
        if user := _one_user(call):
            chats.news.append(News(Event.MENU, bot.id, user=user))
    return True


async def delete_my_commands(desk: Desk, bot: Bot, call: Call) -> Any:
    """Forget the menu of a scope and a language."""
    async with desk.store.write() as chats:
        await chats.bots.set_commands(bot.id, _scope(call), call.text("language_code"), [])
    return True


async def get_my_commands(desk: Desk, bot: Bot, call: Call) -> Any:
    """The menu of exactly that scope and language."""
    async with desk.store.read() as chats:
        return await chats.bots.commands(bot.id, _scope(call), call.text("language_code"))


def _one_user(call: Call) -> int:
    """Whose private chat the menu is for; 0 where it is for others."""
    given = call.mapping("scope") or {}
    chat = given.get("chat_id")
    return chat if given.get("type") == "chat" and isinstance(chat, int) and chat > 0 else 0


def menu_scope(user: int) -> str:
    """Under what a menu for one private chat is kept."""
    return json.dumps({"chat_id": user, "type": "chat"})


def _scope(call: Call) -> str:
    given = call.mapping("scope") or {"type": "default"}
    if len(packed := json.dumps(given, sort_keys=True)) > 120:
        raise bad("can't parse BotCommandScope")
    return packed


def _command(item: Json) -> Json:
    name, words = str(item.get("command", "")).removeprefix("/"), str(item.get("description", "")).strip()
    if not COMMAND.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(words) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": words}
