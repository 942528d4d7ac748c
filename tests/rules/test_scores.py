"""Figures that cannot be polished: what is open and late counts, silence counts nothing, each has its cases."""

from datetime import timedelta

import pytest

from tests.rules.city import MONDAY, ticket
from tickets.ids import TicketId
from tickets.kinds import Grade, State
from tickets.records import Rating
from tickets.rules.scores import Tally, tally
from tickets.ticket import Ticket

NOW = MONDAY + timedelta(hours=72)
IN_TIME, LATE = MONDAY + timedelta(hours=47), MONDAY + timedelta(hours=49)


def answered(number: int, at: object = IN_TIME, state: State = State.ANSWERED) -> Ticket:
    return ticket(id=TicketId(number), state=state, answered_at=at)


def opinion(number: int, **said: object) -> dict[TicketId, Rating]:
    return {TicketId(number): Rating(TicketId(number), 1, **said)}


def test_nothing_gives_no_rate_rather_than_a_perfect_or_a_ruinous_one() -> None:
    nothing = tally([], {}, NOW)
    assert nothing == Tally()
    assert (nothing.on_time_rate, nothing.solved_rate, nothing.satisfied_rate) == (None, None, None)


@pytest.mark.parametrize(
    ("one", "due", "in_time"),
    [
        (answered(1), 1, 1),
        (answered(1, LATE), 1, 0),
        (answered(1, state=State.CLOSED), 1, 1),
        (answered(1, state=State.HELD), 1, 1),
        (ticket(state=State.OPEN), 1, 0),
        (ticket(state=State.TRIAGE), 1, 0),
        (ticket(state=State.HELD), 1, 0),
        (ticket(state=State.MERGED), 1, 0),
        (ticket(state=State.WITHDRAWN), 0, 0),
        (ticket(posted_at=NOW - timedelta(hours=3)), 0, 0),
        (ticket(posted_at=NOW - timedelta(hours=48)), 1, 0),
    ],
    ids=["in time", "late", "rated", "promised", "open", "undecided", "held", "joined", "taken back", "young", "now"],
)
def test_everything_that_fell_due_counts_whether_answered_or_not(one: Ticket, due: int, in_time: int) -> None:
    counted = tally([one], {}, NOW)
    assert (counted.received, counted.due, counted.in_time) == (1, due, in_time)


def test_a_unit_that_answers_one_and_lets_nine_lie_is_at_a_tenth() -> None:
    lying = [ticket(id=TicketId(n)) for n in range(2, 11)]
    assert tally([answered(1), *lying], {}, NOW).on_time_rate == pytest.approx(0.1)


def test_silence_is_no_praise() -> None:
    counted = tally([answered(1), answered(2)], opinion(1, solved=False, grade=Grade.BAD), NOW)
    assert (counted.called_back, counted.solved_rate, counted.graded, counted.satisfied_rate) == (1, 0.0, 1, 0.0)


def test_whoever_graded_without_saying_whether_it_is_solved_counts_for_the_grade_alone() -> None:
    counted = tally([answered(1)], opinion(1, grade=Grade.GOOD), NOW)
    assert (counted.called_back, counted.solved_rate, counted.satisfied_rate) == (0, None, 1.0)


def test_half_satisfied_counts_a_little_less() -> None:
    said = opinion(1, grade=Grade.GOOD) | opinion(2, grade=Grade.FAIR) | opinion(3, grade=Grade.BAD)
    counted = tally([answered(n) for n in (1, 2, 3)], said, NOW)
    assert counted.satisfied_rate == pytest.approx(1.9 / 3)
    assert counted.graded == 3
