"""An app of a corp in the program: the address to which WeCom pushes, the links of its groups, and who hears them."""

from collections.abc import Mapping, Sequence
from functools import partial
from http import HTTPStatus

import structlog
from aiohttp import web
from telegram.error import TelegramError

from bot.channels.bridge.arriving.reception import TooFast
from bot.channels.bridge.office import Channel, Office, Station
from bot.channels.telegram.request import TokenRefused
from bot.channels.tencent.body import Unreadable, bounded
from bot.channels.tencent.corp import CorpApi
from bot.channels.tencent.crypto import Forged, Key, signed
from bot.channels.tencent.envelope import Gate
from bot.channels.tencent.mode import Mode
from bot.channels.tencent.token import Token
from bot.channels.wecom.driver import WecomDriver
from bot.channels.wecom.groups import bind
from bot.channels.wecom.opening import Opening, link_to
from bot.channels.wecom.pushes import Pressed, incoming_of, pressed_of
from bot.channels.wecom.robots import Robots
from bot.settings import Settings
from storage.work import Storage
from tickets.ids import Account

_log = structlog.get_logger(__name__)


class WecomChannel:
    """Fulfils `Channel` for one app. `groups` are the units that a robot speaks to."""

    def __init__(
        self, station: Station, gate: Gate, api: CorpApi, driver: WecomDriver, opening: Opening, storage: Storage,
        groups: Sequence[str], path: str,
    ) -> None:  # fmt: skip
        self.station = station
        self.gate = gate
        self.api = api
        self.driver = driver
        self.opening = opening
        self.storage = storage
        self.groups = groups
        self.path = path
        station.way.request.close = api.close

    def routes(self, app: web.Application) -> None:
        app.router.add_get(self.path, self.greet)
        app.router.add_post(self.path, self.receive)
        app.router.add_get(self.path + "/card/{ticket:[0-9]{1,15}}", self.opening.open)

    async def run(self) -> None:
        """Serve until cancelled; a wrong corp id or secret is told at once, not with the first card."""
        await bind(self.storage, self.station.way.account.name, self.groups, self.station.way.wall())
        await self._hello()
        await self.station.run()

    async def greet(self, request: web.Request) -> web.Response:
        """The platform's check of this address: what it encrypted goes back plain."""
        query, echo = request.query, request.query.get("echostr", "")
        parts = (self.gate.token, query.get("timestamp", ""), query.get("nonce", ""), echo)
        try:
            if not echo or not signed(query.get("msg_signature", ""), *parts):
                raise Forged("signature")
            plain, _ = self.gate.decrypted(echo)
        except Forged as forged:
            return self._forged(forged)
        return web.Response(body=plain, content_type="text/plain")

    async def receive(self, request: web.Request) -> web.Response:
        """A push, kept before it is answered with nothing. What is forged or broken leaves no trace."""
        try:
            push = self.gate.opened(request.query, await bounded(request), self.station.way.wall())
            await self._taken(push.fields)
        except Forged as forged:
            return self._forged(forged)
        except Unreadable:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        except TooFast:
            pass
        except Exception as error:
            _log.warning("push_not_kept", account=self.station.way.account.name, error=type(error).__name__)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response()

    async def _taken(self, fields: Mapping[str, object]) -> None:
        incoming, pressed = incoming_of(fields), pressed_of(fields)
        if pressed is not None and pressed.code:
            await self.driver.permitted(pressed.member, pressed.message, pressed.code)
        if incoming is not None:
            await self.station.take(incoming)
        elif pressed is not None and pressed.page is not None:
            await self._turn(pressed, pressed.page)

    async def _turn(self, pressed: Pressed, offset: int) -> None:
        """The card's next buttons; where that cannot be they stay as they are, and can be pressed again."""
        shown = await self.station.seen(pressed.member, pressed.message)
        if shown is None:
            return
        try:
            await self.driver.turn(pressed.member, *shown, pressed.message, offset)
        except TelegramError as error:
            _log.info("page_not_turned", account=self.station.way.account.name, error=str(error))

    async def _hello(self) -> None:
        try:
            await self.api.token.get()
        except TokenRefused as error:
            self.station.way.account.die(str(error))
        except TelegramError as error:
            _log.error("wecom_unreachable", account=self.station.way.account.name, error=str(error))

    def _forged(self, forged: Forged) -> web.Response:
        _log.warning("push_forged", account=self.station.way.account.name, why=str(forged))
        return web.Response(status=HTTPStatus.UNAUTHORIZED)


def account_of(settings: Settings) -> Account | None:
    """The app's account; None where the settings name no app."""
    if not settings.wecom_agent_id:
        return None
    return Account(f"wecom:{settings.wecom_corp_id}:{settings.wecom_agent_id}")


def join(settings: Settings, office: Office) -> Sequence[Channel]:
    """The app of the settings, if there is one."""
    name = account_of(settings)
    if name is None:
        return []
    secret = settings.wecom_secret.get_secret_value()
    api = CorpApi(settings.wecom_api_base, settings.wecom_corp_id, secret)
    api.token = Token(name, secret, office.storage.database, api.renew, office.wall)
    path = path_of(settings)
    page = f"{settings.web_url.rstrip('/')}{path}" if settings.web_url else ""
    keys = {unit: key.get_secret_value() for unit, key in settings.wecom_robots.items()}
    robots = Robots(api, keys, partial(link_to, page))
    driver = WecomDriver(api, name, settings.wecom_agent_id, robots, office.storage.database, office.wall)
    station = office.open(name, driver)
    opening = Opening(station, api, settings.wecom_corp_id, settings.wecom_agent_id, page)
    return [WecomChannel(station, gate_of(settings), api, driver, opening, office.storage, list(keys), path)]


def gate_of(settings: Settings) -> Gate:
    """What the console was told, as the gate checks it."""
    keys = [key.get_secret_value() for key in (settings.wecom_aes_key, settings.wecom_aes_key_previous)]
    token = settings.wecom_token.get_secret_value()
    return Gate(token, settings.wecom_corp_id, Mode.SAFE, [Key(key) for key in keys if key])


def path_of(settings: Settings) -> str:
    """Where WeCom pushes."""
    return f"/wecom/{settings.wecom_corp_id}/{settings.wecom_agent_id}"
