"""News: what changed in a room, told to every replica so that open pages and waiting bots hear of it."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

CHANNEL = "chat_news"


class Event(StrEnum):
    """What happened."""

    MESSAGE = "message"
    EDIT = "edit"
    DELETE = "delete"
    TOAST = "toast"
    MENU = "menu"
    CLOCK = "clock"
    UPDATE = "update"
    POLL = "poll"


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened, small enough for a NOTIFY: keys, never contents, but for a toast's text.

    `user` is set where it concerns one user (a toast, a menu, with which other chats may come) or one bot (an update,
    a poll).
    """

    event: Event
    space: int = 0
    chat: int = 0
    message: int = 0
    user: int = 0
    text: str = ""
    alert: bool = False

    def packed(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def unpacked(text: str) -> News:
    """The opposite of `packed`."""
    fields = json.loads(text)
    return News(**{**fields, "event": Event(fields["event"])})
