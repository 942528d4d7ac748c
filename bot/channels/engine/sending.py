"""Methods that say something."""

import secrets
from collections.abc import Sequence
from typing import Any

from bot.channels.engine.call import Call, Json
from bot.channels.engine.desk import Content, Desk, bot_room, reply_target, taken_room, write_down
from bot.channels.engine.entities import units, written
from bot.channels.engine.errors import EMPTY_TEXT, WRONG_FILE, bad
from bot.channels.engine.keyboards import markup
from bot.channels.engine.shapes import file_json, user_json
from storage.chats.records import Bot, File
from storage.chats.store import Chats

MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_IN_ALBUM = 10
SINGLE_KINDS = ("document", "voice", "video", "audio", "animation", "video_note")
ALONE = frozenset({"document", "audio"})


def text_of(call: Call) -> Json:
    """The call's text as message fields. Raises Refusal."""
    text, entities = written(call, "text", "entities")
    if not text:
        raise bad(EMPTY_TEXT)
    if units(text) > MOST_TEXT:
        raise bad("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_of(call: Call) -> Json:
    """The call's caption as message fields, none where it has none. Raises Refusal."""
    text, entities = written(call, "caption", "caption_entities")
    if units(text) > MOST_CAPTION:
        raise bad("message caption is too long")
    shown: Json = {"caption": text} if text else {}
    return {**shown, "caption_entities": entities} if entities else shown


def buttons_of(call: Call) -> Json:
    """The call's markup as message fields."""
    given = markup(call)
    return {"reply_markup": given} if given else {}


async def send_message(desk: Desk, bot: Bot, call: Call) -> Any:
    """Say a text."""
    return await _send(desk, bot, call, text_of(call))


async def send_location(desk: Desk, bot: Bot, call: Call) -> Any:
    """Show a place."""
    return await _send(desk, bot, call, {"location": _place(call)})


async def send_venue(desk: Desk, bot: Bot, call: Call) -> Any:
    """Show a place with its name."""
    place, title = _place(call), call.text("title").strip()
    if not title:
        raise bad("venue title is empty")
    venue = {"location": place, "title": title, "address": call.text("address").strip()}
    return await _send(desk, bot, call, {"location": place, "venue": venue})


def _place(call: Call) -> Json:
    latitude, longitude = call.real("latitude"), call.real("longitude")
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise bad("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}


async def _send(desk: Desk, bot: Bot, call: Call, payload: Json) -> Json:
    content = Content({**payload, **buttons_of(call)})
    chat = call.chat()
    async with desk.store.write() as chats:
        return (await _post(desk, chats, bot, call, chat, [content]))[0]


async def _post(desk: Desk, chats: Chats, bot: Bot, call: Call, chat: int, contents: Sequence[Content]) -> list[Json]:
    room = await taken_room(chats, bot, chat, len(contents))
    target = await reply_target(chats, room, call)
    return await write_down(chats, room, bot.user, desk.date(), contents, target)


def sends_file(kind: str) -> Any:
    """The method that sends one file of that kind."""

    async def send(desk: Desk, bot: Bot, call: Call) -> Any:
        chat, words = call.chat(), {**caption_of(call), **buttons_of(call)}
        brought = await _brought(desk, bot, call, kind, call.values.get(kind) or f"attach://{kind}")
        async with desk.store.write() as chats:
            file = await _chosen(chats, bot, kind, brought)
            content = Content({**file_json(file), **words}, (file.id,))
            return (await _post(desk, chats, bot, call, chat, [content]))[0]

    return send


async def send_media_group(desk: Desk, bot: Bot, call: Call) -> Any:
    """Show up to ten files as one album."""
    chat, items = call.chat(), call.items("media") or []
    _check_album(items)
    brought = [await _brought(desk, bot, call, str(item["type"]), item.get("media")) for item in items]
    album = str(secrets.randbits(50))
    async with desk.store.write() as chats:
        contents = []
        for item, one in zip(items, brought, strict=True):
            file = await _chosen(chats, bot, str(item["type"]), one)
            words = {**file_json(file), **caption_of(Call(item)), "media_group_id": album}
            contents.append(Content(words, (file.id,)))
        return await _post(desk, chats, bot, call, chat, contents)


def _check_album(items: Sequence[Json]) -> None:
    kinds = {item.get("type") for item in items}
    if not items:
        raise bad("there are no messages to send")
    if len(items) > MOST_IN_ALBUM:
        raise bad("too many messages to send as an album")
    if not kinds <= {"photo", "video", "document", "audio"}:
        raise bad("can't parse InputMedia: wrong type")
    if len(kinds) > 1 and kinds & ALONE:
        raise bad(f"{'Document' if 'document' in kinds else 'Audio'} can't be mixed with other media types")


async def _brought(desk: Desk, bot: Bot, call: Call, kind: str, given: Any) -> File | str:
    """The file that came with the call, kept on disk; or the id of a known one. Raises Refusal."""
    reference = given if isinstance(given, str) else ""
    if reference.startswith("attach://"):
        upload = call.files.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad(f"there is no {kind} in the request")
        return await desk.depot.keep(upload, bot.id, kind)
    if reference.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    return reference


async def _chosen(chats: Chats, bot: Bot, kind: str, brought: File | str) -> File:
    if isinstance(brought, File):
        await chats.files.add(brought)
        return brought
    file = await chats.files.seen_by(brought, bot.id)
    if file is None:
        raise bad(WRONG_FILE)
    if file.kind != kind:
        raise bad(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    return file


async def forward_message(desk: Desk, bot: Bot, call: Call) -> Any:
    """Show a message again, with where it came from."""
    return await _again(desk, bot, call, forwarded=True)


async def copy_message(desk: Desk, bot: Bot, call: Call) -> Any:
    """Say again what a message says."""
    message = await _again(desk, bot, call, forwarded=False)
    return {"message_id": message["message_id"]}


async def _again(desk: Desk, bot: Bot, call: Call, *, forwarded: bool) -> Json:
    chat, words = call.chat(), caption_of(call) if "caption" in call.values else None
    async with desk.store.write() as chats:
        source = await bot_room(chats, bot, call.chat("from_chat_id"))
        message = await chats.messages.get(source, call.message())
        if message is None:
            raise bad(f"message to {'forward' if forwarded else 'copy'} not found")
        hidden = {"reply_markup", "media_group_id"} | ({"caption", "caption_entities"} if words is not None else set())
        payload = {name: value for name, value in message.payload.items() if name not in hidden} | (words or {})
        if forwarded:
            sender = await chats.people.user(message.sender)
            origin = {"type": "user", "date": message.date, "sender_user": user_json(sender) if sender else None}
            payload = {**payload, "forward_origin": payload.get("forward_origin") or origin}
        content = Content({**payload, **buttons_of(call)}, files_in(payload))
        return (await _post(desk, chats, bot, call, chat, [content]))[0]


def files_in(payload: Json) -> tuple[str, ...]:
    """The ids of the files that a message shows."""
    single = [payload[kind]["file_id"] for kind in SINGLE_KINDS if kind in payload]
    return (*single, *(size["file_id"] for size in payload.get("photo", ())))
