"""The HTTP side: tokens, parameters in every encoding, long polling, webhooks, files, faults."""

import asyncio
import json
from collections.abc import Callable
from time import monotonic
from typing import Any, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.doubles.botapi.bot import BotState, Call
from tests.doubles.botapi.faults import Faults
from tests.doubles.botapi.limits import Limits
from tests.doubles.botapi.methods import carry_out
from tests.doubles.botapi.refusal import Refusal
from tests.doubles.botapi.users import BotDouble

TOKEN = "42:secret"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class BotApi:
    """The server. `bot(token)` makes a bot known; any other token is answered as Telegram does."""

    def __init__(self, port: int = 0, limits: Limits | None = None) -> None:
        self.port = port
        self.faults = Faults()
        self.limits = limits or Limits()
        self.bots: dict[str, BotDouble] = {}
        self.calls: list[Call] = []
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def bot(self, token: str = TOKEN) -> BotDouble:
        return self.bots.setdefault(token, BotDouble(token))

    async def start(self) -> None:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._http = ClientSession(timeout=ClientTimeout(total=30))

    async def stop(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self._http.close()
        await self._runner.cleanup()

    async def until(self, holds: Callable[[], Any], within: float = 10.0) -> Any:
        """Wait until `holds()` is true and give back what it gave."""
        end = monotonic() + within
        while not (value := holds()):
            if monotonic() > end:
                raise AssertionError("what was awaited did not happen")
            await asyncio.sleep(0.01)
        return value

    async def _call(self, request: web.Request) -> web.StreamResponse:
        bot = self.bots.get(request.match_info["token"])
        if bot is None:
            known = request.match_info["token"].split(":")[0].isdigit()
            return _refused(Refusal(401, "Unauthorized") if known else Refusal(404, "Not Found"))
        call = Call(monotonic(), bot.id, request.match_info["method"], await _params(request))
        self.calls.append(call)
        bot.calls.append(call)
        try:
            call.result = await self._carry_out(bot, call, request)
        except Refusal as refusal:
            call.error = refusal.description
            return _refused(refusal)
        return _json({"ok": True, "result": call.result})

    async def _carry_out(self, bot: BotDouble, call: Call, request: web.Request) -> Any:
        fault = self.faults.strike(call.method, call.chat)
        if fault:
            await asyncio.sleep(fault.delay)
            if fault.error:
                raise fault.error
        if fault and fault.cut == "before":
            _hang_up(request)
        if call.method.lower() == "getupdates":
            return await _get_updates(bot, call.params)
        if call.chat is not None and call.method.lower().startswith(("send", "edit")):
            self.limits.count(bot.id, call.chat)
        result = carry_out(bot, call.method, call.params)
        self._serve_webhook(bot)
        if fault and fault.cut == "after":
            _hang_up(request)
        return result

    def _serve_webhook(self, bot: BotDouble) -> None:
        if bot.webhook and bot.id not in self._tasks:
            self._tasks[bot.id] = asyncio.create_task(self._post_updates(bot))

    async def _post_updates(self, bot: BotDouble) -> None:
        posting: set[asyncio.Task[None]] = set()
        while True:
            while bot.webhook and bot.updates and len(posting) < bot.webhook.connections:
                task = asyncio.create_task(self._post(bot, bot.updates.popleft()))
                posting.add(task)
                task.add_done_callback(posting.discard)
            bot.arrived.clear()
            await asyncio.wait({asyncio.create_task(bot.arrived.wait()), *posting}, return_when="FIRST_COMPLETED")

    async def _post(self, bot: BotDouble, update: dict[str, Any]) -> None:
        wait = 0.05
        while bot.webhook:
            headers = {SECRET_HEADER: bot.webhook.secret} if bot.webhook.secret else {}
            try:
                async with self._http.post(bot.webhook.url, json=update, headers=headers) as answer:
                    if answer.status < 300:
                        return
            except (ClientError, OSError):
                pass
            await asyncio.sleep(wait)
            wait = min(wait * 2, 1.0)

    async def _download(self, request: web.Request) -> web.Response:
        bot = self.bots.get(request.match_info["token"])
        files = {path: data for path, data in bot.files.values()} if bot else {}
        data = files.get(request.match_info["path"])
        return _refused(Refusal(404, "Not Found")) if data is None else web.Response(body=data)


async def _get_updates(bot: BotState, params: dict[str, Any]) -> list[dict[str, Any]]:
    if bot.webhook:
        raise Refusal(
            409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
        )
    if bot.poller and not bot.poller.done():
        bot.poller.set_result(None)
    mine = bot.poller = asyncio.get_running_loop().create_future()
    if params.get("allowed_updates") is not None:
        bot.allowed = set(params["allowed_updates"])
    offset = int(params.get("offset") or 0)
    while offset < 0 and len(bot.updates) > -offset:
        bot.updates.popleft()
    while offset > 0 and bot.updates and bot.updates[0]["update_id"] < offset:
        bot.updates.popleft()
    await _await_updates(bot, mine, float(params.get("timeout") or 0))
    if mine.done():
        raise Refusal(
            409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        )
    mine.set_result(None)
    return list(bot.updates)[: int(params.get("limit") or 100)]


async def _await_updates(bot: BotState, mine: asyncio.Future[None], seconds: float) -> None:
    end = monotonic() + seconds
    while not bot.updates and not mine.done() and (left := end - monotonic()) > 0:
        bot.arrived.clear()
        arrived = asyncio.create_task(bot.arrived.wait())
        await asyncio.wait({arrived, mine}, timeout=left, return_when="FIRST_COMPLETED")
        arrived.cancel()


async def _params(request: web.Request) -> dict[str, Any]:
    params: dict[str, Any] = {name: _decoded(value) for name, value in request.query.items()}
    if request.content_type == "application/json":
        params |= json.loads(await request.read() or b"{}")
    elif request.can_read_body:
        form = await request.post()
        params |= {name: _decoded(value) for name, value in form.items()}
    for name, value in list(params.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            params[name] = params[value.removeprefix("attach://")]
    return params


def _decoded(value: Any) -> Any:
    if isinstance(value, web.FileField):
        return value.filename, value.file.read()
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


def _refused(refusal: Refusal) -> web.Response:
    return _json(refusal.answer(), refusal.status)


def _hang_up(request: web.Request) -> None:
    if request.transport:
        request.transport.abort()
    raise asyncio.CancelledError
