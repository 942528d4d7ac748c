"""parse_mode HTML, as strict as Telegram: unknown, crossed and open tags are refused with their place."""

import re
from dataclasses import dataclass, field
from html import unescape

from bot.channels.engine.call import Json
from bot.channels.engine.errors import Refusal, bad

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
}
PIECE = re.compile(
    r"<(?P<close>/?)(?P<tag>[A-Za-z][\w-]*)(?P<rest>[^<>]*)>|(?P<entity>&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][\da-fA-F]{1,6});)|(?P<stray><)"
)
ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    extra: Json


@dataclass(slots=True)
class _Reader:
    source: str
    text: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def say(self, piece: str) -> None:
        self.text.append(piece)
        self.length += len(piece.encode("utf-16-le")) // 2

    def refuse(self, why: str, index: int) -> Refusal:
        return bad(f"can't parse entities: {why} at byte offset {len(self.source[:index].encode())}")

    def open(self, tag: str, rest: str, index: int) -> None:
        if tag not in TAGS:
            raise self.refuse(f'Unsupported start tag "{tag}"', index)
        self.stack.append(_Open(tag, self.length, _extra(tag, rest, self)))

    def close(self, tag: str, index: int) -> None:
        if not self.stack:
            raise self.refuse("Unexpected end tag", index)
        begun = self.stack.pop()
        if begun.tag != tag:
            raise self.refuse(f'Unmatched end tag, expected "</{begun.tag}>", found "</{tag}>"', index)
        if self.length > begun.start:
            self._add(begun)

    def _add(self, begun: _Open) -> None:
        kind = begun.extra.get("type", TAGS[begun.tag])
        whole = {"offset": begun.start, "length": self.length - begun.start}
        if begun.tag == "code" and "language" in begun.extra:
            if self.stack and self.stack[-1].tag == "pre":
                self.stack[-1].extra["language"] = begun.extra["language"]
                return
            begun.extra.pop("language")
        if begun.tag == "a" and not begun.extra:
            return
        self.entities.append({**begun.extra, "type": kind, **whole})


def from_html(source: str) -> tuple[str, list[Json]]:
    """The plain text and its entities. Raises Refusal."""
    reader, last = _Reader(source), 0
    for match in PIECE.finditer(source):
        reader.say(source[last : match.start()])
        last = match.end()
        if match["stray"]:
            raise reader.refuse("Unclosed start tag", match.start())
        if match["entity"]:
            reader.say(unescape(match["entity"]))
        elif match["close"]:
            reader.close(match["tag"].lower(), match.start())
        else:
            reader.open(match["tag"].lower(), match["rest"], match.start())
    reader.say(source[last:])
    if reader.stack:
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.stack[-1].tag}\"")
    return "".join(reader.text), reader.entities


def _extra(tag: str, rest: str, reader: _Reader) -> Json:
    given = {match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in ATTRIBUTE.finditer(rest)}
    if tag == "span" and given.get("class") != "tg-spoiler":
        raise reader.refuse('Tag "span" must have class "tg-spoiler"', 0)
    if tag == "a" and given.get("href"):
        return {"url": given["href"]}
    if tag == "code" and given.get("class", "").startswith("language-"):
        return {"language": given["class"].removeprefix("language-")}
    if tag == "blockquote" and "expandable" in given:
        return {"type": "expandable_blockquote"}
    if tag == "tg-emoji":
        return {"custom_emoji_id": given.get("emoji-id", "")}
    return {}
