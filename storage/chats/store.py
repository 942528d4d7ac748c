"""The chat tables as transactions, and the news that a commit spreads."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.bots import Bots
from storage.chats.files import Files
from storage.chats.messages import Messages
from storage.chats.news import CHANNEL, News, unpacked
from storage.chats.pacing import Pacing
from storage.chats.people import People
from storage.chats.rooms import Rooms
from storage.chats.seeding import ensure_built_in
from storage.database import Database, Waker


class Chats:
    """One transaction on the chat tables. `news` is spread when it commits."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.people = People(connection)
        self.rooms = Rooms(connection)
        self.messages = Messages(connection)
        self.files = Files(connection)
        self.bots = Bots(connection)
        self.pacing = Pacing(connection)
        self.news: list[News] = []


class ChatStore:
    """Opens transactions on the chat tables and tells listeners, on every replica, what they changed.

    `wake` is called with `inbox` after something came for the built-in bot.
    """

    def __init__(self, database: Database, wake: Waker) -> None:
        self._database = database
        self._wake = wake
        self._listeners: list[Callable[[News], None]] = []
        self._deaf: list[Callable[[], None]] = []

    def on_news(self, heard: Callable[[News], None], missed: Callable[[], None] | None = None) -> None:
        """Call `heard` for each piece of news, in this process; `missed` where some may have been lost."""
        self._listeners.append(heard)
        if missed is not None:
            self._deaf.append(missed)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Chats]:
        """A transaction; its news leave with the commit."""
        async with self._database.write() as connection:
            chats = Chats(connection)
            yield chats
            if self._database.postgres:
                await _notify(connection, chats.news)
        if not self._database.postgres:
            for news in chats.news:
                self._spread(news)
        if chats.bots.arrived:
            self._wake("inbox")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Chats]:
        """A transaction that changes nothing."""
        async with self._database.read() as connection:
            yield Chats(connection)

    async def tell(self, news: News) -> None:
        """Spread news of what is no row."""
        if not self._database.postgres:
            self._spread(news)
            return
        async with self.write() as chats:
            chats.news.append(news)

    async def begin(self) -> None:
        """Make the built-in bot where there is none."""
        async with self._database.write() as connection:
            await ensure_built_in(connection)

    async def listen(self) -> Callable[[], Awaitable[None]]:
        """Hear the other replicas until the function that comes back is called. Only PostgreSQL has others."""
        if not self._database.postgres:
            return _nothing
        started = asyncio.Event()
        task = asyncio.create_task(self._listen_for_ever(started))
        await started.wait()

        async def stop() -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        return stop

    async def _listen_for_ever(self, started: asyncio.Event) -> None:
        """A lost connection loses news: after it, everybody is told to look again."""
        while True:
            try:
                await self._listen_once(started)
            except (OSError, DBAPIError):
                await asyncio.sleep(1)
            for missed in self._deaf:
                missed()

    async def _listen_once(self, started: asyncio.Event) -> None:
        lost = asyncio.Event()
        async with self._database.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            driver: Any = raw.driver_connection
            driver.add_termination_listener(lambda _driver: lost.set())
            await driver.add_listener(CHANNEL, self._heard)
            started.set()
            try:
                await lost.wait()
            finally:
                await connection.invalidate()

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: str) -> None:
        self._spread(unpacked(payload))

    def _spread(self, news: News) -> None:
        for heard in self._listeners:
            heard(news)


async def _notify(connection: AsyncConnection, news: list[News]) -> None:
    for one in news:
        await connection.execute(text("SELECT pg_notify(:channel, :news)"), {"channel": CHANNEL, "news": one.packed()})


async def _nothing() -> None:
    return None
