"""A push's fields as what the user did: every type of message and event. Pure."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.channels.bridge.arriving.incoming import (
    Command,
    Deed,
    File,
    Incoming,
    Other,
    Presence,
    Spot,
    Start,
    Tap,
    Text,
)
from bot.channels.tencent.body import Unreadable
from storage.bridges.books import Grant

WORDS = Grant(5, timedelta(hours=48))
"""A message of the user."""
EVENT = Grant(3, timedelta(minutes=1), brief=True)
"""Following, scanning, a menu of ours, and the tap of a menu message."""
_OPENID = re.compile(r"[A-Za-z0-9_-]{6,64}")
_SCENE_MARK = "qrscene_"
_NUMBER = re.compile(r"[0-9]{1,3}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_FILES = {"image": "photo", "voice": "voice", "video": "video", "shortvideo": "video"}


def incoming_of(fields: Mapping[str, Any]) -> Incoming | None:
    """What it means; None for what needs no more than to be acknowledged. Raises Unreadable."""
    kind, external = _text(fields, "MsgType").lower(), _text(fields, "FromUserName")
    if not _OPENID.fullmatch(external) or not kind:
        raise Unreadable("fields")
    if kind == "event":
        return _event(fields, external)
    number = _text(fields, "MsgId")
    if not number:
        raise Unreadable("fields")
    deed, grant = _message(kind, fields)
    return Incoming(external, number, (deed,), grant)


def _event(fields: Mapping[str, Any], external: str) -> Incoming | None:
    event, value = _text(fields, "Event"), _text(fields, "EventKey")
    moment = _text(fields, "CreateTime")
    if not event or not moment:
        raise Unreadable("fields")
    key = f"{moment} {event} {value}"
    match event.lower():
        case "subscribe":
            scene = value.removeprefix(_SCENE_MARK) if value.startswith(_SCENE_MARK) else ""
            return Incoming(external, key, (Presence(True), Start(scene)), EVENT)
        case "unsubscribe":
            return Incoming(external, key, (Presence(False),))
        case "scan":
            return Incoming(external, key, (Start(value),), EVENT)
        case "click":
            deed: Deed = Command(value) if _COMMAND.fullmatch(value) else Command("help")
            return Incoming(external, key, (deed,), EVENT)
        case _:
            return None


def _message(kind: str, fields: Mapping[str, Any]) -> tuple[Deed, Grant]:
    match kind:
        case "text":
            return _words(fields)
        case "image" | "voice" | "video" | "shortvideo" if media := _text(fields, "MediaId"):
            # A voice comes without its words since the platform recognises none any more.
            return File(_FILES[kind], media), WORDS
        case "location":
            return _spot(fields), WORDS
        case "link":
            parts = (_text(fields, name) for name in ("Title", "Description", "Url"))
            return Text("\n".join(part for part in parts if part)), WORDS
        case _:
            return Other(), WORDS


def _words(fields: Mapping[str, Any]) -> tuple[Deed, Grant]:
    tapped = _text(fields, "bizmsgmenuid")
    if tapped:
        return (Tap(int(tapped)) if _NUMBER.fullmatch(tapped) else Text(_text(fields, "Content"))), EVENT
    return Text(_text(fields, "Content")), WORDS


def _spot(fields: Mapping[str, Any]) -> Deed:
    try:
        latitude, longitude = float(_text(fields, "Location_X")), float(_text(fields, "Location_Y"))
    except ValueError:
        return Other()
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return Other()
    return Spot(latitude, longitude, _text(fields, "Label")[:200])


def failed_ring(fields: Mapping[str, Any]) -> str | None:
    """Whom a template message did not reach; None for any other push."""
    finished = _text(fields, "Event") == "TEMPLATESENDJOBFINISH"
    return _text(fields, "FromUserName") if finished and _text(fields, "Status") != "success" else None


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""
