"""Bringing a database to the tables that this program knows."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import Database

REVISIONS = sorted(
    path.stem.partition("_")[0] for path in (Path(__file__).parent / "migrations" / "versions").glob("[0-9]*.py")
)
"""Every state of the tables, the newest last: each migration's file begins with the name of the state it leads to."""
_LOCK = 5_860_197_733
"""Any number that nothing else locks: replicas that start together migrate one after another."""


class NewerDatabase(Exception):
    """The database was made by a newer program; this one must not touch it."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"the database has the unknown revision {revision}")
        self.revision = revision


async def migrate(database: Database) -> None:
    """Make or update the tables, all or nothing. Raises NewerDatabase."""
    async with database.write() as connection:
        if database.postgres:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if await connection.run_sync(_known) != REVISIONS[-1]:
            await connection.run_sync(import_module("storage.migrations.upgrading").upgrade)


async def revision(database: Database) -> str | None:
    """Which revision the database has; None for an empty one. Raises NewerDatabase."""
    async with database.read() as connection:
        return await connection.run_sync(_known)


def _known(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    stands: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if stands is not None and stands not in REVISIONS:
        raise NewerDatabase(stands)
    return stands
