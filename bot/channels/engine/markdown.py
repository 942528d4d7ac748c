"""parse_mode MarkdownV2 and the older Markdown: marks that open, close and must be escaped."""

from dataclasses import dataclass, field

from bot.channels.engine.call import Json
from bot.channels.engine.errors import Refusal, bad

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
MARKS = {
    "*": "bold",
    "_": "italic",
    "__": "underline",
    "~": "strikethrough",
    "||": "spoiler",
    "`": "code",
    "```": "pre",
}
NEW_LINE = "\n"


@dataclass(slots=True)
class _Scan:
    """A place in the source, what was read so far, and which marks stand open."""

    source: str
    at: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    opened: list[tuple[str, int, int]] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def say(self, piece: str) -> None:
        self.text.append(piece)
        self.length += len(piece.encode("utf-16-le")) // 2

    def sees(self, mark: str) -> bool:
        return self.source.startswith(mark, self.at)

    def offset(self, index: int) -> int:
        return len(self.source[:index].encode())

    def add(self, kind: str, start: int, **extra: str) -> None:
        if self.length > start:
            self.entities.append({"type": kind, "offset": start, "length": self.length - start, **extra})

    def unended(self, kind: str, index: int) -> Refusal:
        return bad(f"can't parse entities: Can't find end of {kind} entity at byte offset {self.offset(index)}")

    def toggle(self, mark: str) -> None:
        """Close the mark if it is the innermost, else open it."""
        if self.opened and self.opened[-1][0] == mark:
            _, start, _ = self.opened.pop()
            self.add(MARKS[mark], start)
        else:
            self.opened.append((mark, self.length, self.at))
        self.at += len(mark)

    def verbatim(self, mark: str) -> None:
        """Code: nothing inside is markup, only the backslash escapes."""
        begun, start = self.at, self.length
        self.at += len(mark)
        language = self._language() if mark == "```" else ""
        while self.at < len(self.source) and not self.sees(mark):
            if self.sees("\\") and self.at + 1 < len(self.source):
                self.at += 1
            self.say(self.source[self.at])
            self.at += 1
        if self.at >= len(self.source):
            raise self.unended("Pre" if mark == "```" else "Code", begun)
        self.at += len(mark)
        self.add(MARKS[mark], start, **({"language": language} if language else {}))

    def _language(self) -> str:
        line = self.source[self.at :].split(NEW_LINE, 1)
        if len(line) == 2 and not set(line[0]) & set(" `"):
            self.at += len(line[0]) + 1
            return line[0]
        return ""

    def link_end(self) -> None:
        """`](url)` after an opened `[`."""
        mark, start, begun = self.opened.pop()
        self.at += 1
        if not self.sees("("):
            return
        end = self.at + 1
        while end < len(self.source) and self.source[end] != ")":
            end += 2 if self.source[end] == "\\" else 1
        if end >= len(self.source):
            raise self.unended("TextUrl", begun)
        url = self.source[self.at + 1 : end].replace("\\", "")
        self.at = end + 1
        if mark == "![":
            self.add("custom_emoji", start, custom_emoji_id=url.rpartition("id=")[2])
        elif url:
            self.add("text_link", start, url=url)


def from_markdown_v2(source: str) -> tuple[str, list[Json]]:
    """The plain text and its entities. Raises Refusal."""
    scan = _Scan(source)
    quote = _Quote()
    while scan.at < len(source):
        quote.line(scan)
        if scan.at < len(source):
            _step(scan, quote)
    quote.end(scan)
    if scan.opened:
        mark, _, begun = scan.opened[-1]
        raise scan.unended(MARKS.get(mark, "TextUrl").capitalize(), begun)
    return "".join(scan.text), scan.entities


@dataclass(slots=True)
class _Quote:
    """A block quotation runs over the lines that begin with `>`; `||` at its end folds it."""

    start: int | None = None
    folded: bool = False

    def line(self, scan: _Scan) -> None:
        if scan.at and scan.source[scan.at - 1] != NEW_LINE:
            return
        if scan.sees("**>") or scan.sees(">"):
            if scan.sees("**>"):
                self.end(scan)
                scan.at += 2
            if self.start is None:
                self.start = scan.length
            scan.at += 1
        else:
            self.end(scan)

    def folds(self, scan: _Scan) -> bool:
        ended = scan.at + 2 == len(scan.source) or scan.source[scan.at + 2] == NEW_LINE
        return self.start is not None and ended and not any(mark == "||" for mark, _, _ in scan.opened)

    def end(self, scan: _Scan) -> None:
        if self.start is not None:
            scan.add("expandable_blockquote" if self.folded else "blockquote", self.start)
        self.start, self.folded = None, False


def _step(scan: _Scan, quote: _Quote) -> None:
    character = scan.source[scan.at]
    if character == "\\" and scan.at + 1 < len(scan.source):
        scan.say(scan.source[scan.at + 1])
        scan.at += 2
    elif character == "`":
        scan.verbatim("```" if scan.sees("```") else "`")
    elif scan.sees("||") and quote.folds(scan):
        quote.folded = True
        scan.at += 2
    elif mark := next((mark for mark in ("__", "||", "*", "_", "~") if scan.sees(mark)), ""):
        scan.toggle(mark)
    elif scan.sees("![") or character == "[":
        _open_link(scan, "![" if character == "!" else "[")
    elif character == "]" and scan.opened and scan.opened[-1][0] in {"[", "!["}:
        scan.link_end()
    else:
        _plain(scan, character)


def _open_link(scan: _Scan, mark: str) -> None:
    scan.opened.append((mark, scan.length, scan.at))
    scan.at += len(mark)


def _plain(scan: _Scan, character: str) -> None:
    if character in RESERVED:
        raise bad(
            f"can't parse entities: Character '{character}' is reserved and must be escaped with the preceding '\\'"
        )
    scan.say(character)
    scan.at += 1


def from_markdown(source: str) -> tuple[str, list[Json]]:
    """The older Markdown: no nesting, few escapes. Raises Refusal."""
    scan = _Scan(source)
    while scan.at < len(source):
        character = source[scan.at]
        if character == "\\" and source[scan.at + 1 : scan.at + 2] in {"_", "*", "`", "["}:
            scan.say(source[scan.at + 1])
            scan.at += 2
        elif character == "`":
            scan.verbatim("```" if scan.sees("```") else "`")
        elif character in "*_" and (not scan.opened or scan.opened[-1][0] == character):
            scan.toggle(character)
        elif character == "[" and not scan.opened and "](" in source[scan.at :]:
            _open_link(scan, "[")
        elif character == "]" and scan.opened and scan.opened[-1][0] == "[":
            scan.link_end()
        else:
            scan.say(character)
            scan.at += 1
    if scan.opened:
        mark, _, begun = scan.opened[-1]
        raise scan.unended(MARKS.get(mark, "TextUrl").capitalize(), begun)
    return "".join(scan.text), scan.entities
