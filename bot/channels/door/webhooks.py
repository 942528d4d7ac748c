"""Updates brought to the webhooks of extra bots: in order, again until they are taken, by one replica at a time."""

import asyncio
import json
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.channels.engine.call import Call
from bot.channels.engine.desk import wall
from bot.channels.engine.engine import Engine
from storage.chats.news import Event, News
from storage.chats.records import Bot

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = ClientTimeout(total=30)
LEASE_SECONDS = 90
LOOK_SECONDS = 5
LONGEST_PAUSE = 300
MOST_AT_ONCE = 20

_log = structlog.get_logger(__name__)


class Webhooks:
    """Brings what waits, until cancelled."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._store = engine.desk.store
        self._woken = asyncio.Event()
        self._store.on_news(self._hear, self._woken.set)

    def _hear(self, news: News) -> None:
        if news.event is Event.UPDATE:
            self._woken.set()

    async def run(self) -> None:
        """Bring updates as they come; look now and then for those whose time to try again has come."""
        async with ClientSession(timeout=PATIENCE) as session:
            while True:
                self._woken.clear()
                try:
                    while await self._serve_one(session):
                        pass
                except Exception:
                    _log.exception("webhooks_failed")
                await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _serve_one(self, session: ClientSession) -> bool:
        """Bring some updates of one bot; whether there was a bot with any."""
        now = wall()
        if not await self._any(now):
            return False
        async with self._store.write() as chats:
            bot = await chats.bots.lease(now, LEASE_SECONDS)
            waiting = await chats.bots.pending(bot.id, MOST_AT_ONCE, now) if bot else []
        if bot is None:
            return False
        error = None
        for update in waiting:
            error = await self._bring(session, bot, update)
            if error is not None:
                break
            async with self._store.write() as chats:
                await chats.bots.confirm(bot.id, update["update_id"] + 1)
        pause = min(2**bot.tries, LONGEST_PAUSE) if error is not None else 0
        async with self._store.write() as chats:
            await chats.bots.release(bot.id, wall() + pause, error, wall())
        return True

    async def _any(self, now: int) -> bool:
        async with self._store.read() as chats:
            return await chats.bots.leasable(now)

    async def _bring(self, session: ClientSession, bot: Bot, update: dict[str, Any]) -> str | None:
        """What went wrong, or None. A bot may answer with a method to be called at once."""
        hook = bot.webhook or {}
        headers = {SECRET_HEADER: hook["secret"]} if hook.get("secret") else {}
        try:
            async with session.post(hook["url"], json=update, headers=headers, allow_redirects=False) as response:
                if not 200 <= response.status < 300:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
                answer = await response.content.read(65_536)
        except (ClientError, TimeoutError, OSError) as error:
            return f"Connection failed: {error}"[:200]
        await self._carry_out(bot, answer)
        return None

    async def _carry_out(self, bot: Bot, answer: bytes) -> None:
        try:
            values = json.loads(answer)
        except ValueError:
            return
        if isinstance(values, dict) and isinstance(values.get("method"), str):
            await self._engine.call(bot, values.pop("method"), Call(values))
