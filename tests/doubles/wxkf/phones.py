"""What the residents behind a 微信客服 account see and do; each deed is an entry that `sync_msg` gives later."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

MOST, WITHIN, CODE = 5, timedelta(hours=48), timedelta(seconds=20)
CORP, KF = "ww1436e0e65a779aee", "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q"
"""The corp whose staff have the app, as in life."""


@dataclass
class Phone:
    """`seen` are texts, and `[kind]` for files; `menus` what can be tapped. Where `human` a member has the session."""

    seen: list[str] = field(default_factory=list)
    menus: list[dict[str, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    until: datetime | None = None
    sent: int = 0
    human: bool = False

    def take(self, message: dict[str, Any]) -> None:
        """A message arrives."""
        kind = message["msgtype"]
        if kind == "msgmenu":
            taps = {one["click"]["content"]: one["click"]["id"] for one in message[kind]["list"] if "click" in one}
            self.menus.append(taps)
            self.seen.append(message[kind]["head_content"])
        else:
            self.seen.append(message["text"]["content"] if kind == "text" else f"[{kind}]")

    def window(self, now: datetime) -> int:
        """0 where we may send, else WeCom's errcode; what is sent counts."""
        if self.human:
            return 95018
        if self.until is None or self.until <= now:
            return 95002
        if self.sent >= MOST:
            return 95001
        self.sent += 1
        return 0


class Phones:
    """The half that residents touch. `tell` is called when there is something new."""

    def __init__(self) -> None:
        self.people: dict[str, Phone] = {}
        self.entries: list[dict[str, Any]] = []
        self.codes: dict[str, tuple[str, datetime]] = {}
        self.quiet = False

    def now(self) -> datetime:
        raise NotImplementedError

    async def tell(self) -> None:
        raise NotImplementedError

    def phone(self, who: str) -> Phone:
        return self.people.setdefault(who, Phone())

    async def says(self, who: str, words: str, **more: Any) -> str:
        """The resident types."""
        return await self.sends(who, "text", content=words, **more)

    async def taps(self, who: str, label: str, menu: int = -1) -> str:
        """The resident taps a button of a menu, the newest unless said otherwise."""
        found = [one for one in self.phone(who).menus if label in one] if menu == -1 else [self.phone(who).menus[menu]]
        return await self.says(who, label, menu_id=found[-1][label])

    async def sends(self, who: str, kind: str, **fields: Any) -> str:
        phone = self.phone(who)
        phone.until, phone.sent = self.now() + WITHIN, 0
        return await self.add(self.message(who, kind, **fields))

    async def enters(self, who: str, **fields: Any) -> str:
        """The resident opens the conversation; whoever was not spoken to for two days may be greeted once."""
        phone = self.phone(who)
        if phone.until is None or phone.until <= self.now():
            code = secrets.token_hex(16)
            self.codes[code] = who, self.now() + CODE
            fields |= {"welcome_code": code}
        return await self.event("enter_session", external_userid=who, **fields)

    async def event(self, kind: str, **fields: Any) -> str:
        entry = self._entry(4) | {"msgtype": "event", "event": {"event_type": kind, "open_kfid": KF, **fields}}
        return await self.add(entry)

    def message(self, who: str, kind: str, origin: int = 3, **fields: Any) -> dict[str, Any]:
        return self._entry(origin) | {"open_kfid": KF, "external_userid": who, "msgtype": kind, kind: fields}

    async def add(self, entry: dict[str, Any]) -> str:
        """There is something new; its name."""
        self.entries.append(entry)
        if not self.quiet:
            await self.tell()
        return str(entry["msgid"])

    def _entry(self, origin: int) -> dict[str, Any]:
        return {"msgid": secrets.token_urlsafe(16), "send_time": int(self.now().timestamp()), "origin": origin}
