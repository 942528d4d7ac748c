"""What is kept can be carried away and put back, into either kind of database, and life goes on there."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from storage.backup import MANIFEST, NoBackup, restore, save
from storage.database import Database
from storage.tables import metadata
from storage.work import Storage
from tests.storage.conftest import NOW, NoReader, fill
from tests.storage.test_work import RESIDENT, post
from tickets.rules.clocks import Rules
from tickets.ticket import rebuild


@pytest.fixture
async def elsewhere(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A second database, with a city in which somebody has posted."""
    path = tmp_path / "elsewhere.db"
    shutil.copy(sqlite_template, path)
    opened = Database(f"sqlite:///{path}")
    await fill(opened)
    yield opened
    await opened.close()


def storage_on(database: Database) -> Storage:
    return Storage(database, NoReader(), Rules())


async def counts(database: Database) -> dict[str, int]:
    async with database.read() as connection:
        return {
            table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in metadata.sorted_tables
        }


async def test_everything_comes_back_and_numbers_go_on(database: Database, elsewhere: Database, tmp_path: Path) -> None:
    ticket, file = await post(storage_on(elsewhere)), tmp_path / "all.zip"
    assert await save(elsewhere, file) == sum((await counts(elsewhere)).values())
    assert file.stat().st_mode & 0o077 == 0
    await restore(database, file)
    assert await counts(database) == await counts(elsewhere)
    here = storage_on(database)
    async with here.reading(NOW) as work:
        assert await work.tickets.get(ticket.id) == rebuild(await work.tickets.history(ticket.id)) == ticket
        known = await work.people.known(RESIDENT.account, RESIDENT.chat)
        assert known is not None
        assert known.id == ticket.poster
        assert [s.text for s in await work.tickets.said(ticket.id)] == ["路灯坏了"]
    again = await post(here)
    assert again.number != ticket.number
    await save(database, tmp_path / "again.zip")


async def test_a_database_with_people_in_it_is_left_as_it_is(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    await save(elsewhere, tmp_path / "all.zip")
    await fill(database)
    before = await counts(database)
    with pytest.raises(NoBackup, match="not empty"):
        await restore(database, tmp_path / "all.zip")
    assert await counts(database) == before


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 1000])
async def test_what_is_no_backup_is_refused(database: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "not.zip").write_bytes(content)
    with pytest.raises(NoBackup):
        await restore(database, tmp_path / "not.zip")


async def test_a_backup_of_other_tables_is_refused_by_name(database: Database, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "old.zip", "w") as file:
        file.writestr(MANIFEST, '{"format": 1, "revision": "0001"}')
    with pytest.raises(NoBackup, match="0001"):
        await restore(database, tmp_path / "old.zip")
    assert sum((await counts(database)).values()) == 0
