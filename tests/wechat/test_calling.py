"""Calls to WeChat: one token for all, another one where it died, and every refusal read as what it means."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from telegram.error import BadRequest

from bot.channels.bridge.driver import NotSubscribed, OverQuota, Ring
from bot.channels.telegram.request import Flood, TokenRefused
from bot.channels.tencent.token import Token
from bot.channels.wechat.api import Api
from bot.channels.wechat.driver import WechatDriver
from bot.channels.wechat.errors import CallFailed
from bot.channels.wechat.ringing import Ringing
from storage.database import Database
from storage.tables.bridges import tokens
from tests.bridge.rig import JPEG
from tests.doubles.wechat import Weixin
from tests.doubles.wechat.platform import SECRET
from tickets.ids import Account
from tickets.mail import Purpose

WHO = "oResident-0001"
NAME = Account("wechat:wxba5fad812f8e6fb9")


def opened(weixin: Weixin, database: Database, secret: str = SECRET) -> Api:
    """One replica's way to WeChat."""
    api = Api(weixin.url, weixin.app_id, secret)
    api.token = Token(NAME, secret, database, api.stable_token, weixin.now)
    return api


def driver_of(api: Api, ringing: Ringing = Ringing.TEMPLATE) -> WechatDriver:
    return WechatDriver(api, ringing, "template-1", {"character_string1": "number", "thing2": "text"}, "")


@pytest.fixture
async def api(weixin: Weixin, database: Database) -> AsyncIterator[Api]:
    made = opened(weixin, database)
    weixin.phones[WHO].windows.deed("words", weixin.now())
    yield made
    await made.close()


async def test_all_replicas_use_one_token(weixin: Weixin, database: Database, api: Api) -> None:
    other = opened(weixin, database)
    await driver_of(api).say(WHO, "一")
    await driver_of(other).say(WHO, "二")
    await other.close()
    assert weixin.calls.count("stable_token") == 1


async def test_the_token_in_the_database_cannot_be_read_there(database: Database, api: Api, weixin: Weixin) -> None:
    await driver_of(api).say(WHO, "一")
    async with database.read() as connection:
        sealed = (await connection.execute(select(tokens.c.sealed))).scalar_one()
    assert weixin.tokens[-1][0] not in sealed


async def test_a_token_that_is_over_is_renewed_before_it_is_used(api: Api, weixin: Weixin) -> None:
    await driver_of(api).say(WHO, "一")
    weixin.hours = 3
    await driver_of(api).say(WHO, "二")
    assert weixin.calls.count("custom") == 2


async def test_a_token_that_died_early_is_replaced_and_the_message_arrives_once(api: Api, weixin: Weixin) -> None:
    await driver_of(api).say(WHO, "一")
    weixin.expire()
    await driver_of(api).say(WHO, "二")
    assert weixin.phones[WHO].seen == ["一", "二"]
    assert weixin.forced == 0


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_where_the_platform_insists_another_token_is_demanded_but_not_again_and_again(
    api: Api, weixin: Weixin, code: int
) -> None:
    weixin.faults["custom"].append(code)
    await driver_of(api).say(WHO, "一")
    assert weixin.forced == 1
    weixin.faults["custom"].extend([code, code])
    with pytest.raises(CallFailed):
        await driver_of(api).say(WHO, "二")
    assert weixin.forced == 1


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (45047, OverQuota),
        (45015, OverQuota),
        (45009, Flood),
        (45011, Flood),
        (43004, NotSubscribed),
        (45002, BadRequest),
        (-1, CallFailed),
        (40164, CallFailed),
    ],
)
async def test_each_refusal_is_read_as_what_it_means(
    api: Api, weixin: Weixin, code: int, error: type[Exception]
) -> None:
    weixin.faults["custom"].append(code)
    with pytest.raises(error):
        await driver_of(api).say(WHO, "一")


async def test_a_wrong_secret_is_said_to_be_wrong(weixin: Weixin, database: Database) -> None:
    wrong = opened(weixin, database, "f" * 32)
    with pytest.raises(TokenRefused, match="40125"):
        await driver_of(wrong).say(WHO, "一")
    await wrong.close()


async def test_a_message_leaves_in_its_own_characters(api: Api, weixin: Weixin) -> None:
    await driver_of(api).say(WHO, "换好了 🔴 <b>&")
    assert "换好了 🔴 <b>&".encode() in weixin.bodies[-1]
    assert json.loads(weixin.bodies[-1])["text"]["content"] == "换好了 🔴 <b>&"


async def test_a_file_goes_there_and_back(api: Api, weixin: Weixin) -> None:
    assert (await driver_of(api).fetch(weixin.lies(JPEG, "image/jpeg"))).content == JPEG


async def test_a_file_that_is_thrown_away_is_gone(api: Api, weixin: Weixin) -> None:
    name = weixin.lies(JPEG, "image/jpeg")
    weixin.hours = 80
    with pytest.raises(BadRequest, match="40007"):
        await driver_of(api).fetch(name)


@pytest.mark.parametrize("ringing", [Ringing.TEMPLATE, Ringing.SUBSCRIBE])
async def test_a_call_back_bears_the_number_and_twenty_characters(api: Api, weixin: Weixin, ringing: Ringing) -> None:
    await driver_of(api, ringing).ring(WHO, Ring(Purpose.ANSWER, "槐-1043", "有" * 30))
    data = weixin.phones[WHO].rung[-1]["data"]
    assert data == {"character_string1": {"value": "槐-1043"}, "thing2": {"value": "有" * 20}}


async def test_many_that_need_a_token_at_once_get_one(api: Api, weixin: Weixin) -> None:
    for _ in range(5):
        weixin.phones[WHO].windows.deed("words", datetime.now(UTC))
    await asyncio.gather(*(driver_of(api).say(WHO, str(number)) for number in range(5)))
    assert sorted(weixin.phones[WHO].seen) == ["0", "1", "2", "3", "4"]
