"""The platforms of a story, each a server of its own."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.channels.wecom.driver import WecomDriver
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
async def city(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[City]:
    # The limits of WeCom's members have tests of their own; here they would only make everybody wait.
    monkeypatch.setattr(WecomDriver, "traits", replace(WecomDriver.traits, pace=None))
    async with BotApi() as api, Weixin() as weixin, Corp() as corp, Wecom() as kf, Front(corp, kf) as front:
        yield City(api, weixin, corp, kf, front)
