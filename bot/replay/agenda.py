"""Who means to do what when. Business time goes in slots: what falls into one happens at its very moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any

SLOT = timedelta(minutes=10)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Said:
    """An update that somebody's phone sends; `chat` is whose order it stands in."""

    chat: int
    update: dict[str, Any]


Act = Callable[[], Said | None]
"""What is done when the time has come; None where there is nothing to do any more."""


class Agenda:
    """Plans, the earliest first, in the order in which they were made; `now` is the present slot."""

    def __init__(self, start: datetime) -> None:
        self.now = start
        self._plans: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def at(self, when: datetime, act: Act) -> None:
        """Plan; never before the next slot."""
        slots = max(1, -((self.now - when) // SLOT))
        heappush(self._plans, (self.now + slots * SLOT, next(self._order), act))

    def at_once(self, act: Act) -> None:
        """In this very slot, after all that is planned in it."""
        heappush(self._plans, (self.now, next(self._order), act))

    def due(self) -> list[Act]:
        """Take what is to be done now."""
        found: list[Act] = []
        while self._plans and self._plans[0][0] <= self.now:
            found.append(heappop(self._plans)[2])
        return found

    def move_on(self) -> datetime:
        """To the next plan, or to the next full hour where nothing is planned before."""
        hour = self.now.replace(minute=0) + HOUR
        self.now = min(hour, self._plans[0][0]) if self._plans else hour
        return self.now
