"""The end of the line: it answers Bot API calls as a channel would and shows people what was sent to their chats."""

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from typing import Any

from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from handlers.buttons import Press, Verb
from tickets.ids import TicketId

BOT = {"id": 42, "is_bot": True, "first_name": "哨应", "username": "shaoying_bot"}


@dataclass(eq=False, slots=True)
class Shown:
    """A message as its chat shows it now."""

    chat: int
    number: int
    body: dict[str, Any]

    @property
    def text(self) -> str:
        return str(self.body.get("text") or self.body.get("caption") or "")

    @property
    def asks(self) -> bool:
        return bool((self.body.get("reply_markup") or {}).get("force_reply"))

    def presses(self) -> list[Press]:
        """What its buttons would say."""
        rows = (self.body.get("reply_markup") or {}).get("inline_keyboard", [])
        found = (Press.read(str(button.get("callback_data", ""))) for row in rows for button in row)
        return [press for press in found if press]

    def press(self, verb: Verb, argument: str | None = None, ticket: TicketId | None = None) -> Press | None:
        """The first button with that verb."""
        fits = (p for p in self.presses() if p.verb is verb and argument in (None, p.argument))
        return next((p for p in fits if ticket in (None, p.ticket)), None)


@dataclass(frozen=True, slots=True)
class News:
    """A message that is new, or (not `fresh`) shows something else now, as it was at that moment."""

    shown: Shown
    fresh: bool
    text: str
    presses: tuple[Press, ...]

    def has(self, verb: Verb) -> Press | None:
        return next((press for press in self.presses if press.verb is verb), None)


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to a press; an `alert` mostly says no."""

    query: str
    text: str
    alert: bool


class Wire(BaseRequest):
    """Stands behind python-telegram-bot's Bot. `news` and `toasts` wait to be looked at; who is `blocked` gets 403."""

    def __init__(self) -> None:
        self.news: list[News] = []
        self.toasts: list[Toast] = []
        self.blocked: set[int] = set()
        self.carried = 0
        self.refused = 0
        self._chats: dict[int, dict[int, Shown]] = defaultdict(dict)
        self._about: dict[tuple[int, TicketId], list[Shown]] = defaultdict(list)
        self._numbers = count(1)

    @property
    @override
    def read_timeout(self) -> float | None:
        return None

    @override
    async def initialize(self) -> None:
        return None

    @override
    async def shutdown(self) -> None:
        return None

    @override
    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        asked = dict(request_data.parameters) if request_data else {}
        status, answer = self._answer(url.rpartition("/")[2], asked)
        return status, json.dumps(answer).encode()

    def holding(self, chat: int, ticket: TicketId, verb: Verb, argument: str | None) -> tuple[Shown, Press] | None:
        """The newest button of that kind about the ticket in the chat."""
        for shown in reversed(self._about[chat, ticket]):
            if press := shown.press(verb, argument, ticket):
                return shown, press
        return None

    def prompt(self, chat: int, words: str, name: str) -> Shown | None:
        """The newest prompt in the chat with those words; in a group one that names the person."""
        asking = (s for s in reversed(self._chats[chat].values()) if s.asks and words in s.text)
        return next((s for s in asking if chat > 0 or s.text.startswith(name)), None)

    def _answer(self, name: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if name == "getMe":
            return 200, {"ok": True, "result": BOT}
        if name == "answerCallbackQuery":
            self.toasts.append(Toast(asked["callback_query_id"], asked.get("text", ""), bool(asked.get("show_alert"))))
            return self._carry(True)
        if name == "setMyCommands":
            return self._carry(True)
        chat = int(asked.pop("chat_id"))
        if chat in self.blocked:
            self.refused += 1
            return 403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
        return self._carry(self._edited(chat, asked) if name.startswith("edit") else self._sent(chat, asked))

    def _carry(self, result: Any) -> tuple[int, dict[str, Any]]:
        self.carried += 1
        return 200, {"ok": True, "result": result}

    def _sent(self, chat: int, asked: dict[str, Any]) -> dict[str, Any]:
        shown = Shown(chat, next(self._numbers), asked)
        self._chats[chat][shown.number] = shown
        return self._look(shown, fresh=True)

    def _edited(self, chat: int, asked: dict[str, Any]) -> dict[str, Any]:
        shown = self._chats[chat][int(asked.pop("message_id"))]
        shown.body = {**shown.body, **asked}
        return self._look(shown, fresh=False)

    def _look(self, shown: Shown, *, fresh: bool) -> dict[str, Any]:
        presses = tuple(shown.presses())
        for ticket in {press.ticket for press in presses}:
            if shown not in self._about[shown.chat, ticket]:
                self._about[shown.chat, ticket].append(shown)
        self.news.append(News(shown, fresh, shown.text, presses))
        return {"message_id": shown.number, "date": 1, "chat": chat_of(shown.chat)}


def chat_of(chat: int) -> dict[str, Any]:
    """A chat in the Bot API's words."""
    return {"id": chat, "type": "private", "first_name": str(chat)} if chat > 0 else {
        "id": chat, "type": "group", "title": str(chat)}  # fmt: skip
