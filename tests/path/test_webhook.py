"""Receiving by webhook: what is acknowledged is safe, and what is forged leaves no trace."""

import json
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiohttp import ClientSession, web

from bot.channels.telegram.webhook import SECRET_HEADER, Webhook
from bot.waiting import Backoff
from storage.tables.mail import inbox
from tests.doubles.botapi import BotApi
from tests.path.house import Path

pytestmark = pytest.mark.usefixtures("unswept")

SECRET = "only-telegram-knows"


class Server:
    """The webhook behind a real HTTP server, and a client that posts to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.webhook = Webhook(path.account, path.database, path.worker.wake, SECRET)

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/telegram", self.webhook.receive)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}/telegram"
        self.http = ClientSession()

    async def stop(self) -> None:
        await self.http.close()
        await self.runner.cleanup()

    async def post(self, body: bytes, **headers: str) -> int:
        async with self.http.post(self.url, data=BytesIO(body), headers=headers) as answer:
            return answer.status


@pytest.fixture
async def server(path: Path) -> AsyncIterator[Server]:
    made = Server(path)
    await made.start()
    yield made
    await made.stop()


async def test_updates_are_received_by_webhook(api: BotApi, path: Path, server: Server) -> None:
    async with path.running(polling=False):
        await server.webhook.register(server.url)
        path.bot.say("楼道灯坏了", chat=7)
        await api.until(lambda: path.bot.texts(7) == ["收到：楼道灯坏了"])


async def test_a_webhook_is_registered_as_soon_as_the_channel_answers(api: BotApi, path: Path, server: Server) -> None:
    api.faults.break_down(times=2, method="setWebhook")
    await server.webhook.register(server.url, Backoff(first=0.01))
    assert path.bot.webhook is not None
    assert path.bot.webhook.secret == SECRET


@pytest.mark.parametrize(
    "headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "guess"}, {SECRET_HEADER: "密"}, {SECRET_HEADER: SECRET + "x"}]
)
async def test_a_forged_update_is_refused_and_leaves_no_row(
    path: Path, server: Server, headers: dict[str, str]
) -> None:
    body = json.dumps(path.bot.text("假的")).encode()
    assert await server.post(body, **headers) == 401
    assert await path.rows(inbox) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 99999999999999999999}',
        b'{"update_id": 1.5}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"update_id": 1, "x": "' + b"x" * 1024 * 1024 + b'"}',
    ],
    ids=range(13),
)
async def test_a_broken_update_is_refused_and_leaves_no_row(path: Path, server: Server, body: bytes) -> None:
    assert await server.post(body, **{SECRET_HEADER: SECRET}) == 400
    assert await path.rows(inbox) == []


async def test_an_update_that_is_acknowledged_is_a_row(path: Path, server: Server) -> None:
    body = json.dumps(path.bot.text("在")).encode()
    assert await server.post(body, **{SECRET_HEADER: SECRET}) == 200
    assert await server.post(body, **{SECRET_HEADER: SECRET}) == 200
    assert [row.chat for row in await path.rows(inbox)] == [1]


@pytest.mark.parametrize("chat", [2**52, 2**63, -(10**30)])
async def test_a_chat_that_no_column_holds_is_not_asked_for_again_and_again(
    path: Path, server: Server, chat: int
) -> None:
    update = path.bot.text("在") | {"message": {"chat": {"id": chat}}}
    assert await server.post(json.dumps(update).encode(), **{SECRET_HEADER: SECRET}) == 200
    assert [row.chat for row in await path.rows(inbox)] == [0]


@pytest.mark.parametrize("text", ["a\x00b", "\ud83d", "\u202e反"])
async def test_characters_that_no_database_likes_do_not_hold_up_the_chat(
    api: BotApi, path: Path, server: Server, text: str
) -> None:
    async with path.running(polling=False):
        body = json.dumps(path.bot.text(text)).encode()
        assert await server.post(body, **{SECRET_HEADER: SECRET}) == 200
        assert await server.post(json.dumps(path.bot.text("ok")).encode(), **{SECRET_HEADER: SECRET}) == 200
        await api.until(lambda: path.handled[-1:] == ["ok"])
