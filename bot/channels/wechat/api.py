"""Calls to api.weixin.qq.com: raw UTF-8 JSON, files both ways, one more try where the token was none any more."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession, ClientTimeout, FormData
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.channels.engine.depot import MOST_BYTES
from bot.channels.telegram.request import Unreachable
from bot.channels.tencent.token import Token
from bot.channels.wechat.errors import STALE_TOKEN, error_of, unreadable

_LIMITS = ClientTimeout(total=30, sock_connect=5)
_MOST_ANSWER = 1024 * 1024

Json = dict[str, Any]


class Api:
    """One account's calls. No exception carries an address, because the addresses carry the token."""

    def __init__(self, base: str, app_id: str, secret: str) -> None:
        self._base = base.rstrip("/")
        self._app_id = app_id
        self._secret = secret
        self._session: ClientSession | None = None
        self.token: Token | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def stable_token(self, demanded: bool) -> tuple[str, int]:
        """The platform's token and the seconds it lives; `demanded` makes it another one. Raises TelegramError."""
        asked = {"grant_type": "client_credential", "appid": self._app_id, "secret": self._secret}
        answer = await self._ask("POST", "/cgi-bin/stable_token", {}, _raw(asked | {"force_refresh": demanded}))
        if error := error_of(answer):
            raise error
        try:
            return str(answer["access_token"]), int(answer["expires_in"])
        except (KeyError, ValueError) as error:
            raise unreadable() from error

    async def current_token(self) -> str:
        """A token that lives. Raises TelegramError."""
        return await self._token.get()

    async def post(self, path: str, body: Mapping[str, Any]) -> Json:
        """Call a method. Raises TelegramError."""
        return await self._with_token("POST", path, {}, lambda: _raw(body))

    async def upload(self, kind: str, name: str, mime: str, content: bytes) -> Json:
        """Leave a file for three days. Raises TelegramError."""

        def form() -> FormData:
            data = FormData()
            data.add_field("media", content, filename=name, content_type=mime)
            return data

        return await self._with_token("POST", "/cgi-bin/media/upload", {"type": kind}, form)

    async def media(self, media_id: str) -> bytes:
        """A file that a user sent. Raises TelegramError."""
        content, answer = await self._media(media_id, await self._token.get())
        if answer is not None and answer.get("errcode") in STALE_TOKEN:
            content, answer = await self._media(media_id, await self._token.refused(await self._token.get()))
        if answer is None:
            return content
        if error := error_of(answer):
            raise error
        address = str(answer.get("video_url") or "")
        if not address.startswith(("https://", "http://")):
            raise unreadable()
        return (await self._fetch(address, {}))[0]

    @property
    def _token(self) -> Token:
        if self.token is None:
            raise NetworkError("the account is not open yet")
        return self.token

    async def _with_token(self, verb: str, path: str, query: Mapping[str, str], body: Any) -> Json:
        token = await self._token.get()
        answer = await self._ask(verb, path, {"access_token": token, **query}, body())
        if answer.get("errcode") in STALE_TOKEN:
            token = await self._token.refused(token)
            answer = await self._ask(verb, path, {"access_token": token, **query}, body())
        if error := error_of(answer):
            raise error
        return answer

    async def _ask(self, verb: str, path: str, query: Mapping[str, str], body: Any) -> Json:
        content, _ = await self._exchange(verb, self._base + path, query, body, _MOST_ANSWER)
        return _answer(content)

    async def _media(self, media_id: str, token: str) -> tuple[bytes, Json | None]:
        """The bytes; or, where the answer is JSON, that."""
        query = {"access_token": token, "media_id": media_id}
        content, kind = await self._fetch(f"{self._base}/cgi-bin/media/get", query)
        return content, _answer(content) if kind in {"application/json", "text/plain"} else None

    async def _fetch(self, address: str, query: Mapping[str, str]) -> tuple[bytes, str]:
        return await self._exchange("GET", address, query, None, MOST_BYTES)

    async def _exchange(
        self, verb: str, address: str, query: Mapping[str, str], body: Any, most: int
    ) -> tuple[bytes, str]:
        if self._session is None:
            self._session = ClientSession(timeout=_LIMITS)
        try:
            async with self._session.request(verb, address, params=query, data=body, allow_redirects=False) as response:
                return await _bounded(response, most), response.content_type
        except TimeoutError:
            raise TimedOut from None
        except ClientConnectorError:
            raise Unreachable("no connection to WeChat") from None
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None


async def _bounded(response: ClientResponse, most: int) -> bytes:
    if response.status != 200:
        raise NetworkError(f"WeChat answers {response.status}")
    content = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        content += chunk
        if len(content) > most:
            raise BadRequest("the file is too big")
    return bytes(content)


def _raw(body: Mapping[str, Any]) -> bytes:
    """Characters as they are: WeChat shows an escaped one as its escape."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _answer(content: bytes) -> Json:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise unreadable() from error
    if not isinstance(answer, dict):
        raise unreadable()
    return answer
