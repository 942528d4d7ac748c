"""Business time: the wall's, and ahead of it where the sample community was fast-forwarded."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from storage import clock
from storage.database import Database

_STEPS = 48
"""A leap is walked in so many steps at most, so that what falls due on the way happens in its order and hour."""


class BusinessClock:
    """Tells business time; `forward` moves it on and calls `tick` on the way. Only the sample community calls that."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._offset = timedelta(0)
        self.tick: Callable[[], Awaitable[None]] = _nothing

    async def load(self) -> None:
        """Read how far business time ran ahead when the program last stood."""
        async with self._database.read() as connection:
            self._offset = await clock.offset(connection)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def offset_hours(self) -> float:
        """How far business time runs ahead."""
        return self._offset / timedelta(hours=1)

    async def forward(self, hours: float) -> None:
        """Move business time on, and do what falls due on the way."""
        steps = max(1, min(_STEPS, int(hours)))
        for _ in range(steps):
            async with self._database.write() as connection:
                self._offset = await clock.forward(connection, hours / steps)
            await self.tick()


async def _nothing() -> None:
    return None
