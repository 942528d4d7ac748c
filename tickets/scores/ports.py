"""What the scores need kept; storage/ fulfils it on a database."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tickets.ids import AreaCode, PersonId, UnitCode
from tickets.scores.figures import Figures, Weights
from tickets.scores.periods import Period
from tickets.scores.stories import Story

Key = tuple[UnitCode, bool]
"""A unit, and whether what was excluded is in (含剔除)."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A closed period: when its figures were taken, with which weights."""

    period: Period
    at: datetime
    weights: Weights


@dataclass(frozen=True, slots=True)
class Late:
    """A figure of a closed period that has come out otherwise, seen at `at`; the frozen one stays."""

    unit: UnitCode
    all_in: bool
    at: datetime
    figures: Figures


@dataclass(frozen=True, slots=True)
class Rest:
    """What a unit's year is worth without the whistle, of 100, as somebody entered it from `source`."""

    year: int
    unit: UnitCode
    value: float
    source: str
    by: PersonId
    at: datetime


class Scores(Protocol):
    """Histories for figures, and the figures of closed periods, which never change."""

    async def stories(self, communities: Collection[AreaCode] | None, since: datetime, until: datetime) -> list[Story]:
        """Whatever may count between: more than that does no harm. All communities where None."""
        ...

    async def first(self) -> datetime | None:
        """When the first post came."""
        ...

    async def closing(self, start: datetime) -> Closing | None:
        """The closed period that begins then; None while it is open."""
        ...

    async def close(self, closing: Closing, lines: Mapping[Key, Figures]) -> bool:
        """Freeze. False, and nothing changed, where it is closed already."""
        ...

    async def lines(self, start: datetime) -> Mapping[Key, Figures]:
        """The frozen figures."""
        ...

    async def correct(self, start: datetime, late: Iterable[Late]) -> None:
        """Write down what came out otherwise."""
        ...

    async def corrections(self, start: datetime) -> list[Late]:
        """In the order in which they were seen."""
        ...

    async def enter(self, rests: Iterable[Rest]) -> None:
        """Append; nothing that was entered is ever changed."""
        ...

    async def rests(self, year: int) -> list[Rest]:
        """All that was entered for the year, in the order in which it was: the last of a unit counts."""
        ...
