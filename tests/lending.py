"""PostgreSQL databases for tests: lent clean, taken back and put as they were, far sooner than another copy is made."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import make_url

AGE = 30
"""Loans after which a database is dropped: what was deleted in it lies about, since nothing vacuums."""
_TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
_COUNTERS = "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"
_STRANGERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(slots=True)
class Copy:
    """One database: a copy of `template`, lent so many times."""

    name: str
    template: str
    loans: int = 0


class Lending:
    """Lends copies of templates that live on one server. Nothing may change a template after its first loan."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._free: dict[str, list[Copy]] = defaultdict(list)
        self._resets: dict[str, str] = {}

    async def lend(self, template: str) -> Copy:
        """A database with all that is in the template, and nothing else."""
        if template not in self._resets:
            self._resets[template] = await self._prepare(template)
        copy = self._free[template].pop() if self._free[template] else await self._made(template)
        copy.loans += 1
        return copy

    async def take_back(self, copy: Copy) -> None:
        """Whoever is still connected is put out, and what they left is cleared away."""
        if copy.loans >= AGE:
            await tell(self._server, f"DROP DATABASE {copy.name} WITH (FORCE)")
            return
        connection = await asyncpg.connect(self.url(copy.name))
        try:
            await connection.execute(_STRANGERS)
            await connection.execute(self._resets[copy.template])
        finally:
            await connection.close()
        self._free[copy.template].append(copy)

    def url(self, name: str) -> str:
        """Where a database of this server is reached."""
        return str(make_url(self._server).set(database=name))

    async def _made(self, template: str) -> Copy:
        copy = Copy(f"city_{uuid4().hex}", template)
        await tell(self._server, f"CREATE DATABASE {copy.name} TEMPLATE {template}")
        return copy

    async def _prepare(self, template: str) -> str:
        """What is in the template is kept beside itself; gives the statements that put it back."""
        connection = await asyncpg.connect(self.url(template))
        try:
            tables = [name for (name,) in await connection.fetch(_TABLES)]
            await connection.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
            filled = [name for name in tables if await connection.fetchval(f"SELECT EXISTS (SELECT FROM {name})")]
            for name in filled:
                await connection.execute(f"CREATE TABLE kept.{name} AS SELECT * FROM {name}")
            counters = await connection.fetch(_COUNTERS)
        finally:
            await connection.close()
        return ";".join((
            "BEGIN",
            # Rows come back in any order: whoever they name may follow.
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {name}" for name in tables),
            *(f"INSERT INTO {name} SELECT * FROM kept.{name}" for name in filled),
            *(f"SELECT setval('{name}', {last or 1}, {last is not None})" for name, last in counters),
            "COMMIT",
        ))  # fmt: skip


async def tell(url: str, statement: str) -> None:
    """One statement on a connection of its own."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
