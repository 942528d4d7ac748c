"""The figures of a report: what each counts, with its number of cases. This system's own formula (design 8.5, 8.9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tickets.ids import TicketId, UnitCode
from tickets.kinds import Deed, Grade, State
from tickets.records import Rating
from tickets.ticket import Event, Ticket

FAIR_WEIGHT = 0.9
"""基本满意 counts this much (domain 3.6, this system's default)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One round of a ticket: from the post, or a reopening, to its answer.

    `unit` is the one that had it when the round ended, or has it now; `withdrawn_at` when its poster took it back.
    """

    ticket: TicketId
    round: int
    unit: UnitCode | None
    due_at: datetime
    answered_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def fell_due(self, now: datetime) -> bool:
        """Answered, or its time ran out. Taken back before that it owes nothing; taken back late it was late."""
        return self.answered_at is not None or self.due_at <= min(now, self.withdrawn_at or now)

    @property
    def in_time(self) -> bool:
        return self.answered_at is not None and self.answered_at <= self.due_at


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one place or unit in one period.

    `due` are all turns that fell due, open ones too; `in_time` of these were answered in time. `called_back` are
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


def turns(ticket: Ticket, history: Iterable[Event] = ()) -> list[Turn]:
    """A ticket's turns, oldest first; of one in its first round the history need not be given."""
    past: list[Turn] = []
    facts: dict[str, Any] = {}
    for event in history:
        if event.deed is Deed.REOPEN:
            past.append(_turn(Ticket.from_facts(facts)))
        facts.update(event.after)
    return [*past, _turn(ticket)]


def tally(counted: Iterable[Turn], ratings: Mapping[tuple[TicketId, int], Rating], now: datetime) -> Tally:
    """Count. `ratings` are those of each ticket's rounds; `received` are tickets, all else is counted by turns."""
    found = list(counted)
    due = [turn for turn in found if turn.fell_due(now)]
    opinions = [ratings[turn.ticket, turn.round] for turn in found if (turn.ticket, turn.round) in ratings]
    grades = [r.grade for r in opinions if r.grade is not None]
    return Tally(
        received=len({turn.ticket for turn in found}),
        due=len(due),
        in_time=sum(1 for turn in due if turn.in_time),
        called_back=sum(1 for r in opinions if r.solved is not None),
        solved=sum(1 for r in opinions if r.solved),
        graded=len(grades),
        satisfied=sum({Grade.GOOD: 1.0, Grade.FAIR: FAIR_WEIGHT, Grade.BAD: 0.0}[g] for g in grades),
    )


def _turn(ticket: Ticket) -> Turn:
    withdrawn = ticket.ended_at if ticket.state is State.WITHDRAWN else None
    return Turn(ticket.id, ticket.round, ticket.unit, ticket.due_at, ticket.answered_at, withdrawn)
