"""One unit's part in a whistle, and what the blower thinks of it."""

from dataclasses import dataclass
from datetime import datetime

from tickets.ids import PersonId, UnitCode, WordsId
from tickets.whistles.kinds import LegState


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the map, in degrees, as the channel gave it."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A blower's opinion of one leg: response, handling and effect 1–5, each with a word of why."""

    by: PersonId
    at: datetime
    response: int
    handling: int
    effect: int
    whys: tuple[WordsId, ...] = ()


@dataclass(frozen=True, slots=True)
class Leg:
    """One unit's part in a whistle. Where it stands is read off its times.

    `arrive_by` and `due_at` are its own clocks; `round` counts what it was sent back or given longer; `bounces`
    how often it tried to return what it must keep (首问负责); `failures` how often it was late or sent back, `urged`
    how often the blower asked after it. `diverted` are those who were told instead, where nobody of the unit could be
    reached at `missed_at`.
    """

    unit: UnitCode
    called_at: datetime
    lead: bool = False
    brought_by: UnitCode | None = None
    arrive_by: datetime | None = None
    due_at: datetime | None = None
    confirmed_at: datetime | None = None
    receiver: PersonId | None = None
    comer: str = ""
    coming_at: datetime | None = None
    arrived_at: datetime | None = None
    arrived_by: PersonId | None = None
    begun_at: datetime | None = None
    reported_at: datetime | None = None
    report: WordsId | None = None
    solved: bool | None = None
    paused_at: datetime | None = None
    review_at: datetime | None = None
    released_at: datetime | None = None
    round: int = 1
    bounces: int = 0
    failures: int = 0
    extensions: int = 0
    urged: int = 0
    urged_at: datetime | None = None
    missed_at: datetime | None = None
    diverted: tuple[PersonId, ...] = ()
    excluded: bool = False
    mark: Mark | None = None

    @property
    def state(self) -> LegState:
        """The furthest of its times says it."""
        if self.released_at:
            return LegState.RELEASED
        if self.reported_at:
            return LegState.REPORTED
        if self.paused_at:
            return LegState.PAUSED
        if self.begun_at:
            return LegState.WORKING
        if self.arrived_at:
            return LegState.ARRIVED
        return LegState.CONFIRMED if self.confirmed_at else LegState.CALLED

    @property
    def active(self) -> bool:
        """It is still this unit's matter."""
        return self.released_at is None

    @property
    def owing(self) -> bool:
        """The unit still owes a report, paused or not."""
        return self.active and self.reported_at is None
