"""A push's fields as what the member did: every type of message and event. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.bridge.arriving.incoming import (
    Command,
    Deed,
    File,
    Incoming,
    Other,
    Presence,
    Press,
    Spot,
    Start,
    Text,
)
from bot.channels.tencent.body import Unreadable
from bot.channels.wecom.cards import page_of
from bot.channels.wecom.driver import message_of

_USER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_INVITED = re.compile(r"s_[A-Za-z0-9_-]{8,62}")
_FILES = {"image": "photo", "voice": "voice", "video": "video", "shortvideo": "video", "file": "document"}
_CODE = 256


@dataclass(frozen=True, slots=True)
class Pressed:
    """A card's button: which message's, what it says, and the code with which the card can be changed once."""

    member: str
    message: int
    data: str
    code: str

    @property
    def page(self) -> int | None:
        """Where the page begins that it turns to; None where it is a button of a handler's."""
        return page_of(self.data)


def incoming_of(fields: Mapping[str, Any]) -> Incoming | None:
    """What it means; None for what needs no more than to be acknowledged. Raises Unreadable."""
    kind, member = _text(fields, "MsgType").lower(), _text(fields, "FromUserName").lower()
    if kind == "event" and member in {"", "sys"}:
        return None
    if not _USER.fullmatch(member) or not kind:
        raise Unreadable("fields")
    if kind == "event":
        return _event(fields, member)
    number = _text(fields, "MsgId")
    if not number:
        raise Unreadable("fields")
    return Incoming(member, number, (_message(kind, fields),))


def pressed_of(fields: Mapping[str, Any]) -> Pressed | None:
    """The press of a card's button; None for any other push, and for a card that is not ours."""
    if _text(fields, "Event") != "template_card_event":
        return None
    message = message_of(_text(fields, "TaskId"))
    if message is None:
        return None
    code = _text(fields, "ResponseCode")
    member, data = _text(fields, "FromUserName").lower(), _text(fields, "EventKey")
    return Pressed(member, message, data, code if len(code) <= _CODE else "")


def _event(fields: Mapping[str, Any], member: str) -> Incoming | None:
    event, value, moment = _text(fields, "Event"), _text(fields, "EventKey"), _text(fields, "CreateTime")
    if not event or not moment:
        raise Unreadable("fields")
    key = f"{moment} {event} {value} {_text(fields, 'TaskId')} {_text(fields, 'ResponseCode')}"
    match event.lower():
        case "subscribe":
            return Incoming(member, key, (Presence(True),))
        case "unsubscribe":
            return Incoming(member, key, (Presence(False),))
        case "click":
            return Incoming(member, key, (Command(value) if _COMMAND.fullmatch(value) else Command("help"),))
        case "template_card_event" if pressed := pressed_of(fields):
            return Incoming(member, key, (Press(pressed.data, pressed.message),)) if pressed.page is None else None
        case _:
            # Opening the app's chat says nothing by itself.
            return None


def _message(kind: str, fields: Mapping[str, Any]) -> Deed:
    match kind:
        case "text":
            return _words(_text(fields, "Content"))
        case "image" | "voice" | "video" | "shortvideo" | "file" if media := _text(fields, "MediaId"):
            return File(_FILES[kind], media, _text(fields, "FileName")[:200])
        case "location":
            return _spot(fields)
        case "link":
            parts = (_text(fields, name) for name in ("Title", "Description", "Url"))
            return Text("\n".join(part for part in parts if part))
        case _:
            return Other()


def _words(content: str) -> Deed:
    """A one-time code may be sent as it was given, with or without the command before it."""
    code = content.strip().removeprefix("/start").strip()
    return Start(code) if _INVITED.fullmatch(code) else Text(content)


def _spot(fields: Mapping[str, Any]) -> Deed:
    try:
        latitude, longitude = float(_text(fields, "Location_X")), float(_text(fields, "Location_Y"))
    except ValueError:
        return Other()
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return Other()
    return Spot(latitude, longitude, _text(fields, "Label")[:200])


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""
