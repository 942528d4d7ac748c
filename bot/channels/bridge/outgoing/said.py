"""What a Bot API call shows on a channel, read off the call and its result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from bot.channels.engine.call import Call, Json
from bot.channels.engine.sending import files_in


class Shows(Enum):
    """What kind of thing a call shows."""

    MESSAGE = "message"
    CHANGE = "change"
    TOAST = "toast"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Button:
    """A button of an inline keyboard: it says `data`, or opens `url`."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One call, carried out by the engine and not yet shown to anybody.

    `message` is its number in the chat; an album has the numbers from its first on. `asks` tells that the user's next
    words answer it. `stands` are words that stand there already where only the buttons change.
    """

    shows: Shows
    chat: int = 0
    message: int = 0
    text: str = ""
    buttons: tuple[Button, ...] = ()
    files: tuple[str, ...] = ()
    asks: bool = False
    stands: str = ""


SILENCE = Said(Shows.NOTHING)
SENDS = frozenset({"copymessage", "forwardmessage"})


def said_by(method: str, parameters: Json, result: Any) -> Said | None:
    """None for calls that only ask or set something."""
    name = method.lower()
    if name == "answercallbackquery":
        return Said(Shows.TOAST, text=str(parameters.get("text") or ""))
    if name == "deletemessage":
        return Said(Shows.NOTHING, int(parameters["chat_id"]), int(parameters["message_id"]))
    if name.startswith("editmessage"):
        changed = _message(Shows.CHANGE, [result])
        # Its words stand above already.
        return replace(changed, text="", stands=changed.text) if name == "editmessagereplymarkup" else changed
    if (name.startswith("send") and name != "sendchataction") or name in SENDS:
        said = _message(Shows.MESSAGE, result if isinstance(result, list) else [result])
        # The engine's answer shows inline keyboards alone.
        asks = (Call(parameters).mapping("reply_markup") or {}).get("force_reply")
        return replace(said, asks=bool(asks))
    return None


def seen(message: Json) -> Said:
    """A message of ours as it stands in its chat."""
    return _message(Shows.MESSAGE, [message])


def _message(shows: Shows, messages: Sequence[Json]) -> Said:
    first = messages[0]
    markup = first.get("reply_markup") or {}
    files = tuple(file for message in messages for file in files_in(message))
    text = "\n".join(part for part in map(words, messages) if part)
    return Said(
        shows,
        first["chat"]["id"] if "chat" in first else 0,
        first["message_id"],
        text,
        tuple(_buttons(markup)),
        files,
    )


def _buttons(markup: Json) -> list[Button]:
    rows = markup.get("inline_keyboard") or []
    return [
        Button(str(one["text"]), str(one.get("callback_data") or ""), str(one.get("url") or ""))
        for row in rows
        for one in row
        if one.get("callback_data") or one.get("url")
    ]


def words(message: Json) -> str:
    """A message's words as plain text: links behind words stand beside them, a place by its name."""
    text, entities = message.get("text"), message.get("entities")
    if text is None:
        text, entities = message.get("caption") or "", message.get("caption_entities")
    links = [entity for entity in entities or () if entity["type"] == "text_link"]
    units = text.encode("utf-16-le")
    for link in sorted(links, key=lambda entity: -entity["offset"]):
        end = 2 * (link["offset"] + link["length"])
        units = units[:end] + f" {link['url']} ".encode("utf-16-le") + units[end:]
    return (units.decode("utf-16-le").strip() + _place(message)).strip()


def _place(message: Json) -> str:
    venue, spot = message.get("venue"), message.get("location")
    if venue:
        return f"\n{venue['title']} {venue['address']}"
    return f"\n{spot['latitude']:.5f}, {spot['longitude']:.5f}" if spot else ""
