"""The wire that leads nowhere: it takes Bot API calls, numbers messages, and remembers what each chat shows."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from telegram.request import BaseRequest, RequestData


@dataclass
class Shown:
    """A message as its chat shows it now."""

    chat: int
    message_id: int
    body: dict[str, Any]
    at: float = 0

    @property
    def text(self) -> str:
        return str(self.body.get("text") or self.body.get("caption") or "")

    @property
    def buttons(self) -> dict[str, str]:
        rows = (self.body.get("reply_markup") or {}).get("inline_keyboard", [])
        return {b["text"]: b["callback_data"] for row in rows for b in row}

    @property
    def asks(self) -> bool:
        return bool((self.body.get("reply_markup") or {}).get("force_reply"))


@dataclass
class Wire(BaseRequest):
    """Behind python-telegram-bot's Bot: every method answers as Telegram would, at once."""

    shown: dict[int, list[Shown]] = field(default_factory=dict)
    toasts: list[str] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    topics_gone: set[int] = field(default_factory=set)
    numbers: Any = field(default_factory=lambda: count(1000))

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        asked = {k: _plain(v) for k, v in (request_data.parameters if request_data else {}).items()}
        self.calls.append((name, asked))
        status, result = self._answer(name, asked)
        return status, json.dumps(result).encode()

    def _answer(self, name: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if name in _SETTLED:
            return 200, _ok(_SETTLED[name])
        if name == "answerCallbackQuery":
            self.toasts.append(asked.get("text", ""))
            return 200, _ok(True)
        chat = int(asked["chat_id"])
        if chat in self.blocked:
            return 403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
        if asked.get("message_thread_id") in self.topics_gone:
            return 400, {"ok": False, "error_code": 400, "description": "Bad Request: message thread not found"}
        if name == "deleteMessage":
            self.shown[chat] = [m for m in self.shown[chat] if m.message_id != int(asked["message_id"])]
            return 200, _ok(True)
        if name.startswith("edit"):
            return self._edit(chat, asked)
        if name == "sendMediaGroup":
            return 200, _ok([self._show(chat, item) for item in asked["media"]])
        return 200, _ok(self._show(chat, asked))

    def _show(self, chat: int, body: dict[str, Any]) -> dict[str, Any]:
        number = next(self.numbers)
        self.shown.setdefault(chat, []).append(Shown(chat, number, body))
        kind = "private" if chat > 0 else "group"
        return {"message_id": number, "date": 1, "chat": {"id": chat, "type": kind}}

    def _edit(self, chat: int, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        number = int(asked["message_id"])
        message = next(m for m in self.shown[chat] if m.message_id == number)
        message.body = {**message.body, **asked}
        return 200, _ok({"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}})


_SETTLED: dict[str, Any] = {
    "getMe": {"id": 42, "is_bot": True, "first_name": "哨应", "username": "shaoying_bot"},
    "setMyCommands": True,
}


def _plain(value: Any) -> Any:
    return value


def _ok(result: Any) -> dict[str, Any]:
    return {"ok": True, "result": result}
