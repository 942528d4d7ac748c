"""A push as it arrives: its signature checked, its envelope opened with the present or the previous key."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.tencent.body import Fields, fields_of, is_json
from bot.channels.tencent.crypto import Forged, Key, decrypt, encrypt, signature, signed
from bot.channels.tencent.mode import Mode

OLDEST = timedelta(days=1)
"""An older push is a copy of one that we had; what was once received is known for a week."""


@dataclass(frozen=True, slots=True)
class Push:
    """A push that is genuine. `key` opened it, and closes the reply; None where it came plain."""

    fields: Fields
    key: Key | None
    in_json: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets genuine pushes in. `keys` are the present key and the one before; `receiver` is whom they are for."""

    token: str
    receiver: str
    mode: Mode
    keys: Sequence[Key] = ()

    def greets(self, query: Mapping[str, str]) -> bool:
        """Whether the platform itself asks for the echo of its plain check."""
        return signed(query.get("signature", ""), self.token, query.get("timestamp", ""), query.get("nonce", ""))

    def opened(self, query: Mapping[str, str], body: bytes, now: datetime) -> Push:
        """The push. Raises Forged, Unreadable."""
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if not _recent(timestamp, now):
            raise Forged("time")
        if self.mode is Mode.PLAIN:
            if not self.greets(query):
                raise Forged("signature")
            return Push(fields_of(body), None, is_json(body))
        encrypted = str(fields_of(body).get("Encrypt") or "")
        if not encrypted or not signed(query.get("msg_signature", ""), self.token, timestamp, nonce, encrypted):
            raise Forged("signature")
        inside, key = self.decrypted(encrypted)
        return Push(fields_of(inside), key, is_json(body))

    def decrypted(self, encrypted: str) -> tuple[bytes, Key]:
        """What it says, and the key that opened it. Raises Forged."""
        for key in self.keys:
            try:
                return decrypt(key, encrypted, self.receiver), key
            except Forged:
                continue
        raise Forged("key")

    def closed(self, reply: bytes, push: Push, timestamp: str, nonce: str) -> bytes:
        """The reply as the platform wants it: in the push's own way of writing, encrypted if that was."""
        if push.key is None:
            return reply
        encrypted = encrypt(push.key, reply, self.receiver)
        shown = signature(self.token, timestamp, nonce, encrypted)
        if push.in_json:
            whole = {"Encrypt": encrypted, "MsgSignature": shown, "TimeStamp": int(timestamp), "Nonce": nonce}
            return json.dumps(whole).encode()
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{shown}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        ).encode()


def _recent(timestamp: str, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    return abs(now.timestamp() - int(timestamp)) <= OLDEST.total_seconds()
