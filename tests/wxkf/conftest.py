"""A program with a 微信客服 account, once for each test."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from classifiers.reader import JiebaReader
from tests.doubles.botapi import BotApi
from tests.doubles.wxkf import Wecom
from tests.wxkf.house import House, running, settings
from tickets.ids import Account


@pytest.fixture(scope="session")
def reader() -> JiebaReader:
    return JiebaReader()


@pytest.fixture
async def wecom() -> AsyncIterator[Wecom]:
    async with Wecom() as platform:
        yield platform


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
async def house(
    database_url: str, tmp_path: Path, reader: JiebaReader, wecom: Wecom, api: BotApi
) -> AsyncIterator[House]:
    """Residents in WeChat, workers in Telegram."""
    staff = api.bot()
    async with running(settings(tmp_path, database_url, wecom, api), reader, wecom) as program:
        # Telegram's own speed has tests of its own.
        program.accounts[Account(f"telegram:{staff.id}")].pace = None
        yield House(program, wecom, staff, api)


@pytest.fixture
async def alone(sqlite_template: Path, tmp_path: Path, reader: JiebaReader, wecom: Wecom) -> AsyncIterator[House]:
    """Residents in WeChat, and nobody else."""
    path = tmp_path / "city.db"
    shutil.copy(sqlite_template, path)
    async with running(settings(tmp_path, f"sqlite:///{path}", wecom), reader, wecom) as program:
        yield House(program, wecom, None, None)
