"""Robots of WeCom groups: they only speak, so that a message with buttons gets a link instead."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence

from bot.channels.bridge.driver import Choice
from bot.channels.bridge.outgoing.cutting import cut, size
from bot.channels.tencent.calls import Json, form, raw
from bot.channels.tencent.corp import CorpApi, error_of
from handlers.buttons import Press

MARK = "robot:"
"""A group's external name is this and its unit's code."""
_TEXT_BYTES = 2048
_IMAGE_BYTES = 2 * 1024 * 1024
_SEND, _UPLOAD = "/cgi-bin/webhook/send", "/cgi-bin/webhook/upload_media"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class Robots:
    """Speaks in the groups; `keys` are the robots' keys by unit, `link` leads to the card of a ticket."""

    def __init__(self, api: CorpApi, keys: Mapping[str, str], link: Callable[[int], str]) -> None:
        self._api = api
        self._keys = keys
        self._link = link

    async def say(self, to: str, text: str, choices: Sequence[Choice]) -> None:
        """The text, and where it has buttons the way to them. Raises TelegramError."""
        foot = self._foot(choices)
        *before, last = cut(text, _TEXT_BYTES - size(foot)) or [""]
        for part in before:
            await self._send(to, "text", {"content": part})
        await self._send(to, "text", {"content": f"{last}{foot}"})

    async def show(self, to: str, name: str, content: bytes) -> None:
        """A picture as such where it may be one, anything else as a file. Raises TelegramError."""
        if content.startswith(_PICTURES) and len(content) <= _IMAGE_BYTES:
            digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
            await self._send(to, "image", {"base64": base64.b64encode(content).decode(), "md5": digest})
            return
        body = form(name, "application/octet-stream", content)
        answer = await self._api.by_key(_UPLOAD, {"key": self._key(to), "type": "file"}, body)
        if error := error_of(answer):
            raise error
        await self._send(to, "file", {"media_id": str(answer.get("media_id") or "")})

    def _foot(self, choices: Sequence[Choice]) -> str:
        pressed = (Press.read(choice.data) for choice in choices)
        ticket = next((press.ticket for press in pressed if press and press.ticket), None)
        link = self._link(ticket) if ticket else ""
        return f"\n{link}" if link else ""

    def _key(self, to: str) -> str:
        return self._keys.get(to.removeprefix(MARK), "")

    async def _send(self, to: str, kind: str, content: Json) -> None:
        answer = await self._api.by_key(_SEND, {"key": self._key(to)}, raw({"msgtype": kind, kind: content}))
        if error := error_of(answer):
            raise error
