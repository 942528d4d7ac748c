"""The routes of the door. The token decides which bot calls; a wrong one gets Telegram's answer and nothing else."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from math import ceil

from aiohttp import web

from bot.channels.door.reading import read_call
from bot.channels.door.rights import check, speaks
from bot.channels.door.showing import Showing
from bot.channels.engine.call import Call
from bot.channels.engine.engine import Answer, Engine, refused
from bot.channels.engine.errors import Refusal, too_fast
from storage.chats.records import Bot, Right

UNAUTHORIZED = Refusal(401, "Unauthorized")
TOO_LONG = Refusal(413, "Request Entity Too Large")


class Door:
    """Lets any Bot API client in that has a token."""

    def __init__(self, engine: Engine, showing: Showing | None = None) -> None:
        self._engine = engine
        self._showing = showing

    def join(self, app: web.Application) -> None:
        """Add the door's two addresses to the application."""
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self.call)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self.download)

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Carry out one method."""
        try:
            bot = await self._bot(request)
            call = await read_call(request)
            method = request.match_info["method"]
            check(bot, method, call)
            if speaks(method):
                await self._pace(bot, call)
            answer = await self._engine.call(bot, method, call)
            if self._showing and answer.status == HTTPStatus.OK:
                await self._showing.show(bot.account, method, call, answer.body["result"])
        except Refusal as refusal:
            answer = refused(refusal)
        except web.HTTPRequestEntityTooLarge:
            answer = refused(TOO_LONG)
        return _told(answer)

    async def _pace(self, bot: Bot, call: Call) -> None:
        async with self._engine.desk.store.write() as chats:
            wait = await chats.pacing.pass_through(bot.account, call.chat(), datetime.now(UTC))
        if wait > timedelta():
            raise too_fast(ceil(wait.total_seconds()))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give a file at the path that getFile told."""
        try:
            bot = await self._bot(request)
        except Refusal as refusal:
            return _told(refused(refusal))
        file = await self._engine.file_at(bot, request.match_info["path"])
        if file is None or Right.FILES not in bot.rights:
            return _told(refused(Refusal(404, "Not Found")))
        headers = {"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff"}
        return web.FileResponse(self._engine.desk.depot.path(file.digest), headers=headers)

    async def _bot(self, request: web.Request) -> Bot:
        bot = await self._engine.with_token(request.match_info["token"])
        if bot is None:
            raise UNAUTHORIZED
        return bot


def _told(answer: Answer) -> web.Response:
    return web.json_response(answer.body, status=answer.status)
