"""The link under a group's message: whoever opens it in WeCom is known, and gets the card in the app if they may."""

from http import HTTPStatus
from urllib.parse import urlencode

import structlog
from aiohttp import web
from telegram.error import TelegramError

from bot.channels.bridge.arriving.incoming import Incoming, Start
from bot.channels.bridge.arriving.reception import TooFast
from bot.channels.bridge.office import Station
from bot.channels.tencent.corp import CorpApi
from handlers import numbered
from handlers.texts import Texts

_AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
_MOST_CODE = 512
_PAGE = (
    '<!doctype html><html lang="{lang}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1">'
    '<title>哨应</title><p style="font:1.25rem/1.6 system-ui,sans-serif;margin:2rem">{words}</p></html>'
)

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}

_log = structlog.get_logger(__name__)


def link_to(page: str, ticket: int) -> str:
    """Where a ticket's card is asked for; empty where nobody could open it from outside."""
    return f"{page}/card/{ticket}" if page else ""


class Opening:
    """Answers those links. WeCom tells who opens them by a code that it gives once."""

    def __init__(self, station: Station, api: CorpApi, corp: str, agent: int, page: str) -> None:
        self._station = station
        self._api = api
        self._corp = corp
        self._agent = agent
        self._page = page

    async def open(self, request: web.Request) -> web.Response:
        """Ask WeCom who it is, then give them the card in the app's chat."""
        code, ticket = request.query.get("code", ""), int(request.match_info["ticket"])
        if not code:
            raise web.HTTPFound(self._asking(ticket))
        texts = Texts(self._station.way.language)
        if len(code) > _MOST_CODE:
            return _told(numbered.link_over(texts), texts, HTTPStatus.BAD_REQUEST)
        try:
            member = await self._member(code)
            if not member:
                return _told(numbered.members_only(texts), texts, HTTPStatus.FORBIDDEN)
            await self._station.take(Incoming(member, f"open {code}", (Start(f"t_{ticket}"),)))
        except TooFast:
            return _told(numbered.link_over(texts), texts, HTTPStatus.TOO_MANY_REQUESTS)
        except TelegramError as error:
            _log.warning("link_not_opened", account=self._station.way.account.name, error=str(error))
            return _told(numbered.link_over(texts), texts, HTTPStatus.SERVICE_UNAVAILABLE)
        return _told(numbered.card_is_sent(texts), texts, HTTPStatus.OK)

    async def _member(self, code: str) -> str:
        """Who opened it, by their user id; empty where WeCom does not know them as a member."""
        answer = await self._api.get("/cgi-bin/auth/getuserinfo", {"code": code})
        return str(answer.get("userid") or answer.get("UserId") or "").lower() if not answer.get("errcode") else ""

    def _asking(self, ticket: int) -> str:
        asked = {
            "appid": self._corp,
            "redirect_uri": link_to(self._page, ticket),
            "response_type": "code",
            "scope": "snsapi_base",
            "agentid": str(self._agent),
        }
        return f"{_AUTHORIZE}?{urlencode(asked)}#wechat_redirect"


def _told(words: str, texts: Texts, status: HTTPStatus) -> web.Response:
    lang = "en" if texts.language == "en" else "zh-CN"
    return web.Response(
        text=_PAGE.format(lang=lang, words=words), content_type="text/html", status=status, headers=_HEADERS
    )
