"""The platform: a token for two hours, members, cards and their codes, files for three days, robots, faults."""

import asyncio
import hashlib
import json
import secrets
from base64 import b64decode
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from aiohttp import ClientSession, ClientTimeout, web

from tests.doubles.wecom.phone import Card, Codes, Json, Phone, Window, Wrong, checked, task_of
from tests.doubles.wecom.pushing import AGENT, CORP, Pushing

SECRET = "k9Jq0ExampleSecretOfTheAppxxxxxxxxxxxxxxxxx"
ROBOT = "693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa"
_KINDS = {"image": 10, "voice": 2, "video": 10, "file": 20}
_HOUR = timedelta(hours=1)


class Corp(Pushing):
    """One corp with one app. `hours` moves its clock; `faults[path]` are errcodes of the next calls; `gone` do not see
    the app, `garbles` are answered as they are. While it is not `open`, calls wait for their answers.
    """

    def __init__(self, members: tuple[str, ...] = ("zhaofang", "wangmin", "liqiang", "gaojianhua")) -> None:
        super().__init__()
        self.hours = 0.0
        self.members = set(members)
        self.gone: set[str] = set()
        self.phones: defaultdict[str, Phone] = defaultdict(Phone)
        self.group: list[str] = []
        self.codes = Codes()
        self.visits: dict[str, str] = {}
        self.media: dict[str, tuple[bytes, str, datetime]] = {}
        self.faults: defaultdict[str, deque[int]] = defaultdict(deque)
        self.calls: list[str] = []
        self.refused: list[int] = []
        self.garbles: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self._tasks: set[str] = set()
        self._robot = Window(20, timedelta(minutes=1))
        self._token, self._until = "", self.now()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.hours * _HOUR

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/cgi-bin/gettoken", self._answering(self._gettoken))
        app.router.add_post("/cgi-bin/message/send", self._answering(self._send))
        app.router.add_post("/cgi-bin/message/update_template_card", self._answering(self._update))
        app.router.add_post("/cgi-bin/media/upload", self._answering(self._upload))
        app.router.add_get("/cgi-bin/media/get", self._get)
        app.router.add_get("/cgi-bin/auth/getuserinfo", self._answering(self._visitor))
        app.router.add_post("/cgi-bin/webhook/send", self._answering(self._robot_says))
        app.router.add_post("/cgi-bin/webhook/upload_media", self._answering(self._robot_upload))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.session = ClientSession(timeout=ClientTimeout(total=5))
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.session.close()
        await self._runner.cleanup()

    def lines(self) -> int:
        """How many connections to it are open."""
        return len(self._runner.server.connections) if self._runner.server else 0

    def lies(self, content: bytes, mime: str) -> str:
        """A file lies with the platform, as one that a member sent; its media id."""
        name = secrets.token_urlsafe(48)
        self.media[name] = (content, mime, self.now())
        return name

    def expire(self) -> None:
        """The token dies before its time."""
        self._until = self.now()

    def visit(self, who: str) -> str:
        """Somebody opens a link in WeCom: the code that it bears."""
        code = secrets.token_urlsafe(16)
        self.visits[code] = who
        return code

    async def taps(self, who: str, label: str, card: Card | None = None) -> int:
        """A member presses a button of a card, the newest that has it."""
        where = card or next(one for one in reversed(self.phones[who].cards) if label in one.labels)
        code = self.codes.make(who, where, self.now())
        fields = {"EventKey": where.key_of(label), "TaskId": where.task, "CardType": "button_interaction"}
        return await self.event(who, "template_card_event", **fields, ResponseCode=code)

    def _answering(self, carry_out: Callable[[web.Request], Awaitable[Json]]) -> Any:
        async def answer(request: web.Request) -> web.Response:
            path = request.path.removeprefix("/cgi-bin/")
            self.calls.append(path)
            await self.open.wait()
            if self.garbles:
                return web.Response(text=self.garbles.pop(0))
            try:
                if self.faults[path]:
                    raise Wrong(self.faults[path].popleft())
                found = await carry_out(request)
            except Wrong as wrong:
                self.refused.append(wrong.code)
                return web.json_response({"errcode": wrong.code, "errmsg": "refused"})
            return web.json_response({"errcode": 0, "errmsg": "ok"} | found)

        return answer

    async def _gettoken(self, request: web.Request) -> Json:
        if request.query.get("corpid") != CORP:
            raise Wrong(40013)
        if request.query.get("corpsecret") != SECRET:
            raise Wrong(40001)
        if self._until <= self.now():
            self._token, self._until = secrets.token_urlsafe(160), self.now() + 2 * _HOUR
        return {"access_token": self._token, "expires_in": int((self._until - self.now()).total_seconds())}

    def _let_in(self, request: web.Request) -> None:
        if request.query.get("access_token") != self._token:
            raise Wrong(40014)
        if self._until <= self.now():
            raise Wrong(42001)

    async def _send(self, request: web.Request) -> Json:
        self._let_in(request)
        body = json.loads(await request.read())
        if body["agentid"] != AGENT:
            raise Wrong(301002)
        who, kind = body["touser"], body["msgtype"]
        if who.lower() not in self.members - self.gone:
            raise Wrong(81013)
        shown, answer = self._shown(kind, body[kind], who)
        self.phones[who.lower()].show(shown, self.now())
        return {"msgid": secrets.token_hex(8), "invaliduser": ""} | answer

    def _shown(self, kind: str, content: Json, who: str) -> tuple[str | Card, Json]:
        if kind == "template_card":
            card = Card(task_of(content, self._tasks), checked(content))
            return card, {"response_code": self.codes.make(who.lower(), card, self.now())}
        if kind == "text":
            if not content["content"]:
                raise Wrong(44004)
            return content["content"].encode()[:2048].decode("utf-8", "ignore"), {}
        self._known(content["media_id"])
        return f"[{kind}]", {}

    async def _update(self, request: web.Request) -> Json:
        self._let_in(request)
        body = json.loads(await request.read())
        (who,) = body["userids"]
        face = checked(body["template_card"])
        card = self.codes.use(body["response_code"], who, self.now())
        card.shows, card.updates = face, card.updates + 1
        return {"invaliduser": []}

    async def _upload(self, request: web.Request) -> Json:
        self._let_in(request)
        part = (await request.post())["media"]
        assert isinstance(part, web.FileField)
        content, kind = part.file.read(), request.query["type"]
        if not 5 < len(content) <= _KINDS[kind] * 1024 * 1024:
            raise Wrong(40009)
        if kind == "voice" and not content.startswith(b"#!AMR"):
            raise Wrong(40005)
        return {"type": kind, "media_id": self.lies(content, part.content_type)}

    async def _get(self, request: web.Request) -> web.Response:
        self.calls.append("media/get")
        try:
            self._let_in(request)
            if self.faults["media/get"]:
                raise Wrong(self.faults["media/get"].popleft())
            content, mime, _ = self._known(request.query["media_id"])
        except Wrong as wrong:
            return web.json_response({"errcode": wrong.code, "errmsg": "refused"})
        return web.Response(body=content, content_type=mime)

    def _known(self, media: str) -> tuple[bytes, str, datetime]:
        if media not in self.media or self.media[media][2] + timedelta(days=3) <= self.now():
            raise Wrong(40007)
        return self.media[media]

    async def _visitor(self, request: web.Request) -> Json:
        self._let_in(request)
        who = self.visits.pop(request.query.get("code", ""), None)
        if who is None:
            raise Wrong(40029)
        return {"userid": who} if who.lower() in self.members else {"openid": who}

    async def _robot_says(self, request: web.Request) -> Json:
        if request.query.get("key") != ROBOT:
            raise Wrong(93000)
        body = json.loads(await request.read())
        if not self._robot.lets(self.now()):
            raise Wrong(45009)
        content = body[body["msgtype"]]
        if body["msgtype"] == "text":
            assert 0 < len(content["content"].encode()) <= 2048
            self.group.append(content["content"])
            return {}
        if body["msgtype"] == "image":
            picture = b64decode(content["base64"])
            assert hashlib.md5(picture, usedforsecurity=False).hexdigest() == content["md5"]
        else:
            self._known(content["media_id"])
        self.group.append(f"[{body['msgtype']}]")
        return {}

    async def _robot_upload(self, request: web.Request) -> Json:
        if request.query.get("key") != ROBOT:
            raise Wrong(93000)
        part = (await request.post())["media"]
        assert isinstance(part, web.FileField)
        return {"type": request.query["type"], "media_id": self.lies(part.file.read(), part.content_type)}
