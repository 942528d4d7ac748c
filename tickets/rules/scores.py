"""The figures of a report: what each counts, with its number of cases. This system's own formula (design 8.5, 8.9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tickets.ids import TicketId
from tickets.kinds import Grade, State
from tickets.records import Rating
from tickets.ticket import Ticket

FAIR_WEIGHT = 0.9
"""基本满意 counts this much (domain 3.6, this system's default)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one place or unit in one period.

    `due` is everything that fell due, open ones too; `in_time` of these were answered in time. `called_back` are
    answered call-backs: only they say anything about `solved`, `graded` ones about `satisfied`.
    """

    received: int = 0
    due: int = 0
    in_time: int = 0
    called_back: int = 0
    solved: int = 0
    graded: int = 0
    satisfied: float = 0.0

    @property
    def on_time_rate(self) -> float | None:
        """None where nothing fell due."""
        return self.in_time / self.due if self.due else None

    @property
    def solved_rate(self) -> float | None:
        """None where nobody said."""
        return self.solved / self.called_back if self.called_back else None

    @property
    def satisfied_rate(self) -> float | None:
        """None where nobody graded."""
        return self.satisfied / self.graded if self.graded else None


def tally(tickets: Iterable[Ticket], ratings: Mapping[TicketId, Rating], now: datetime) -> Tally:
    """Count; withdrawn ones were received and owe nothing. `ratings` are those of each ticket's present round."""
    counted = list(tickets)
    owing = [t for t in counted if t.state is not State.WITHDRAWN]
    due = [t for t in owing if t.answered_at is not None or t.due_at <= now]
    opinions = [ratings[t.id] for t in owing if t.id in ratings]
    grades = [r.grade for r in opinions if r.grade is not None]
    return Tally(
        received=len(counted),
        due=len(due),
        in_time=sum(1 for t in due if t.answered_at is not None and t.answered_at <= t.due_at),
        called_back=sum(1 for r in opinions if r.solved is not None),
        solved=sum(1 for r in opinions if r.solved),
        graded=len(grades),
        satisfied=sum({Grade.GOOD: 1.0, Grade.FAIR: FAIR_WEIGHT, Grade.BAD: 0.0}[g] for g in grades),
    )
