"""The whole program with residents on the web page and staff in WeCom, all over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import text

from bot.assembly import Program
from bot.settings import Settings
from classifiers.reader import JiebaReader
from storage.database import Database
from tests.channels.conftest import Page
from tests.chaos.program import free_port
from tests.doubles.wecom import Corp
from tests.doubles.wecom.corp import ROBOT, SECRET
from tests.doubles.wecom.phone import Card
from tests.doubles.wecom.pushing import AGENT, CORP, KEY, OLD_KEY, TOKEN
from tests.people.books import Rows, save, street

ZHAO, WANG, LI, GAO = "zhaofang", "wangmin", "liqiang", "gaojianhua"
PLACE = f"/wecom/{CORP}/{AGENT}"


class House:
    """One program and the platform behind its staff."""

    def __init__(self, program: Program, corp: Corp, url: str) -> None:
        self.program = program
        self.corp = corp
        self.url = url
        self.page = Page(url, None, "")

    async def until(self, holds: Callable[[], Any], within: float = 15.0) -> Any:
        end = monotonic() + within
        while not (value := holds()):
            if monotonic() > end:
                raise AssertionError("what was awaited did not happen")
            await asyncio.sleep(0.01)
        return value

    async def card(self, who: str, words: str, label: str = "") -> Card:
        """The newest card of a member with these words, and with that button."""

        def find() -> list[Card]:
            return [
                one for one in self.corp.phones[who].cards if words in one.text and (not label or label in one.labels)
            ]

        return (await self.until(find))[-1]  # type: ignore[no-any-return]

    async def reads(self, who: str, words: str) -> str:
        """The newest text of a member with these words."""
        found = await self.until(lambda: [one for one in self.corp.phones[who].texts if words in one])
        return str(found[-1])

    async def taps(self, who: str, words: str, label: str) -> None:
        """A member presses that button of the card with these words."""
        assert await self.corp.taps(who, label, await self.card(who, words, label)) == 200

    async def resident_reads(self, words: str) -> str:
        async def find() -> str:
            return next((m["text"] for m in await self.page.messages() if words in m.get("text", "")), "")

        for _ in range(1500):
            if found := await find():
                return found
            await asyncio.sleep(0.01)
        raise AssertionError([m.get("text") for m in await self.page.messages()])

    async def forward(self, hours: float) -> None:
        """Everybody's clock moves on."""
        self.corp.hours += hours
        await self.program.clock.forward(hours)
        self.program.wake("outbox")

    async def count(self, table: str) -> int:
        async with self.program.database.read() as connection:
            return int((await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())


def people() -> dict[str, Rows]:
    """A street whose staff are in WeCom alone."""
    sheets = street()
    names = {"1": "ZhaoFang", "2": "WangMin", "5": "GaoJianhua"}
    head, *rows = sheets["人员"]
    rows += [["6", "李强", None, unit, "社区工作者", None, None, None, None, None] for unit in ("SQ", "ZB")]
    known = {**names, "6": "LiQiang"}
    sheets["人员"] = [[*head, "企业微信"], *([*row[:8], None, None, known.get(str(row[0]))] for row in rows)]
    sheets["群"] = [["单位", "渠道", "群号"]]
    return sheets


def settings(folder: Path, database_url: str, corp: Corp, **more: Any) -> Settings:
    port = free_port()
    known: dict[str, Any] = {
        "database_url": database_url,
        "media_dir": folder / "media",
        "people_file": save(folder / "people.xlsx", people()),
        "web_port": port,
        "web_url": f"http://127.0.0.1:{port}",
        "wecom_corp_id": CORP,
        "wecom_agent_id": AGENT,
        "wecom_secret": SECRET,
        "wecom_token": TOKEN,
        "wecom_aes_key": KEY,
        "wecom_aes_key_previous": OLD_KEY,
        "wecom_api_base": corp.url,
    }
    return Settings(_env_file=None, **(known | more))


ROBOTS = {"wecom_robots": f"SQ={ROBOT}"}


@asynccontextmanager
async def running(chosen: Settings, reader: JiebaReader, corp: Corp) -> AsyncIterator[House]:
    """The program of these settings, until the block ends."""
    database = Database(chosen.database_url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        program = Program(chosen, database, reader, corp.now)
        await program.open(stack)
        await stack.enter_async_context(program.site(stack).open())
        url = f"http://127.0.0.1:{chosen.web_port}"
        corp.target = url + PLACE
        house = House(program, corp, url)
        stack.push_async_callback(house.page.close)
        await house.until(lambda: program.accounts[f"wecom:{CORP}:{AGENT}"].ready)  # type: ignore[index]
        yield house
