"""What happens by itself: the sweep of due deadlines. APScheduler only wakes it; what is due is a row."""

from collections.abc import Callable
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from handlers import announce
from storage.work import Storage
from tickets.deeds.watching import sweep

SWEEP_SECONDS = 5
_BATCH = 2000
"""Steps of one commit: what falls due at the same hour should stand in the same digest."""

_log = structlog.get_logger(__name__)


async def sweep_all(storage: Storage, now: Callable[[], datetime], language: str) -> int:
    """Fire everything due, a batch a commit; gives how many steps fired."""
    fired = 0
    while True:
        async with storage.unit(now()) as work:
            batch = await sweep(work, _BATCH)
            await announce(work, language)
        fired += batch
        if batch < _BATCH:
            return fired


class Ticks:
    """Wakes the sweep every few seconds, one at a time; a sweep that fails is logged and comes again."""

    def __init__(
        self, storage: Storage, now: Callable[[], datetime], language: str, wake_sender: Callable[[], None]
    ) -> None:
        self.storage = storage
        self.now = now
        self.language = language
        self.wake_sender = wake_sender
        self._scheduler = AsyncIOScheduler()

    def start(self) -> None:
        self._scheduler.add_job(
            self.sweep, "interval", seconds=SWEEP_SECONDS, max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    async def sweep(self) -> None:
        """Once, now."""
        try:
            if await sweep_all(self.storage, self.now, self.language):
                self.wake_sender()
        except Exception as error:
            _log.warning("sweep_waits", error=type(error).__name__, exc_info=error)
