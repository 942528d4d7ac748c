"""Bringing a database to the tables that this program knows."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
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
        await connection.run_sync(_upgrade)


async def revision(database: Database) -> str | None:
    """Which revision the database has; None for an empty one. Raises NewerDatabase."""
    async with database.read() as connection:
        return await connection.run_sync(_known)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _known(connection: Connection) -> str | None:
    stands = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(_config(connection))
    if stands is not None and stands not in {script.revision for script in scripts.walk_revisions()}:
        raise NewerDatabase(stands)
    return stands


def _upgrade(connection: Connection) -> None:
    _known(connection)
    command.upgrade(_config(connection), "head")
