"""The platform: tokens that expire, a quota, cursors, names taken once, codes for one use, faults on demand."""

import asyncio
import re
import secrets
from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from aiohttp import ClientSession, ClientTimeout, web

from bot.channels.tencent.crypto import Key, encrypt, signature
from tests.doubles.wxkf.phones import CORP, KF, Phones

SECRET, TOKEN = "kf-secret-0123456789abcdef", "QDG6eK"
KEY, OLD_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "A" * 43
CUT = -9
"""A fault: what was asked is done, and the line is cut before the answer."""
_KEPT, _PUSH_TOKEN = timedelta(days=3), timedelta(minutes=10)
_NAME = re.compile(r"[0-9a-zA-Z_-]{1,32}")
_UNTOLD = 10
"""How often a minute it may be asked by whoever was not told to."""


class Wecom(Phones):
    """One corp with one account. `hours` moves its clock; `faults[path]` are errcodes of the next calls."""

    def __init__(self) -> None:
        super().__init__()
        self.target = ""
        self.hours = 0.0
        self.page = 1000
        self.key = KEY
        self.faults: defaultdict[str, deque[int]] = defaultdict(deque)
        self.calls: list[str] = []
        self.pushed: list[int] = []
        self.media: dict[str, tuple[bytes, str, datetime]] = {}
        self.uploads: list[tuple[str, str]] = []
        self.scenes: list[str] = []
        self.tokens: dict[str, datetime] = {}
        self.told: dict[str, datetime] = {}
        self.untold: deque[datetime] = deque()
        self.asking, self.most_asking = 0, 0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(hours=self.hours)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/cgi-bin/gettoken", self._gettoken)
        app.router.add_post("/cgi-bin/kf/sync_msg", self._sync)
        app.router.add_post("/cgi-bin/kf/send_msg", self._send)
        app.router.add_post("/cgi-bin/kf/send_msg_on_event", self._greet)
        app.router.add_post("/cgi-bin/kf/add_contact_way", self._way)
        app.router.add_post("/cgi-bin/media/upload", self._upload)
        app.router.add_get("/cgi-bin/media/get", self._get)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.session = ClientSession(timeout=ClientTimeout(total=5))
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.session.close()
        await self._runner.cleanup()

    # What it pushes.

    async def tell(self) -> None:
        token = secrets.token_urlsafe(24)
        self.told[token] = self.now() + _PUSH_TOKEN
        if self.target:
            self.pushed.append(await self.push(self.callback(token)))

    def callback(self, token: str, kf: str = KF) -> bytes:
        moment = int(self.now().timestamp())
        return (
            f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><CreateTime>{moment}</CreateTime>"
            "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>"
            f"<Token><![CDATA[{token}]]></Token><OpenKfId><![CDATA[{kf}]]></OpenKfId></xml>"
        ).encode()

    def sealed(self, plain: bytes, key: str = "", receiver: str = CORP) -> tuple[dict[str, str], str]:
        """The query and the envelope's content."""
        encrypted = encrypt(Key(key or self.key), plain, receiver)
        time, nonce = str(int(self.now().timestamp())), str(secrets.randbelow(10**10))
        shown = signature(TOKEN, time, nonce, encrypted)
        return {"msg_signature": shown, "timestamp": time, "nonce": nonce}, encrypted

    async def push(self, plain: bytes, **how: str) -> int:
        query, encrypted = self.sealed(plain, **how)
        body = (
            f"<xml><ToUserName>{CORP}</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt><AgentID></AgentID></xml>"
        )
        return await self.post(query, body.encode())

    async def post(self, query: dict[str, str], body: bytes) -> int:
        async with self.session.post(self.target, params=query, data=body) as answer:
            return answer.status

    async def check(self, echo: bytes, **how: str) -> tuple[int, bytes]:
        """The console checks the address."""
        query, encrypted = self.sealed(echo, **how)
        async with self.session.get(self.target, params=query | {"echostr": encrypted}) as answer:
            return answer.status, await answer.read()

    # What it is asked.

    async def _gettoken(self, request: web.Request) -> web.Response:
        self.calls.append("gettoken")
        if fault := self._fault("gettoken"):
            return _error(fault)
        if (request.query["corpid"], request.query["corpsecret"]) != (CORP, SECRET):
            return _error(40001)
        alive = [token for token, until in self.tokens.items() if until > self.now()]
        token = alive[-1] if alive else secrets.token_urlsafe(64)
        until = self.tokens.setdefault(token, self.now() + timedelta(hours=2))
        seconds = int((until - self.now()).total_seconds())
        return web.json_response({"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": seconds})

    async def _sync(self, request: web.Request) -> web.Response:
        if refused := self._refused(request, "sync"):
            return refused
        body = await request.json()
        if body["open_kfid"] != KF:
            return _error(95000)
        if body.get("limit", 1000) > 1000:
            return _error(40058)
        if code := self._told(body.get("token")):
            return _error(code)
        self.asking += 1
        self.most_asking = max(self.most_asking, self.asking)
        await asyncio.sleep(0.01)
        self.asking -= 1
        start = int(body.get("cursor", "").removeprefix("at") or 0)
        end = start + min(self.page, body.get("limit", 1000))
        found = [one for one in self.entries[start:end] if one["send_time"] > (self.now() - _KEPT).timestamp()]
        answer = {"errcode": 0, "errmsg": "ok", "has_more": int(end < len(self.entries)), "msg_list": found}
        return web.json_response(answer | {"next_cursor": f"at{min(end, len(self.entries))}"})

    def _told(self, token: str | None) -> int:
        if token:
            return 0 if self.told.get(token, self.now()) > self.now() else 95007
        now = self.now()
        while self.untold and self.untold[0] < now - timedelta(minutes=1):
            self.untold.popleft()
        self.untold.append(now)
        return 45009 if len(self.untold) > _UNTOLD else 0

    async def _send(self, request: web.Request) -> web.Response:
        if refused := self._refused(request, "send"):
            return refused
        body = await request.json()
        if body["open_kfid"] != KF or body["touser"] not in self.people:
            return _error(40096)
        phone = self.phone(body["touser"])
        if code := wrong(body, self.media):
            return _error(code)
        if body["msgid"] not in phone.names:
            if code := phone.window(self.now()):
                return _error(code)
            phone.names.append(body["msgid"])
            phone.take(body)
        return self._answered(request, "send", body)

    async def _greet(self, request: web.Request) -> web.Response:
        if refused := self._refused(request, "greet"):
            return refused
        body = await request.json()
        who, until = self.codes.pop(body["code"], ("", self.now()))
        if until <= self.now() or body["msgtype"] not in {"text", "msgmenu"}:
            return _error(95019)
        if code := wrong(body, self.media):
            return _error(code)
        self.phone(who).take(body)
        return self._answered(request, "greet", body)

    async def _way(self, request: web.Request) -> web.Response:
        if refused := self._refused(request, "way"):
            return refused
        body = await request.json()
        if body["open_kfid"] != KF or not _NAME.fullmatch(body["scene"]):
            return _error(40058)
        self.scenes.append(body["scene"])
        url = f"https://work.weixin.qq.com/kfid/kfc0123?enc_scene={body['scene']}"
        return web.json_response({"errcode": 0, "errmsg": "ok", "url": url})

    async def _upload(self, request: web.Request) -> web.Response:
        if refused := self._refused(request, "upload"):
            return refused
        part: Any = (await request.post())["media"]
        self.uploads.append((request.query["type"], part.filename))
        name = self.lies(part.file.read(), part.content_type)
        answer = {"errcode": 0, "errmsg": "", "type": request.query["type"], "media_id": name, "created_at": "1"}
        return web.json_response(answer)

    def lies(self, content: bytes, mime: str) -> str:
        """A file lies with the platform, as one that a user sent; its media id."""
        name = secrets.token_urlsafe(32)
        self.media[name] = (content, mime, self.now())
        return name

    async def _get(self, request: web.Request) -> web.Response:
        if refused := self._refused(request, "get"):
            return refused
        content, mime, at = self.media.get(request.query["media_id"], (b"", "", datetime.min.replace(tzinfo=UTC)))
        return _error(40007) if at + _KEPT <= self.now() else web.Response(body=content, content_type=mime)

    def _answered(self, request: web.Request, name: str, body: dict[str, Any]) -> web.Response:
        if self.faults[name] and self.faults[name][0] == CUT:
            self.faults[name].popleft()
            if request.transport:
                request.transport.abort()
            raise asyncio.CancelledError
        return web.json_response({"errcode": 0, "errmsg": "ok", "msgid": body["msgid"]})

    def _refused(self, request: web.Request, name: str) -> web.Response | None:
        self.calls.append(name)
        if fault := self._fault(name):
            return _error(fault)
        token = request.query.get("access_token", "")
        if token not in self.tokens:
            return _error(40014)
        return None if self.tokens[token] > self.now() else _error(42001)

    def _fault(self, name: str) -> int:
        return self.faults[name].popleft() if self.faults[name] and self.faults[name][0] != CUT else 0


def wrong(body: dict[str, Any], media: dict[str, Any]) -> int:
    """The errcode of a message that is none."""
    kind = body["msgtype"]
    part = body[kind]
    if not _NAME.fullmatch(body["msgid"]):
        return 40058
    if kind == "text":
        return 0 if 0 < len(part["content"].encode()) <= 2048 else 40058
    if kind == "msgmenu":
        labels = [one[one["type"]]["content"] for one in part["list"]]
        fits = len(part["head_content"].encode()) <= 1024 and all(0 < len(one.encode()) <= 128 for one in labels)
        return 0 if fits and 0 < len(labels) <= 10 else 95008
    return 0 if part.get("media_id") in media else 40007


def _error(code: int) -> web.Response:
    return web.json_response({"errcode": code, "errmsg": f"error {code}"})
