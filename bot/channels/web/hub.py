"""Open pages: each socket hears what happens to the users that it watches."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import WSCloseCode, web

from bot.channels.engine.shapes import rendered
from bot.channels.web.seats import Clock
from bot.channels.web.view import page_message
from storage.chats.news import Event, News
from storage.chats.records import BUILT_IN_BOT, GROUPS, Room
from storage.chats.store import Chats, ChatStore

Json = dict[str, Any]

WAITING = 200
"""What a slow page may be behind; then it is told to connect anew and look at what it shows."""
MOST_NEWS = 10_000
MOST_WATCHED = 100
ROOM_NEWS = frozenset({Event.MESSAGE, Event.EDIT, Event.DELETE, Event.TOAST, Event.MENU})

_log = structlog.get_logger(__name__)


@dataclass(eq=False, slots=True)
class Line:
    """One socket and what waits to be said on it."""

    socket: web.WebSocketResponse
    bot: int = BUILT_IN_BOT
    watched: frozenset[int] = frozenset()
    waiting: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(WAITING))

    def say(self, words: str) -> None:
        try:
            self.waiting.put_nowait(words)
        except asyncio.QueueFull:
            self.hang_up()

    def hang_up(self) -> None:
        """End the line once what is being sent is sent; the page then calls again."""
        while not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(None)

    async def talk(self) -> None:
        while (words := await self.waiting.get()) is not None:
            await self.socket.send_str(words)
        await self.socket.close(code=WSCloseCode.TRY_AGAIN_LATER)


class Hub:
    """All sockets of this process."""

    def __init__(self, store: ChatStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lines: set[Line] = set()
        self._watched: Counter[int] = Counter()
        self._news: asyncio.Queue[News] = asyncio.Queue(MOST_NEWS)
        store.on_news(self._hear, self.hang_up)

    def _hear(self, news: News) -> None:
        if not self._lines or news.event not in ROOM_NEWS | {Event.CLOCK}:
            return
        try:
            self._news.put_nowait(news)
        except asyncio.QueueFull:
            self.hang_up()

    def hang_up(self) -> None:
        """Make every page call again and look at what it missed."""
        for line in self._lines:
            line.hang_up()

    async def run(self) -> None:
        """Pass news on until cancelled."""
        while True:
            news = await self._news.get()
            try:
                await self._pass_on(news)
            except Exception:
                _log.exception("news_not_passed_on", kind=news.event)
                self.hang_up()

    async def serve(
        self, socket: web.WebSocketResponse, bot: int, allowed: Callable[[frozenset[int]], frozenset[int]]
    ) -> None:
        """Keep a line to a page until it closes: groups, and the private chats with `bot`.

        `allowed` says which of the users it asks for it may watch.
        """
        line = Line(socket, bot)
        self._lines.add(line)
        talking = asyncio.create_task(line.talk())
        try:
            async for heard in socket:
                self._watch(line, allowed(_asked(heard.data)))
        finally:
            self._watch(line, frozenset())
            self._lines.discard(line)
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)

    def _watch(self, line: Line, users: frozenset[int]) -> None:
        self._watched.subtract(line.watched)
        self._watched.update(users)
        self._watched = +self._watched
        line.watched = users

    async def _pass_on(self, news: News) -> None:
        if news.event is Event.CLOCK:
            words = json.dumps({"type": "clock", "now": int(self._clock.now().timestamp())})
            for line in self._lines:
                line.say(words)
            return
        async with self._store.read() as chats:
            concerned = await self._concerned(chats, news)
            told = await _told(chats, news) if concerned else None
        if told is not None:
            self._tell(news, concerned, told)

    async def _concerned(self, chats: Chats, news: News) -> frozenset[int]:
        """The watched users who are to hear of it."""
        if news.user:
            return frozenset({news.user}) & self._watched.keys()
        if news.chat > 0:
            return frozenset({news.chat}) & self._watched.keys()
        members = await chats.rooms.members(news.space, news.chat)
        return frozenset(member.user.id for member in members) & self._watched.keys()

    def _tell(self, news: News, concerned: frozenset[int], told: Json) -> None:
        for line in self._lines:
            listeners = sorted(concerned & line.watched)
            if listeners and news.space in {GROUPS, line.bot}:
                line.say(json.dumps({**told, "for": listeners}, ensure_ascii=False))


async def _told(chats: Chats, news: News) -> Json | None:
    """What the page hears; None where the message is gone by now."""
    told: Json = {"type": news.event.value, "chat": news.chat}
    if news.event is Event.TOAST:
        return {**told, "text": news.text, "alert": news.alert}
    if news.event is Event.MENU:
        return told
    if news.event is Event.DELETE:
        return {**told, "message_id": news.message}
    room = Room(news.space, news.chat, await chats.rooms.face(news.space, news.chat) or {})
    message = await chats.messages.get(room, news.message)
    if message is None:
        return None
    return {**told, "message": page_message((await rendered(chats, room, [message]))[0])}


def _asked(data: Any) -> frozenset[int]:
    """The users that a page wants to watch; none where it says something else."""
    try:
        users = json.loads(data)["watch"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return frozenset()
    listed = users[:MOST_WATCHED] if isinstance(users, list) else ()
    return frozenset(user for user in listed if isinstance(user, int))
