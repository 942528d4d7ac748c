"""A running program with the sample community, and a headless browser in front of it."""

import asyncio
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from classifiers.reader import JiebaReader
from tests.doubles.botapi import BotApi
from tests.doubles.wechat import Weixin
from tests.doubles.wecom import Corp
from tests.doubles.wxkf import Wecom
from tests.stories.city import City
from tests.stories.front import Front

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=15_000)


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Where a fresh program answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wanted = {"DATABASE_URL": f"sqlite:///{tmp_path}/city.db", "MEDIA_DIR": f"{tmp_path}/media", "WEB_PORT": str(port)}
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**os.environ, **wanted}, stdout=asyncio.subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    await _answers(url)
    yield url
    program.terminate()
    await program.wait()


@pytest.fixture
async def city(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[City]:
    """A real city: whoever opens the page is who their own session says. The community's group is on the page."""
    path = tmp_path / "city.db"
    shutil.copy(sqlite_template, path)
    async with BotApi() as api, Weixin() as weixin, Corp() as corp, Wecom() as kf, Front(corp, kf) as front:
        made = City(api, weixin, corp, kf, front)
        made.sheets["群"].append(["SQ", "网页", -1001])
        async with made.running(tmp_path, f"sqlite:///{path}", JiebaReader()):
            yield made


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium; where there is none the page's tests are skipped, and say so."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the page was NOT tested (apt install chromium)")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        await opened.close()


@pytest.fixture
async def page(browser: Browser, address: str) -> Page:
    """The sample community on a wide screen."""
    opened = await browser.new_page(viewport={"width": 1720, "height": 950}, locale="zh-CN")
    opened.set_default_timeout(20_000)
    await opened.goto(address)
    await opened.locator("section[data-seat=supervisors]").wait_for()
    return opened


async def _answers(url: str) -> None:
    async with aiohttp.ClientSession() as client:
        for _ in range(200):
            try:
                async with client.get(f"{url}/health") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
    raise TimeoutError(url)
