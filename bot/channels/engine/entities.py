"""Text and its entities: offsets in UTF-16 units, trimming, limits, and what Telegram finds by itself."""

import re
from typing import Any

from bot.channels.engine.call import Call, Json
from bot.channels.engine.errors import bad
from bot.channels.engine.html import from_html
from bot.channels.engine.markdown import from_markdown, from_markdown_v2

KINDS = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    }
)
MOST_ENTITIES = 100
FOUND = (
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])", re.ASCII)),
    ("url", re.compile(r"https?://[^\s<>\"“”，。！？；：、（）《》【】]+", re.IGNORECASE)),
    ("mention", re.compile(r"(?<![\w@/.])@[A-Za-z][A-Za-z0-9_]{3,31}\b", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#&/])#\w*[^\W\d]\w*")),
)


def units(text: str) -> int:
    """The length as the Bot API counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def written(call: Call, text_name: str, entities_name: str) -> tuple[str, list[Json]]:
    """The call's text with its entities: parsed, given or found. Raises Refusal for broken markup."""
    text, mode = call.text(text_name), call.text("parse_mode").lower()
    given = call.items(entities_name)
    if mode and given is None:
        text, entities = _parsed(text, mode)
    else:
        entities = [_checked(entity, units(text)) for entity in given or ()]
    text, entities = trimmed(text, entities)
    if len(entities) > MOST_ENTITIES:
        entities = entities[:MOST_ENTITIES]
    return text, merged(text, entities)


def _parsed(text: str, mode: str) -> tuple[str, list[Json]]:
    parsers = {"html": from_html, "markdownv2": from_markdown_v2, "markdown": from_markdown}
    if mode not in parsers:
        raise bad("unsupported parse_mode")
    return parsers[mode](text)


def _checked(entity: Json, length: int) -> Json:
    kind, offset, size = entity.get("type"), entity.get("offset"), entity.get("length")
    if kind not in KINDS:
        raise bad("can't parse MessageEntity: Unsupported type specified")
    if not isinstance(offset, int) or not isinstance(size, int) or offset < 0 or size <= 0 or offset + size > length:
        raise bad("ENTITY_BOUNDS_INVALID")
    if kind == "text_link" and not isinstance(entity.get("url"), str):
        raise bad("can't parse MessageEntity: Can't find field \"url\"")
    return {name: value for name, value in entity.items() if value is not None}


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without the white space around it; entities move and shrink with it."""
    head = len(text) - len(text.lstrip())
    bare = text.strip()
    length = units(bare)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - head, 0)
        end = min(entity["offset"] + entity["length"] - head, length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return bare, kept


def merged(text: str, entities: list[Json]) -> list[Json]:
    """The entities given and those that anybody finds in the text, in order."""
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in entities]
    for found in discovered(text):
        start, end = found["offset"], found["offset"] + found["length"]
        if all(end <= left or start >= right for left, right in taken):
            entities = [*entities, found]
            taken.append((start, end))
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def discovered(text: str) -> list[Json]:
    """Commands, links, mentions and hashtags."""
    wide = units(text) != len(text)

    def at(index: int) -> int:
        return units(text[:index]) if wide else index

    return [
        _entity(kind, at(match.start()), at(match.end())) for kind, pattern in FOUND for match in pattern.finditer(text)
    ]


def _entity(kind: str, start: int, end: int) -> dict[str, Any]:
    return {"type": kind, "offset": start, "length": end - start}
