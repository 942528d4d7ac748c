"""How many letters a lane lets go at once, and over time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wecom.driver import PACE
from storage.queues.outbox import Limit

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
SECONDS = st.floats(0.5, 10).map(lambda seconds: timedelta(seconds=seconds))


@given(SECONDS, st.integers(1, 10), st.none() | st.floats(-100, 100))
def test_as_many_leave_together_as_would_one_by_one(interval: timedelta, burst: int, ready: float | None) -> None:
    limit = Limit(interval, burst)
    lane = None if ready is None else NOON + timedelta(seconds=ready)
    room, alone = limit.room(lane, NOON), 0
    while lane is None or lane <= NOON:
        lane, alone = limit.after(lane, NOON), alone + 1
    assert room == alone


def test_a_member_and_a_group_stay_below_what_wecom_drops() -> None:
    for limit, most, seconds in ((PACE.private, 30, 60), (PACE.private, 1000, 3600), (PACE.group, 20, 60)):
        assert limit.burst + timedelta(seconds=seconds) / limit.interval < most
