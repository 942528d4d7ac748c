"""Everything that is kept, as a file: to be put back here or into the other kind of database.

A ZIP of JSON lines, one file a table, so that anybody can read what is in it; `manifest.json` says which state of the
tables it is.
"""

import json
import os
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.migrate import REVISIONS
from storage.repos.scope import ids_from
from storage.tables import metadata
from storage.tables.base import Instant
from storage.tables.chats import sessions
from storage.tables.mail import outbox
from storage.tables.tickets import tickets, words
from storage.tables.whistles import whistles
from tickets.times import instant, iso

MANIFEST = "manifest.json"
_PAGE = 2_000
_LEFT_OUT = frozenset({sessions.name})
"""Who is logged in where is nothing to carry about."""


class NoBackup(Exception):
    """The file cannot be put back; the message says why."""


async def save(database: Database, path: Path) -> int:
    """Write all rows as of one moment; gives how many. The file is for its owner's eyes alone."""
    count = 0
    with _for_the_owner(path) as raw, ZipFile(raw, "w", ZIP_DEFLATED) as file:
        file.writestr(MANIFEST, json.dumps({"format": 1, "revision": REVISIONS[-1]}))
        async with database.read() as connection:
            if database.postgres:
                await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            for table in _kept():
                with file.open(f"{table.name}.jsonl", "w", force_zip64=True) as lines:
                    async for row in _rows(connection, table):
                        lines.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                        count += 1
    return count


async def restore(database: Database, path: Path) -> int:
    """Put all rows of the file into a database that has none, all or nothing; gives how many. Raises NoBackup."""
    try:
        with ZipFile(path) as file:
            _check(file)
            async with database.write() as connection:
                await _must_be_empty(connection)
                count = sum([await _fill(connection, file, table) for table in _kept()])
                await ids_from(connection, await _highest(connection))
                return count
    except (BadZipFile, KeyError, ValueError) as broken:
        raise NoBackup(f"not a backup: {broken}") from broken


def _for_the_owner(path: Path) -> BinaryIO:
    """The new file, which nobody else on the machine can read."""
    return open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600))


def _kept() -> list[Table]:
    """In the order in which rows may point to each other."""
    return [table for table in metadata.sorted_tables if table.name not in _LEFT_OUT]


async def _rows(connection: AsyncConnection, table: Table) -> AsyncIterator[Mapping[str, Any]]:
    """By pages, so that a large table needs little memory."""
    keys, at = list(table.primary_key), 0
    while True:
        page = (await connection.execute(select(table).order_by(*keys).offset(at).limit(_PAGE))).mappings().all()
        for row in page:
            yield {name: _plain(value) for name, value in row.items()}
        at += len(page)
        if len(page) < _PAGE:
            return


def _plain(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value


def _check(file: ZipFile) -> None:
    manifest = json.loads(file.read(MANIFEST))
    made = manifest.get("revision") if isinstance(manifest, dict) else None
    if made != REVISIONS[-1]:
        raise NoBackup(f"made by a program with tables {made}, this one has {REVISIONS[-1]}")


async def _must_be_empty(connection: AsyncConnection) -> None:
    for name in ("persons", "tickets", "inbox", "outbox"):
        if await connection.scalar(select(func.count()).select_from(metadata.tables[name])):
            raise NoBackup("the database is not empty")
    for table in reversed(metadata.sorted_tables):
        await connection.execute(table.delete())


async def _fill(connection: AsyncConnection, file: ZipFile, table: Table) -> int:
    moments = [column.name for column in table.columns if isinstance(column.type, Instant)]
    with file.open(f"{table.name}.jsonl") as lines:
        rows = [_typed(json.loads(line), moments) for line in lines]
    ordered = _parents_first(table, rows)
    while page := list(islice(ordered, _PAGE)):
        await connection.execute(table.insert(), page)
    await _number_on(connection, table)
    return len(rows)


def _typed(row: dict[str, Any], moments: Iterable[str]) -> dict[str, Any]:
    return row | {name: instant(row[name]) for name in moments if row[name] is not None}


def _parents_first(table: Table, rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows that point to others of their own table come after them."""
    own = next((key for key in table.foreign_keys if key.column.table is table), None)
    if own is None:
        yield from rows
        return
    told: set[Any] = {None}
    waiting = list(rows)
    while waiting:
        ready = [row for row in waiting if row[own.parent.name] in told]
        if not ready:
            raise NoBackup(f"{table.name} points in a ring")
        yield from ready
        told |= {row[own.column.name] for row in ready}
        waiting = [row for row in waiting if row[own.column.name] not in told]


async def _highest(connection: AsyncConnection) -> int:
    """The highest of the ids that are drawn before their rows are written."""
    found = [await connection.scalar(select(func.max(table.c.id))) for table in (tickets, words, outbox, whistles)]
    return max(number or 0 for number in found)


async def _number_on(connection: AsyncConnection, table: Table) -> None:
    """PostgreSQL goes on counting after the highest number that came with the rows."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != "postgresql":
        return
    counter = await connection.scalar(
        text("SELECT pg_get_serial_sequence(:name, :column)"), {"name": table.name, "column": column.name}
    )
    highest = await connection.scalar(select(func.max(column)))
    if counter and highest:
        await connection.execute(text("SELECT setval(:counter, :highest)"), {"counter": counter, "highest": highest})
