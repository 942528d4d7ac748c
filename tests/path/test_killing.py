"""`kill -9` in the middle loses no message and no answer."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import update

from storage.database import Database
from storage.tables.mail import inbox, outbox
from tests.doubles.botapi import BotApi
from tests.path.house import Path, now

CHATS = range(1, 9)
EACH = 5


@pytest.mark.timeout(60)
async def test_a_process_killed_again_and_again_answers_everything(
    api: BotApi, database_url: str, database: Database, path: Path
) -> None:
    api.faults.slow(0.15, method="sendMessage")
    for number in range(EACH):
        for chat in CHATS:
            path.bot.say(str(number), chat=chat)
    for wait in (0.15, 0.3, 0.45):
        killed = await _start(database_url, api.url)
        await asyncio.sleep(wait)
        killed.kill()
        await killed.wait()
        await _leases_end(database)
    last = await _start(database_url, api.url)
    await api.until(lambda: all(set(path.bot.texts(chat)) == _all_answers() for chat in CHATS), within=30)
    last.kill()
    await last.wait()
    assert Counter(row.chat for row in await path.rows(inbox)) == dict.fromkeys(CHATS, EACH)
    answers = Counter((row.chat, row.body["text"]) for row in await path.rows(outbox))
    assert set(answers.values()) == {1}, "a message is handled once, however often its process dies"
    for chat in CHATS:
        texts = path.bot.texts(chat)
        assert texts == sorted(texts), "in order, though one may be told twice"


def _all_answers() -> set[str]:
    return {f"收到：{number}" for number in range(EACH)}


async def _start(database_url: str, api_url: str) -> Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.path.small_bot", database_url, api_url, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    assert await process.stdout.readline() == b"running\n"
    return process


async def _leases_end(database: Database) -> None:
    """A minute goes by."""
    async with database.write() as connection:
        await connection.execute(update(outbox).values(lease_until=now() - timedelta(seconds=1)))
