"""The whole program with a 微信客服 account for residents and Telegram for those who work, all over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from typing_extensions import override

from bot.assembly import Program
from bot.settings import Settings
from classifiers.reader import JiebaReader
from storage.database import Database
from storage.tables.mail import inbox, outbox
from tests.chaos.program import free_port
from tests.doubles.botapi import BotApi, BotDouble
from tests.doubles.botapi.server import TOKEN as BOT_TOKEN
from tests.doubles.wxkf import Wecom
from tests.doubles.wxkf.phones import CORP, KF
from tests.doubles.wxkf.platform import KEY, OLD_KEY, SECRET, TOKEN
from tests.people.books import save, street
from tests.wechat.house import GROUP, WORKER
from tests.wechat.house import House as Working
from tickets.ids import Account

RESIDENT = "wmResident-0001"
NAME = Account(f"wxkf:{KF}")


class House(Working):
    """One program, the platform behind its residents, and Telegram behind its workers."""

    def __init__(self, program: Program, wecom: Wecom, staff: BotDouble | None, api: BotApi | None) -> None:
        self.program = program
        self.wecom = wecom
        self.answered = []
        if staff and api:
            self.staff, self.api = staff, api

    @override
    def seen(self, who: str = RESIDENT) -> list[str]:
        return self.wecom.phone(who).seen

    @override
    async def until(self, holds: Callable[[], Any]) -> Any:
        for _ in range(1500):
            if value := holds():
                return value
            await asyncio.sleep(0.01)
        raise AssertionError(f"what was awaited did not happen; seen: {self.seen()}")

    @override
    async def until_seen(self, words: str, who: str = RESIDENT) -> str:
        return await super().until_seen(words, who)

    async def taps(self, label: str) -> None:
        """The resident taps the newest button of that name, once it is there."""
        await self.until(lambda: [menu for menu in self.wecom.phone(RESIDENT).menus if label in menu])
        await self.wecom.taps(RESIDENT, label)

    @override
    async def forward(self, hours: float) -> None:
        self.wecom.hours += hours
        await self.program.clock.forward(hours)
        self.program.wake("outbox")

    async def count(self, table: Any) -> int:
        async with self.program.database.read() as connection:
            return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())

    async def bodies(self) -> list[Any]:
        """What was brought to the handlers, oldest first."""
        query = select(inbox.c.body).where(inbox.c.account == NAME).order_by(inbox.c.id)
        async with self.program.database.read() as connection:
            return [row.body for row in await connection.execute(query)]

    async def until_bodies(self, count: int) -> list[Any]:
        for _ in range(1500):
            found = await self.bodies()
            if len(found) >= count:
                return found
            await asyncio.sleep(0.01)
        raise AssertionError(f"{len(found)} of {count} came")

    async def fates(self) -> list[tuple[str, str, str]]:
        """Of each letter to residents: its purpose, its fate and why."""
        query = select(outbox).where(outbox.c.account == NAME).order_by(outbox.c.id)
        async with self.program.database.read() as connection:
            return [(row.purpose, row.fate, row.why) for row in await connection.execute(query)]

    async def until_rated(self, number: str, round_: int) -> None:
        """Until the resident has said how that round went."""
        for _ in range(1500):
            async with self.program.storage.reading() as work:
                ticket = await work.tickets.named(number)
                if await work.tickets.rating(ticket.id, round_):
                    return
            await asyncio.sleep(0.01)
        raise AssertionError("not rated")

    async def history(self, number: str) -> list[str]:
        async with self.program.storage.reading() as work:
            ticket = await work.tickets.named(number)
            return [str(event.deed) for event in await work.tickets.history(ticket.id)]


def settings(folder: Path, database_url: str, wecom: Wecom, api: BotApi | None = None, **more: Any) -> Settings:
    sheets = street()
    sheets["群"] = [["单位", "渠道", "群号"], ["SQ", "Telegram", GROUP]]
    sheets["人员"][2][9] = WORKER
    known: dict[str, Any] = {
        "database_url": database_url,
        "media_dir": folder / "media",
        "people_file": save(folder / "people.xlsx", sheets),
        "web_port": free_port(),
        "wecom_corp_id": CORP,
        "wecom_api_base": wecom.url,
        "wxkf_ids": KF,
        "wxkf_secret": SECRET,
        "wxkf_token": TOKEN,
        "wxkf_aes_key": KEY,
        "wxkf_aes_key_previous": OLD_KEY,
    }
    if api is not None:
        known |= {"telegram_token": BOT_TOKEN, "telegram_api_base": api.url}
    return Settings(_env_file=None, **(known | more))


@asynccontextmanager
async def running(chosen: Settings, reader: JiebaReader, wecom: Wecom) -> AsyncIterator[Program]:
    """The program of these settings, until the block ends."""
    database = Database(chosen.database_url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        program = Program(chosen, database, reader, wecom.now)
        await program.open(stack)
        await stack.enter_async_context(program.site(stack).open())
        wecom.target = f"http://127.0.0.1:{chosen.web_port}/wxkf/{CORP}"
        for _ in range(500):
            if program.accounts[NAME].ready or program.accounts[NAME].dead:
                break
            await asyncio.sleep(0.01)
        yield program
