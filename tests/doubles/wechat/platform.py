"""The platform: stable tokens that expire, quotas, media for three days, faults on demand; and it pushes."""

import asyncio
import json
import secrets
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from aiohttp import ClientSession, ClientTimeout, web

from tests.doubles.wechat.pushing import Pushing
from tests.doubles.wechat.windows import Windows

APP, SECRET = "wxba5fad812f8e6fb9", "0123456789abcdef0123456789abcdef"
PATIENCE = 5.0


@dataclass
class Phone:
    """What a user sees, oldest first: texts, and `[kind]` for files; `rung` are template messages."""

    seen: list[str] = field(default_factory=list)
    rung: list[dict[str, Any]] = field(default_factory=list)
    windows: Windows = field(default_factory=Windows)
    follows: bool = True


class Weixin(Pushing):
    """One official account's platform. `hours` moves its clock; `faults[path]` are errcodes of the next calls."""

    def __init__(self, app_id: str = APP, secret: str = SECRET) -> None:
        super().__init__(app_id)
        self.secret = secret
        self.hours = 0.0
        self.phones: defaultdict[str, Phone] = defaultdict(Phone)
        self.media: dict[str, tuple[bytes, str, datetime]] = {}
        self.codes: list[str] = []
        self.menu: dict[str, Any] = {}
        self.faults: defaultdict[str, deque[int]] = defaultdict(deque)
        self.calls: list[str] = []
        self.bodies: list[bytes] = []
        self.tokens: list[tuple[str, datetime]] = []
        self.forced = 0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(hours=self.hours)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_post("/cgi-bin/stable_token", self._stable_token)
        app.router.add_post("/cgi-bin/message/custom/send", self._custom)
        app.router.add_post("/cgi-bin/message/template/send", self._ring)
        app.router.add_post("/cgi-bin/message/subscribe/bizsend", self._ring)
        app.router.add_post("/cgi-bin/media/upload", self._upload)
        app.router.add_get("/cgi-bin/media/get", self._get)
        app.router.add_post("/cgi-bin/qrcode/create", self._code)
        app.router.add_post("/cgi-bin/menu/create", self._menu)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.session = ClientSession(timeout=ClientTimeout(total=PATIENCE))
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.session.close()
        await self._runner.cleanup()

    def lies(self, content: bytes, mime: str) -> str:
        """A file lies with the platform, as one that a user sent; its media id."""
        name = secrets.token_urlsafe(32)
        self.media[name] = (content, mime, self.now())
        return name

    def expire(self) -> None:
        """The token dies before its time, as when somebody took another one."""
        self.tokens.append((secrets.token_hex(32), self.now() + timedelta(hours=2)))

    async def _stable_token(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.calls.append("stable_token")
        if fault := self._fault("stable_token"):
            return _error(fault)
        if body["appid"] != self.app_id or body["secret"] != self.secret:
            return _error(40125)
        stale = not self.tokens or self.tokens[-1][1] - timedelta(minutes=5) <= self.now()
        if body.get("force_refresh"):
            self.forced += 1
        if stale or body.get("force_refresh"):
            self.tokens.append((secrets.token_hex(32), self.now() + timedelta(hours=2)))
        token, until = self.tokens[-1]
        return web.json_response({"access_token": token, "expires_in": int((until - self.now()).total_seconds())})

    async def _custom(self, request: web.Request) -> web.Response:
        if refused := await self._refused(request, "custom"):
            return refused
        raw = await request.read()
        self.bodies.append(raw)
        body = json.loads(raw)
        phone = self.phones[body["touser"]]
        if not phone.follows:
            return _error(43004)
        text = body.get("text", {}).get("content", "")
        if len(text.encode()) > 2048:
            return _error(45002)
        if body["msgtype"] != "text" and body[body["msgtype"]]["media_id"] not in self.media:
            return _error(40007)
        if code := phone.windows.send(self.now()):
            return _error(code)
        phone.seen.append(text or f"[{body['msgtype']}]")
        return _error(0)

    async def _ring(self, request: web.Request) -> web.Response:
        if refused := await self._refused(request, "template"):
            return refused
        body = await request.json()
        phone = self.phones[body["touser"]]
        if not phone.follows:
            return _error(43004)
        phone.rung.append(body)
        return web.json_response({"errcode": 0, "errmsg": "ok", "msgid": len(phone.rung)})

    async def _upload(self, request: web.Request) -> web.Response:
        if refused := await self._refused(request, "upload"):
            return refused
        part: Any = (await request.post())["media"]
        name = self.lies(part.file.read(), part.content_type)
        return web.json_response({"type": request.query["type"], "media_id": name, "created_at": 1})

    async def _get(self, request: web.Request) -> web.Response:
        if refused := await self._refused(request, "get"):
            return refused
        content, mime, at = self.media.get(request.query["media_id"], (b"", "", datetime.min.replace(tzinfo=UTC)))
        if at + timedelta(days=3) <= self.now():
            return _error(40007)
        return web.Response(body=content, content_type=mime)

    async def _code(self, request: web.Request) -> web.Response:
        if refused := await self._refused(request, "qrcode"):
            return refused
        scene = (await request.json())["action_info"]["scene"]["scene_str"]
        self.codes.append(scene)
        return web.json_response({"ticket": f"ticket-{scene}", "url": f"http://weixin.qq.com/q/{scene}"})

    async def _menu(self, request: web.Request) -> web.Response:
        if refused := await self._refused(request, "menu"):
            return refused
        self.menu = await request.json()
        return _error(0)

    async def _refused(self, request: web.Request, name: str) -> web.Response | None:
        self.calls.append(name)
        await asyncio.sleep(0)
        if fault := self._fault(name):
            return _error(fault)
        alive = self.tokens[-1:] if self.tokens and self.tokens[-1][1] > self.now() else []
        return None if request.query.get("access_token") in {token for token, _ in alive} else _error(40001)

    def _fault(self, name: str) -> int:
        return self.faults[name].popleft() if self.faults[name] else 0


def _error(code: int) -> web.Response:
    return web.json_response({"errcode": code, "errmsg": "ok" if code == 0 else f"error {code}"})
