"""An official account in the program: the address to which WeChat pushes, and the reply that it waits for."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from xml.sax.saxutils import escape

import structlog
from aiohttp import web
from telegram.error import TelegramError

from bot.channels.bridge.arriving.reception import TooFast
from bot.channels.bridge.office import Channel, Office, Station
from bot.channels.telegram.request import TokenRefused
from bot.channels.tencent.body import Unreadable, bounded
from bot.channels.tencent.crypto import Forged, Key
from bot.channels.tencent.envelope import Gate, Push
from bot.channels.tencent.token import Token
from bot.channels.wechat.api import Api
from bot.channels.wechat.driver import WechatDriver
from bot.channels.wechat.pushes import failed_ring, incoming_of
from bot.settings import Settings
from storage.database import Database
from tickets.ids import Account

DONE = b"success"
"""Nothing to say: WeChat takes it as received."""
_NOT_IN_XML = {code: None for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)}

_log = structlog.get_logger(__name__)


class WechatChannel:
    """Fulfils `Channel` for one account."""

    def __init__(self, station: Station, gate: Gate, api: Api, path: str) -> None:
        self.station = station
        self.gate = gate
        self.api = api
        self.path = path
        station.way.request.close = api.close

    def routes(self, app: web.Application) -> None:
        app.router.add_get(self.path, self.greet)
        app.router.add_post(self.path, self.receive)

    async def run(self) -> None:
        """Serve until cancelled; a wrong app id or secret is told at once, not with the first answer."""
        await self._hello()
        await self.station.run()

    async def greet(self, request: web.Request) -> web.Response:
        """The platform's check of this address: its echo goes back as it came."""
        if not self.gate.greets(request.query):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        return web.Response(text=request.query.get("echostr", ""), content_type="text/plain")

    async def receive(self, request: web.Request) -> web.Response:
        """A push, kept before it is answered. What is forged or broken leaves no trace."""
        try:
            push = self.gate.opened(request.query, await bounded(request), self.station.way.wall())
            reply = await self._taken(push)
        except Forged as forged:
            _log.warning("push_forged", account=self.station.way.account.name, why=str(forged))
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        except Unreadable:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        except TooFast:
            reply = None
        except Exception as error:
            _log.warning("push_not_kept", account=self.station.way.account.name, error=type(error).__name__)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(body=self._answer(reply, push, request), content_type=_kind(push))

    async def _taken(self, push: Push) -> str | None:
        lost = failed_ring(push.fields)
        if lost:
            await self.station.not_rung(lost)
        incoming = incoming_of(push.fields)
        return await self.station.take(incoming) if incoming else None

    def _answer(self, reply: str | None, push: Push, request: web.Request) -> bytes:
        if not reply:
            return DONE
        message = text_message(push, reply, int(self.station.way.wall().timestamp()))
        return self.gate.closed(message, push, request.query.get("timestamp", ""), request.query.get("nonce", ""))

    async def _hello(self) -> None:
        try:
            await self.api.current_token()
        except TokenRefused as error:
            self.station.way.account.die(str(error))
        except TelegramError as error:
            _log.error("wechat_unreachable", account=self.station.way.account.name, error=str(error))


def text_message(push: Push, text: str, moment: int) -> bytes:
    """A reply in words, in the push's way of writing."""
    to, own = str(push.fields.get("FromUserName", "")), str(push.fields.get("ToUserName", ""))
    if push.in_json:
        whole = {"ToUserName": to, "FromUserName": own, "CreateTime": moment, "MsgType": "text", "Content": text}
        return json.dumps(whole, ensure_ascii=False).encode()
    names = f"<ToUserName>{escape(to)}</ToUserName><FromUserName>{escape(own)}</FromUserName>"
    words = escape(text.translate(_NOT_IN_XML))
    return (
        f"<xml>{names}<CreateTime>{moment}</CreateTime><MsgType>text</MsgType><Content>{words}</Content></xml>"
    ).encode("utf-8", "replace")


def join(settings: Settings, office: Office) -> Sequence[Channel]:
    """The account of the settings, if there is one."""
    if not settings.wechat_app_id:
        return []
    name, api = account_of(settings, office.storage.database, office.wall)
    driver = WechatDriver(
        api, settings.wechat_ring, settings.wechat_template_id, settings.wechat_template_fields, settings.web_url
    )
    return [WechatChannel(office.open(name, driver), gate_of(settings), api, path_of(settings))]


def account_of(settings: Settings, database: Database, wall: Callable[[], datetime]) -> tuple[Account, Api]:
    """The account's name, and its calls with the token that all replicas share."""
    name = Account(f"wechat:{settings.wechat_app_id}")
    secret = settings.wechat_app_secret.get_secret_value()
    api = Api(settings.wechat_api_base, settings.wechat_app_id, secret)
    api.token = Token(name, secret, database, api.stable_token, wall)
    return name, api


def gate_of(settings: Settings) -> Gate:
    """What the console was told, as the gate checks it."""
    keys = [key.get_secret_value() for key in (settings.wechat_aes_key, settings.wechat_aes_key_previous)]
    token = settings.wechat_token.get_secret_value()
    return Gate(token, settings.wechat_app_id, settings.wechat_mode, [Key(key) for key in keys if key])


def path_of(settings: Settings) -> str:
    """Where WeChat pushes."""
    return f"/wechat/{settings.wechat_app_id}"


def _kind(push: Push) -> str:
    return "application/json" if push.in_json else "text/xml"
