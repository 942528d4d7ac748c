"""微信客服 in the program: the address to which WeCom says that there is something, and its accounts."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus

import structlog
from aiohttp import web
from telegram.error import TelegramError

from bot.channels.bridge.office import Channel, Office
from bot.channels.telegram.request import TokenRefused
from bot.channels.tencent.body import Unreadable, bounded
from bot.channels.tencent.corp import CorpApi
from bot.channels.tencent.crypto import Forged, Key, signed
from bot.channels.tencent.envelope import Gate
from bot.channels.tencent.mode import Mode
from bot.channels.tencent.token import Token
from bot.channels.wxkf.driver import WxkfDriver
from bot.channels.wxkf.puller import Puller
from bot.settings import Settings
from storage.database import Database
from tickets.ids import Account

_EVENT = "kf_msg_or_event"

_log = structlog.get_logger(__name__)


class WxkfChannel:
    """Fulfils `Channel` for all 微信客服 accounts of a corp, by their ids: they share the address and the secret."""

    def __init__(self, gate: Gate, api: CorpApi, pullers: Mapping[str, Puller], path: str) -> None:
        self.gate = gate
        self.api = api
        self.pullers = pullers
        self.path = path
        for puller in pullers.values():
            puller.station.way.request.close = api.close

    def routes(self, app: web.Application) -> None:
        app.router.add_get(self.path, self.greet)
        app.router.add_post(self.path, self.receive)

    async def run(self) -> None:
        """Serve until cancelled; a wrong corp id or secret is told at once."""
        await self._hello()
        await asyncio.gather(*(self._serve(puller) for puller in self.pullers.values()))

    async def greet(self, request: web.Request) -> web.Response:
        """WeCom's check of this address: what it says in secret goes back in plain."""
        query = request.query
        # A plus that nobody has escaped comes as a space.
        echo = query.get("echostr", "").replace(" ", "+")
        known = (self.gate.token, query.get("timestamp", ""), query.get("nonce", ""), echo)
        if not signed(query.get("msg_signature", ""), *known):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        try:
            return web.Response(body=self.gate.decrypted(echo)[0], content_type="text/plain")
        except Forged:
            return web.Response(status=HTTPStatus.UNAUTHORIZED)

    async def receive(self, request: web.Request) -> web.Response:
        """A push, noted before it is answered. What is forged or broken leaves no trace."""
        wall = next(iter(self.pullers.values())).station.way.wall
        try:
            fields = self.gate.opened(request.query, await bounded(request), wall()).fields
            puller = self.pullers.get(str(fields.get("OpenKfId") or ""))
            if fields.get("Event") == _EVENT and puller is not None:
                await puller.told(str(fields.get("Token") or "")[:512])
        except Forged as forged:
            _log.warning("push_forged", channel="wxkf", why=str(forged))
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        except Unreadable:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        except Exception as error:
            _log.warning("push_not_kept", channel="wxkf", error=type(error).__name__)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response()

    async def _hello(self) -> None:
        try:
            await self.api.token.get()
        except TokenRefused as error:
            for puller in self.pullers.values():
                puller.station.way.account.die(str(error))
        except TelegramError as error:
            _log.error("wecom_unreachable", error=str(error))

    async def _serve(self, puller: Puller) -> None:
        if puller.station.way.account.dead:
            return
        await puller.begin()
        # The account says hello to itself before what users said is brought to it.
        await puller.station.way.account.start()
        await asyncio.gather(puller.station.run(), puller.run())


def join(settings: Settings, office: Office) -> Sequence[Channel]:
    """The accounts of the settings, if there are any."""
    if not settings.wxkf_ids:
        return []
    api = api_of(settings, office.storage.database, office.wall)
    pullers = {}
    for kf in settings.wxkf_ids:
        name = Account(f"wxkf:{kf}")
        driver = WxkfDriver(api, name, kf, office.storage.database, office.wall)
        pullers[kf] = Puller(office.open(name, driver), driver, api, kf)
    return [WxkfChannel(gate_of(settings), api, pullers, path_of(settings))]


def api_of(settings: Settings, database: Database, wall: Callable[[], datetime]) -> CorpApi:
    """Calls by the secret of 微信客服, with the token that all replicas share."""
    secret = settings.wxkf_secret.get_secret_value()
    api = CorpApi(settings.wecom_api_base, settings.wecom_corp_id, secret)
    api.token = Token(Account(f"wxkf:{settings.wecom_corp_id}"), secret, database, api.renew, wall)
    return api


def gate_of(settings: Settings) -> Gate:
    """What the console was told, as the gate checks it."""
    keys = [key.get_secret_value() for key in (settings.wxkf_aes_key, settings.wxkf_aes_key_previous)]
    token = settings.wxkf_token.get_secret_value()
    return Gate(token, settings.wecom_corp_id, Mode.SAFE, [Key(key) for key in keys if key])


def path_of(settings: Settings) -> str:
    """Where WeCom pushes."""
    return f"/wxkf/{settings.wecom_corp_id}"
