"""What is down comes back, and nothing is lost meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from aiohttp import ClientSession
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from structlog.testing import capture_logs

from bot.channels.telegram.webhook import SECRET_HEADER
from storage.database import Database, listen, nudge, sole
from tests.doubles.botapi import BotApi
from tests.path.house import Path
from tests.path.test_webhook import SECRET, Server

only_postgres = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


async def test_a_channel_that_is_down_at_the_start_is_joined_when_it_is_back(api: BotApi, path: Path) -> None:
    await api.stop()
    async with path.running():
        await asyncio.sleep(0.1)
        assert not path.account.ready
        await api.start()
        path.bot.say("hello", chat=7)
        await api.until(lambda: path.bot.texts(7) == ["收到：hello"])


async def test_polling_goes_on_after_errors_of_the_network(api: BotApi, path: Path) -> None:
    async with path.running():
        api.faults.break_down(times=2, method="getUpdates")
        api.faults.cut("before", times=2, method="getUpdates")
        path.bot.say("hello", chat=7)
        await api.until(lambda: path.bot.texts(7) == ["收到：hello"])


async def test_a_second_poller_is_named_and_polling_goes_on_once_it_is_gone(api: BotApi, path: Path) -> None:
    with capture_logs() as logs:
        async with path.running(), ClientSession() as rival:
            await api.until(lambda: path.bot.poller)
            await rival.post(f"{api.url}/bot{path.bot.token}/getUpdates", json={"timeout": 0})
            await api.until(lambda: any(line["event"] == "second_poller" for line in logs))
            path.bot.say("hello", chat=7)
            await api.until(lambda: path.bot.texts(7) == ["收到：hello"])


async def test_a_wrong_token_says_so_in_one_line_without_naming_it(api: BotApi, path: Path) -> None:
    del api.bots[path.bot.token]
    with capture_logs() as logs:
        async with path.running():
            await api.until(lambda: path.account.dead)
    errors = [line for line in logs if line["log_level"] == "error"]
    assert [line["event"] for line in errors] == ["channel_account_dead"]
    assert "secret" not in str(logs)


async def test_a_dead_account_leaves_the_others_alone(api: BotApi, path: Path) -> None:
    other = Path(api, path.database, "43:other")
    del api.bots[other.bot.token]
    async with path.running(), other.running():
        await api.until(lambda: other.account.dead)
        path.bot.say("hello", chat=7)
        await api.until(lambda: path.bot.texts(7) == ["收到：hello"])


@only_postgres
async def test_while_the_database_is_down_updates_wait_at_the_channel(api: BotApi, path: Path) -> None:
    async with path.running():
        path.bot.say("before", chat=7)
        await api.until(lambda: path.bot.texts(7))
        async with _down(path.database):
            path.bot.say("during", chat=7)
            await asyncio.sleep(0.5)
            assert len(path.bot.updates) == 1, "what is not kept is not confirmed"
        await api.until(lambda: path.bot.texts(7) == ["收到：before", "收到：during"], within=20)


@only_postgres
async def test_while_the_database_is_down_the_webhook_asks_for_repetition(path: Path) -> None:
    server = Server(path)
    await server.start()
    body = b'{"update_id": 1, "message": {"chat": {"id": 7}}}'
    async with _down(path.database):
        assert await server.post(body, **{SECRET_HEADER: SECRET}) == 503
    assert await server.post(body, **{SECRET_HEADER: SECRET}) == 200
    await server.stop()


@only_postgres
async def test_a_message_sent_while_the_database_went_down_is_not_forgotten(api: BotApi, path: Path) -> None:
    async with path.running(polling=False):
        api.faults.slow(0.3, method="sendMessage", times=1)
        letter = await path.post(7, "answer")
        await api.until(lambda: path.bot.called("sendMessage"))
        async with _down(path.database):
            await api.until(lambda: path.bot.sent(7))
            await asyncio.sleep(0.3)
        await path.until_fate(letter, "sent")
    assert path.bot.texts(7) == ["answer"]


@only_postgres
async def test_one_replica_polls_and_another_takes_over(api: BotApi, path: Path, database_url: str) -> None:
    second = Path(api, Database(database_url))
    async with path.running():
        await api.until(lambda: path.bot.poller)
        await second.start()
        path.bot.say("one", chat=7)
        await api.until(lambda: path.bot.texts(7) == ["收到：one"])
        assert not [call for call in path.bot.calls if "Conflict" in call.error]
    path.bot.say("two", chat=7)
    await api.until(lambda: path.bot.texts(7) == ["收到：one", "收到：two"])
    await second.stop()
    await second.database.close()


@only_postgres
async def test_whoever_lost_the_connection_lost_the_hold(database: Database) -> None:
    async with sole(database, "poll") as still:
        await still()
        async with _down(database):
            with pytest.raises((SQLAlchemyError, OSError)):
                await still()


@only_postgres
async def test_a_listener_hears_again_after_the_database_was_down(database: Database, api: BotApi) -> None:
    heard: list[str] = []
    stop = await listen(database, ("inbox",), heard.append)
    async with _down(database):
        heard.clear()
    await api.until(lambda: heard == ["inbox"])
    async with database.write() as connection:
        await nudge(connection, "inbox")
    await api.until(lambda: heard == ["inbox", "inbox"])
    await stop()


@asynccontextmanager
async def _down(database: Database) -> AsyncIterator[None]:
    """The database refuses everybody, and all connections to it are cut."""
    server = await asyncpg.connect(database.url.set(database="postgres").render_as_string(hide_password=False))
    name = make_url(database.url).database
    await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    await server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
    yield
    await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    await server.close()
