"""The tables that the program knows are the tables that the migrations make."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

import storage.migrations
from storage.database import Database
from storage.migrate import REVISIONS, NewerDatabase, migrate, revision
from storage.tables import metadata


async def test_migrations_make_the_tables_of_the_metadata(database: Database) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


def test_the_files_of_the_migrations_begin_with_their_names() -> None:
    scripts = ScriptDirectory(str(Path(storage.migrations.__file__).parent))
    assert [script.revision for script in scripts.walk_revisions()] == REVISIONS[::-1]


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    before = await revision(database)
    await migrate(database)
    assert await revision(database) == before is not None


async def test_a_database_newer_than_the_program_is_left_alone(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="9999"):
        await migrate(database)
    with pytest.raises(NewerDatabase):
        await revision(database)
