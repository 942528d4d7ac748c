"""Messages a second to a Bot API double: our outbox and sender beside stock python-telegram-bot, 16 on their way."""

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from itertools import count, islice

from sqlalchemy import func, select
from telegram import Bot, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from benchmarks import wire
from benchmarks.process import ROOT
from bot.channels.account import ChannelAccount, Tidings, application
from bot.channels.telegram.request import AiohttpRequest
from bot.mailroom.outbox_sender import IN_FLIGHT, OutboxSender
from classifiers.reader import JiebaReader
from handlers import delivered, undelivered
from storage.database import Database
from storage.migrate import migrate
from storage.repos.mail import letter_row
from storage.tables.mail import outbox
from storage.work import Storage
from tickets.ids import Account, ChatId, LetterId
from tickets.mail import Address, Letter
from tickets.rules.clocks import Rules

MESSAGES, ROUNDS = 1500, 5
STOCK = "stock PTB over httpx"
TOKEN = "7000001:bench"
ACCOUNT = Account("telegram:7000001")
TEXT = "槐-1043 有结果了：路灯已换，今晚会亮。（王敏，槐树里社区）\n现在解决了吗？"
Way = Callable[[], Awaitable[float]]
"""Sends them all once; the seconds that it took."""
BUTTONS = {"inline_keyboard": [[{"text": "解决了", "callback_data": "yes"}, {"text": "没解决", "callback_data": "no"}]]}


async def measure(urls: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Messages a second by database, and of stock python-telegram-bot in the same run; medians of some rounds."""
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(_double())
        ways = {name: await _ours(stack, url, base) for name, url in urls.items()}
        ways[STOCK] = await _stock(stack, base)
        found: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                found[name].append(MESSAGES / await way())
    return _told(found)


@asynccontextmanager
async def _double() -> AsyncIterator[str]:
    """The address of a Bot API double in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.outbound", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}"
    finally:
        process.kill()
        await process.wait()


def _told(found: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    middle = {name: statistics.median(rounds) for name, rounds in found.items()}
    stock = middle[STOCK]
    return {name: {"a_second": round(value), "times_stock": round(value / stock, 2)} for name, value in middle.items()}


async def _ours(stack: AsyncExitStack, url: str, base: str) -> Way:
    """Letters are written first; what is timed is from the outbox to the last one booked as sent."""
    database = Database(url)
    stack.push_async_callback(database.close)
    await migrate(database)
    account = ChannelAccount(ACCOUNT, application(TOKEN, AiohttpRequest(), base), None)
    stack.push_async_callback(account.stop)
    await account.start()
    storage, numbers = Storage(database, JiebaReader(), Rules()), count(1)

    async def way() -> float:
        rows = [letter_row(LetterId(n), _letter(n)) for n in islice(numbers, MESSAGES)]
        async with database.write() as connection:
            await connection.execute(outbox.insert(), rows)
        sender = OutboxSender(
            storage, {ACCOUNT: account}, lambda: datetime.now(UTC), Tidings(undelivered, delivered), "zh_CN"
        )
        begun = time.perf_counter()
        sending = asyncio.create_task(sender.run())
        await _until_sent(database)
        taken = time.perf_counter() - begun
        sender.stop()
        await sending
        return taken

    return way


def _letter(number: int) -> Letter:
    return Letter(Address(ACCOUNT, ChatId(number)), "sendMessage", {"text": TEXT, "reply_markup": BUTTONS})


async def _until_sent(database: Database) -> None:
    waiting = select(func.count()).select_from(outbox).where(outbox.c.fate != "sent")
    while True:
        await asyncio.sleep(0.02)
        async with database.read() as connection:
            if not (await connection.execute(waiting)).scalar_one():
                return


async def _stock(stack: AsyncExitStack, base: str) -> Way:
    """As many tasks as there may be messages on their way, nothing kept."""
    bot = await stack.enter_async_context(
        Bot(TOKEN, f"{base}/bot", request=HTTPXRequest(connection_pool_size=IN_FLIGHT))
    )
    buttons = InlineKeyboardMarkup.de_json(BUTTONS, None)

    async def way() -> float:
        numbers, begun = iter(range(1, MESSAGES + 1)), time.perf_counter()

        async def send() -> None:
            for number in numbers:
                await bot.send_message(number, TEXT, reply_markup=buttons)

        await asyncio.gather(*(send() for _ in range(IN_FLIGHT)))
        return time.perf_counter() - begun

    return way


async def answer_for_ever() -> None:
    """The double: takes getMe and every send, and tells its port."""
    numbers = count(1)
    me = b'{"ok":true,"result":{"id":7000001,"is_bot":true,"first_name":"x","username":"x_bot"}}'
    sent = (
        '{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":1,"type":"private","first_name":"x"},"text":"x"}}'
    )

    def answer(path: str, _head: bytes, _body: bytes) -> bytes:
        return me if path.endswith("getMe") else (sent % next(numbers)).encode()

    _, port = await wire.serve(answer)
    print(port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(answer_for_ever())
