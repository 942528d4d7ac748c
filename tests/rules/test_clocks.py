"""The table of clocks, case by case with its weekday and hour in the city, and what holds for every case."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.city import MONDAY, ticket
from tickets.kinds import Clock, State
from tickets.rules.clocks import LATE, Rules, after_quiet, by_day, caught_up, deadlines, next_step, quiet
from tickets.ticket import Deadline, Ticket
from tickets.times import SHANGHAI

RULES = Rules()
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def at(words: str) -> datetime:
    """`Tue 22:30`: the moment in the week that begins on Monday, 23 November; `+Mon` is a week later."""
    day, hour = words.split()
    number = DAYS.index(day.lstrip("+")) + (7 if day.startswith("+") else 0)
    return datetime(2026, 11, 23 + number % 7, tzinfo=SHANGHAI).replace(
        hour=int(hour[:2]), minute=int(hour[3:])
    ) + timedelta(days=7 * (number // 7))


def words(moment: datetime) -> str:
    """The opposite of `at`."""
    local = moment.astimezone(SHANGHAI)
    week = "+" if local >= at("+Mon 00:00") else ""
    return f"{week}{DAYS[local.weekday()]} {local:%H:%M}"


def steps(clock: Clock, start: str, **changed: object) -> dict[int, str]:
    begun = ticket(posted_at=at(start), **changed)
    return {d.step: words(d.due_at) for d in deadlines(clock, begun, at(start), RULES)}


ANSWER = [
    # posted, 50 %, 80 %, 100 %
    ("Mon 10:05", "Tue 10:05", "Wed 07:00", "Wed 10:05"),
    ("Mon 21:59", "Tue 21:59", "Wed 12:23", "Wed 21:59"),
    ("Mon 22:00", "Wed 07:00", "Wed 12:24", "Thu 07:00"),
    ("Mon 03:00", "Tue 07:00", "Tue 17:24", "Wed 07:00"),
    ("Mon 06:59", "Tue 07:00", "Tue 21:23", "Wed 07:00"),
    ("Mon 07:00", "Tue 07:00", "Tue 21:24", "Wed 07:00"),
    ("Fri 18:00", "Sat 18:00", "Sun 08:24", "Sun 18:00"),
    ("Sat 23:30", "+Mon 07:00", "+Mon 13:54", "+Tue 07:00"),
]


@pytest.mark.parametrize(("posted", "half", "most", "whole"), ANSWER)
def test_forty_eight_natural_hours_with_what_falls_in_the_night_told_in_the_morning(
    posted: str, half: str, most: str, whole: str
) -> None:
    assert steps(Clock.ANSWER, posted) == {50: half, 80: most, LATE: whole}


def test_danger_waits_for_no_morning() -> None:
    found = steps(Clock.ANSWER, "Mon 03:00", danger=True)
    assert found == {50: "Tue 03:00", 80: "Tue 17:24", LATE: "Wed 03:00"}


def test_a_reopened_round_has_forty_eight_hours_of_its_own() -> None:
    again = ticket(round=2, due_at=at("Sat 12:00"))
    found = deadlines(Clock.ANSWER, again, at("Thu 12:00"), RULES)
    assert [(d.round, d.step, words(d.due_at)) for d in found] == [
        (2, 50, "Fri 12:00"), (2, 80, "Sat 07:00"), (2, LATE, "Sat 12:00"),
    ]  # fmt: skip


def test_a_promise_is_watched_over_its_own_length() -> None:
    found = steps(Clock.PROMISE, "Mon 10:00", promised_for=at("Fri 18:00"))
    assert found == {50: "Wed 14:00", 80: "Thu 21:12", LATE: "Fri 18:00"}


@pytest.mark.parametrize("clock", [Clock.CLAIM, Clock.TRIAGE])
@pytest.mark.parametrize(
    ("start", "danger", "due"),
    [
        ("Mon 10:05", False, "Mon 12:05"),
        ("Mon 20:00", False, "Tue 07:00"),
        ("Mon 20:01", False, "Tue 07:01"),
        ("Mon 21:30", False, "Tue 08:30"),
        ("Mon 22:00", False, "Tue 09:00"),
        ("Tue 03:00", False, "Tue 09:00"),
        ("Sun 21:00", False, "+Mon 08:00"),
        ("Mon 21:30", True, "Mon 23:30"),
        ("Tue 03:00", True, "Tue 05:00"),
    ],
)
def test_two_hours_by_day_wait_over_the_night(clock: Clock, start: str, danger: bool, due: str) -> None:
    assert steps(clock, start, danger=danger) == {LATE: due}


@pytest.mark.parametrize(
    ("clock", "start", "changed", "due"),
    [
        (Clock.IDLE, "Mon 09:00", {}, {LATE: "Mon 21:00"}),
        (Clock.IDLE, "Mon 15:00", {}, {LATE: "Tue 07:00"}),
        (Clock.IDLE, "Mon 09:00", {"promised_for": at("Thu 18:00")}, {LATE: "Fri 07:00"}),
        (Clock.IDLE, "Mon 09:00", {"promised_for": at("Mon 09:30")}, {LATE: "Mon 21:30"}),
        (Clock.PAGE, "Mon 23:50", {"danger": True}, {1: "Tue 00:00"}),
        (Clock.CALLBACK, "Mon 10:00", {}, {1: "Tue 10:00", LATE: "+Mon 10:00"}),
        (Clock.CALLBACK, "Mon 23:00", {}, {1: "Wed 07:00", LATE: "+Tue 07:00"}),
    ],
)
def test_the_other_clocks(clock: Clock, start: str, changed: dict[str, object], due: dict[int, str]) -> None:
    assert steps(clock, start, **changed) == due


@pytest.mark.parametrize(
    ("step", "due", "fired", "follows", "on"),
    [
        (LATE, "Wed 10:05", "Wed 10:05", LATE + 1, "Thu 08:00"),
        (LATE, "Wed 07:00", "Wed 07:00", LATE + 1, "Thu 08:00"),
        (LATE + 1, "Thu 08:00", "Thu 08:00", LATE + 2, "Fri 08:00"),
        (LATE, "Wed 10:05", "Fri 09:00", LATE + 3, "Sat 08:00"),
        (LATE, "Wed 10:05", "Fri 07:59", LATE + 2, "Fri 08:00"),
        (LATE + 2, "Fri 08:00", "+Mon 23:00", LATE + 6, "+Tue 08:00"),
    ],
)
def test_lateness_is_told_every_morning_under_the_number_of_its_day(
    step: int, due: str, fired: str, follows: int, on: str
) -> None:
    found = next_step(_step(Clock.ANSWER, step, at(due)), at(fired), RULES)
    assert found is not None
    assert (found.step, words(found.due_at)) == (follows, on)


@pytest.mark.parametrize(
    ("clock", "step"),
    [(Clock.ANSWER, 50), (Clock.PROMISE, 80), (Clock.CLAIM, LATE), (Clock.TRIAGE, LATE), (Clock.IDLE, LATE),
     (Clock.CALLBACK, 1), (Clock.CALLBACK, LATE)],
)  # fmt: skip
def test_nothing_follows_a_step_that_stands_alone(clock: Clock, step: int) -> None:
    once = _step(clock, step, MONDAY)
    assert next_step(once, MONDAY + timedelta(days=9), RULES) is None
    assert caught_up(once, MONDAY + timedelta(days=9), RULES) == once


def test_a_page_rings_again_ten_minutes_after_it_rang_one_level_up() -> None:
    rang = _step(Clock.PAGE, 1, at("Mon 23:50"))
    found = next_step(rang, at("Tue 01:00"), RULES)
    assert found is not None
    assert (found.step, words(found.due_at)) == (2, "Tue 01:10")


moments = st.integers(0, 60 * 24 * 400).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
rules = st.builds(
    lambda start, until, reminders: replace(RULES, quiet_from=start, quiet_until=until, reminders=(*reminders, LATE)),
    hours,
    hours,
    st.sampled_from([(50, 80), (), (25, 50, 75, 90)]),
)


@given(moments, rules)
def test_after_the_quiet_hours_it_is_never_quiet(moment: datetime, set_: Rules) -> None:
    later = after_quiet(moment, set_)
    assert not quiet(later, set_)
    assert moment <= later < moment + timedelta(days=1)
    assert (later == moment) == (not quiet(moment, set_))


@given(moments, st.integers(1, 72).map(lambda n: timedelta(hours=n / 2)), rules)
def test_by_day_counts_every_waking_minute_and_no_other(start: datetime, length: timedelta, set_: Rules) -> None:
    end, minute = by_day(start, length, set_), timedelta(minutes=1)
    awake = sum(not quiet(start + n * minute, set_) for n in range(int((end - start) / minute)))
    assert awake * minute == length


@given(moments, st.booleans(), rules, st.sampled_from(Clock))
def test_only_danger_may_ring_in_the_quiet_hours(start: datetime, danger: bool, set_: Rules, clock: Clock) -> None:
    begun = ticket(posted_at=start, danger=danger, promised_for=start + timedelta(days=3))
    for deadline in deadlines(clock, begun, start, set_):
        assert start < deadline.due_at
        assert danger or not quiet(deadline.due_at, set_)


@given(moments, st.lists(st.integers(1, 60 * 24 * 9), min_size=1, max_size=25), st.booleans())
def test_whatever_the_stops_of_the_program_each_step_is_told_once_in_time_and_by_day(
    start: datetime, stops: list[int], danger: bool
) -> None:
    """The program wakes at any moments: what is due is told at the next one, nothing twice, nothing left out."""
    late = ticket(posted_at=start, danger=danger)
    open_, told = _all_steps(late, start), []
    now = start
    for minutes in stops:
        now += timedelta(minutes=minutes)
        due = [d for d in open_ if d.due_at <= now]
        if due:
            last = caught_up(due[-1], now, RULES)
            told += [*(d.step for d in due), *range(due[-1].step + 1, last.step + 1)]
            following = next_step(due[-1], now, RULES)
            open_ = [d for d in open_ if d.due_at > now] + ([following] if following else [])
        assert all(d.due_at > now for d in open_)
        assert all(danger or not quiet(d.due_at, RULES) for d in open_)
    expected = [50, 80, *range(LATE, LATE + 300)]
    assert told == expected[: len(told)]
    assert len(told) == len(_heard_without_stops(late, start, now))


def _heard_without_stops(late: Ticket, start: datetime, until: datetime) -> list[int]:
    heard, open_ = [], _all_steps(late, start)
    while open_ and open_[0].due_at <= until:
        done = open_.pop(0)
        heard.append(done.step)
        following = next_step(done, done.due_at, RULES)
        open_ += [following] if following else []
    return heard


def _all_steps(late: Ticket, start: datetime) -> list[Deadline]:
    return deadlines(Clock.ANSWER, late, start, RULES)


def _step(clock: Clock, step: int, due: datetime) -> Deadline:
    return Deadline(ticket(state=State.HELD).id, clock, 1, step, due)
