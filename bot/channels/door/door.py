"""The routes of the door. The token decides which bot calls; a wrong one gets Telegram's answer and nothing else."""

from aiohttp import web

from bot.channels.door.reading import read_call
from bot.channels.engine.engine import Answer, Engine, refused
from bot.channels.engine.errors import Refusal
from storage.chats.records import Bot

UNAUTHORIZED = Refusal(401, "Unauthorized")
TOO_LONG = Refusal(413, "Request Entity Too Large")


class Door:
    """Lets any Bot API client in that has a token."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def join(self, app: web.Application) -> None:
        """Add the door's two addresses to the application."""
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self.call)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self.download)

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Carry out one method."""
        try:
            bot = await self._bot(request)
            call = await read_call(request)
            answer = await self._engine.call(bot, request.match_info["method"], call)
        except Refusal as refusal:
            answer = refused(refusal)
        except web.HTTPRequestEntityTooLarge:
            answer = refused(TOO_LONG)
        return _told(answer)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give a file at the path that getFile told."""
        try:
            bot = await self._bot(request)
        except Refusal as refusal:
            return _told(refused(refusal))
        file = await self._engine.file_at(bot, request.match_info["path"])
        if file is None:
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
