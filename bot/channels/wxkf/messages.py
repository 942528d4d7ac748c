"""One entry of what `sync_msg` gives, as what the user did or what became of us. Pure; entries come from outside."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from bot.channels.bridge.arriving.incoming import Deed, File, Incoming, Other, Spot, Start, Tap, Text
from bot.channels.wxkf.codes import WINDOW_OVER, why_failed
from storage.bridges.books import Grant
from storage.bridges.permits import Permit

CUSTOMER, EVENT, SERVICER = 3, 4, 5
"""Who an entry is from. What a member says by hand is neither a post nor an answer of ours."""
MESSAGES, WINDOW = 5, timedelta(hours=48)
GREETING = timedelta(seconds=20)
LATE = timedelta(minutes=2)
"""What was said longer ago comes after a stop of ours."""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
_TAP = re.compile(r"(\d{1,15})-(\d{1,3})")
_SCENE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FILES = {"image": "photo", "voice": "voice", "video": "video", "file": "document"}
_WITH_US = frozenset({1, 2, 3, 4})
"""A person took the session, passed it on, ended it, or took it again: until the user writes we may say nothing."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """The user did something; `permit` allows one greeting."""

    incoming: Incoming
    permit: Permit | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A message of ours, by its name, did not arrive; `closes` tells that no other would."""

    external: str
    name: str
    why: str
    closes: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """A person has the session or it has ended: the channel takes nothing of ours until the user writes."""

    external: str
    at: datetime


Meaning = Done | Failed | Closed


def meaning(entry: Json, account: str, now: datetime) -> Meaning | None:
    """What it means for this account; None for what is not for us, or cannot be read."""
    origin, said_at = _number(entry, "origin"), moment(entry)
    if said_at is None or not _NAME.fullmatch(_text(entry, "msgid")):
        return None
    if origin == EVENT or _text(entry, "msgtype") == "event":
        return _event(entry, account, said_at, now)
    external = _text(entry, "external_userid")
    if origin != CUSTOMER or _text(entry, "open_kfid") != account or not _NAME.fullmatch(external):
        return None
    left = said_at + WINDOW - now
    grant = Grant(MESSAGES, left) if left > timedelta(0) else None
    deed = _deed(_text(entry, "msgtype"), entry)
    return Done(Incoming(external, _text(entry, "msgid"), (deed,), grant, late=now - said_at > LATE))


def moment(entry: Json) -> datetime | None:
    """When it was said."""
    seconds = _number(entry, "send_time")
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 10**11 else None


def recalled(entries: list[Json]) -> set[str]:
    """The names of entries that their user took back."""
    events = (_part(entry, "event") for entry in entries)
    return {_text(event, "recall_msgid") for event in events if _text(event, "event_type") == "user_recall_msg"}


def _event(entry: Json, account: str, said_at: datetime, now: datetime) -> Meaning | None:
    event = _part(entry, "event")
    external = _text(event, "external_userid")
    if _text(event, "open_kfid") != account or not _NAME.fullmatch(external):
        return None
    match _text(event, "event_type"):
        case "enter_session":
            return _entered(entry, event, external, said_at, now)
        case "msg_send_fail":
            kind = _number(event, "fail_type")
            return Failed(external, _text(event, "fail_msgid"), why_failed(kind), kind in WINDOW_OVER, said_at)
        case "session_status_change" if _number(event, "change_type") in _WITH_US:
            return Closed(external, said_at)
        case _:
            return None


def _entered(entry: Json, event: Json, external: str, said_at: datetime, now: datetime) -> Done | None:
    """Whoever only comes back is not greeted again: that would cost a message of those that are left."""
    own, printed = unquote(_text(event, "scene_param")), _text(event, "scene")
    scene = next((one for one in (own, printed) if _SCENE.fullmatch(one)), "")
    permit = Permit(_text(event, "welcome_code"), said_at + GREETING)
    greets = bool(permit.code) and permit.until > now
    if not (greets or scene):
        return None
    grant = Grant(1, permit.until - now, brief=True) if greets else None
    incoming = Incoming(external, _text(entry, "msgid"), (Start(scene),), grant, late=now - said_at > LATE)
    return Done(incoming, permit if greets else None)


def _deed(kind: str, entry: Json) -> Deed:
    part = _part(entry, kind)
    if kind in _FILES and (media := _text(part, "media_id")):
        return File(_FILES[kind], media)
    reader = _READERS.get(kind)
    return reader(part) if reader else Other()


def _words(part: Json) -> Deed:
    """A button of ours bears its message and its number; any other menu's is words."""
    tapped = _TAP.fullmatch(_text(part, "menu_id"))
    return Tap(int(tapped[2]), int(tapped[1])) if tapped else Text(_text(part, "content"))


def _spot(part: Json) -> Deed:
    latitude, longitude = part.get("latitude"), part.get("longitude")
    numbers = isinstance(latitude, int | float) and isinstance(longitude, int | float)
    if not numbers or not (abs(latitude) <= 90 and abs(longitude) <= 180):  # type: ignore[arg-type]
        return Other()
    return Spot(float(latitude), float(longitude), _text(part, "name")[:200], _text(part, "address")[:200])  # type: ignore[arg-type]


def _link(part: Json) -> Deed:
    return _lines(_text(part, name) for name in ("title", "desc", "url"))


def _merged(part: Json) -> Deed:
    """Chats that were passed on: what was typed in them."""
    items = part.get("item")
    said = [_quoted(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return _lines([_text(part, "title"), *said])


def _quoted(item: Json) -> str:
    try:
        content = json.loads(_text(item, "msg_content"))
    except (ValueError, RecursionError):
        return ""
    words = _text(_part(content, "text"), "content") if isinstance(content, dict) else ""
    return f"{_text(item, 'sender_name')}：{words}" if words else ""


def _miniprogram(part: Json) -> Deed:
    return _lines([_text(part, "title")])


def _lines(parts: Any) -> Deed:
    text = "\n".join(part for part in parts if part)
    return Text(text) if text else Other()


_READERS: Mapping[str, Callable[[Json], Deed]] = {
    "text": _words,
    "location": _spot,
    "link": _link,
    "merged_msg": _merged,
    "miniprogram": _miniprogram,
}


def _part(whole: Any, name: str) -> Json:
    found = whole.get(name) if isinstance(whole, dict) else None
    return found if isinstance(found, dict) else {}


def _text(part: Json, name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _number(part: Json, name: str) -> int:
    value = part.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        return int(value)
    return value if isinstance(value, int) else 0
