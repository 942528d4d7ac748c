"""The example of docs/extra-bot.md, run as it stands there: one bot for the web page and for a channel's account."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from telegram.error import Forbidden

from bot.channels.bridge.driver import Traits
from bot.channels.door.door import Door
from bot.channels.door.showing import Showing
from storage.chats import hand_over, take_back
from storage.chats.records import Right
from storage.database import Database
from tests.bridge.rig import NAME, Rig
from tests.channels.conftest import WANG, House

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "shoes_bot.py"
PATIENCE = 20


@asynccontextmanager
async def example(url: str, *tokens: str) -> AsyncIterator[None]:
    environment = os.environ | {"API": url, "TOKENS": ",".join(tokens)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(EXAMPLE), env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def handed_over(database: Database, folder: Path) -> AsyncIterator[tuple[Rig, str, str]]:
    """An account of the paper channel in somebody else's hands, its door's address, and the token."""
    rig = Rig(database, folder, Traits())
    async with rig.running(), rig.engine.running():
        async with database.write() as connection:
            token = await hand_over(connection, NAME, [Right.PRIVATE, Right.FILES])
        assert token
        app = web.Application()
        Door(rig.engine, Showing(lambda: {NAME: rig.office.couriers[NAME].show})).join(app)
        async with TestServer(app) as server:
            yield rig, str(server.make_url("")).rstrip("/"), token


async def told(rig: Rig, words: str) -> str:
    """The first thing with those words that the channel was told to show."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for said in rig.paper.said():
                if words in said:
                    return said
            await asyncio.sleep(0.02)


async def test_the_example_serves_people_on_the_web_page(house: House) -> None:
    async with example(house.url, await house.token()):
        page = house.page(WANG, bot="shoes_bot")
        await page.watch()
        await page.say("在吗")
        await page.press(await page.reads("要做什么"), "换底")
        await page.reads("换底，明天下午来取")


async def test_the_example_serves_a_channel_whose_buttons_are_numbers(database: Database, tmp_path: Path) -> None:
    async with handed_over(database, tmp_path) as (rig, url, token), example(url, token):
        await rig.type("在吗")
        assert "2 补胶" in await told(rig, "要做什么")
        await rig.type("2")
        await told(rig, "补胶，明天下午来取")
        assert rig.heard == []


async def test_what_the_channel_does_not_take_is_refused_as_telegram_would(database: Database, tmp_path: Path) -> None:
    async with handed_over(database, tmp_path) as (rig, url, token), ClientSession() as http:
        await rig.type("在吗")
        asked = {"chat_id": await rig.chat(), "text": "在"}
        rig.paper.errors.append(Forbidden("gone"))
        async with http.post(f"{url}/bot{token}/sendMessage", json=asked) as response:
            assert (response.status, (await response.json())["description"]) == (
                403,
                "Forbidden: bot was blocked by the user",
            )
        statuses = []
        for _ in range(6):
            async with http.post(f"{url}/bot{token}/sendMessage", json=asked) as response:
                statuses.append(response.status)
        assert statuses[-1] == 400
        assert 200 in statuses


async def test_an_account_that_is_taken_back_is_the_houses_again(database: Database, tmp_path: Path) -> None:
    async with handed_over(database, tmp_path) as (rig, url, token), ClientSession() as http:
        await rig.type("给修鞋铺的")
        async with database.write() as connection:
            assert await take_back(connection, NAME)
            assert not await take_back(connection, NAME)
        await rig.type("给社区的")
        assert rig.heard == ["给社区的"]
        async with http.post(f"{url}/bot{token}/getMe") as response:
            assert response.status == 401
