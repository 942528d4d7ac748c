"""What the chat tables hold, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = dict[str, Any]

BUILT_IN_BOT = 1
"""The id of @shaoying_bot, whose updates go to the inbox."""
BUILT_IN_NAME = "哨应"
BUILT_IN_USERNAME = "shaoying_bot"
BUILT_IN_ACCOUNT = "web"
GROUPS = 0
"""The space that all bots share."""


def space_of(bot: int, chat: int) -> int:
    """Private chats are between one bot and one user; groups are everybody's."""
    return bot if chat > 0 else GROUPS


class Right(StrEnum):
    """What the operator lets an extra bot do; hearing its own updates needs none."""

    PRIVATE = "private"
    GROUPS = "groups"
    FILES = "files"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot, as others see them."""

    id: int
    name: str
    username: str | None = None
    language: str = ""
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot and how it wants its updates: asked for, or brought to a webhook."""

    id: int
    account: str
    user: User
    allowed_updates: tuple[str, ...] | None = None
    webhook: Mapping[str, Any] | None = None
    tries: int = 0
    last_error_at: int | None = None
    last_error: str | None = None
    rights: frozenset[Right] = frozenset()


@dataclass(frozen=True, slots=True)
class Room:
    """A chat. `face` is the Bot API Chat; `next_message` is the first id reserved when it was taken."""

    space: int
    chat: int
    face: Json
    next_message: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a room."""

    user: User
    status: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message without what its room says: `payload` has the sender and the content."""

    id: int
    sender: int
    date: int
    payload: Json
    edited: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file's nature; its bytes lie under its digest."""

    id: str
    digest: str
    kind: str
    name: str
    mime: str
    ending: str
    size: int
    width: int
    height: int
    duration: int
    owner: int


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed and may still be answered."""

    bot: int
    user: int
    chat: int
    at: int
