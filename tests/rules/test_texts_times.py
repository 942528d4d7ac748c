"""A moment and a span as people say them, in the city's own time, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.texts import Texts
from tickets.times import SHANGHAI

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI)
"""A Tuesday morning."""

WHEN = [
    # there, from, 中文, English
    ("2026-12-01 10:05", "2026-12-01 09:00", "今天 10:05", "today 10:05"),
    ("2026-12-01 08:05", "2026-12-01 09:00", "今天 08:05", "today 08:05"),
    ("2026-12-02 10:05", "2026-12-01 09:00", "明天 10:05", "tomorrow 10:05"),
    ("2026-12-02 00:00", "2026-12-01 23:59", "明天 00:00", "tomorrow 00:00"),
    ("2026-12-01 23:59", "2026-12-02 00:00", "昨天 23:59", "yesterday 23:59"),
    ("2026-12-03 10:05", "2026-12-01 09:00", "后天 10:05", "Thu 10:05"),
    ("2026-12-04 10:05", "2026-12-01 09:00", "周五 10:05", "Fri 10:05"),
    ("2026-12-06 10:05", "2026-12-01 09:00", "周日 10:05", "Sun 10:05"),
    ("2026-12-07 23:59", "2026-12-01 00:00", "周一 23:59", "Mon 23:59"),
    ("2026-12-08 10:05", "2026-12-01 09:00", "12月8日 10:05", "8 Dec 10:05"),
    ("2026-11-29 10:05", "2026-12-01 09:00", "11月29日 10:05", "29 Nov 10:05"),
    ("2027-01-03 10:05", "2026-12-30 09:00", "周日 10:05", "Sun 10:05"),
    ("2027-01-09 10:05", "2026-12-30 09:00", "1月9日 10:05", "9 Jan 10:05"),
]

LEFT = [
    (timedelta(0), "1 分钟", "1 min"),
    (timedelta(seconds=59), "1 分钟", "1 min"),
    (timedelta(minutes=1), "1 分钟", "1 min"),
    (timedelta(minutes=59, seconds=59), "59 分钟", "59 min"),
    (timedelta(hours=1), "1 小时", "1 h"),
    (timedelta(hours=6, minutes=40), "6 小时", "6 h"),
    (timedelta(hours=47, minutes=59), "47 小时", "47 h"),
    (timedelta(hours=48), "2 天", "2 days"),
    (timedelta(days=9, hours=23), "9 天", "9 days"),
]


def at(text: str) -> datetime:
    """An hour of Shanghai, as the database gives it."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(("there", "here", "chinese", "english"), WHEN)
def test_a_moment_is_said_by_its_day(there: str, here: str, chinese: str, english: str) -> None:
    assert Texts("zh_CN").when(at(there), at(here)) == chinese
    assert Texts("en").when(at(there), at(here)) == english


def test_the_day_changes_at_midnight_in_the_city_and_not_in_greenwich() -> None:
    evening, night = datetime(2026, 12, 1, 15, 59, tzinfo=UTC), datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
    t = Texts("zh_CN")
    assert (t.when(night, evening), t.when(evening, night)) == ("明天 00:00", "昨天 23:59")


@pytest.mark.parametrize(("span", "chinese", "english"), LEFT)
def test_a_span_is_said_in_the_one_unit_that_matters(span: timedelta, chinese: str, english: str) -> None:
    for moment in (NOW + span, NOW - span):
        assert Texts("zh_CN").left(moment, NOW) == chinese
        assert Texts("en").left(moment, NOW) == english


@pytest.mark.parametrize(
    ("language", "spoken"), [("zh_CN", "zh_CN"), ("zh-hans", "zh_CN"), ("en", "en"), ("en-GB", "en"), ("de", "zh_CN")]
)
def test_whoever_reads_english_reads_english_and_everybody_else_chinese(language: str, spoken: str) -> None:
    assert Texts(language).language == spoken
