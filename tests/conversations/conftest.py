"""A town for each test; the reader is loaded once, since it takes most of a second."""

import pytest

from classifiers.reader import JiebaReader
from storage.database import Database
from tests.conversations.town import Town, open_town


@pytest.fixture(scope="session")
def reader() -> JiebaReader:
    return JiebaReader()


@pytest.fixture
async def town(database: Database, reader: JiebaReader) -> Town:
    return await open_town(database, reader)
