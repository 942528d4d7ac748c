"""SQLite's async driver, sparing with threads: only what may wait goes there, for the write lock or for the disk.

A statement between BEGIN and COMMIT takes less time than the four ways into a thread and back that the stock cursor
takes for it.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self, cast

import aiosqlite
from typing_extensions import override

TAKE_LOCK = "BEGIN IMMEDIATE"


class Connection(aiosqlite.Connection):
    """The stock connection, whose cursors are ours."""

    @override
    def cursor(self) -> Any:
        return Cursor(self)

    async def wait(self, work: Callable[..., None], *arguments: Any) -> None:
        """Do it in the connection's thread."""
        execute: Any = self._execute
        await execute(work, *arguments)

    @property
    def plain(self) -> sqlite3.Connection:
        """The connection of the standard library."""
        return self._conn


class Cursor:
    """What SQLAlchemy asks of a cursor: a statement is executed and its rows are read at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> None:
        if statement == TAKE_LOCK:
            await self._connection.wait(self._run, sqlite3.Cursor.execute, statement, parameters)
        else:
            self._run(sqlite3.Cursor.execute, statement, parameters)

    async def executemany(self, statement: str, parameters: Sequence[Any]) -> None:
        self._run(sqlite3.Cursor.executemany, statement, parameters)

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        return None

    def _run(self, how: Callable[..., Any], statement: str, parameters: Any) -> None:
        cursor = self._connection.plain.cursor()
        how(cursor, statement, parameters)
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else []
        cursor.close()


async def connect(path: str) -> Connection:
    """An open connection to the file."""

    def begin() -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    connection = Connection(begin, iter_chunk_size=64)
    connection._thread.daemon = True
    return cast(Connection, await connection)
