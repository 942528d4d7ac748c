"""Calls to qyapi.weixin.qq.com by one secret of a corp: its app's, or 微信客服's.

Whoever is told that the token is none (any more) tries once more with another one.
"""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession, ClientTimeout, FormData
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.channels.engine.depot import MOST_BYTES
from bot.channels.telegram.request import Flood, TokenRefused, Unreachable
from bot.channels.tencent.token import Token

_LIMITS = ClientTimeout(total=30, sock_connect=5)
_MOST_ANSWER = 1024 * 1024
STALE_TOKEN = frozenset({40014, 41001, 42001})
"""The access token is none, or none any more."""
_QUIET = {45009: 60, 45011: 60, 45033: 5}
"""Seconds of quiet where an interface was called too often; a block lasts a minute, 45033 is too many at once."""
_WRONG_ACCOUNT = frozenset({40001, 40013, 40056, 41002, 41004, 48002, 60011, 301002, 301005})
"""Corp id, secret or agent id are wrong, or the app was switched off."""
_BUSY = frozenset({-1, 60020, 50001, 50002, 50003})
"""Comes right by itself, or once the operator has let this server's address in."""

Json = dict[str, Any]


class CallFailed(TelegramError):
    """An answer that WeCom may give otherwise next time."""


def error_of(answer: Mapping[str, Any]) -> TelegramError | None:
    """What an answer means whatever was asked; None where all is well. Nothing of the call is in the words."""
    code = answer.get("errcode", 0)
    if not code:
        return None
    words = f"WeCom {code}: {str(answer.get('errmsg', ''))[:120]}"
    if code in _QUIET:
        return Flood(json.dumps({"parameters": {"retry_after": _QUIET[code]}}).encode())
    if code in _WRONG_ACCOUNT:
        return TokenRefused(words)
    if code in STALE_TOKEN or code in _BUSY:
        return CallFailed(words)
    return BadRequest(words)


class CorpApi:
    """One secret's calls. No exception carries an address, because the addresses carry the token.

    Every call gives the answer with its `errcode`, so that each caller reads its own codes; `error_of` reads the rest.
    """

    token: Token

    def __init__(self, base: str, corp_id: str, secret: str) -> None:
        self._base = base.rstrip("/")
        self._corp_id = corp_id
        self._secret = secret
        self._session: ClientSession | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def renew(self, _demanded: bool) -> tuple[str, int]:
        """The corp's token and the seconds it lives; while it lives everybody gets the same. Raises TelegramError."""
        query = {"corpid": self._corp_id, "corpsecret": self._secret}
        answer = await self._ask("GET", "/cgi-bin/gettoken", query, None)
        if error := error_of(answer):
            raise error
        try:
            return str(answer["access_token"]), int(answer["expires_in"])
        except (KeyError, ValueError) as error:
            raise _unreadable() from error

    async def get(self, path: str, query: Mapping[str, str]) -> Json:
        """Ask by GET. Raises TelegramError where there is no answer."""
        return await self._with_token("GET", path, query, lambda: None)

    async def post(self, path: str, body: Mapping[str, Any]) -> Json:
        """Call a method. Raises TelegramError where there is no answer."""
        return await self._with_token("POST", path, {}, lambda: raw(body))

    async def upload(self, kind: str, name: str, mime: str, content: bytes) -> Json:
        """Leave a file for three days."""
        query = {"type": kind}
        return await self._with_token("POST", "/cgi-bin/media/upload", query, lambda: form(name, mime, content))

    async def media(self, media_id: str) -> bytes:
        """A file that lies with WeCom. Raises TelegramError."""
        token = await self.token.get()
        content, answer = await self._media(media_id, token)
        if answer is not None and answer.get("errcode") in STALE_TOKEN:
            content, answer = await self._media(media_id, await self.token.refused(token))
        if answer is None:
            return content
        raise error_of(answer) or _unreadable()

    async def by_key(self, path: str, query: Mapping[str, str], body: Any) -> Json:
        """Call what asks for no token but bears its own key. Raises TelegramError where there is no answer."""
        return await self._ask("POST", path, query, body)

    async def _with_token(self, verb: str, path: str, query: Mapping[str, str], body: Any) -> Json:
        token = await self.token.get()
        answer = await self._ask(verb, path, {"access_token": token, **query}, body())
        if answer.get("errcode") in STALE_TOKEN:
            token = await self.token.refused(token)
            answer = await self._ask(verb, path, {"access_token": token, **query}, body())
        return answer

    async def _ask(self, verb: str, path: str, query: Mapping[str, str], body: Any) -> Json:
        content, _ = await self._exchange(verb, path, query, body, _MOST_ANSWER)
        return _answer(content)

    async def _media(self, media_id: str, token: str) -> tuple[bytes, Json | None]:
        """The bytes; or, where the answer is JSON, that."""
        query = {"access_token": token, "media_id": media_id}
        content, kind = await self._exchange("GET", "/cgi-bin/media/get", query, None, MOST_BYTES)
        return content, _answer(content) if kind == "application/json" else None

    async def _exchange(
        self, verb: str, path: str, query: Mapping[str, str], body: Any, most: int
    ) -> tuple[bytes, str]:
        if self._session is None:
            self._session = ClientSession(timeout=_LIMITS)
        try:
            address = self._base + path
            async with self._session.request(verb, address, params=query, data=body, allow_redirects=False) as response:
                return await _bounded(response, most), response.content_type
        except TimeoutError:
            raise TimedOut from None
        except ClientConnectorError:
            raise Unreachable("no connection to WeCom") from None
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None


def raw(body: Mapping[str, Any]) -> bytes:
    """Characters as they are, as the platform shows and counts them."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def form(name: str, mime: str, content: bytes) -> FormData:
    """A file as the platform takes it."""
    data = FormData()
    data.add_field("media", content, filename=name, content_type=mime)
    return data


async def _bounded(response: ClientResponse, most: int) -> bytes:
    if response.status != 200:
        raise NetworkError(f"WeCom answers {response.status}")
    content = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        content += chunk
        if len(content) > most:
            raise BadRequest("the file is too big")
    return bytes(content)


def _answer(content: bytes) -> Json:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(answer, dict):
        raise _unreadable()
    return answer


def _unreadable() -> TelegramError:
    return NetworkError("WeCom's answer cannot be read")
