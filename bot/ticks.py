"""What happens by itself: the sweep of due deadlines. APScheduler only wakes it; what is due is a row."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.figures import FIRED, SWEEPING, measure
from handlers import announce, stuck
from storage.queues import inbox, outbox
from storage.repos import likes
from storage.work import Storage
from tickets.deeds.watching import sweep
from tickets.scores.closing import close_due, look_again

SWEEP_SECONDS = 5
MEASURE_SECONDS = 30
KEPT = timedelta(days=7)
_BATCH = 2000
"""Steps of one commit: what falls due at the same hour should stand in the same digest."""

_log = structlog.get_logger(__name__)


async def sweep_all(storage: Storage, now: Callable[[], datetime], language: str) -> int:
    """Fire everything due, a batch a commit; gives how many steps fired.

    Where a batch fails its steps fire one by one, so that a single one that cannot is all that is set aside.
    """
    fired = 0
    while True:
        try:
            batch = await _fire(storage, now(), language, _BATCH)
        except Exception as error:
            _log.warning("sweep_goes_one_by_one", error=type(error).__name__, exc_info=error)
            return fired + await _one_by_one(storage, now, language)
        fired += batch
        if batch < _BATCH:
            return fired


async def _fire(storage: Storage, now: datetime, language: str, limit: int) -> int:
    async with storage.unit(now) as work:
        batch = await sweep(work, limit)
        await announce(work, language)
    return batch


async def _one_by_one(storage: Storage, now: Callable[[], datetime], language: str) -> int:
    """Raises what the database raises: a step is set aside only where the database takes that."""
    fired, tried = 0, False
    while True:
        try:
            batch = await _fire(storage, now(), language, 1)
        except Exception as error:
            if tried:
                await _set_aside(storage, now(), language, error)
            tried = not tried
            continue
        if not batch:
            return fired
        fired, tried = fired + batch, False


async def _set_aside(storage: Storage, now: datetime, language: str, error: Exception) -> None:
    """The next due step counts as fired without having done anything; the operators hear which."""
    async with storage.unit(now) as work:
        # In the sweep's own order: the whistles' steps come when the tickets' have fired.
        steps = await work.deadlines.claim_due(now, 1)
        blown = [] if steps else await work.whistles.claim_due(now, 1)
        for step in steps:
            _log.error("deadline_set_aside", ticket=step.ticket, clock=step.clock, step=step.step, exc_info=error)
        for call in blown:
            _log.error("deadline_set_aside", whistle=call.whistle, clock=call.clock, step=call.step, exc_info=error)
        if steps or blown:
            await stuck(work, language, type(error).__name__)


class Ticks:
    """Wakes the sweep every few seconds, one at a time; what fails is logged and comes again.

    `tidy` does at night what the channels' own rooms need.
    """

    def __init__(
        self,
        storage: Storage,
        now: Callable[[], datetime],
        language: str,
        wake_sender: Callable[[], None],
        tidy: Callable[[], Awaitable[None]],
    ) -> None:
        self.storage = storage
        self.now = now
        self.language = language
        self.wake_sender = wake_sender
        self.tidy = tidy
        self._scheduler = AsyncIOScheduler(timezone=storage.rules.zone)

    def start(self) -> None:
        alone: dict[str, Any] = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._scheduler.add_job(self.sweep, "interval", seconds=SWEEP_SECONDS, **alone)
        self._scheduler.add_job(self.measure, "interval", seconds=MEASURE_SECONDS, **alone)
        self._scheduler.add_job(self.prune, "cron", hour=3, minute=30, **alone)
        self._scheduler.add_job(self.close_months, "cron", hour=4, minute=10, **alone)
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

    async def close_months(self) -> None:
        """Freeze the scores of months whose day has come, and look what came out otherwise in the last ones."""
        try:
            async with self.storage.unit(self.now()) as work:
                await close_due(work)
                await look_again(work)
        except Exception as error:
            _log.warning("closing_waits", error=type(error).__name__, exc_info=error)

    async def prune(self) -> None:
        """Delete what was handled, and what was sent and belongs to no ticket, a week after."""
        before = datetime.now(UTC) - KEPT
        try:
            async with self.storage.database.write() as connection:
                await inbox.prune(connection, before)
                await outbox.prune(connection, before)
                await likes.prune(connection)
            await self.tidy()
        except Exception as error:
            _log.warning("pruning_waits", error=type(error).__name__)
