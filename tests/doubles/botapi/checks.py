"""Where Telegram is strict, so is the double: lengths, buttons, markup."""

from html.parser import HTMLParser
from typing import Any

from tests.doubles.botapi.refusal import Refusal, bad

_TAGS = {"b", "strong", "i", "em", "u", "s", "del", "a", "code", "pre", "blockquote", "tg-spoiler", "span"}
PHOTO_BYTES = 10 * 1024 * 1024
FILE_BYTES = 50 * 1024 * 1024


def visible(text: str, params: dict[str, Any]) -> str:
    """The text as people see it; refused where its markup is broken."""
    return _Html().read(text) if params.get("parse_mode") == "HTML" else text


def text_of(params: dict[str, Any]) -> str:
    shown = visible(str(params.get("text") or ""), params)
    if not shown.strip():
        raise bad("message text is empty")
    if _length(shown) > 4096:
        raise bad("message is too long")
    return shown


def caption_of(params: dict[str, Any]) -> str:
    shown = visible(str(params.get("caption") or ""), params)
    if _length(shown) > 1024:
        raise bad("message caption is too long")
    return shown


def markup_of(params: dict[str, Any]) -> dict[str, Any] | None:
    markup = params.get("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if sum(len(row) for row in rows) > 100 or any(len(row) > 8 for row in rows):
        raise bad("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check(button)
    return markup


def upload(name: str, data: bytes) -> None:
    if len(data) > (PHOTO_BYTES if name == "photo" else FILE_BYTES):
        raise Refusal(413, "Request Entity Too Large")


def _check(button: dict[str, Any]) -> None:
    if not button.get("text"):
        raise bad('field "text" of the InlineKeyboardButton must be filled')
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if data is None and not {"url", "switch_inline_query", "web_app", "copy_text"} & button.keys():
        raise bad("text buttons are unallowed in the inline keyboard")


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class _Html(HTMLParser):
    def read(self, text: str) -> str:
        self.open: list[str] = []
        self.out: list[str] = []
        self.feed(text)
        self.close()
        if self.open:
            raise bad(f"can't parse entities: can't find end tag corresponding to start tag \"{self.open[-1]}\"")
        return "".join(self.out)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _TAGS:
            raise bad(f'can\'t parse entities: unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise bad("can't parse entities: unexpected end tag")

    def handle_data(self, data: str) -> None:
        self.out.append(data)
