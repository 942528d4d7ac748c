"""Dates as people write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.dates import read_date
from tickets.times import SHANGHAI

MONDAY = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("12-03 18:00", "2026-12-03 18:00"),
        ("12-03", "2026-12-03 18:00"),
        ("12/3 9:30", "2026-12-03 09:30"),
        ("12月3日下午", "2026-12-03 18:00"),
        ("12月3号下午3点半", "2026-12-03 15:30"),
        ("2027-01-05 10点", "2027-01-05 10:00"),
        ("1-05", "2027-01-05 18:00"),
        ("今天", "2026-11-23 18:00"),
        ("今晚", "2026-11-23 21:00"),
        ("今晚8点", "2026-11-23 20:00"),
        ("明天上午", "2026-11-24 12:00"),
        ("后天 17：30", "2026-11-25 17:30"),
        ("大后天", "2026-11-26 18:00"),
        ("周五下午", "2026-11-27 18:00"),
        ("周一", "2026-11-23 18:00"),
        ("星期天", "2026-11-29 18:00"),
        ("下周一", "2026-11-30 18:00"),
        ("3天后", "2026-11-26 18:00"),
        ("三天以后", "2026-11-26 18:00"),
        ("两周后", "2026-12-07 18:00"),
        ("１２－０３ １８：００", "2026-12-03 18:00"),
    ],
)
def test_a_date_is_read_as_it_was_meant(said: str, moment: str) -> None:
    found = read_date(f"{said}，等配件", MONDAY, SHANGHAI)
    assert found is not None
    assert (f"{found[0]:%Y-%m-%d %H:%M}", found[1]) == (moment, "等配件")


@pytest.mark.parametrize("said", ["", "尽快", "等领导定", "13-40", "2-30", "25:00", "12-03 25:00", "138123", "12"])
def test_what_is_no_date_is_not_guessed(said: str) -> None:
    assert read_date(said, MONDAY, SHANGHAI) is None


@given(st.text(alphabet="0123456789-/.月日号周一二三下午晚点半天后明今:： 年", max_size=20))
def test_nothing_that_is_written_breaks_the_reading(said: str) -> None:
    found = read_date(said, MONDAY, SHANGHAI)
    assert found is None or found[0].tzinfo is SHANGHAI
