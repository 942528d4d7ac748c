"""Two processes on one PostgreSQL hear of each other's news."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text

from storage.database import Database
from tests.channels.conftest import GROUP, LI, WANG, House, settle
from tests.channels.test_door import refusal, result

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@pytest.fixture
async def pair(database: Database, tmp_path: Path) -> AsyncIterator[tuple[House, House]]:
    await settle(database)
    other = Database(database.url.render_as_string(hide_password=False))
    async for one in House(database, tmp_path, sample=True).serve():
        async for two in House(other, tmp_path, sample=True).serve():
            yield one, two
    await other.close()


async def test_a_page_on_one_replica_hears_what_was_said_on_the_other(pair: tuple[House, House]) -> None:
    one, two = pair
    page = one.page(LI)
    await page.watch()
    await two.page(WANG).say("水管爆了", chat=GROUP)
    assert (await page.reads("水管爆了"))["from"]["id"] == WANG
    await two.page(WANG).post("clock", hours=2)
    await page.hears(lambda news: True, "clock")


async def test_a_poll_on_one_replica_gets_what_came_by_the_other_and_ends_for_a_newer_one(
    pair: tuple[House, House],
) -> None:
    one, two = pair
    token = await one.token()
    async with one.store.write() as chats:
        user = await chats.people.user(WANG)
        assert user is not None
        await chats.rooms.open_private(int(token.split(":")[0]), user)
    waiting = asyncio.create_task(result(one, token, "getUpdates", timeout=20))
    await asyncio.sleep(0.3)
    await two.page(WANG, bot="shoes_bot").say("来了")
    async with asyncio.timeout(5):
        [update] = await waiting
    ended = asyncio.create_task(refusal(one, token, "getUpdates", timeout=20, offset=update["update_id"] + 1))
    await asyncio.sleep(0.3)
    await result(two, token, "getUpdates")
    async with asyncio.timeout(5):
        assert (await ended).startswith("409")


async def test_the_same_uuid_on_two_replicas_at_once_is_one_post(pair: tuple[House, House]) -> None:
    one, two = pair
    body = {"chat": WANG, "uuid": "both", "text": "一次"}
    answers = await asyncio.gather(*(house.page(WANG).post("send", **body) for house in (one, two)))
    assert answers[0] == answers[1]
    assert len(await one.arrivals()) == 1


async def test_people_who_write_at_once_get_numbers_without_gaps_or_doubles(pair: tuple[House, House]) -> None:
    pages = [house.page(user) for house in pair for user in (WANG, LI)]
    numbers = await asyncio.gather(*(page.say("齐说", chat=GROUP) for page in pages for _ in range(10)))
    assert sorted(number for [number] in numbers) == list(range(1, 41))
    arrivals = await pair[0].arrivals()
    ids = [arrival["update_id"] for arrival in arrivals]
    assert len(set(ids)) == 40


async def test_a_page_calls_again_when_the_line_to_the_database_was_cut(pair: tuple[House, House]) -> None:
    one, _ = pair
    page = one.page(WANG)
    await page.watch()
    connection = await asyncpg.connect(one.database.url.render_as_string(hide_password=False))
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'"
    )
    await connection.close()
    await page.ended()
    await page.watch()
    await asyncio.sleep(0.5)
    async with one.database.read() as reader:
        await reader.execute(text("SELECT 1"))
    await page.say("又通了")
    assert await page.reads("又通了")
