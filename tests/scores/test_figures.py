"""Figures are what the histories say, counted twice over thousands of them."""

from dataclasses import replace
from datetime import date, time, timedelta
from random import Random

import pytest

from tests.rules.city import MONDAY
from tests.scores.histories import PLACES, TOPICS, UNITS, story
from tests.scores.naive import naive
from tickets.calendar.workdays import Workdays
from tickets.scores.figures import (
    Cut,
    Figures,
    Marks,
    Rate,
    Times,
    Weights,
    figures,
    percentile,
    total,
    whistle_score,
    year_score,
)
from tickets.scores.periods import Period, before, latest, month, named
from tickets.scores.stories import tell

WEIGHTS = Weights()
DAY = timedelta(days=1)


@pytest.mark.parametrize("seed", range(25))
def test_a_second_naive_count_agrees_over_a_hundred_random_histories(seed: int) -> None:
    random = Random(seed)
    stories = [story(random, n) for n in range(1, 101)]
    at = MONDAY + random.randrange(5, 100) * DAY
    start = MONDAY + random.randrange(60) * DAY
    period = Period(start, start + random.choice((7, 30, 90)) * DAY)
    facts = tell(stories, at)
    for cut in (
        Cut(),
        Cut(all_in=True),
        Cut(unit=random.choice(UNITS)),
        Cut(unit=random.choice(UNITS), all_in=True),
        Cut(areas=frozenset({random.choice(PLACES)}), topic=random.choice(TOPICS)),
    ):
        _agree(figures(facts, period, cut, WEIGHTS), naive(stories, period, cut, WEIGHTS, at))


def _agree(found: Figures, counted: dict[str, object]) -> None:
    for name in ("answered", "contacted", "solved", "satisfied", "arrived", "done"):
        rate: Rate = getattr(found, name)
        assert (rate.part, rate.of) == pytest.approx(counted[name]), name
    for name in ("received", "called", "waiting"):
        assert getattr(found, name) == counted[name], name
    assert (found.response.of, found.arrival.of) == (counted["response"], counted["arrival"])
    assert found.marks.of == counted["marks"]
    handling = counted["handling"]
    assert isinstance(handling, list)
    assert found.handling.of == len(handling)
    if handling:
        assert found.handling.p90 == pytest.approx(handling[max(-(-len(handling) * 9 // 10), 1) - 1])
    assert found.total == pytest.approx(counted["total"])
    assert found.whistle == pytest.approx(counted["whistle"])


def test_of_any_past_day_the_figures_are_the_same_whenever_they_are_asked() -> None:
    """What was written later changes nothing of how a day stood."""
    random = Random(7)
    stories = [story(random, n) for n in range(1, 60)]
    for day in range(0, 60, 7):
        at = MONDAY + day * DAY
        cut_off = [
            replace(
                one,
                ticket=[e for e in one.ticket if e.at <= at],
                whistles=[[e for e in history if e.at <= at] for history in one.whistles],
            )
            for one in stories
        ]
        assert tell(stories, at) == tell(cut_off, at)


def test_what_has_happened_in_a_period_is_counted_in_no_other() -> None:
    random = Random(3)
    facts = tell([story(random, n) for n in range(1, 80)], MONDAY + 400 * DAY)
    whole = figures(facts, Period(MONDAY, MONDAY + 400 * DAY), Cut(), WEIGHTS)
    parts = [
        figures(facts, Period(MONDAY + n * 20 * DAY, MONDAY + (n + 1) * 20 * DAY), Cut(), WEIGHTS) for n in range(20)
    ]
    for name in ("answered", "contacted", "solved", "satisfied", "arrived", "done", "response", "handling", "marks"):
        assert sum(getattr(part, name).of for part in parts) == getattr(whole, name).of > 0, name


def test_without_a_case_there_is_no_figure() -> None:
    nothing = figures(tell([], MONDAY), Period(MONDAY, MONDAY + DAY), Cut(), WEIGHTS)
    assert nothing == Figures()
    assert (nothing.answered.value, nothing.total, nothing.whistle) == (None, None, None)


def test_the_total_weighs_contact_solution_and_satisfaction() -> None:
    assert total(Rate(9, 10), Rate(8, 10), Rate(5, 10), WEIGHTS) == pytest.approx(9 + 40 + 20)
    assert total(Rate(), Rate(8, 10), Rate(5, 10), WEIGHTS) is None
    assert total(Rate(), Rate(8, 10), Rate(5, 10), Weights(contacted=0, solved=1, satisfied=1)) == pytest.approx(65)


@pytest.mark.parametrize(
    ("marks", "arrived", "score"),
    [
        (Marks(2, 5, 4, 3), Rate(1, 1), 80),
        (Marks(2, 5, 4, 3), Rate(1, 2), 40),
        (Marks(2, 5, 4, 3), Rate(), 80),
        (Marks(), Rate(1, 1), None),
    ],
    ids=["all there", "half were late", "nobody had to come", "no marks"],
)
def test_a_units_whistle_score_is_the_mean_of_its_marks_times_how_often_it_was_there(
    marks: Marks, arrived: Rate, score: float | None
) -> None:
    assert whistle_score(marks, arrived, WEIGHTS) == (score if score is None else pytest.approx(score))
    assert whistle_score(Marks(1, 5, 1, 1), Rate(), Weights(handling=0, effect=0)) == pytest.approx(100)


@pytest.mark.parametrize(("share", "score"), [(0.30, 87), (1 / 3, 86.6667)])
def test_the_whistles_share_of_a_year_is_a_weight(share: float, score: float) -> None:
    assert year_score(80, 90, Weights(year=share)) == pytest.approx(score, abs=1e-3)
    assert year_score(None, 90, Weights(year=share)) is None


def test_nine_of_ten_do_not_pass_the_ninetieth() -> None:
    assert percentile(range(1, 11), 0.9) == 9
    assert percentile([7.0], 0.9) == 7
    assert Times().median is None


@pytest.mark.parametrize(
    ("day", "first", "name", "start", "end"),
    [
        ("2026-11-24", 19, "2026-12", "2026-11-19", "2026-12-19"),
        ("2026-11-18", 19, "2026-11", "2026-10-19", "2026-11-19"),
        ("2026-11-19", 19, "2026-12", "2026-11-19", "2026-12-19"),
        ("2026-12-31", 1, "2026-12", "2026-12-01", "2027-01-01"),
        ("2027-02-10", 28, "2027-02", "2027-01-28", "2027-02-28"),
    ],
)
def test_a_month_runs_from_its_first_day(day: str, first: int, name: str, start: str, end: str) -> None:
    calendar = Workdays()
    found = month(date.fromisoformat(day), first, calendar)
    assert found == Period(
        calendar.at(date.fromisoformat(start), time()), calendar.at(date.fromisoformat(end), time()), name
    )
    assert named(name, first, calendar) == found
    assert before(found, first, calendar).end == found.start


def test_months_follow_each_other() -> None:
    found = latest(MONDAY, 30, 19, Workdays())
    assert [one.start for one in found[:-1]] == [one.end for one in found[1:]]
    assert named("2026-13", 19, Workdays()) is None
    assert named("soon", 19, Workdays()) is None
