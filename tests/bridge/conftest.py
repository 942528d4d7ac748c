"""The paper channel, in the ways that channels are."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.bridge.driver import Traits
from storage.database import Database
from tests.bridge.rig import Rig


@pytest.fixture
async def rig(database: Database, tmp_path: Path) -> AsyncIterator[Rig]:
    """A channel that waits for replies, counts, and has no buttons."""
    traits = Traits(answers=True, rings=True, patience=timedelta(seconds=2))
    async with Rig(database, tmp_path / "media", traits).running() as running:
        yield running
