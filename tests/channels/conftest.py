"""A server with a chat page and a door on a real port, and people who use it."""

import asyncio
import io
import json
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, FormData, web
from sqlalchemy import text

from bot.channels.door.door import Door
from bot.channels.door.webhooks import Webhooks
from bot.channels.engine.deeds import Deeds
from bot.channels.engine.depot import Depot
from bot.channels.engine.desk import Desk
from bot.channels.engine.engine import Engine
from bot.channels.web.seats import Seat, Sitter
from bot.channels.web.server import WebServer
from storage.chats import ChatStore, ensure_group, ensure_user, make_bot
from storage.database import Database

Json = dict[str, Any]

WANG, LI, STRANGER, GROUP = 501, 502, 503, -100
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PATIENCE = 10


class Town:
    """The sample community and its clock."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self.resets = 0

    def now(self) -> datetime:
        return NOON + self.ahead

    def offset_hours(self) -> float:
        return self.ahead / timedelta(hours=1)

    async def forward(self, hours: float) -> None:
        self.ahead += timedelta(hours=hours)

    async def seats(self) -> list[Seat]:
        people = (Sitter(WANG, "王阿姨", "3 号楼"), Sitter(LI, "李工"))
        return [Seat("resident", "居民", None, people), Seat("group", "工作群", GROUP, people)]

    async def reset(self) -> None:
        self.resets += 1


class Page:
    """A browser: cookies, calls, and a socket whose news are kept."""

    def __init__(self, url: str, user: int | None, bot: str) -> None:
        self.url = url
        self.http = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.me = user
        self.given: Json = {"as": user} if user else {}
        if bot:
            self.given["bot"] = bot
        self.news: list[Json] = []
        self._heard = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def session(self) -> Json:
        status, body = await self.get("session")
        assert status == 200
        if body["me"]:
            self.me = body["me"]["id"]
        return body

    async def get(self, path: str, **query: Any) -> tuple[int, Any]:
        asked = {name: str(value) for name, value in (self.given | query).items()}
        async with self.http.get(f"{self.url}/web/{path}", params=asked) as response:
            return response.status, await response.json()

    async def post(self, path: str, headers: dict[str, str] | None = None, **body: Any) -> tuple[int, Any]:
        said = io.BytesIO(json.dumps(self.given | body).encode())
        headers = {"Content-Type": "application/json", **(headers or {})}
        async with self.http.post(f"{self.url}/web/{path}", data=said, headers=headers) as response:
            return response.status, await response.json() if response.status != 204 else None

    async def say(self, words: str = "", chat: int | None = None, **more: Any) -> list[int]:
        body = {"chat": chat or self.me, "uuid": str(uuid4()), "text": words, **more}
        status, answer = await self.post("send", **body)
        assert status == 202, answer
        return list(answer["message_ids"])

    async def press(self, message: Json, label: str) -> None:
        buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
        data = next(button["callback_data"] for button in buttons if button["text"] == label)
        pressed = {"chat": message["chat"]["id"], "message": message["message_id"], "data": data}
        assert (await self.post("press", **pressed, uuid=str(uuid4())))[0] == 202

    async def upload(self, content: bytes, name: str) -> tuple[int, Json]:
        form = FormData({name: str(value) for name, value in self.given.items()})
        form.add_field("file", io.BytesIO(content), filename=name)
        async with self.http.post(f"{self.url}/web/media", data=form) as response:
            return response.status, await response.json()

    async def download(self, file_id: str) -> tuple[int, bytes]:
        asked = {name: str(value) for name, value in self.given.items()}
        async with self.http.get(f"{self.url}/web/media/{file_id}", params=asked) as response:
            return response.status, await response.read()

    async def messages(self, chat: int | None = None, **more: Any) -> list[Json]:
        status, found = await self.get("messages", chat=chat or self.me, **more)
        assert status == 200, found
        return list(found)

    async def watch(self, *users: int) -> ClientWebSocketResponse:
        bot = {"bot": self.given["bot"]} if "bot" in self.given else None
        socket = await self.http.ws_connect(f"{self.url}/web/socket", params=bot)
        await socket.send_json({"watch": list(users) or [self.me]})
        self._tasks.append(asyncio.create_task(self._listen(socket)))
        await asyncio.sleep(0.1)
        return socket

    async def _listen(self, socket: ClientWebSocketResponse) -> None:
        async for heard in socket:
            self.news.append(json.loads(heard.data))
            self._heard.set()

    async def hears(self, wanted: Callable[[Json], Any], kind: str = "message") -> Json:
        """The first news of that kind that is wanted, now or soon."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self._heard.clear()
                for news in self.news:
                    if news["type"] == kind and wanted(news):
                        return news
                await self._heard.wait()

    async def reads(self, words: str) -> Json:
        """The message with those words, once it comes by the socket."""
        news = await self.hears(
            lambda news: words in str(news["message"].get("text") or news["message"].get("caption"))
        )
        return dict(news["message"])

    async def ended(self) -> None:
        """Wait until the server has closed the sockets."""
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self.http.close()


class House:
    """One replica: engine, page and door on a port of this machine."""

    def __init__(self, database: Database, media: Path, *, sample: bool, per_minute: int = 1000) -> None:
        self.database = database
        self.town = Town()
        self.woken: list[str] = []
        self.store = ChatStore(database, self.woken.append)
        self.engine = Engine(Desk(self.store, Depot(media), self.town.now))
        deeds = Deeds(self.engine.desk, per_minute)
        town = self.town if sample else None
        self.web = WebServer(deeds, self.town, language="zh", timezone="Asia/Shanghai", sample=town)
        self.hooks = Webhooks(self.engine)
        self.app = web.Application()
        self.web.join(self.app)
        Door(self.engine).join(self.app)
        self.url = ""
        self._pages: list[Page] = []

    async def serve(self) -> AsyncIterator["House"]:
        runner = web.AppRunner(self.app, shutdown_timeout=1)
        async with self.engine.running():
            hooks = asyncio.create_task(self.hooks.run())
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield self
            for page in self._pages:
                await page.close()
            await runner.cleanup()
            hooks.cancel()
            await asyncio.gather(hooks, return_exceptions=True)

    def page(self, user: int | None = None, bot: str = "") -> Page:
        page = Page(self.url, user, bot)
        self._pages.append(page)
        return page

    async def token(self, name: str = "修鞋铺", username: str = "shoes_bot") -> str:
        async with self.database.write() as connection:
            return await make_bot(connection, name, username)

    async def arrivals(self) -> list[Json]:
        """The bodies of the inbox rows, oldest first."""
        async with self.database.read() as connection:
            rows = await connection.execute(text("SELECT body FROM inbox ORDER BY id"))
            return [json.loads(body) if isinstance(body, str) else body for (body,) in rows]

    async def call(self, token: str, method: str, **values: Any) -> tuple[int, Json]:
        """A call by the door, as JSON."""
        async with ClientSession() as http, http.post(f"{self.url}/bot{token}/{method}", json=values) as response:
            return response.status, await response.json()


async def settle(database: Database) -> None:
    """Three people, two of them in a group."""
    async with database.write() as connection:
        await ensure_user(connection, WANG, "王阿姨", "wang")
        await ensure_user(connection, LI, "李工", "li")
        await ensure_user(connection, STRANGER, "路人")
        await ensure_group(connection, GROUP, "槐社区工作群", [WANG, LI])


async def served(database: Database, media: Path, **how: Any) -> AsyncIterator[House]:
    await settle(database)
    async for house in House(database, media, **how).serve():
        yield house


@pytest.fixture
async def lone_database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """One SQLite file, for what does not depend on the database."""
    path = tmp_path / "lone.db"
    shutil.copy(sqlite_template, path)
    opened = Database(f"sqlite:///{path}")
    yield opened
    await opened.close()


@pytest.fixture
async def house(lone_database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """The sample community: everybody may be anybody."""
    async for house in served(lone_database, tmp_path / "media", sample=True):
        yield house


@pytest.fixture
async def city(lone_database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """A real city: everybody is who their session says."""
    async for house in served(lone_database, tmp_path / "media", sample=False):
        yield house


@pytest.fixture
async def either(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """The sample community, once on SQLite and once on PostgreSQL."""
    async for house in served(database, tmp_path / "media", sample=True):
        yield house
