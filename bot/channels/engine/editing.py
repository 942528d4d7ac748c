"""Methods that change or take back what was said, and that answer a press."""

from typing import Any

from bot.channels.engine.call import Call, Json
from bot.channels.engine.desk import Desk, bot_room, rewrite, taken_room, wall
from bot.channels.engine.errors import NOT_MODIFIED, QUERY_TOO_OLD, bad
from bot.channels.engine.keyboards import inline_only
from bot.channels.engine.sending import caption_of, text_of
from storage.chats.news import Event, News
from storage.chats.records import Bot, Message, Room
from storage.chats.store import Chats

DELETABLE_SECONDS = 48 * 3600
ANSWERABLE_SECONDS = 3600
MOST_TOAST = 200
WORDS = frozenset({"text", "entities", "caption", "caption_entities", "reply_markup"})


async def edit_message_text(desk: Desk, bot: Bot, call: Call) -> Any:
    """Give one of the bot's own texts another wording; buttons that are not named again are gone."""
    return await _edit(desk, bot, call, text_of(call), "text")


async def edit_message_caption(desk: Desk, bot: Bot, call: Call) -> Any:
    """Give one of the bot's own files another caption."""
    return await _edit(desk, bot, call, caption_of(call), "caption")


async def edit_message_reply_markup(desk: Desk, bot: Bot, call: Call) -> Any:
    """Give one of the bot's own messages other buttons, or none."""
    return await _edit(desk, bot, call, {}, "reply_markup")


async def _edit(desk: Desk, bot: Bot, call: Call, words: Json, part: str) -> Json:
    if call.text("inline_message_id"):
        raise bad("message to edit not found")
    chat, number, buttons = call.chat(), call.message(), inline_only(call)
    async with desk.store.write() as chats:
        room = await taken_room(chats, bot, chat, 0)
        message = await _own(chats, room, bot, number)
        payload = _changed(message.payload, words, buttons, part)
        return await rewrite(chats, room, message, payload, desk.date())


async def _own(chats: Chats, room: Room, bot: Bot, number: int) -> Message:
    message = await chats.messages.get(room, number)
    if message is None:
        raise bad("message to edit not found")
    if message.sender != bot.id:
        raise bad("message can't be edited")
    return message


def _changed(old: Json, words: Json, buttons: Json | None, part: str) -> Json:
    if part == "text" and "text" not in old:
        raise bad("there is no text in the message to edit")
    if part == "caption" and ("text" in old or "location" in old):
        raise bad("there is no caption in the message to edit")
    replaced = {"reply_markup"} if part == "reply_markup" else WORDS
    new = {name: value for name, value in old.items() if name not in replaced} | words
    if buttons:
        new["reply_markup"] = buttons
    if new == old:
        raise bad(NOT_MODIFIED)
    return new


async def delete_message(desk: Desk, bot: Bot, call: Call) -> Any:
    """Take a message of the last 48 hours back: the bot's own, any in a private chat, any where it leads the group."""
    chat, number = call.chat(), call.message()
    async with desk.store.write() as chats:
        room = await taken_room(chats, bot, chat, 0)
        message = await chats.messages.get(room, number)
        if message is None:
            raise bad("message to delete not found")
        if desk.date() - message.date > DELETABLE_SECONDS or not await _may_delete(chats, room, bot, message):
            raise bad("message can't be deleted for everyone")
        await chats.messages.drop(room, number)
        chats.news.append(News(Event.DELETE, room.space, room.chat, number))
    return True


async def _may_delete(chats: Chats, room: Room, bot: Bot, message: Message) -> bool:
    if room.chat > 0 or message.sender == bot.id:
        return True
    member = await chats.rooms.member(room.space, room.chat, bot.id)
    return member is not None and member.status == "administrator"


async def answer_callback_query(desk: Desk, bot: Bot, call: Call) -> Any:
    """Answer a press, once; its text becomes the presser's toast."""
    text = call.text("text")
    if len(text) > MOST_TOAST:
        raise bad("MESSAGE_TOO_LONG")
    async with desk.store.write() as chats:
        press = await chats.bots.take_press(call.text("callback_query_id"), bot.id)
        if press is None or wall() - press.at > ANSWERABLE_SECONDS:
            raise bad(QUERY_TOO_OLD)
        if text:
            room = await bot_room(chats, bot, press.chat)
            toast = News(Event.TOAST, room.space, room.chat, user=press.user, text=text, alert=call.flag("show_alert"))
            chats.news.append(toast)
    return True
