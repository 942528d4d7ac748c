"""The web site of one process: it opens a port, says whether it is well, and gives its figures."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from errno import EADDRINUSE

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.settings import Settings
from storage.checkup import time_of
from storage.database import Database


class PortTaken(Exception):
    """Another program has the port."""


class NoSuchPlace(Exception):
    """The host and port cannot be listened on at all."""


class Site:
    """An aiohttp application on the configured host and port."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.app = web.Application()
        self.app.router.add_get("/health", self.health)
        if settings.metrics:
            self.app.router.add_get("/metrics", self.metrics)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen while the block lasts. Raises PortTaken, NoSuchPlace."""
        runner = web.AppRunner(self.app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.settings.web_host, self.settings.web_port).start()
        except OSError as error:
            await runner.cleanup()
            place = f"{self.settings.web_host}:{self.settings.web_port}"
            raise (PortTaken(place) if error.errno == EADDRINUSE else NoSuchPlace(place)) from error
        try:
            yield
        finally:
            await runner.cleanup()

    async def health(self, _request: web.Request) -> web.StreamResponse:
        """200 where the database answers, 503 where it does not."""
        try:
            async with self.database.read() as connection:
                await time_of(connection)
        except Exception:
            return web.json_response({"status": "database unreachable"}, status=503)
        return web.json_response({"status": "ok"})

    async def metrics(self, _request: web.Request) -> web.StreamResponse:
        """Figures for Prometheus."""
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
