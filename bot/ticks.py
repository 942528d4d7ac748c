"""What happens by itself: the sweep of due deadlines. APScheduler only wakes it; what is due is a row."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.figures import FIRED, SWEEPING, measure
from handlers import announce
from storage.queues import inbox, outbox
from storage.work import Storage
from tickets.deeds.watching import sweep

SWEEP_SECONDS = 5
MEASURE_SECONDS = 30
KEPT = timedelta(days=7)
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
    """Wakes the sweep every few seconds, one at a time; what fails is logged and comes again."""

    def __init__(
        self, storage: Storage, now: Callable[[], datetime], language: str, wake_sender: Callable[[], None]
    ) -> None:
        self.storage = storage
        self.now = now
        self.language = language
        self.wake_sender = wake_sender
        self._scheduler = AsyncIOScheduler(timezone=storage.rules.zone)

    def start(self) -> None:
        alone: dict[str, Any] = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._scheduler.add_job(self.sweep, "interval", seconds=SWEEP_SECONDS, **alone)
        self._scheduler.add_job(self.measure, "interval", seconds=MEASURE_SECONDS, **alone)
        self._scheduler.add_job(self.prune, "cron", hour=3, minute=30, **alone)
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    async def sweep(self) -> None:
        """Once, now."""
        try:
            with SWEEPING.time():
                fired = await sweep_all(self.storage, self.now, self.language)
        except Exception as error:
            _log.warning("sweep_waits", error=type(error).__name__, exc_info=error)
            return
        FIRED.inc(fired)
        if fired:
            self.wake_sender()

    async def measure(self) -> None:
        """Bring the figures up to date."""
        try:
            await measure(self.storage.database, self.now())
        except Exception as error:
            _log.warning("figures_wait", error=type(error).__name__)

    async def prune(self) -> None:
        """Delete what was handled, and what was sent and belongs to no ticket, a week after."""
        before = datetime.now(UTC) - KEPT
        try:
            async with self.storage.database.write() as connection:
                await inbox.prune(connection, before)
                await outbox.prune(connection, before)
        except Exception as error:
            _log.warning("pruning_waits", error=type(error).__name__)
