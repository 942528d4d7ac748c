"""A program with an app in WeCom, once for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from classifiers.reader import JiebaReader
from tests.doubles.wecom import Corp
from tests.wecom.house import ROBOTS, House, running, settings


@pytest.fixture(scope="session")
def reader() -> JiebaReader:
    return JiebaReader()


@pytest.fixture
async def corp() -> AsyncIterator[Corp]:
    async with Corp() as platform:
        yield platform


@pytest.fixture
async def house(database_url: str, tmp_path: Path, reader: JiebaReader, corp: Corp) -> AsyncIterator[House]:
    """Workers have private cards: their unit has no group."""
    async with running(settings(tmp_path, database_url, corp), reader, corp) as house:
        yield house


@pytest.fixture
async def grouped(database_url: str, tmp_path: Path, reader: JiebaReader, corp: Corp) -> AsyncIterator[House]:
    """The community's group has a robot."""
    async with running(settings(tmp_path, database_url, corp, **ROBOTS), reader, corp) as house:
        yield house
