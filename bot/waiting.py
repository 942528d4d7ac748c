"""Waiting: with patience after failures, and for a bell that announces work."""

import asyncio
from collections import deque
from secrets import SystemRandom

_RANDOM = SystemRandom()


class Backoff:
    """Waits that double from `first` to `most` seconds, spread at random so that replicas do not knock together."""

    def __init__(self, first: float = 0.5, most: float = 60.0) -> None:
        self.first = first
        self.most = most
        self._next = first

    def reset(self) -> None:
        self._next = self.first

    async def wait(self) -> None:
        """Wait once; the next time will be longer, until `reset`."""
        seconds, self._next = self._next, min(self._next * 2, self.most)
        await asyncio.sleep(seconds * _RANDOM.uniform(0.5, 1.0))


def growing(tries: int, first: float, most: float) -> float:
    """The wait in seconds before try number `tries` + 1 of something that is kept in the database."""
    return min(first * 2.0 ** min(tries, 32), most)


class Bell:
    """Wakes one waiter for each ring, and remembers `most` rings that nobody waited for."""

    def __init__(self, most: int = 1) -> None:
        self._most = most
        self._rung = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    def ring(self) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self._rung = min(self._rung + 1, self._most)

    @property
    def waited_for(self) -> bool:
        """Whether somebody would wake at once."""
        return any(not waiter.done() for waiter in self._waiting)

    async def wait(self, seconds: float) -> bool:
        """Wait for a ring, or until the time is over; whether it rang."""
        if self._rung:
            self._rung -= 1
            return True
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await asyncio.wait([waiter], timeout=seconds)
            return waiter.done()
        finally:
            waiter.cancel()
