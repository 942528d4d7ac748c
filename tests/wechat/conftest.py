"""A program with an official account, once for each test."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import Settings
from classifiers.reader import JiebaReader
from tests.doubles.botapi import BotApi
from tests.doubles.wechat import Weixin
from tests.wechat.house import House, running, settings
from tickets.ids import Account


@pytest.fixture(scope="session")
def reader() -> JiebaReader:
    return JiebaReader()


@pytest.fixture
async def weixin() -> AsyncIterator[Weixin]:
    async with Weixin() as platform:
        yield platform


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
async def house(
    database_url: str, tmp_path: Path, reader: JiebaReader, weixin: Weixin, api: BotApi
) -> AsyncIterator[House]:
    """Residents in WeChat, workers in Telegram."""
    async for opened in _opened(settings(tmp_path, database_url, weixin, api), reader, weixin, api):
        yield opened


@pytest.fixture
async def silent(
    sqlite_template: Path, tmp_path: Path, reader: JiebaReader, weixin: Weixin, api: BotApi
) -> AsyncIterator[House]:
    """The same without a template: nobody can be called back."""
    path = tmp_path / "city.db"
    shutil.copy(sqlite_template, path)
    chosen = settings(tmp_path, f"sqlite:///{path}", weixin, api, wechat_ring="none")
    async for opened in _opened(chosen, reader, weixin, api):
        yield opened


async def _opened(chosen: Settings, reader: JiebaReader, weixin: Weixin, api: BotApi) -> AsyncIterator[House]:
    staff = api.bot()
    async with running(chosen, reader, weixin) as program:
        # Telegram's limits are kept elsewhere; here they would only make everybody wait.
        program.accounts[Account(f"telegram:{staff.id}")].pace = None
        yield House(program, weixin, staff, api)
