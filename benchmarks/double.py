"""The Bot API as far as a bot needs it to send: takes every call, and notes when a receipt or a card arrives."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from typing import Self
from urllib.parse import parse_qs

from benchmarks import wire
from benchmarks.city import City, Resident


class Double:
    """Receipts are told from cards by their chat: a resident's, or a group's."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.port = 0
        self.receipts: list[float] = []
        self.cards: list[float] = []
        self.done = 0
        self.busiest = 0
        self.empty = asyncio.Event()
        """Set while every report has come through to its group."""
        self.on_card: Callable[[], None] = lambda: None
        self._posted: dict[int, float] = {}
        self._carded: dict[int, deque[float]] = {}
        self._under_way = 0
        self._second: dict[tuple[str, int], int] = {}
        self._number = 1

    async def __aenter__(self) -> Self:
        self._server, self.port = await wire.serve(self.answer)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._server.close()

    def posted(self, resident: Resident, at: float) -> None:
        """The webhook of that resident's post was called at that moment."""
        self._posted[resident.user] = at
        self._carded.setdefault(resident.group, deque()).append(at)
        self._under_way += 1
        self.empty.clear()

    def answer(self, path: str, head: bytes, body: bytes) -> bytes:
        token, method = path.split("/")[-2:]
        if method == "getMe":
            number = token.removeprefix("bot").partition(":")[0]
            me = {"id": int(number), "is_bot": True, "first_name": "哨应", "username": f"bench{number}_bot"}
            return json.dumps({"ok": True, "result": me}).encode()
        if not method.startswith("send"):
            return b'{"ok":true,"result":true}'
        fields = json.loads(body) if body[:1] == b"{" else {k: v[0] for k, v in parse_qs(body.decode()).items()}
        return self._sent(token, int(fields["chat_id"]))

    def reset(self) -> None:
        """Forget what was measured; what is on its way is still waited for."""
        self.receipts, self.cards = [], []

    def _sent(self, token: str, chat: int) -> bytes:
        now = time.perf_counter()
        self._count(token, now)
        if chat > 0:
            if (at := self._posted.pop(chat, None)) is not None:
                self.receipts.append(now - at)
        elif waiting := self._carded.get(chat):
            self.cards.append(now - waiting.popleft())
            self._through()
        self._number += 1
        kind = "private" if chat > 0 else "group"
        said = (
            '{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"%s","first_name":"x","title":"x"}}}'
        )
        return (said % (self._number, chat, kind)).encode()

    def _through(self) -> None:
        self._under_way -= 1
        self.done += 1
        if not self._under_way:
            self.empty.set()
        self.on_card()

    def _count(self, token: str, now: float) -> None:
        """The most that one account sent in one second of the clock; Telegram allows thirty."""
        key = token, int(now)
        self._second[key] = self._second.get(key, 0) + 1
        self.busiest = max(self.busiest, self._second[key])
