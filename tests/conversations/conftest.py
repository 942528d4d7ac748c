"""A town for each test, copied from one that was settled once; the reader takes a second and is loaded once."""

from pathlib import Path

import pytest

from classifiers.reader import JiebaReader
from storage.database import Database
from tests.conftest import filled_database, filled_file
from tests.conversations.town import Town, open_town, settle_town


@pytest.fixture(scope="session")
def reader() -> JiebaReader:
    return JiebaReader()


@pytest.fixture(scope="session")
def sqlite_template(sqlite_template: Path) -> Path:
    return filled_file(sqlite_template, sqlite_template.with_name("town.db"), settle_town)


@pytest.fixture(scope="session")
def postgres_template(postgres: str, postgres_template: str) -> str:
    return filled_database(postgres, postgres_template, "town", settle_town)


@pytest.fixture
async def town(database: Database, reader: JiebaReader) -> Town:
    return await open_town(database, reader)
