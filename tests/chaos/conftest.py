"""A Bot API that can fail, for programs that are made to fail."""

from collections.abc import AsyncIterator

import pytest

from tests.doubles.botapi import BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
