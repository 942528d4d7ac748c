"""The calls of the chat page (docs/web-channel.md)."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.channels.engine.deeds import Deeds, Undone, Why
from bot.channels.engine.desk import wall
from bot.channels.engine.looking import menu_scope
from bot.channels.engine.shapes import rendered
from bot.channels.web.hub import Hub
from bot.channels.web.pages import index, secured, static
from bot.channels.web.problems import Problem, problems
from bot.channels.web.reading import form, json_body, post_of, whole, words
from bot.channels.web.seats import Clock, Sample
from bot.channels.web.speakers import Speaker, Speakers, guard, remember
from bot.channels.web.view import listed, page_message
from storage.chats.news import Event, News
from storage.chats.records import GROUPS, File, space_of

MOST_BODY = 512 * 1024
MOST_MESSAGES = 100
MOST_HOURS = 720
BEAT_SECONDS = 25
SAFE = "default-src 'none'; sandbox"


class WebServer:
    """The server side of the chat page. `sample` is None where everybody is only who their session says."""

    def __init__(
        self,
        deeds: Deeds,
        clock: Clock,
        *,
        language: str,
        timezone: str,
        sample: Sample | None = None,
        commands: Sequence[Mapping[str, str]] = (),
    ) -> None:
        self._deeds = deeds
        self._store = deeds.desk.store
        self._clock = clock
        self._about = {"language": language, "timezone": timezone, "commands": list(commands)}
        self._sample = sample
        self._speakers = Speakers(self._store, sample=sample is not None)
        self.hub = Hub(self._store, clock)

    def join(self, app: web.Application) -> None:
        """Add the page and its calls to the application, and keep the sockets alive while it runs."""
        calls = web.Application(
            middlewares=[secured, problems, guard(sample=self._sample is not None)], client_max_size=MOST_BODY
        )
        calls.add_routes(self._routes())
        app.add_subapp("/web", calls)
        pages = web.Application(middlewares=[secured, problems])
        pages.add_routes([web.get("/{name:.+}", static)])
        app.add_subapp("/static", pages)
        app.router.add_get("/", _secured_index)
        app.cleanup_ctx.append(self._live)
        app.on_shutdown.append(self._close)

    def _routes(self) -> list[web.RouteDef]:
        own = [
            web.get("/session", self.session),
            web.get("/chats", self.chats),
            web.get("/messages", self.messages),
            web.post("/send", self.send),
            web.post("/edit", self.edit),
            web.post("/media", self.upload),
            web.get("/media/{file}", self.download),
            web.post("/press", self.press),
            web.post("/read", self.read),
            web.get("/socket", self.socket),
        ]
        if self._sample is None:
            return own
        moved = [web.get("/clock", self.clock), web.post("/clock", self.forward), web.post("/reset", self.reset)]
        return own + moved

    async def _live(self, _app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(self.hub.run())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _close(self, _app: web.Application) -> None:
        self.hub.hang_up()

    async def session(self, request: web.Request) -> web.StreamResponse:
        """Who is there; without the sample community, whoever comes first becomes somebody."""
        about = {**self._about, "now": int(self._clock.now().timestamp()), "sample": self._sample is not None}
        if self._sample is not None:
            seats = [seat.shown() for seat in await self._sample.seats()]
            return web.json_response({**about, "seats": seats, "me": None})
        bot = await self._speakers.bot(request.query.get("bot"))
        user, secret = await self._speakers.welcome(request, bot)
        async with self._store.read() as chats:
            menu = await chats.bots.commands(bot, menu_scope(user.id), "")
        commands = {"commands": menu} if menu else {}
        own = {"language": user.language or about["language"], "me": {"id": user.id, "name": user.name}}
        response = web.json_response({**about, **commands, **own})
        remember(response, request, secret)
        return response

    async def _asking(self, request: web.Request) -> Speaker:
        return await self._speakers.speaker(request, request.query)

    async def chats(self, request: web.Request) -> web.StreamResponse:
        """The speaker's chats, newest first."""
        speaker = await self._asking(request)
        async with self._store.read() as chats:
            rooms = await chats.rooms.of_user(speaker.user, (speaker.bot, GROUPS))
            bot = await chats.people.user(speaker.bot)
            shown = [await listed(chats, room, speaker.user, bot) for room in rooms]
        shown.sort(key=lambda one: one["last"]["date"] if one["last"] else 0, reverse=True)
        return web.json_response(shown)

    async def messages(self, request: web.Request) -> web.StreamResponse:
        """A page of a chat."""
        speaker, chat = await self._asking(request), whole(request.query.get("chat"))
        before = request.query.get("before")
        limit = min(whole(request.query.get("limit") or 50, 1), MOST_MESSAGES)
        async with self._store.read() as chats:
            room = await chats.rooms.find(space_of(speaker.bot, chat), chat, speaker.user)
            if room is None:
                raise Undone(Why.NO_CHAT)
            page = await chats.messages.page(room, whole(before) if before else None, limit)
            return web.json_response([page_message(one) for one in await rendered(chats, room, page)])

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Say something."""
        body = await json_body(request)
        speaker = await self._speakers.speaker(request, body)
        chat, uuid = whole(body.get("chat")), words(body.get("uuid"), 64)
        ids = await self._deeds.say(speaker.user, speaker.bot, chat, uuid, post_of(body))
        return web.json_response({"message_ids": ids}, status=202)

    async def edit(self, request: web.Request) -> web.StreamResponse:
        """Change one's own words."""
        body = await json_body(request)
        speaker = await self._speakers.speaker(request, body)
        chat, message, uuid = whole(body.get("chat")), whole(body.get("message"), 1), words(body.get("uuid"), 64)
        await self._deeds.change(speaker.user, speaker.bot, chat, uuid, message, words(body.get("text"), MOST_BODY))
        return web.json_response({}, status=202)

    async def press(self, request: web.Request) -> web.StreamResponse:
        """Press a button."""
        body = await json_body(request)
        speaker = await self._speakers.speaker(request, body)
        chat, message, uuid = whole(body.get("chat")), whole(body.get("message"), 1), words(body.get("uuid"), 64)
        await self._deeds.press(speaker.user, speaker.bot, chat, uuid, message, words(body.get("data"), 64))
        return web.json_response({}, status=202)

    async def read(self, request: web.Request) -> web.StreamResponse:
        """Note how far the speaker has read."""
        body = await json_body(request)
        speaker = await self._speakers.speaker(request, body)
        await self._deeds.read(speaker.user, speaker.bot, whole(body.get("chat")), whole(body.get("upto"), 0))
        return web.Response(status=204)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Take a file that a later message will show."""
        given = await form(request)
        speaker = await self._speakers.speaker(request, given.fields)
        file = await self._deeds.bring(speaker.user, given.file)
        shown = {"id": file.id, "kind": file.kind, "name": file.name, "size": file.size}
        return web.json_response(shown, status=201)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give a file to whoever brought it or sees a message that shows it."""
        speaker = await self._asking(request)
        async with self._store.read() as chats:
            file = await chats.files.seen_by(request.match_info["file"], speaker.user)
        if file is None:
            raise Undone(Why.NO_FILE)
        return web.FileResponse(self._deeds.desk.depot.path(file.digest), headers=_file_headers(file))

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Keep a page up to date."""
        bot = await self._speakers.bot(request.query.get("bot"))
        own = None if self._sample else await self._speakers.own(request)
        if own is None and self._sample is None:
            raise Problem("no_session")
        socket = web.WebSocketResponse(heartbeat=BEAT_SECONDS, max_msg_size=16_384)
        await socket.prepare(request)
        await self.hub.serve(socket, bot, lambda asked: asked if own is None else asked & {own.id})
        return socket

    def _time(self) -> web.Response:
        return web.json_response(
            {"now": int(self._clock.now().timestamp()), "offset_hours": self._clock.offset_hours()}
        )

    async def clock(self, _request: web.Request) -> web.StreamResponse:
        """Tell business time."""
        return self._time()

    async def forward(self, request: web.Request) -> web.StreamResponse:
        """Move business time on."""
        hours = (await json_body(request)).get("hours")
        if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 < hours <= MOST_HOURS:
            raise Problem("broken")
        await self._clock.forward(hours)
        await self._store.tell(News(Event.CLOCK, message=wall()))
        return self._time()

    async def reset(self, request: web.Request) -> web.StreamResponse:
        """Begin the sample community anew; every open page loads itself again."""
        await json_body(request)
        if self._sample is not None:
            await self._sample.reset()
            self.hub.hang_up()
        return web.Response(status=204)


async def _secured_index(request: web.Request) -> web.StreamResponse:
    return await secured(request, index)


def _file_headers(file: File) -> dict[str, Any]:
    place = "attachment" if file.kind == "document" else "inline"
    name = quote(file.name or f"{file.kind}.{file.ending}")
    return {
        "Content-Type": file.mime,
        "Content-Disposition": f"{place}; filename*=UTF-8''{name}",
        "Content-Security-Policy": SAFE,
        "Cache-Control": "private, max-age=31536000, immutable",
    }
