"""Pushes as the platform makes them: signed, in three modes and two ways of writing, repeated where nobody answers."""

import json
import secrets
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from aiohttp import ClientSession

from bot.channels.tencent.crypto import Key, decrypt, encrypt, signature

OWN = "gh_7f083739789a"
TOKEN, KEY, OLD_KEY = "AAAAA", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "A" * 43
RETRIES = 3


class Pushing:
    """The half of the platform that pushes to `target`. `mode` and `in_json` are its console's settings."""

    session: ClientSession

    def __init__(self, app_id: str) -> None:
        self.app_id = app_id
        self.target = ""
        self.mode = "safe"
        self.in_json = False
        self.key = KEY
        self.pushed: list[int] = []
        self._numbers = count(23_000_000_000_000_000)
        self.phones: defaultdict[str, Any]

    def now(self) -> datetime:
        raise NotImplementedError

    async def greet(self, token: str = TOKEN) -> tuple[int, str]:
        """The check of the address, as the console makes it."""
        query = self.query(token) | {"echostr": "5838479218127813673"}
        async with self.session.get(self.target, params=query) as answer:
            return answer.status, await answer.text()

    async def says(self, who: str, words: str, **fields: Any) -> str | None:
        """The user types; what comes back with the push."""
        return await self.sends(who, "text", Content=words, **fields)

    async def sends(self, who: str, kind: str, **fields: Any) -> str | None:
        self.phones[who].windows.deed("event" if "bizmsgmenuid" in fields else "words", self.now())
        return await self.push(self.message(who, kind, **fields))

    async def event(self, who: str, name: str, **fields: Any) -> str | None:
        if name in {"subscribe", "SCAN", "CLICK"}:
            self.phones[who].windows.deed("event", self.now())
        self.phones[who].follows = name != "unsubscribe"
        return await self.push(self.frame(who) | {"MsgType": "event", "Event": name} | fields)

    def frame(self, who: str) -> dict[str, Any]:
        return {"ToUserName": OWN, "FromUserName": who, "CreateTime": int(self.now().timestamp())}

    def message(self, who: str, kind: str, **fields: Any) -> dict[str, Any]:
        number = next(self._numbers)
        return self.frame(who) | {"MsgType": kind} | fields | {"MsgId": number, "MsgDataId": "x", "Idx": "1"}

    async def push(self, fields: Mapping[str, Any]) -> str | None:
        """Push until somebody answers; the words that come back are shown to the user."""
        for _ in range(1 + RETRIES):
            try:
                status, content = await self.post(*self.packed(fields))
            except TimeoutError:
                continue
            self.pushed.append(status)
            if status != 200:
                continue
            words = self.read(content)
            if words:
                self.phones[str(fields["FromUserName"])].seen.append(words)
            return words
        return None

    async def post(self, query: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        async with self.session.post(self.target, params=query, data=body) as answer:
            return answer.status, await answer.read()

    def query(self, token: str = TOKEN) -> dict[str, str]:
        time, nonce = str(int(self.now().timestamp())), str(secrets.randbelow(10**10))
        return {"signature": signature(token, time, nonce), "timestamp": time, "nonce": nonce, "openid": "o"}

    def packed(self, fields: Mapping[str, Any]) -> tuple[dict[str, str], bytes]:
        """The push in the present mode, as query and body."""
        query, plain = self.query(), self.written(fields)
        if self.mode == "plain":
            return query, plain
        sealed = encrypt(Key(self.key), plain, self.app_id)
        shown = signature(TOKEN, query["timestamp"], query["nonce"], sealed)
        query |= {"encrypt_type": "aes", "msg_signature": shown}
        outside = {"ToUserName": OWN, "Encrypt": sealed}
        return query, self.written(outside | (dict(fields) if self.mode == "compatible" else {}))

    def written(self, fields: Mapping[str, Any]) -> bytes:
        if self.in_json:
            return json.dumps(fields, ensure_ascii=False).encode()
        return tostring(_element("xml", fields), encoding="utf-8")

    def read(self, content: bytes) -> str | None:
        """The words of a passive reply; None for `success`. Raises for what WeChat could not read."""
        if content in {b"success", b""}:
            return None
        fields = self._fields(content)
        if self.mode != "plain":
            shown = signature(TOKEN, str(fields["TimeStamp"]), str(fields["Nonce"]), fields["Encrypt"])
            assert shown == fields["MsgSignature"]
            fields = self._fields(decrypt(Key(self.key), fields["Encrypt"], self.app_id))
        assert fields["FromUserName"] == OWN
        assert fields["MsgType"] == "text"
        assert len(fields["Content"].encode()) <= 2048
        return str(fields["Content"])

    def _fields(self, content: bytes) -> dict[str, Any]:
        if self.in_json:
            found: dict[str, Any] = json.loads(content)
            return found
        return {part.tag: part.text or "" for part in fromstring(content)}  # noqa: S314 (our own program's reply)


def _element(name: str, fields: Mapping[str, Any]) -> Element:
    whole = Element(name)
    for key, value in fields.items():
        if isinstance(value, Mapping):
            whole.append(_element(key, value))
        else:
            SubElement(whole, key).text = str(value)
    return whole
