"""Working time over random calendars: it never runs backwards, adds up, and a pause takes nothing and gives nothing."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import WrongSetting, load
from bot.workdays import BrokenNotice, known
from tests.whistles.things import leg, whistle
from tickets.calendar.profiles import BEIJING
from tickets.calendar.spans import Measure, Span, after_work, doubtful, end_of, resumed, worked
from tickets.calendar.statutory import statutory, tomb_sweeping
from tickets.calendar.workdays import Workdays
from tickets.kinds import Topic, Urgency
from tickets.rules.clocks import Rules, answer_by
from tickets.times import SHANGHAI
from tickets.whistles.limits import Limits
from tickets.whistles.rules.clocks import due, offered, unsure_years
from tickets.whistles.rules.clocks import resumed as leg_resumed

KNOWN = known(Workdays(), None)
FIRST = date(2026, 11, 1)
WD = Span(1, Measure.WORKDAYS)


def at(text: str) -> datetime:
    """An hour in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


days = st.dates(FIRST, date(2027, 4, 30))
moments = st.builds(
    lambda day, minute: KNOWN.at(day, time()) + timedelta(minutes=minute), days, st.integers(0, 24 * 60 - 1)
)
calendars = st.builds(
    Workdays,
    st.dictionaries(days, st.booleans(), max_size=60),
    st.sampled_from([frozenset(), frozenset({2026}), frozenset({2026, 2027})]),
    st.sampled_from([Workdays().shifts, ((time(9), time(17)),), ((time(8), time(8, 1)), (time(20), time(23, 59)))]),
)
lengths = st.integers(0, 6_000).map(lambda minutes: timedelta(minutes=minutes))
spans = st.one_of(
    st.builds(Span, st.integers(1, 200), st.sampled_from([Measure.HOURS, Measure.WORKING_HOURS])),
    st.builds(Span, st.integers(1, 40), st.sampled_from([Measure.DAYS, Measure.WORKDAYS])),
)


@given(calendars, moments, lengths, lengths)
def test_working_time_adds_up(calendar: Workdays, start: datetime, one: timedelta, two: timedelta) -> None:
    assert after_work(after_work(start, one, calendar), two, calendar) == after_work(start, one + two, calendar)


@given(calendars, moments, lengths)
def test_what_is_worked_until_the_end_is_what_was_given(calendar: Workdays, start: datetime, one: timedelta) -> None:
    assert worked(start, after_work(start, one, calendar), calendar) == one


@given(calendars, spans, moments, moments)
def test_who_begins_later_never_ends_sooner(calendar: Workdays, span: Span, one: datetime, two: datetime) -> None:
    first, second = sorted((one, two))
    assert first < end_of(first, span, calendar) <= end_of(second, span, calendar)


@given(calendars, spans, moments)
def test_more_time_never_ends_sooner(calendar: Workdays, span: Span, start: datetime) -> None:
    longer = Span(span.amount + 1, span.measure)
    assert end_of(start, span, calendar) <= end_of(start, longer, calendar)


@given(calendars, spans, moments, lengths, lengths)
def test_a_pause_never_shortens_and_one_of_no_length_changes_nothing(
    calendar: Workdays, span: Span, start: datetime, before: timedelta, pause: timedelta
) -> None:
    due, paused = end_of(start, span, calendar), start + before
    assert resumed(due, paused, paused, span.measure, calendar) == due
    after = resumed(due, paused, paused + pause, span.measure, calendar)
    assert after >= due
    assert after > paused + pause or paused >= due or pause == timedelta()


@given(calendars, moments, lengths, lengths, st.integers(1, 100))
def test_work_before_a_pause_and_after_it_is_the_whole(
    calendar: Workdays, start: datetime, before: timedelta, pause: timedelta, hours: int
) -> None:
    due, paused = after_work(start, timedelta(hours=hours), calendar), start + before
    if paused >= due or not pause:
        return
    again = paused + pause
    after = resumed(due, paused, again, Measure.WORKING_HOURS, calendar)
    assert worked(start, paused, calendar) + worked(again, after, calendar) == timedelta(hours=hours)


@given(calendars, moments, lengths, lengths, lengths)
def test_two_pauses_are_as_one_in_natural_time(
    calendar: Workdays, start: datetime, before: timedelta, one: timedelta, two: timedelta
) -> None:
    due, paused = start + timedelta(days=30), start + before
    first = resumed(due, paused, paused + one, Measure.HOURS, calendar)
    again = resumed(first, paused + one, paused + one + two, Measure.HOURS, calendar)
    assert again == resumed(due, paused, paused + one + two, Measure.HOURS, calendar)


@given(calendars, moments, st.integers(1, 40), st.sampled_from([Measure.DAYS, Measure.WORKDAYS]))
def test_a_limit_in_days_ends_on_a_day_that_is_worked(
    calendar: Workdays, start: datetime, amount: int, measure: Measure
) -> None:
    end = end_of(start, Span(amount, measure), calendar)
    assert calendar.works(calendar.day_of(end - timedelta.resolution))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-24 09:00", 8, "2026-11-25 09:00"),
        ("2026-11-24 08:00", 8, "2026-11-24 18:00"),
        ("2026-11-27 17:00", 2, "2026-11-30 09:00"),
        ("2026-11-28 10:00", 1, "2026-11-30 09:00"),
        ("2026-11-24 12:30", 1, "2026-11-24 15:00"),
        ("2026-09-30 17:00", 2, "2026-10-08 09:00"),
        ("2026-10-09 17:00", 2, "2026-10-10 09:00"),
        ("2026-12-31 17:00", 2, "2027-01-04 09:00"),
    ],
    ids=["Tuesday", "whole day", "Friday", "Saturday", "noon", "国庆", "调休 Saturday", "new year of no notice"],
)
def test_working_hours_by_the_notices(start: str, hours: int, end: str) -> None:
    assert after_work(at(start), timedelta(hours=hours), KNOWN) == at(end)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-11-24 09:00", Span(24), "2026-11-25 09:00"),
        ("2026-11-24 09:00", Span(7, Measure.DAYS), "2026-12-02 00:00"),
        ("2026-11-21 09:00", Span(7, Measure.DAYS), "2026-12-01 00:00"),
        ("2026-09-28 09:00", Span(7, Measure.DAYS), "2026-10-09 00:00"),
        ("2026-10-03 09:00", Span(7, Measure.DAYS), "2026-10-11 00:00"),
        ("2026-11-24 23:00", WD, "2026-11-25 18:00"),
        ("2026-11-27 09:00", WD, "2026-11-30 18:00"),
        ("2026-10-09 09:00", WD, "2026-10-10 18:00"),
    ],
    ids=["hours", "days", "ends on Saturday", "ends in 国庆", "ends on a 调休 Saturday", "late", "Friday", "调休"],
)
def test_days_are_counted_by_the_civil_code(start: str, span: Span, end: str) -> None:
    """民法典 201–203: the first day is not counted, a last one that is off moves on."""
    assert end_of(at(start), span, KNOWN) == at(end)


def test_the_library_knows_the_notices_of_2026_and_none_of_2027() -> None:
    off = [date(2026, 1, 1), date(2026, 2, 23), date(2026, 10, 7)]
    worked_days = [date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20)]
    assert [KNOWN.works(day) for day in off] == [False] * 3
    assert all(map(KNOWN.works, worked_days))
    assert 2026 in KNOWN.published
    assert 2027 not in KNOWN.published


def test_in_a_year_without_a_notice_weekends_and_what_the_law_and_the_moon_say_are_off() -> None:
    off = [(1, 1), (2, 5), (2, 6), (2, 8), (4, 5), (5, 1), (6, 9), (9, 15), (10, 1), (10, 3)]
    assert all(date(2027, *day) in statutory(2027) for day in off)
    assert {date(2027, 2, 9), date(2027, 2, 10)} <= statutory(2027), "the Saturday and Sunday of 春节 are given later"
    assert not KNOWN.works(date(2027, 2, 5))
    assert KNOWN.works(date(2027, 2, 11))
    assert date(2050, 10, 1) in statutory(2050)
    assert (tomb_sweeping(2028), tomb_sweeping(2030)) == (date(2028, 4, 4), date(2030, 4, 5))


def test_whoever_reckons_across_a_year_without_a_notice_can_say_so() -> None:
    start = at("2026-12-25 09:00")
    assert doubtful(start, end_of(start, Span(9, Measure.WORKDAYS), KNOWN), Measure.WORKDAYS, KNOWN) == (2027,)
    assert doubtful(start, end_of(start, WD, KNOWN), Measure.WORKDAYS, KNOWN) == ()
    assert doubtful(start, end_of(start, Span(15, Measure.DAYS), KNOWN), Measure.DAYS, KNOWN) == (2027,)
    assert doubtful(start, start + timedelta(days=60), Measure.HOURS, KNOWN) == ()


def test_a_new_notice_is_typed_in_and_goes_before_all_else(tmp_path: Path) -> None:
    notice = tmp_path / "holidays.txt"
    notice.write_text("# 2027\n2027-02-05~2027-02-11 休 春节\n2027-2-20 班\n2026-11-25 off flood\n", "utf-8")
    calendar = known(Workdays(), notice)
    assert calendar.published >= {2026, 2027}
    assert [calendar.works(date(2027, 2, day)) for day in (11, 12, 20)] == [False, True, True]
    assert not calendar.works(date(2026, 11, 25))
    assert doubtful(at("2026-12-25 09:00"), at("2027-03-01 09:00"), Measure.WORKDAYS, calendar) == ()


@pytest.mark.parametrize(
    "line", ["2027-02-30 休", "2027-02-05", "春节 休", "2027-02-11~2027-02-05 休", "2027-01-01~2027-12-31 休"]
)
def test_a_notice_that_cannot_be_read_stops_the_start_and_names_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    notice = tmp_path / "holidays.txt"
    notice.write_text(f"2027-01-01 休\n{line}\n", "utf-8")
    with pytest.raises(BrokenNotice) as broken:
        known(Workdays(), notice)
    assert (broken.value.line, broken.value.text) == (2, line)
    monkeypatch.setenv("HOLIDAYS_FILE", str(notice))
    with pytest.raises(WrongSetting, match=f"HOLIDAYS_FILE.*:2: {line}"):
        load(None)


@pytest.mark.parametrize(
    ("urgency", "topic", "end"),
    [
        (Urgency.EMERGENCY, Topic.ROADS, "2026-11-24 11:00"),
        (Urgency.QUICK, Topic.UTILITIES, "2026-11-25 09:00"),
        (Urgency.QUICK, Topic.NOISE, "2026-12-02 00:00"),
        (Urgency.COMPLEX, Topic.UTILITIES, "2026-12-10 00:00"),
    ],
)
def test_by_beijings_profile_a_matter_has_time_by_its_grade(urgency: Urgency, topic: Topic, end: str) -> None:
    assert answer_by(urgency, topic, at("2026-11-24 09:00"), Rules(grades=BEIJING, calendar=KNOWN)) == at(end)
    assert answer_by(urgency, topic, at("2026-11-24 09:00"), Rules()) == at("2026-11-26 09:00")


IN_WORKDAYS = Rules(whistles=Limits(solve_quick=WD), calendar=KNOWN)


def test_a_quick_whistle_may_be_counted_in_working_days_and_its_pause_is_too() -> None:
    friday = at("2026-11-27 09:00")
    limit = due(Urgency.QUICK, None, friday, IN_WORKDAYS)
    assert limit == at("2026-11-30 18:00")
    paused = leg(called_at=friday, due_at=limit, paused_at=at("2026-11-27 15:00"), review_at=at("2026-12-03 09:00"))
    assert leg_resumed(paused, at("2026-12-03 09:00"), Urgency.QUICK, IN_WORKDAYS).due_at == at("2026-12-04 18:00")
    assert leg_resumed(paused, at("2026-12-03 09:00"), Urgency.QUICK, Rules()).due_at == at("2026-12-06 12:00")


def test_a_leg_whose_limit_hangs_on_an_unknown_notice_says_which() -> None:
    start = at("2026-12-31 09:00")
    called = leg(called_at=start, due_at=due(Urgency.QUICK, None, start, IN_WORKDAYS))
    assert unsure_years(whistle(), called, IN_WORKDAYS) == (2027,)
    assert unsure_years(whistle(), called, Rules(calendar=KNOWN)) == ()


def test_the_date_offered_for_a_hard_whistle_goes_by_the_profile() -> None:
    start = at("2026-11-24 09:00")
    assert offered(Urgency.COMPLEX, start, Rules(calendar=KNOWN)) == at("2026-12-01 09:00")
    assert offered(Urgency.COMPLEX, start, Rules(calendar=KNOWN, grades=BEIJING)) == at("2026-12-10 00:00")
