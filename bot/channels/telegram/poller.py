"""Long polling. A higher offset is asked for only once the updates are rows of the inbox."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from telegram.error import Conflict, EndPointNotFound, InvalidToken, TelegramError

from bot.channels.account import ChannelAccount
from bot.channels.telegram.request import Flood, TokenRefused
from bot.channels.telegram.updates import ALLOWED, arrival
from bot.waiting import Backoff
from storage.database import Database, sole
from storage.queues.inbox import keep

POLL_SECONDS = 50
_ANSWER_SECONDS = 15
_RIVAL_SECONDS = 15.0

_log = structlog.get_logger(__name__)


class Poller:
    """Receives one account's updates by asking for them. On PostgreSQL one replica polls and the others stand by."""

    def __init__(
        self,
        account: ChannelAccount,
        database: Database,
        wake: Callable[[], None],
        *,
        poll_seconds: float = POLL_SECONDS,
        rival_seconds: float = _RIVAL_SECONDS,
        backoff: Backoff | None = None,
    ) -> None:
        self.account = account
        self.database = database
        self.wake = wake
        self.poll_seconds = poll_seconds
        self.rival_seconds = rival_seconds
        self.backoff = backoff or Backoff()
        self.offset = 0

    async def run(self) -> None:
        """Poll until cancelled, or until the channel refuses the token."""
        await self.account.start()
        while not self.account.dead:
            try:
                async with sole(self.database, f"poll {self.account.name}") as still_sole:
                    await self._call("deleteWebhook", {})
                    while True:
                        await still_sole()
                        await self._poll()
            except (TokenRefused, InvalidToken, EndPointNotFound):
                self.account.die("the token is no longer valid")
            except Conflict:
                _log.error("second_poller", account=self.account.name, advice="stop the other program that polls it")
                await asyncio.sleep(self.rival_seconds)
            except Flood as error:
                await asyncio.sleep(error.seconds)
            except Exception as error:
                _log.warning("polling_interrupted", account=self.account.name, error=_told(error))
                await self.backoff.wait()

    async def _poll(self) -> None:
        asked = {"offset": self.offset, "timeout": self.poll_seconds, "allowed_updates": ALLOWED}
        updates = await self._call("getUpdates", asked)
        if updates:
            async with self.database.write() as connection:
                await keep(connection, [arrival(self.account.name, update) for update in updates])
            self.offset = updates[-1]["update_id"] + 1
            for _ in updates:
                self.wake()
        self.backoff.reset()

    async def _call(self, method: str, parameters: dict[str, Any]) -> Any:
        bot = self.account.application.bot
        return await bot.do_api_request(f"{method}_", parameters, read_timeout=self.poll_seconds + _ANSWER_SECONDS)


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, TelegramError) else type(error).__name__
