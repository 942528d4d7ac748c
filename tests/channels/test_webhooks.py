"""Updates are brought to a bot's webhook: in order, with the secret, again until they are taken."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.channels.door import webhooks
from tests.channels.conftest import WANG, House
from tests.channels.test_door import refusal, result, token

__all__ = ["token"]


class Receiver:
    """A bot's own server; `faults` are answered before anything is taken."""

    def __init__(self) -> None:
        self.url = ""
        self.taken: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.faults: list[int] = []
        self.answer: dict[str, Any] = {}
        self._heard = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.faults:
            return web.Response(status=self.faults.pop(0))
        self.taken.append(await request.json())
        self._heard.set()
        return web.json_response(self.answer)

    async def words(self, count: int) -> list[str]:
        async with asyncio.timeout(15):
            while len(self.taken) < count:
                self._heard.clear()
                await self._heard.wait()
        return [update["message"]["text"] for update in self.taken]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_updates_come_in_order_with_the_secret(house: House, token: str, receiver: Receiver) -> None:
    page = house.page(WANG, bot="shoes_bot")
    await page.say("早先说的")
    await result(house, token, "setWebhook", url=receiver.url, secret_token="s3cret")
    for words in "甲乙丙":
        await page.say(words)
    assert await receiver.words(4) == ["早先说的", "甲", "乙", "丙"]
    assert set(receiver.secrets) == {"s3cret"}


async def test_what_is_not_taken_is_brought_again(
    house: House, token: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "LOOK_SECONDS", 0.2)
    receiver.faults = [500, 302]
    await result(house, token, "setWebhook", url=receiver.url)
    page = house.page(WANG, bot="shoes_bot")
    await page.say("一")
    await page.say("二")
    assert await receiver.words(2) == ["一", "二"]
    info = await result(house, token, "getWebhookInfo")
    assert "302" in info["last_error_message"]
    assert info["last_error_date"] > 0


async def test_a_bot_may_answer_with_a_method(house: House, token: str, receiver: Receiver) -> None:
    receiver.answer = {"method": "sendMessage", "chat_id": WANG, "text": "收到"}
    await result(house, token, "setWebhook", url=receiver.url)
    page = house.page(WANG, bot="shoes_bot")
    await page.watch()
    await page.say("在吗")
    assert (await page.reads("收到"))["from"]["username"] == "shoes_bot"


async def test_a_webhook_and_a_poll_exclude_each_other(house: House, token: str, receiver: Receiver) -> None:
    await result(house, token, "setWebhook", url=receiver.url)
    assert (await refusal(house, token, "getUpdates")).startswith(
        "409 Conflict: can't use getUpdates method while webhook"
    )
    assert await result(house, token, "deleteWebhook", drop_pending_updates=True) is True
    assert await result(house, token, "getUpdates") == []
    assert (await result(house, token, "getWebhookInfo"))["url"] == ""


async def test_a_webhook_that_is_no_address_is_refused(house: House, token: str) -> None:
    assert (await refusal(house, token, "setWebhook", url="file:///etc/passwd")).startswith(
        "400 Bad Request: bad webhook"
    )
    told = await refusal(house, token, "setWebhook", url="https://x.example", secret_token="not allowed!")
    assert told == "400 Bad Request: secret token contains unallowed characters"
