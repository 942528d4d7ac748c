"""One program for a story, with the platforms that its residents and its staff live on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from inspect import isawaitable
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import select

from bot.assembly import Program
from bot.settings import Settings
from classifiers.reader import JiebaReader
from storage.database import Database
from storage.tables.mail import outbox
from tests.channels.conftest import Page
from tests.chaos.program import free_port
from tests.doubles.botapi import BotApi
from tests.doubles.wechat import Weixin
from tests.doubles.wecom import Corp
from tests.doubles.wxkf import Wecom
from tests.people.books import Rows, save, street
from tests.stories.front import Front
from tickets.ids import Account

PATIENCE = 20
LATE = 58
"""Hours after which a supervisor has heard of what nobody answered: what falls due at night is told in the morning."""


class City:
    """Every platform's double, and the program once it runs. Whoever joins adds settings and sheets."""

    def __init__(self, api: BotApi, weixin: Weixin, corp: Corp, kf: Wecom, front: Front) -> None:
        self.api = api
        self.weixin = weixin
        self.corp = corp
        self.kf = kf
        self.front = front
        self.settings: dict[str, Any] = {}
        self.sheets: dict[str, Rows] = street()
        self.sheets["群"] = [["单位", "渠道", "群号"]]
        self.url = ""
        self.program: Program
        self._pages: list[Page] = []

    def page(self) -> Page:
        page = Page(self.url, None, "")
        self._pages.append(page)
        return page

    async def until(self, holds: Callable[[], Any]) -> Any:
        """What `holds` gives, or the awaitable that it gives, once that is anything."""
        end = monotonic() + PATIENCE
        while True:
            value = holds()
            if value := (await value if isawaitable(value) else value):
                return value
            if monotonic() > end:
                raise AssertionError("what was awaited did not happen")
            await asyncio.sleep(0.02)

    async def booked(self, chat: int, message: int) -> None:
        """Until the program knows which message its letter became: nobody answers within a few milliseconds."""
        query = select(outbox.c.id).where(outbox.c.chat == chat, outbox.c.message_id == message)

        async def found() -> Any:
            async with self.program.database.read() as connection:
                return (await connection.execute(query)).first()

        await self.until(found)

    async def rated(self, number: str, round_: int) -> Any:
        """How that round went, by the resident."""
        async with self.program.storage.reading() as work:
            ticket = await work.tickets.named(number)
            return await work.tickets.rating(ticket.id, round_)

    async def forward(self, hours: float) -> None:
        """The clock of deadlines moves on; that of the platforms does not."""
        await self.program.clock.forward(hours)

    async def ready(self, account: str) -> None:
        await self.until(lambda: self.program.accounts[Account(account)].ready)

    @asynccontextmanager
    async def running(self, folder: Path, database_url: str, reader: JiebaReader) -> AsyncIterator[None]:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        known: dict[str, Any] = {
            "database_url": database_url,
            "media_dir": folder / "media",
            "people_file": save(folder / "people.xlsx", self.sheets),
            "web_port": port,
            "web_url": self.url,
        }
        database = Database(database_url)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(database.close)
            chosen = Settings(_env_file=None, **(known | self.settings))
            self.program = Program(chosen, database, reader)
            for account in self.program.accounts.values():
                if account.name.startswith("telegram:"):
                    # Telegram's limits have tests of their own; here they would only make everybody wait.
                    account.pace = None
            await self.program.open(stack)
            await stack.enter_async_context(self.program.site(stack).open())
            stack.push_async_callback(self._close)
            yield

    async def _close(self) -> None:
        for page in self._pages:
            await page.close()
