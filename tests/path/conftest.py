"""The whole path of a message, with handlers small enough to see through."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.doubles.botapi import BotApi
from tests.path.house import Path


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
async def path(api: BotApi, database: Database) -> AsyncIterator[Path]:
    """One bot on one database, not yet running; `async with path` starts it."""
    made = Path(api, database)
    yield made
    await made.stop()
