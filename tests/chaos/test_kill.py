"""`kill -9` of the real program, again and again, while residents post: nothing is lost and nothing comes twice."""

import asyncio
import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from storage.database import Database
from storage.tables.mail import inbox, outbox
from storage.tables.tickets import deadlines, events, tickets
from tests.chaos.program import Program, communities, group
from tests.doubles.botapi import BotApi
from tests.doubles.botapi.server import TOKEN
from tickets.kinds import Clock, Deed
from tickets.mail import Purpose

COMMUNITIES, EACH = 50, 1
"""Many groups, since one is told no faster than twenty cards a minute."""
ALL = COMMUNITIES * EACH
KILLS = 2
CLAIM_SECONDS = 4
NUMBER = re.compile(r"槐\w\w-\d+")


@pytest.mark.timeout(90)
async def test_posts_outlive_a_program_that_is_killed_again_and_again(
    api: BotApi, database_url: str, database: Database, tmp_path: Path
) -> None:
    """Each becomes one ticket with its receipt and its card, and each deadline fires once."""
    bot, chance = api.bot(TOKEN), random.Random()
    program = Program(
        tmp_path,
        database_url,
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_API_BASE=api.url,
        PEOPLE_FILE=communities(COMMUNITIES, tmp_path / "people.xlsx"),
        CLAIM_HOURS=CLAIM_SECONDS / 3600,
        QUIET_FROM="00:00",
        QUIET_UNTIL="00:00",
        LOG_LEVEL="WARNING",
    )
    homes = {10 * c + n: c for c in range(1, COMMUNITIES + 1) for n in range(EACH)}
    posting = asyncio.create_task(_post(api, homes, 2.0 * KILLS))
    for _ in range(KILLS):
        await program.start()
        await asyncio.sleep(chance.uniform(0.1, 1.5))
        await program.kill()
        await _leases_end(database)
    await posting
    await program.start()
    expected = dict.fromkeys(homes, 1)
    await api.until(lambda: {c: len(_receipts(bot.texts(c))) for c in homes} == expected, within=25)
    cards = dict.fromkeys(range(1, COMMUNITIES + 1), EACH)
    await api.until(lambda: {c: len(_numbers(bot.texts(group(c)))) for c in cards} == cards, within=25)
    await _fired(database)
    assert await program.stop() == 0, program.said
    assert "Traceback" not in program.said

    async with database.read() as connection:
        assert len((await connection.execute(select(tickets.c.id))).all()) == ALL, "no post lost, none twice"
        states = Counter(state for (state,) in await connection.execute(select(inbox.c.state)))
        assert states == {"done": ALL + len(homes)}
        letters = select(outbox.c.ticket).where(outbox.c.purpose == Purpose.CARD, outbox.c.edits.is_(None))
        assert set(Counter((await connection.execute(letters)).scalars()).values()) == {1}
        reminded = select(events.c.ticket).where(events.c.deed == Deed.REMIND)
        assert Counter((await connection.execute(reminded)).scalars()).total() == ALL, "each deadline fires once"


async def _post(api: BotApi, homes: dict[int, int], seconds: float) -> None:
    """Everybody says where they live and then posts, spread over the time in which the program dies."""
    bot = api.bot(TOKEN)
    for chat, community in homes.items():
        bot.say(f"/start C{community}", chat=chat)
    for chat in homes:
        bot.say("槐荫路上的路灯坏了三天了，晚上什么都看不见", chat=chat)
        await asyncio.sleep(seconds / ALL)


def _receipts(texts: list[str]) -> set[str]:
    return {number for text in texts if "收到，编号" in text for number in NUMBER.findall(text)}


def _numbers(texts: list[str]) -> set[str]:
    return {number for text in texts for number in NUMBER.findall(text)}


async def _leases_end(database: Database) -> None:
    """A minute goes by."""
    async with database.write() as connection:
        ago = datetime.now(UTC) - timedelta(seconds=1)
        await connection.execute(update(outbox).where(outbox.c.lease_until.is_not(None)).values(lease_until=ago))


async def _fired(database: Database) -> None:
    """Wait until the alarm of every unclaimed ticket has been raised."""
    waiting = select(deadlines.c.id).where(deadlines.c.clock == Clock.CLAIM, deadlines.c.fired_at.is_(None))
    async with asyncio.timeout(25):
        while True:
            async with database.read() as connection:
                if not (await connection.execute(waiting.limit(1))).first():
                    return
            await asyncio.sleep(0.2)
