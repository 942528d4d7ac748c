"""Brings home what users sent: a channel keeps files for days only, so each is copied into our depot at once."""

import asyncio
from datetime import timedelta

import structlog
from telegram.error import BadRequest, NetworkError

from bot.channels.bridge.way import Way
from bot.channels.engine.errors import Refusal
from bot.waiting import Bell, growing
from storage.bridges import files
from storage.bridges.files import Remote

_LEASE = timedelta(seconds=60)
_POLL_SECONDS = 5.0
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 600.0
_AT_ONCE = 4

_log = structlog.get_logger(__name__)


class Fetcher:
    """Fetches for one account, a few files at a time, again and again until the channel has thrown them away."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.bell = Bell(_AT_ONCE)

    def wake(self) -> None:
        """There may be a new file."""
        self.bell.ring()

    async def run(self) -> None:
        """Fetch until cancelled."""
        await asyncio.gather(*(self._work() for _ in range(_AT_ONCE)))

    async def _work(self) -> None:
        while True:
            try:
                found = self.way.account.ready and await self.one()
            except Exception as error:
                _log.warning("fetcher_waits", error=type(error).__name__)
                found = False
            if not found:
                await self.bell.wait(_POLL_SECONDS)

    async def one(self) -> bool:
        """Fetch one file that is due; False where none is."""
        async with self.way.database.write() as connection:
            remote = await files.take(connection, self.way.account.name, self.way.wall(), _LEASE)
        if remote is None:
            return False
        await self._fetch(remote)
        return True

    async def now(self, file: str) -> None:
        """This file is wanted now. Raises NetworkError where it is still to come, BadRequest where it is lost."""
        async with self.way.database.read() as connection:
            remote = await files.remote_of(connection, file)
        if remote is not None and not await self._fetch(remote):
            async with self.way.database.read() as connection:
                remote = await files.remote_of(connection, file)
            raise NetworkError("the file is still to come") if remote else BadRequest("the file is lost")

    async def _fetch(self, remote: Remote) -> bool:
        try:
            upload = await self.way.driver.fetch(remote.remote)
            kept = await self.way.engine.desk.depot.keep(upload, 0)
        except (BadRequest, Refusal) as error:
            await self._lost(remote, str(error))
            return False
        except Exception as error:
            await self._again(remote, type(error).__name__)
            return False
        async with self.way.database.write() as connection:
            await files.arrived(connection, remote.file, kept)
        return True

    async def _again(self, remote: Remote, why: str) -> None:
        at = self.way.wall() + timedelta(seconds=growing(remote.tries - 1, _FIRST_WAIT, _LONGEST_WAIT))
        if at >= remote.until:
            await self._lost(remote, why)
            return
        async with self.way.database.write() as connection:
            await files.again(connection, remote.file, at, why)

    async def _lost(self, remote: Remote, why: str) -> None:
        _log.error("file_lost", account=remote.account, file=remote.file, why=why)
        async with self.way.database.write() as connection:
            await files.lost(connection, remote.file)
