"""Who speaks: with the sample community anybody that the page names, otherwise the session's own user."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from aiohttp import web

from bot.channels.engine.desk import wall
from bot.channels.web.problems import Handler, Problem, speaks_chinese
from bot.channels.web.reading import whole
from storage.chats.bots import digest
from storage.chats.records import BUILT_IN_BOT, User
from storage.chats.store import Chats, ChatStore

COOKIE = "shaoying"
COOKIE_SECONDS = 400 * 24 * 3600
DAY = 24 * 3600
MOST_NEW_A_MINUTE = 600
FIRST_WEB_USER = 2**40
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """A user and the bot that they came to see."""

    user: int
    bot: int


class Speakers:
    """Tells who is behind a request."""

    def __init__(self, store: ChatStore, *, sample: bool) -> None:
        self._store = store
        self.sample = sample

    async def speaker(self, request: web.Request, given: Mapping[str, Any]) -> Speaker:
        """Who says this. Raises Problem where that is nobody, or somebody else than named."""
        asked = given.get("as")
        named = None if asked is None or asked == "" else whole(asked)
        async with self._store.read() as chats:
            bot = await self._bot(chats, given.get("bot"))
            user = await self._user(chats, request, named)
        if user is None:
            raise Problem("no_session")
        if named not in {None, user.id}:
            raise Problem("not_you")
        if bot != BUILT_IN_BOT:
            await self._introduce(user, bot)
        return Speaker(user.id, bot)

    async def _introduce(self, user: User, bot: int) -> None:
        """An extra bot is met by its link alone."""
        async with self._store.read() as chats:
            met = await chats.rooms.find(bot, user.id, user.id)
        if met is None:
            async with self._store.write() as chats:
                await chats.rooms.open_private(bot, user)

    async def _user(self, chats: Chats, request: web.Request, named: int | None) -> User | None:
        if not self.sample:
            return await chats.people.of_session(digest(request.cookies.get(COOKIE, "")))
        user = await chats.people.user(named) if named else None
        if user is None or user.is_bot:
            raise Problem("not_you" if named else "broken")
        return user

    async def bot(self, name: Any) -> int:
        """The bot of that username, the built-in one where there is no name. Raises Problem."""
        async with self._store.read() as chats:
            return await self._bot(chats, name)

    async def _bot(self, chats: Chats, name: Any) -> int:
        if not name:
            return BUILT_IN_BOT
        found = await chats.people.named(str(name).removeprefix("@"))
        if found is None or not found.is_bot:
            raise Problem("no_bot")
        return found.id

    async def own(self, request: web.Request) -> User | None:
        """The session's user, if there is one."""
        async with self._store.read() as chats:
            return await chats.people.of_session(digest(request.cookies.get(COOKIE, "")))

    async def welcome(self, request: web.Request, bot: int) -> tuple[User, str]:
        """The session's user, a new one on the first visit, with the cookie's value. Raises Problem."""
        secret = request.cookies.get(COOKIE, "")
        async with self._store.write() as chats:
            user = await chats.people.of_session(digest(secret))
            if user is None:
                user, secret = await self._newcomer(chats, request)
            await chats.people.seen(digest(secret), wall())
            await chats.rooms.open_private(bot, user)
        return user, secret

    async def _newcomer(self, chats: Chats, request: web.Request) -> tuple[User, str]:
        if await chats.people.sessions_since(wall() - 60) >= MOST_NEW_A_MINUTE:
            raise Problem("crowd")
        number, secret = FIRST_WEB_USER + secrets.randbelow(2**50), secrets.token_urlsafe(32)
        chinese = speaks_chinese(request)
        name = f"{'居民' if chinese else 'Resident '}{number % 10_000:04}"
        user = User(number, name, language="zh-hans" if chinese else "en")
        await chats.people.save(user)
        await chats.people.begin_session(digest(secret), number, wall())
        return user, secret


def remember(response: web.Response, request: web.Request, secret: str) -> None:
    """Give the browser its cookie: unseen by scripts, unsent by other sites' forms."""
    safe = request.secure or request.headers.get("X-Forwarded-Proto") == "https"
    response.set_cookie(COOKIE, secret, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=safe, path="/")


def same_origin(request: web.Request) -> bool:
    """Whether a browser sent it from our own page; what is no browser names no origin."""
    origin = request.headers.get("Origin")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    return origin is None or _parts(origin).netloc == request.host


def on_loopback(request: web.Request) -> bool:
    """Whether the page was opened by a name of this machine, which no foreign page can borrow."""
    return (_parts(f"//{request.host}").hostname or "") in LOOPBACK


def guard(*, sample: bool) -> Any:
    """Middleware that refuses other sites' requests; with the sample community, all that come by another name."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        changes = request.method not in {"GET", "HEAD"} or request.headers.get("Upgrade", "").lower() == "websocket"
        if (changes and not same_origin(request)) or (sample and not on_loopback(request)):
            raise Problem("strange")
        return await handler(request)

    return guarded


def _parts(address: str) -> SplitResult:
    """Its parts; none where it is no address at all."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
