"""Figures that cannot be polished: what is open and late counts, silence counts nothing, each has its cases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.rules.city import MONDAY, ticket
from tickets.ids import TicketId, UnitCode
from tickets.kinds import Deed, Grade, State
from tickets.records import Rating
from tickets.rules.scores import Tally, Turn, tally, turns
from tickets.ticket import Event, Ticket
from tickets.times import iso

NOW = MONDAY + timedelta(hours=72)
IN_TIME, LATE = MONDAY + timedelta(hours=47), MONDAY + timedelta(hours=49)


def answered(number: int, at: object = IN_TIME, state: State = State.ANSWERED) -> Ticket:
    return ticket(id=TicketId(number), state=state, answered_at=at)


def opinion(number: int, round_: int = 1, **said: object) -> dict[tuple[TicketId, int], Rating]:
    return {(TicketId(number), round_): Rating(TicketId(number), round_, **said)}


def only(*tickets: Ticket) -> list[Turn]:
    return [turn for one in tickets for turn in turns(one)]


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
        (ticket(state=State.WITHDRAWN, ended_at=IN_TIME), 0, 0),
        (ticket(state=State.WITHDRAWN, ended_at=LATE), 1, 0),
        (ticket(posted_at=NOW - timedelta(hours=3)), 0, 0),
        (ticket(posted_at=NOW - timedelta(hours=48)), 1, 0),
    ],
    ids=[
        "in time",
        "late",
        "rated",
        "promised",
        "open",
        "undecided",
        "held",
        "joined",
        "taken back",
        "taken back late",
        "young",
        "now",
    ],
)
def test_everything_that_fell_due_counts_whether_answered_or_not(one: Ticket, due: int, in_time: int) -> None:
    counted = tally(only(one), {}, NOW)
    assert (counted.received, counted.due, counted.in_time) == (1, due, in_time)


def test_a_unit_that_answers_one_and_lets_nine_lie_is_at_a_tenth() -> None:
    lying = [ticket(id=TicketId(n)) for n in range(2, 11)]
    assert tally(only(answered(1), *lying), {}, NOW).on_time_rate == pytest.approx(0.1)


def test_silence_is_no_praise() -> None:
    counted = tally(only(answered(1), answered(2)), opinion(1, solved=False, grade=Grade.BAD), NOW)
    assert (counted.called_back, counted.solved_rate, counted.graded, counted.satisfied_rate) == (1, 0.0, 1, 0.0)


def test_whoever_graded_without_saying_whether_it_is_solved_counts_for_the_grade_alone() -> None:
    counted = tally(only(answered(1)), opinion(1, grade=Grade.GOOD), NOW)
    assert (counted.called_back, counted.solved_rate, counted.satisfied_rate) == (0, None, 1.0)


def test_half_satisfied_counts_a_little_less() -> None:
    said = opinion(1, grade=Grade.GOOD) | opinion(2, grade=Grade.FAIR) | opinion(3, grade=Grade.BAD)
    counted = tally(only(*(answered(n) for n in (1, 2, 3))), said, NOW)
    assert counted.satisfied_rate == pytest.approx(1.9 / 3)
    assert counted.graded == 3


def test_each_round_counts_with_its_own_time_its_own_unit_and_its_own_opinion() -> None:
    """Late at first, in time the second time, by another unit: one of two, and one of two solved."""
    first = ticket(state=State.ANSWERED, answered_at=LATE, unit=UnitCode("A"))
    again = {"round": 2, "due_at": iso(LATE + timedelta(hours=48)), "answered_at": None, "unit": "B", "state": "open"}
    history = [
        Event(first.id, Deed.POST, MONDAY, after=first.facts()),
        Event(first.id, Deed.REOPEN, LATE, after=again),
    ]
    now = replace(first, round=2, due_at=LATE + timedelta(hours=48), answered_at=LATE + timedelta(hours=2),
                  unit=UnitCode("B"))  # fmt: skip
    counted = turns(now, history)
    assert [(turn.round, turn.unit, turn.in_time) for turn in counted] == [(1, "A", False), (2, "B", True)]
    said = opinion(first.id, 1, solved=False) | opinion(first.id, 2, solved=True)
    whole = tally(counted, said, NOW)
    assert (whole.received, whole.due, whole.in_time, whole.called_back, whole.solved) == (1, 2, 1, 2, 1)
