"""Calls to Tencent's platforms: raw UTF-8 JSON, files both ways, one more try where the token was none any more.

No exception carries an address, because the addresses carry the token.
"""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession, ClientTimeout, FormData
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.channels.engine.depot import MOST_BYTES
from bot.channels.telegram.request import Unreachable
from bot.channels.tencent.token import Token

_LIMITS = ClientTimeout(total=30, sock_connect=5)
_MOST_ANSWER = 1024 * 1024

Json = dict[str, Any]
Body = Callable[[], Any]
"""Makes a call's body anew for each try."""


class Calls:
    """One secret's calls to `name`, as people call the platform. `stale` are its codes for a token that is none, `told`
    the kinds of content by which it says that there is no file.

    Every call gives the answer with its `errcode`, so that each caller reads its own codes.
    """

    name: str
    stale: Collection[int]
    told: Collection[str]

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        self._session: ClientSession | None = None
        self._known: Token | None = None

    @property
    def token(self) -> Token:
        """Raises NetworkError before there is one."""
        if self._known is None:
            raise NetworkError("the account is not open yet")
        return self._known

    @token.setter
    def token(self, token: Token) -> None:
        self._known = token

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, path: str, query: Mapping[str, str]) -> Json:
        """Ask by GET. Raises TelegramError where there is no answer."""
        return await self._with_token("GET", path, query, lambda: None)

    async def post(self, path: str, body: Mapping[str, Any]) -> Json:
        """Call a method. Raises TelegramError where there is no answer."""
        return await self._with_token("POST", path, {}, lambda: raw(body))

    async def upload(self, kind: str, name: str, mime: str, content: bytes) -> Json:
        """Leave a file for three days."""
        return await self._with_token(
            "POST", "/cgi-bin/media/upload", {"type": kind}, lambda: form(name, mime, content)
        )

    async def lying(self, media_id: str) -> tuple[bytes, Json | None]:
        """A file that lies with the platform; or, where there is none, what it says."""
        token = await self.token.get()
        content, answer = await self._media(media_id, token)
        if answer is not None and answer.get("errcode") in self.stale:
            content, answer = await self._media(media_id, await self.token.refused(token))
        return content, answer

    async def ask(self, verb: str, path: str, query: Mapping[str, str], body: Any) -> Json:
        """A call without a token. Raises TelegramError where there is no answer."""
        content, _ = await self._exchange(verb, self._base + path, query, body, _MOST_ANSWER)
        return self._answer(content)

    async def fetch(self, address: str, query: Mapping[str, str]) -> tuple[bytes, str]:
        """The bytes at an address that the platform named, and their kind. Raises TelegramError."""
        return await self._exchange("GET", address, query, None, MOST_BYTES)

    def token_in(self, answer: Mapping[str, Any]) -> tuple[str, int]:
        """A fresh token and the seconds it lives. Raises TelegramError."""
        try:
            return str(answer["access_token"]), int(answer["expires_in"])
        except (KeyError, ValueError) as error:
            raise self.unreadable() from error

    def unreadable(self) -> TelegramError:
        """An answer that is none."""
        return NetworkError(f"{self.name}'s answer cannot be read")

    async def _with_token(self, verb: str, path: str, query: Mapping[str, str], body: Body) -> Json:
        token = await self.token.get()
        answer = await self.ask(verb, path, {"access_token": token, **query}, body())
        if answer.get("errcode") in self.stale:
            token = await self.token.refused(token)
            answer = await self.ask(verb, path, {"access_token": token, **query}, body())
        return answer

    async def _media(self, media_id: str, token: str) -> tuple[bytes, Json | None]:
        query = {"access_token": token, "media_id": media_id}
        content, kind = await self.fetch(f"{self._base}/cgi-bin/media/get", query)
        return content, self._answer(content) if kind in self.told else None

    async def _exchange(
        self, verb: str, address: str, query: Mapping[str, str], body: Any, most: int
    ) -> tuple[bytes, str]:
        if self._session is None:
            self._session = ClientSession(timeout=_LIMITS)
        try:
            async with self._session.request(verb, address, params=query, data=body, allow_redirects=False) as response:
                return await self._bounded(response, most), response.content_type
        except TimeoutError:
            raise TimedOut from None
        except ClientConnectorError:
            raise Unreachable(f"no connection to {self.name}") from None
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    async def _bounded(self, response: ClientResponse, most: int) -> bytes:
        if response.status != 200:
            raise NetworkError(f"{self.name} answers {response.status}")
        content = bytearray()
        async for chunk in response.content.iter_chunked(64 * 1024):
            content += chunk
            if len(content) > most:
                raise BadRequest("the file is too big")
        return bytes(content)

    def _answer(self, content: bytes) -> Json:
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise self.unreadable() from error
        if not isinstance(answer, dict):
            raise self.unreadable()
        return answer


def raw(body: Mapping[str, Any]) -> bytes:
    """Characters as they are: an escaped one would be shown as its escape."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def form(name: str, mime: str, content: bytes) -> FormData:
    """A file as the platforms take it."""
    data = FormData()
    data.add_field("media", content, filename=name, content_type=mime)
    return data
