"""What of a history counts: rounds of a ticket, and what a unit did for one whistle."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tickets.ids import AreaCode, TicketId, UnitCode, WhistleId
from tickets.kinds import Grade, Topic


@dataclass(frozen=True, slots=True)
class Round:
    """A ticket from its post, or a reopening, to the next one.

    `unit` had it last; `called` are the units whistled for in it, True where 剔除 was granted. `said_at` is when the
    poster first said anything of how it was done; what was said is what they said last.
    """

    ticket: TicketId
    number: int
    community: AreaCode
    topic: Topic
    began_at: datetime
    due_at: datetime
    unit: UnitCode | None = None
    area: AreaCode | None = None
    answered_at: datetime | None = None
    withdrawn_at: datetime | None = None
    said_at: datetime | None = None
    contacted: bool | None = None
    solved: bool | None = None
    grade: Grade | None = None
    called: Mapping[UnitCode, bool] = field(default_factory=dict)

    @property
    def in_time(self) -> bool:
        return self.answered_at is not None and self.answered_at <= self.due_at

    @property
    def settled_at(self) -> datetime | None:
        """When it was in time or late for good: answered in time, or run out; None where it was taken back before."""
        if self.in_time:
            return self.answered_at
        gone = self.withdrawn_at is not None and self.withdrawn_at < self.due_at
        return None if gone else self.due_at


@dataclass(frozen=True, slots=True)
class Spell:
    """From the call, or a report that was sent back, to the next report. `late_at`: its limit ran out unreported."""

    began_at: datetime
    due_at: datetime | None = None
    late_at: datetime | None = None
    reported_at: datetime | None = None
    paused: timedelta = timedelta()

    @property
    def settled_at(self) -> datetime | None:
        """When it was late or in time for good; one without a limit never is."""
        return self.late_at or (self.reported_at if self.due_at else None)


@dataclass(frozen=True, slots=True)
class Judged:
    """The blower's marks, 1–5, as last given; `at` is when they first were."""

    at: datetime
    response: int
    handling: int
    effect: int


@dataclass(frozen=True, slots=True)
class Service:
    """What one unit did for one whistle of `by`. `missed_at`: it was to be on the scene and was not."""

    whistle: WhistleId
    ticket: TicketId
    unit: UnitCode
    by: UnitCode | None
    community: AreaCode
    topic: Topic
    called_at: datetime
    area: AreaCode | None = None
    confirmed_at: datetime | None = None
    arrive_by: datetime | None = None
    arrived_at: datetime | None = None
    missed_at: datetime | None = None
    released_at: datetime | None = None
    spells: tuple[Spell, ...] = ()
    judged: Judged | None = None
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All that counts, as it stood at one moment."""

    at: datetime
    rounds: tuple[Round, ...] = ()
    services: tuple[Service, ...] = ()
