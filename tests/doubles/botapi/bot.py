"""One bot as the server knows it: its updates, messages and files."""

import asyncio
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Message = dict[str, Any]


@dataclass
class Call:
    """One call that was received; `result` is None while, or because, it was refused."""

    at: float
    bot: int
    method: str
    params: dict[str, Any]
    result: Any = None
    error: str = ""

    @property
    def chat(self) -> int | None:
        chat = self.params.get("chat_id")
        return int(chat) if chat is not None else None


@dataclass
class Webhook:
    """Where updates are posted to."""

    url: str
    secret: str
    connections: int


class BotState:
    """What the server knows of one bot. With a `folder` it is a local server: files lie there."""

    def __init__(self, token: str, *, username: str = "shaoying_bot") -> None:
        self.token = token
        self.id = int(token.split(":", maxsplit=1)[0])
        self.me = {"id": self.id, "is_bot": True, "first_name": "哨应", "username": username}
        self.me |= {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
        self.calls: list[Call] = []
        self.messages: dict[tuple[int, int], Message] = {}
        self.by_chat: dict[int, list[Message]] = defaultdict(list)
        self.files: dict[str, tuple[str, bytes]] = {}
        self.queries: set[str] = set()
        self.commands: dict[str, Any] = {}
        self.updates: deque[dict[str, Any]] = deque()
        self.arrived = asyncio.Event()
        self.allowed: set[str] = set()
        self.webhook: Webhook | None = None
        self.poller: asyncio.Future[None] | None = None
        self.folder: Path | None = None
        self.next_update = 1
        self.next_message = 1

    def sent(self, chat: int | None = None) -> list[Message]:
        """The bot's messages as they look now, oldest first."""
        if chat is not None:
            return self.by_chat[chat]
        return [message for messages in self.by_chat.values() for message in messages]

    def texts(self, chat: int) -> list[str]:
        return [message.get("text") or message.get("caption") or "" for message in self.by_chat[chat]]

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def deliver(self, *updates: dict[str, Any]) -> None:
        """Hand updates to the bot, in this order."""
        self.updates.extend(u for u in updates if not self.allowed or self.allowed & u.keys())
        self.arrived.set()

    def new_message(self, chat: int, sender: dict[str, Any], **fields: Any) -> Message:
        number, self.next_message = self.next_message, self.next_message + 1
        message = {"message_id": number, "date": int(time.time()), "chat": chat_of(chat), "from": sender, **fields}
        self.messages[chat, number] = message
        return message

    def keep_file(self, data: bytes, name: str) -> dict[str, Any]:
        """Store bytes; gives the ids that this bot, and no other, knows them by."""
        number = len(self.files) + 1
        file_id = f"file-{self.id}-{number}"
        self.files[file_id] = (f"{number}/{name}", data)
        if self.folder:
            (self.folder / str(number)).mkdir()
            (self.folder / str(number) / name).write_bytes(data)
        return {"file_id": file_id, "file_unique_id": f"u{hash(data) & 0xFFFFFFFF:x}", "file_size": len(data)}


def chat_of(chat: int) -> dict[str, Any]:
    if chat > 0:
        return {"id": chat, "type": "private", "first_name": f"User {chat}"}
    return {"id": chat, "type": "supergroup" if chat < -(10**12) else "group", "title": f"Group {chat}"}


def user_of(user: int) -> dict[str, Any]:
    return {"id": user, "is_bot": False, "first_name": f"User {user}", "language_code": "zh"}
