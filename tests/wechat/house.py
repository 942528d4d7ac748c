"""The whole program with an official account for residents and Telegram for those who work, all over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.assembly import Program
from bot.settings import Settings
from classifiers.reader import JiebaReader
from storage.database import Database
from storage.tables.mail import outbox
from tests.chaos.program import free_port
from tests.doubles.botapi import BotApi, BotDouble
from tests.doubles.botapi.server import TOKEN as BOT_TOKEN
from tests.doubles.wechat import Weixin
from tests.doubles.wechat.platform import SECRET
from tests.doubles.wechat.pushing import KEY, OLD_KEY, TOKEN
from tests.people.books import save, street

WORKER, GROUP = 7002, -1001234567890
RESIDENT = "oResident-0001"


class House:
    """One program, the platform behind its residents, and Telegram behind its workers."""

    def __init__(self, program: Program, weixin: Weixin, staff: BotDouble, api: BotApi) -> None:
        self.program = program
        self.weixin = weixin
        self.staff = staff
        self.api = api
        self.answered: list[int] = []

    def seen(self, who: str = RESIDENT) -> list[str]:
        return self.weixin.phones[who].seen

    async def until(self, holds: Callable[[], Any]) -> Any:
        return await self.api.until(holds, within=15)

    async def until_seen(self, words: str, who: str = RESIDENT) -> str:
        found = await self.until(lambda: [one for one in self.seen(who) if words in one])
        return str(found[-1])

    async def forward(self, hours: float) -> None:
        """Everybody's clock moves on."""
        self.weixin.hours += hours
        await self.program.clock.forward(hours)
        self.program.wake("outbox")

    async def card(self, words: str, chat: int = GROUP) -> dict[str, Any]:
        """The newest message of the workers' chat with these words."""
        found = await self.until(lambda: [m for m in self.staff.sent(chat) if words in m.get("text", "")])
        return dict(found[-1])

    async def until_card(self, words: str, holds: Callable[[str], bool]) -> None:
        """Until that holds of the newest card with these words."""
        await self.until(lambda: holds([t for t in self.staff.texts(GROUP) if words in t][-1]))

    async def presses(self, label: str, chat: int = GROUP) -> None:
        """A worker presses the newest button of that name."""

        def find() -> list[tuple[dict[str, Any], str]]:
            return [
                (message, button["callback_data"])
                for message in self.staff.sent(chat)
                for row in message.get("reply_markup", {}).get("inline_keyboard", [])
                for button in row
                if label in button["text"]
            ]

        message, data = (await self.until(find))[-1]
        self.staff.press(message, data, user=WORKER)

    async def replies(self, words: str, chat: int = GROUP) -> None:
        """A worker answers the prompt that was written last and not answered yet."""

        def find() -> list[dict[str, Any]]:
            return [m for m in self.staff.sent(chat) if "请回复这条" in m.get("text", "")][len(self.answered) :]

        asked = await self.until(find)
        self.answered.append(asked[-1]["message_id"])
        await self.booked(chat, asked[-1]["message_id"])
        self.staff.reply(asked[-1], words, user=WORKER)

    async def solves(self, words: str) -> None:
        """The worker writes the result."""
        await self.presses("答复")
        await self.presses("办好了")
        await self.replies(words)

    async def booked(self, chat: int, message: int) -> None:
        """Until the program knows which message its letter became: nobody answers within a few milliseconds."""
        query = select(outbox.c.id).where(outbox.c.chat == chat, outbox.c.message_id == message)
        for _ in range(500):
            async with self.program.database.read() as connection:
                if (await connection.execute(query)).first():
                    return
            await asyncio.sleep(0.01)
        raise AssertionError("the message was not booked")

    def number_in(self, text: str, label: str) -> str:
        """The number under which something stands in a menu."""
        line = next(line for line in text.splitlines() if line.endswith(f" {label}"))
        return line.split()[0]


def settings(folder: Path, database_url: str, weixin: Weixin, api: BotApi | None = None, **more: Any) -> Settings:
    sheets = street()
    sheets["群"] = [["单位", "渠道", "群号"], ["SQ", "Telegram", GROUP]]
    sheets["人员"][2][9] = WORKER
    known: dict[str, Any] = {
        "database_url": database_url,
        "media_dir": folder / "media",
        "people_file": save(folder / "people.xlsx", sheets),
        "web_port": free_port(),
        "wechat_app_id": weixin.app_id,
        "wechat_app_secret": SECRET,
        "wechat_token": TOKEN,
        "wechat_aes_key": KEY,
        "wechat_aes_key_previous": OLD_KEY,
        "wechat_mode": weixin.mode,
        "wechat_api_base": weixin.url,
        "wechat_ring": "template",
        "wechat_template_id": "template-1",
        "wechat_template_fields": "character_string1=number,thing2=text",
    }
    if api is not None:
        known |= {"telegram_token": BOT_TOKEN, "telegram_api_base": api.url}
    return Settings(_env_file=None, **(known | more))


@asynccontextmanager
async def running(chosen: Settings, reader: JiebaReader, weixin: Weixin) -> AsyncIterator[Program]:
    """The program of these settings, until the block ends."""
    database = Database(chosen.database_url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        program = Program(chosen, database, reader, weixin.now)
        await program.open(stack)
        await stack.enter_async_context(program.site(stack).open())
        weixin.target = f"http://127.0.0.1:{chosen.web_port}/wechat/{weixin.app_id}"
        account = program.accounts[f"wechat:{weixin.app_id}"]  # type: ignore[index]
        for _ in range(500):
            if account.ready:
                break
            await asyncio.sleep(0.01)
        yield program
