"""The database behind everything: one engine, write transactions one by one on SQLite, side by side on PostgreSQL."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext, suppress
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage import sqlite

Transaction: TypeAlias = AsyncConnection
"""A connection in a transaction, for rooms that do not speak SQL and only hand it on."""
Waker = Callable[[str], None]
_HOLD_SECONDS = 2.0
_LOOKS, _LOOK_SECONDS = 200, 0.01
_LISTEN_AGAIN_SECONDS = 1.0
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_NOTIFY = text("SELECT pg_notify(:topic, '')")


class Database:
    """A city's database. `url` is `sqlite:///path`, or `postgresql://…`; the async drivers are chosen here."""

    def __init__(self, url: str, connections: int = 12) -> None:
        self.url = make_url(url)
        self.postgres = self.url.get_backend_name() == "postgresql"
        driver = "postgresql+asyncpg" if self.postgres else "sqlite+aiosqlite"
        options: dict[str, Any] = {"pool_size": connections, "max_overflow": 4, "pool_timeout": 10}
        # An error's text ends in logs and with the operators; the values are what residents wrote.
        options["hide_parameters"] = True
        options["json_serializer"] = _json
        if self.postgres:
            options["pool_pre_ping"] = False
            options["connect_args"] = {"timeout": 5, "prepared_statement_cache_size": 400}
        else:
            options["async_creator"] = partial(sqlite.connect, str(self.url.database))
        self.engine = create_async_engine(self.url.set(drivername=driver), **options)
        self._one_writer = nullcontext() if self.postgres else asyncio.Lock()
        if not self.postgres:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits when the block ends well and undoes all when it does not."""
        async with self._one_writer, self.engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that changes nothing and, on SQLite, waits for no writer."""
        async with self.engine.connect() as plain:
            connection = await plain.execution_options(reading=True)
            yield connection
            await connection.rollback()

    @asynccontextmanager
    async def at_once(self) -> AsyncIterator[AsyncConnection]:
        """For one statement, which commits itself: a third of a transaction's ways to PostgreSQL and back."""
        if not self.postgres:
            async with self.write() as connection:
                yield connection
            return
        async with self.engine.connect() as plain:
            yield await plain.execution_options(isolation_level="AUTOCOMMIT")

    async def close(self) -> None:
        """Let whoever is in the middle of a transaction finish, for a moment, and close every connection."""
        pool: Any = self.engine.pool
        for _ in range(_LOOKS):
            if not pool.checkedout():
                break
            await asyncio.sleep(_LOOK_SECONDS)
        await self.engine.dispose()


async def nudge(connection: AsyncConnection, topic: str) -> None:
    """Tell every replica, once this transaction commits, that there is work on the topic (`inbox` or `outbox`).

    On SQLite there is one process only, whose wakers are called by those who write: nothing to do here.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(_NOTIFY, {"topic": topic})


async def listen(database: Database, topics: tuple[str, ...], wake: Waker) -> Callable[[], Awaitable[None]]:
    """Call `wake(topic)` whenever any replica nudged it; gives back how to stop. A no-op on SQLite.

    A lost connection is made again, and then everybody woken, for what was missed meanwhile.
    """
    if not database.postgres:
        return _nothing
    hearing = asyncio.Event()
    task = asyncio.create_task(_listen(database, topics, wake, hearing))
    await hearing.wait()

    async def stop() -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    return stop


async def _listen(database: Database, topics: tuple[str, ...], wake: Waker, hearing: asyncio.Event) -> None:
    while True:
        with suppress(SQLAlchemyError, OSError):
            await _hear(database, topics, wake, hearing)
        await asyncio.sleep(_LISTEN_AGAIN_SECONDS)


async def _hear(database: Database, topics: tuple[str, ...], wake: Waker, hearing: asyncio.Event) -> None:
    """Until the connection ends."""
    ended = asyncio.Event()
    async with _own_connection(database) as (_connection, driver):
        driver.add_termination_listener(lambda _driver: ended.set())
        for topic in topics:
            await driver.add_listener(topic, lambda _driver, _pid, topic, _payload: wake(topic))
        hearing.set()
        for topic in topics:
            wake(topic)
        await ended.wait()


@asynccontextmanager
async def sole(database: Database, name: str) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Wait until no other replica holds `name`, then hold it; at once on SQLite.

    The hold ends with its connection, so the block must call what it is given from time to time: it raises once
    the connection is gone.
    """
    if not database.postgres:
        yield _nothing
        return
    async with _own_connection(database) as (connection, _driver):
        ask = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
        # Asked again and again: a statement that waited for the lock would keep vacuum from its work.
        while True:
            if await connection.scalar(ask, {"name": name}):
                break
            await asyncio.sleep(_HOLD_SECONDS)

        async def still() -> None:
            await connection.execute(text("SELECT 1"))

        yield still


@asynccontextmanager
async def _own_connection(database: Database) -> AsyncIterator[tuple[AsyncConnection, Any]]:
    """A connection outside any transaction, with its driver's; nobody gets it afterwards."""
    async with database.engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        driver: Any = (await connection.get_raw_connection()).driver_connection
        try:
            yield connection, driver
        finally:
            # Cut off first: a connection that broke in the middle of a call cannot be closed politely.
            driver.terminate()
            await connection.invalidate()


def _json(value: Any) -> str:
    """As text that PostgreSQL takes too: it knows neither NUL nor half a character, which chats may well send."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if "\\u0000" in plain:
        plain = _NUL.sub(r"\1", plain)
    return plain if plain.isascii() else plain.encode("utf-8", "replace").decode()


async def _nothing() -> None:
    return None


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else sqlite.TAKE_LOCK)
