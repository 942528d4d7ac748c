"""Pushes as WeCom makes them: encrypted, signed, for the corp, repeated where nobody answers. Synthetic."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from aiohttp import ClientSession

from bot.channels.tencent.crypto import Key, encrypt, signature

CORP, AGENT = "ww1436e0e65a779aee", 1000002
TOKEN, KEY, OLD_KEY = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "A" * 43
RETRIES = 3


class Pushing:
    """The half of the platform that pushes to `target`."""

    session: ClientSession

    def __init__(self) -> None:
        self.target = ""
        self.key = KEY
        self.pushed: list[int] = []
        self._numbers = count(7_200_000_000_000_000)

    def now(self) -> datetime:
        raise NotImplementedError

    async def greet(self, token: str = TOKEN, receiver: str = CORP) -> tuple[int, bytes]:
        """The check of the address, as the console makes it."""
        echo = encrypt(Key(self.key), b"1616140317555161061", receiver)
        async with self.session.get(self.target, params=self.query(echo, token) | {"echostr": echo}) as answer:
            return answer.status, await answer.read()

    async def sends(self, who: str, kind: str, **fields: Any) -> int:
        """A member sends a message; the status of the last answer."""
        number = {"MsgId": next(self._numbers)}
        return await self.push(self.frame(who) | {"MsgType": kind} | fields | number)

    async def says(self, who: str, words: str) -> int:
        return await self.sends(who, "text", Content=words)

    async def event(self, who: str, name: str, **fields: Any) -> int:
        return await self.push(self.frame(who) | {"MsgType": "event", "Event": name} | fields)

    def frame(self, who: str) -> dict[str, Any]:
        moment = int(self.now().timestamp())
        return {"ToUserName": CORP, "FromUserName": who, "CreateTime": moment, "AgentID": AGENT}

    async def push(self, fields: Mapping[str, Any]) -> int:
        """Push until somebody answers with 200."""
        query, body = self.packed(written(fields))
        status = 0
        for _ in range(1 + RETRIES):
            try:
                status = await self.post(query, body)
            except TimeoutError:
                continue
            self.pushed.append(status)
            if status == 200:
                break
        return status

    async def post(self, query: Mapping[str, str], body: bytes) -> int:
        async with self.session.post(self.target, params=query, data=body) as answer:
            content = await answer.read()
            assert answer.status != 200 or content == b""
            return answer.status

    def packed(self, plain: bytes, receiver: str = CORP, token: str = TOKEN) -> tuple[dict[str, str], bytes]:
        """The push as query and body."""
        sealed = encrypt(Key(self.key), plain, receiver)
        return self.query(sealed, token), written({"ToUserName": CORP, "AgentID": AGENT, "Encrypt": sealed})

    def query(self, sealed: str, token: str = TOKEN) -> dict[str, str]:
        time, nonce = str(int(self.now().timestamp())), str(secrets.randbelow(10**10))
        return {"msg_signature": signature(token, time, nonce, sealed), "timestamp": time, "nonce": nonce}


def written(fields: Mapping[str, Any]) -> bytes:
    """The fields as XML."""
    whole = Element("xml")
    for name, value in fields.items():
        SubElement(whole, name).text = str(value)
    return tostring(whole, encoding="utf-8")
