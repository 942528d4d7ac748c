"""The whistle's clocks over random calendars and stops of the program: once each, in order, by day, none left out."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_workdays import calendars, moments, spans
from tests.whistles.things import leg, whistle
from tickets.calendar.spans import Span, end_of
from tickets.calendar.workdays import Workdays
from tickets.ids import UnitCode
from tickets.kinds import Urgency
from tickets.rules.clocks import LATE, Rules, quiet
from tickets.whistles.kinds import Occasion, WhistleClock
from tickets.whistles.leg import Leg
from tickets.whistles.limits import Limits
from tickets.whistles.rules.clocks import due, leg_clocks, level_of, next_step, resumed
from tickets.whistles.whistle import Whistle, WhistleDeadline

RULES = Rules()
stops = st.lists(st.integers(1, 60 * 24 * 9), min_size=1, max_size=25)
MINUTE = timedelta(minutes=1)


def woken(open_: list[WhistleDeadline], start: datetime, gaps: list[int], rules: Rules) -> list[list[int]]:
    """The steps that are told at each waking, as the sweep tells them: what is due together is told as one."""
    told, now = [], start
    for minutes in gaps:
        now += minutes * MINUTE
        due_now = sorted((d for d in open_ if d.due_at <= now), key=lambda d: d.step)
        if due_now:
            told.append([d.step for d in due_now])
            following = next_step(due_now[-1], now, rules)
            open_ = [d for d in open_ if d.due_at > now] + ([following] if following else [])
        assert all(d.due_at > now for d in open_)
        assert len({d.step for d in open_}) == len(open_)
    return told


def clock(of: Whistle, part: Leg, which: WhistleClock, start: datetime, rules: Rules) -> list[WhistleDeadline]:
    return [d for d in leg_clocks(of, part, start, rules) if d.clock is which]


@given(calendars, spans, moments, stops)
def test_whatever_the_calendar_and_the_stops_each_step_to_a_limit_is_told_once_in_order_and_by_day(
    calendar: Workdays, span: Span, start: datetime, gaps: list[int]
) -> None:
    rules = replace(RULES, calendar=calendar, whistles=Limits(solve_quick=span))
    limit = due(Urgency.QUICK, None, start, rules)
    assert limit == end_of(start, span, calendar)
    part = leg(called_at=start, due_at=limit)
    steps = clock(whistle(), part, WhistleClock.DONE, start, rules)
    assert [d.step for d in steps] == [50, 80, LATE]
    assert all(d.due_at >= start and not quiet(d.due_at, rules) for d in steps)
    assert limit is not None
    assert steps[-1].due_at >= limit
    told = [step for together in woken(steps, start, gaps, rules) for step in together]
    assert told == [50, 80, *range(LATE, LATE + 300)][: len(told)]
    if start + sum(gaps) * MINUTE >= steps[-1].due_at:
        assert LATE in told


@given(moments, stops)
def test_an_emergency_rings_once_a_waking_at_any_hour_and_climbs_by_rings_not_by_time(
    start: datetime, gaps: list[int]
) -> None:
    """A program that slept a night has not to ring a hundred times at once, nor to wake the district at the first."""
    blown = whistle(type=Urgency.EMERGENCY, occasion=Occasion.EMERGENCY)
    rings = woken(clock(blown, leg(called_at=start), WhistleClock.CONFIRM, start, RULES), start, gaps, RULES)
    assert [step for together in rings for step in together] == list(range(1, len(rings) + 1))
    levels = [level_of(WhistleClock.CONFIRM, together[-1]) for together in rings]
    assert levels == [n // 3 for n in range(len(rings))]
    waking = start
    for minutes in gaps:
        waking += minutes * MINUTE
    assert bool(rings) is (waking >= start + RULES.whistles.ring_again)


@given(calendars, spans, moments, st.lists(st.tuples(st.integers(1, 9000), st.integers(0, 9000)), max_size=6))
def test_however_often_a_leg_pauses_its_limit_never_moves_back_and_its_clocks_follow_it(
    calendar: Workdays, span: Span, start: datetime, pauses: list[tuple[int, int]]
) -> None:
    """Pausing follows the same calendar as the deadline: by working time nothing is lost over a holiday."""
    rules = replace(RULES, calendar=calendar, whistles=Limits(solve_quick=span))
    part = leg(called_at=start, due_at=due(Urgency.QUICK, None, start, rules), confirmed_at=start)
    at = start
    for worked, paused in pauses:
        at += worked * MINUTE
        before = part.due_at
        again = resumed(replace(part, paused_at=at), at + paused * MINUTE, Urgency.QUICK, rules)
        at += paused * MINUTE
        assert before is not None
        assert again.due_at is not None
        assert again.due_at >= before
        assert (again.paused_at, again.round) == (None, part.round + 1)
        part = again
    steps = clock(whistle(), replace(part, unit=UnitCode("zf")), WhistleClock.DONE, at, rules)
    assert {d.round for d in steps} == {part.round}
