"""Who may see the staff's pages: a link opens once, a visit is one person's, every look is written down."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.channels.web.speakers import same_origin
from bot.office import drawing
from bot.office.figures import review
from handlers import Texts
from handlers.supervisor.review import PAGE, class_names, page_words, topic_names
from storage import visits
from storage.sorted import sorted_since
from storage.work import Storage
from tickets.ids import AreaCode, PersonId
from tickets.kinds import Matter
from tickets.records import Person
from tickets.rules.rights import watched

COOKIE = "shaoying_office"
VISIT = timedelta(hours=8)
SPANS = (30, 90, 365)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class StaffPages:
    """The pages below /office. `now` is business time, by which tickets are counted; visits go by the wall's."""

    def __init__(self, storage: Storage, now: Callable[[], datetime], language: str) -> None:
        self.storage = storage
        self.now = now
        self.language = language
        loader = FileSystemLoader(Path(__file__).parent / "templates")
        self._pages = Environment(
            loader=loader,
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def join(self, app: web.Application, *more: web.RouteDef) -> None:
        """Add the pages to the application, and others that belong below the same path."""
        pages = web.Application(middlewares=[_guarded], client_max_size=4096)
        pages.add_routes(
            [
                web.get("/enter/{code}", self.door),
                web.post("/enter/{code}", self.enter),
                web.get("/review", self.review),
                web.post("/leave", self.leave),
                *more,
            ]
        )
        app.add_subapp("/office", pages)

    async def door(self, request: web.Request) -> web.StreamResponse:
        """A link opens by a press: what only looks at it, as chats do for a preview, does not use it up."""
        async with self.storage.database.read() as connection:
            stands = await visits.stands(connection, request.match_info["code"], datetime.now(UTC))
        return self.plain("enter") if stands else self.plain("spent", 410)

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """The link is used up, the visit begins."""
        secret, wall = secrets.token_urlsafe(32), datetime.now(UTC)
        async with self.storage.database.write() as connection:
            found = await visits.enter(connection, request.match_info["code"], secret, wall, wall + VISIT)
        if found is None:
            return self.plain("spent", 410)
        response = web.Response(status=303, headers={"Location": f"/office/{found[1]}"})
        safe = request.secure or request.headers.get("X-Forwarded-Proto") == "https"
        seconds = int(VISIT.total_seconds())
        response.set_cookie(
            COOKIE, secret, max_age=seconds, httponly=True, samesite="Strict", secure=safe, path="/office"
        )
        return response

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """The visit ends."""
        async with self.storage.database.write() as connection:
            await visits.end(connection, request.cookies.get(COOKIE, ""))
        response = self.plain("left")
        response.del_cookie(COOKIE, path="/office")
        return response

    async def review(self, request: web.Request) -> web.StreamResponse:
        """How often the sorting was put right, in the communities that the visitor watches now."""
        asked = request.query.get("days", "")
        days = int(asked) if asked in map(str, SPANS) else SPANS[1]
        person, areas = await self.visitor(request, PAGE, {"days": days})
        if person is None:
            return self.plain("denied", 403)
        until = self.now()
        since = until - timedelta(days=days)
        async with self.storage.reading(until) as work:
            rows = await sorted_since(work.connection, areas, since, until)
            names = [work.directory.areas[area].name for area in sorted(areas)]
        counted = review(rows, since, until, self.storage.rules.zone)
        t = Texts(person.language or self.language)
        return self.page(
            "review.html",
            t,
            days=days,
            spans=SPANS,
            counted=counted,
            chart=drawing.chart(counted.weeks),
            frame=drawing,
            matters=list(Matter),
            classes=class_names(t),
            topics=topic_names(t),
            areas=names,
        )

    async def visitor(
        self, request: web.Request, page: str, detail: Mapping[str, Any]
    ) -> tuple[Person | None, frozenset[AreaCode]]:
        """Whoever has the visit, with what they watch at this moment; whoever watches nothing any more is put out."""
        secret, wall = request.cookies.get(COOKIE, ""), datetime.now(UTC)
        async with self.storage.unit(self.now()) as work:
            found = await visits.visitor(work.connection, secret, wall)
            if found is None:
                return None, frozenset()
            areas = watched(work.directory, found)
            if not areas:
                await visits.end_all(work.connection, found)
                return None, frozenset()
            await visits.looked(work.connection, PersonId(found), page, detail, wall)
            return await work.people.person(found), areas

    def plain(self, what: str, status: int = 200) -> web.Response:
        """One of the short pages at the door."""
        return self.page("door.html", Texts(self.language), status, what=what)

    def page(
        self, name: str, t: Texts, status: int = 200, words: Mapping[str, str] | None = None, **shown: Any
    ) -> web.Response:
        """A template in the reader's language; `words` in the place of the usual ones."""
        language = "en" if t.language == "en" else "zh-CN"
        page = self._pages.get_template(name).render(w={**page_words(t), **(words or {})}, language=language, **shown)
        return web.Response(text=page, status=status, content_type="text/html", charset="utf-8")


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Other sites' forms are refused; nothing of these pages is kept, framed or run."""
    if request.method not in {"GET", "HEAD"} and not same_origin(request):
        raise web.HTTPForbidden
    try:
        response = await handler(request)
    except web.HTTPException as ended:
        ended.headers.update(HEADERS)
        raise
    response.headers.update(HEADERS)
    return response
