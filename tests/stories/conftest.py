"""The platforms of a story, each a server of its own."""

from collections.abc import AsyncIterator

import pytest

from classifiers.reader import JiebaReader
from tests.doubles.botapi import BotApi
from tests.doubles.wechat import Weixin
from tests.doubles.wecom import Corp
from tests.doubles.wxkf import Wecom
from tests.stories.city import City
from tests.stories.front import Front


@pytest.fixture(scope="session")
def reader() -> JiebaReader:
    return JiebaReader()


@pytest.fixture
async def city() -> AsyncIterator[City]:
    async with BotApi() as api, Weixin() as weixin, Corp() as corp, Wecom() as kf, Front(corp, kf) as front:
        yield City(api, weixin, corp, kf, front)
