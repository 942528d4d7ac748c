"""Receiving by webhook: nothing is acknowledged before it is a row of the inbox."""

import hmac
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import web
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.channels.account import ChannelAccount
from bot.channels.telegram.request import TokenRefused
from bot.channels.telegram.updates import ALLOWED, arrival
from bot.waiting import Backoff
from storage.database import Database
from storage.queues.inbox import keep

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
BODY_BYTES = 1024 * 1024
_LARGEST_ID = 2**62

_log = structlog.get_logger(__name__)


class Webhook:
    """Receives one account's updates by being posted to, on any replica.

    The other replicas are told of it only where this one is `busy`.
    """

    def __init__(
        self,
        account: ChannelAccount,
        database: Database,
        wake: Callable[[], None],
        secret: str,
        busy: Callable[[], bool] = lambda: True,
    ) -> None:
        self.account = account
        self.database = database
        self.wake = wake
        self.secret = secret
        self.busy = busy

    async def register(self, url: str, backoff: Backoff | None = None) -> None:
        """Tell the channel where to post; tries until it listens or refuses the token."""
        await self.account.start()
        backoff = backoff or Backoff()
        asked = {"url": url, "secret_token": self.secret, "allowed_updates": ALLOWED, "max_connections": 40}
        while not self.account.dead:
            try:
                await self.account.application.bot.do_api_request("setWebhook_", asked)
            except (TokenRefused, InvalidToken, EndPointNotFound):
                self.account.die("the token is no longer valid")
            except TelegramError as error:
                _log.warning("webhook_not_set", account=self.account.name, error=str(error))
                await backoff.wait()
            else:
                return

    async def receive(self, request: web.Request) -> web.Response:
        """200 once the update is safe; 503 lets the channel repeat it; anything forged leaves no trace."""
        if not self._genuine(request):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        update = _update(await _body(request))
        if update is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            async with self.database.at_once() as connection:
                await keep(connection, [arrival(self.account.name, update)], aloud=self.busy())
        except Exception as error:
            _log.warning("update_not_kept", account=self.account.name, error=type(error).__name__)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        self.wake()
        return web.Response()

    def _genuine(self, request: web.Request) -> bool:
        shown = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(shown, self.secret.encode())


async def _body(request: web.Request) -> bytes:
    """At most one byte more than is allowed."""
    body = b""
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > BODY_BYTES:
            break
    return body


def _update(body: bytes) -> dict[str, Any] | None:
    """The update, or None where it is none: too big, no JSON, no object, no usable id."""
    if len(body) > BODY_BYTES:
        return None
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    usable = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < _LARGEST_ID
    return update if usable else None
