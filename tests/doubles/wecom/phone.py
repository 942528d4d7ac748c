"""What a member sees: texts, files, cards as they stand now; and how much of it WeCom lets through."""

import re
import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]
_TASK = re.compile(r"[0-9A-Za-z_@-]{1,128}")
CODE_LIVES = timedelta(hours=72)


class Wrong(Exception):
    """A call that the platform refuses with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Card:
    """A card on a phone; `shows` is its present face."""

    task: str
    shows: Json
    updates: int = 0

    @property
    def text(self) -> str:
        title = self.shows.get("main_title", {}).get("title", "")
        return f"{title}\n{self.shows.get('sub_title_text', '')}".strip()

    @property
    def labels(self) -> list[str]:
        return [] if "replace_text" in self.shows else [button["text"] for button in self.shows["button_list"]]

    def key_of(self, label: str) -> str:
        return str(next(button["key"] for button in self.shows["button_list"] if button["text"] == label))


@dataclass
class Window:
    """At most so many within so long; more are not let through."""

    most: int
    within: timedelta
    times: deque[datetime] = field(default_factory=deque)

    def lets(self, now: datetime) -> bool:
        while self.times and self.times[0] <= now - self.within:
            self.times.popleft()
        if len(self.times) >= self.most:
            return False
        self.times.append(now)
        return True


@dataclass
class Phone:
    """One member's. What passes 30 a minute or 1000 an hour is `dropped` without a word."""

    seen: list[str | Card] = field(default_factory=list)
    dropped: int = 0
    limits: tuple[Window, Window] = field(
        default_factory=lambda: (Window(30, timedelta(minutes=1)), Window(1000, timedelta(hours=1)))
    )

    @property
    def cards(self) -> list[Card]:
        return [one for one in self.seen if isinstance(one, Card)]

    @property
    def texts(self) -> list[str]:
        return [one for one in self.seen if isinstance(one, str)]

    def show(self, what: str | Card, now: datetime) -> None:
        if all([window.lets(now) for window in self.limits]):
            self.seen.append(what)
        else:
            self.dropped += 1


class Codes:
    """Response codes: each changes one card once, within 72 hours."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Card, datetime]] = {}

    def make(self, who: str, card: Card, now: datetime) -> str:
        code = secrets.token_urlsafe(32)
        self._known[code] = (who, card, now + CODE_LIVES)
        return code

    def use(self, code: str, who: str, now: datetime) -> Card:
        member, card, until = self._known.pop(code, ("", None, now))
        if card is None or member != who or until <= now:
            raise Wrong(41069)
        return card


def checked(card: Json) -> Json:
    """The card, if it is one that WeCom draws."""
    buttons = card.get("button_list", [])
    if card.get("card_type") != "button_interaction" or not 1 <= len(buttons) <= 6:
        raise Wrong(42045)
    if not (card.get("main_title", {}).get("title") or card.get("sub_title_text")):
        raise Wrong(42045)
    for button in buttons:
        if not button.get("text") or not 1 <= len((button.get("key") or button.get("url", "")).encode()) <= 1024:
            raise Wrong(42045)
    # What WeCom advises, since it cuts what is longer.
    assert len(card.get("main_title", {}).get("title", "")) <= 26
    assert len(card.get("sub_title_text", "")) <= 112
    return card


def task_of(card: Json, known: set[str]) -> str:
    """The card's task, which no other may have borne."""
    task = str(card.get("task_id", ""))
    if not _TASK.fullmatch(task) or task in known:
        raise Wrong(42014)
    known.add(task)
    return task
