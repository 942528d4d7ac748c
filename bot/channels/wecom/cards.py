"""Template cards: a text with its buttons as WeCom draws them, six at most, the rest a page further. Pure."""

from collections.abc import Sequence
from typing import Any

from bot.channels.bridge.driver import Choice

TITLE, BODY = 26, 112
"""Characters that a card's first line and its text may have."""
BUTTONS = 6
MOST_BUTTONS = 60
"""More are numbered lines, as on channels without any button."""
PAGE_MARK = "~"
"""The key of a button that turns the page begins so; no press of ours does."""
_LABEL = 30
_MAIN, _OTHER, _MUTED = 1, 2, 4
_DEAD_KEY = "-"


def fits(text: str) -> bool:
    """Whether a card shows all of the text."""
    title, body = _parts(text)
    return len(title) <= TITLE and len(body) <= BODY


def card_of(text: str, choices: Sequence[Choice], offset: int = 0) -> dict[str, Any]:
    """The card without its task; `offset` is the first choice of the page. One without choices has a grey button."""
    title, body = _parts(text)
    card: dict[str, Any] = {"card_type": "button_interaction", "button_list": _buttons(choices, offset)}
    if title:
        card["main_title"] = {"title": _short(title, TITLE)}
    if body:
        card["sub_title_text"] = _short(body, BODY)
    return card if choices else card | {"replace_text": "看新消息"}


def page_of(key: str) -> int | None:
    """Where the page begins that a button of this key turns to; None for any other key."""
    mark, number = key[:1], key[1:]
    turns = mark == PAGE_MARK and number.isascii() and number.isdigit() and len(number) <= 3
    return int(number) if turns else None


def _parts(text: str) -> tuple[str, str]:
    first, _, rest = text.strip().partition("\n")
    return (first, rest.strip()) if len(first) <= TITLE else ("", text.strip())


def _buttons(choices: Sequence[Choice], offset: int) -> list[dict[str, Any]]:
    if not choices:
        return [{"text": "看新消息", "style": _MUTED, "key": _DEAD_KEY}]
    if len(choices) <= BUTTONS:
        return [_button(choice, first=n == 0) for n, choice in enumerate(choices)]
    start = offset if 0 <= offset < len(choices) else 0
    shown, end = choices[start : start + BUTTONS - 1], start + BUTTONS - 1
    more = {"text": "更多…", "style": _MUTED, "key": f"{PAGE_MARK}{end if end < len(choices) else 0}"}
    return [*(_button(choice, first=not start and not n) for n, choice in enumerate(shown)), more]


def _button(choice: Choice, *, first: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": _short(choice.label, _LABEL), "style": _MAIN if first else _OTHER}
    return shown | ({"type": 1, "url": choice.url} if choice.url else {"key": choice.data})


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
