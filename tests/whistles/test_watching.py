"""The whistle's clocks: each step once, one level up each time, whatever the program missed."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.whistles.city import DAY, HOUR, MONDAY
from tests.whistles.conftest import Scene, call
from tests.whistles.test_answering import DONE, SW, THREE, ZF
from tests.whistles.test_blowing import EMERGENCY
from tests.whistles.things import leg, whistle
from tickets.deeds.poster.posting import Words
from tickets.deeds.watching import sweep
from tickets.ids import PersonId, WordsId
from tickets.kinds import Urgency
from tickets.rules.clocks import LATE, Rules, quiet
from tickets.whistles.deeds.answering import confirm, report, resume
from tickets.whistles.deeds.blowing import ratify
from tickets.whistles.deeds.gathering.meeting import convene
from tickets.whistles.deeds.gathering.minutes import minute, resolve, settle
from tickets.whistles.deeds.judging import end, score, send_back
from tickets.whistles.deeds.leading import lift, press, visit
from tickets.whistles.deeds.pleading import plead, rule
from tickets.whistles.hearings import Decision, Meeting, Reply
from tickets.whistles.kinds import Gathering, Plea, WhistleClock, WhistleDeed
from tickets.whistles.rules.clocks import done_clock, next_step, resumed, watched
from tickets.whistles.whistle import WhistleDeadline

RULES = Rules()


async def told(scene: Scene, at: datetime, clock: WhistleClock) -> list[tuple[list[int], int]]:
    """The steps of a clock that a sweep at that moment tells, with the level that hears."""
    scene.now = at
    async with scene.unit() as work:
        await sweep(work)
        reminders = [e for e, _ in work.blown if e.deed is WhistleDeed.REMIND and "clock" in e.detail]
    return [(e.detail["steps"], e.detail["level"]) for e in reminders if e.detail["clock"] == clock]


async def test_an_emergency_nobody_confirms_rings_on_at_any_hour_and_climbs(scene: Scene) -> None:
    scene.now = night = datetime(2026, 11, 23, 16, 0, tzinfo=MONDAY.tzinfo)
    assert quiet(night, RULES)
    await scene.blow("night", call("sw", **EMERGENCY))
    rings = [await told(scene, night + n * timedelta(minutes=5), WhistleClock.CONFIRM) for n in range(1, 8)]
    assert [level for ((_, level),) in rings] == [0, 0, 0, 1, 1, 1, 2]
    await scene.do(confirm, "sw1", SW, "抢修一班")
    assert await told(scene, night + timedelta(minutes=41), WhistleClock.CONFIRM) == []


async def test_a_quick_whistle_at_night_rings_nobody_before_the_morning(scene: Scene) -> None:
    scene.now = night = datetime(2026, 11, 23, 16, 0, tzinfo=MONDAY.tzinfo)
    await scene.blow()
    assert await told(scene, night + 6 * HOUR, WhistleClock.CONFIRM) == []
    assert await told(scene, night + 7 * HOUR, WhistleClock.CONFIRM) == [([LATE], 1)]


async def test_the_hour_to_the_scene_is_watched_in_steps_and_missing_it_is_told_once(scene: Scene) -> None:
    await scene.blow("night", call("sw", **EMERGENCY))
    await scene.do(confirm, "sw1", SW, "抢修一班")
    at = [MONDAY + timedelta(minutes=m) for m in (30, 48, 60, 61)]
    assert [await told(scene, moment, WhistleClock.ARRIVE) for moment in at] == [
        [([50], 0)],
        [([80], 0)],
        [([LATE], 1)],
        [],
    ]


async def test_steps_that_a_stop_of_the_program_missed_are_told_as_one(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    assert await told(scene, MONDAY + 5 * DAY, WhistleClock.DONE) == [([50, 80, LATE], 1)]
    assert await told(scene, MONDAY + 5 * DAY + HOUR, WhistleClock.DONE) == []


async def test_being_late_is_a_failure_and_the_second_calls_the_first_hand(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    await told(scene, MONDAY + 2 * DAY, WhistleClock.DONE)
    assert (await scene.leg()).failures == 1
    await scene.do(report, "zf1", ZF, DONE, solved=True)
    await scene.do(send_back, "expert", ZF, Words("没办"))
    assert (await scene.stands()).summoned_at == scene.now
    assert await told(scene, scene.now + 2 * DAY, WhistleClock.VISIT) == [([LATE], 1)]
    await scene.do(visit, "street", Words("现场定了"))
    assert await told(scene, scene.now + DAY, WhistleClock.VISIT) == []


async def test_after_the_report_no_unit_is_reminded_but_the_blower_to_score(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    await scene.do(report, "zf1", ZF, DONE, solved=True)
    assert await told(scene, MONDAY + 2 * DAY, WhistleClock.DONE) == []
    scene.now = MONDAY
    await scene.do(score, "expert", ZF, (5, 5, 5), THREE)
    await scene.do(end, "expert")
    assert await told(scene, MONDAY + 9 * DAY, WhistleClock.SCORE) == []


async def test_the_blower_who_does_not_score_is_reminded_every_morning(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    await scene.do(report, "zf1", ZF, DONE, solved=True)
    days = [await told(scene, MONDAY + n * DAY, WhistleClock.SCORE) for n in (1, 2, 3)]
    assert days == [[([LATE], 1)], [([LATE + 1], 2)], [([LATE + 2], 3)]]


async def test_a_pause_stops_the_limit_and_its_review_date_is_watched(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    _, asked = await scene.do(plead, "zf1", ZF, Plea.PAUSE, Words("大雨"), MONDAY + 3 * DAY)
    await scene.do(rule, "expert", asked.number, granted=True, why=Words("等雨停"))
    assert await told(scene, MONDAY + 2 * DAY, WhistleClock.DONE) == []
    assert await told(scene, MONDAY + 3 * DAY, WhistleClock.REVIEW) == [([LATE], 1)]
    await scene.do(resume, "zf1", ZF)
    assert await told(scene, MONDAY + 4 * DAY, WhistleClock.DONE) == [([50, 80, LATE], 1)]


async def test_what_nobody_decides_ratifies_presses_or_settles_is_told(scene: Scene) -> None:
    await scene.blow("night", call("sw", **EMERGENCY))
    await scene.do(press, "street")
    await scene.do(plead, "sw1", SW, Plea.RULING, Words("不归我们"))
    await scene.do(convene, "street", Gathering.DISPATCH, MONDAY + HOUR, "街道", (SW,))
    scene.now = MONDAY + 2 * HOUR
    await scene.do(resolve, "street", 1, Words("换管"), SW, MONDAY + DAY)
    tomorrow = MONDAY + DAY + HOUR
    scene.now = tomorrow
    async with scene.unit() as work:
        await sweep(work)
        clocks = {e.detail["clock"] for e, _ in work.blown if "clock" in e.detail}
    assert clocks >= {"ratify", "press", "ruling", "decision", "confirm", "arrive"}
    await scene.do(ratify, "secretary", True)
    await scene.do(rule, "desk", 1, granted=False, why=Words("归您"))
    await scene.do(lift, "street")
    scene.now = tomorrow + DAY
    async with scene.unit() as work:
        await sweep(work)
        clocks = {e.detail["clock"] for e, _ in work.blown if "clock" in e.detail}
    assert not clocks & {"ratify", "press", "ruling"}


async def met(scene: Scene) -> None:
    """A meeting at eleven that gave the waterworks a task for Thursday at ten."""
    await scene.blow(made=call(place=""))
    await scene.do(convene, "street", Gathering.DISPATCH, MONDAY + HOUR, "街道", (SW,))
    scene.now = MONDAY + DAY
    await scene.do(resolve, "street", 1, Words("换管"), SW, MONDAY + 3 * DAY)


async def test_what_a_meeting_decided_is_watched_in_the_steps_of_a_units_limit_and_climbs(scene: Scene) -> None:
    await met(scene)
    found = [await told(scene, MONDAY + n * DAY + HOUR, WhistleClock.DECISION) for n in (2, 3, 4)]
    assert found == [[([50], 0)], [([80, LATE], 1)], [([LATE + 1], 2)]]
    await scene.do(settle, "sw1", 1, 1, DONE)
    assert await told(scene, MONDAY + 9 * DAY, WhistleClock.DECISION) == []


async def test_a_decision_is_watched_also_after_the_whistle_has_ended(scene: Scene) -> None:
    await met(scene)
    await scene.do(confirm, "zf1", ZF)
    await scene.do(report, "zf1", ZF, DONE, solved=True)
    await scene.do(score, "expert", ZF, (5, 5, 5), THREE)
    await scene.do(end, "expert")
    assert await told(scene, MONDAY + 3 * DAY + HOUR, WhistleClock.DECISION) == [([50, 80, LATE], 1)]


async def test_minutes_that_nobody_closes_are_asked_for_and_one_that_is_closed_is_not(scene: Scene) -> None:
    await met(scene)
    assert await told(scene, MONDAY + DAY + 2 * HOUR, WhistleClock.MINUTES) == [([LATE], 1)]
    await scene.do(minute, "street", 1, (SW,))
    assert await told(scene, MONDAY + 3 * DAY, WhistleClock.MINUTES) == []


def test_a_step_of_what_is_done_cancelled_or_answered_means_nothing_any_more() -> None:
    """As where the sweep has claimed it at the very moment in which it was settled."""
    one = Decision(1, WordsId(1), ZF, MONDAY + DAY)
    asked = Meeting(1, Gathering.DISPATCH, PersonId(1), MONDAY, MONDAY + HOUR, "街道", (ZF,), decisions=(one,))

    def means(clock: WhistleClock, meeting: Meeting, **changed: Any) -> bool:
        of = "decision:1:1" if clock is WhistleClock.DECISION else "meeting:1"
        stands = whistle(**changed).with_meeting(meeting)
        return watched(stands, WhistleDeadline(stands.id, of, clock, 1, LATE, MONDAY))

    assert all(means(clock, asked) for clock in (WhistleClock.DECISION, WhistleClock.MINUTES, WhistleClock.ATTEND))
    assert not means(WhistleClock.DECISION, asked.with_decision(replace(one, done_at=MONDAY)))
    assert not means(WhistleClock.DECISION, asked, dropped=True)
    assert not means(WhistleClock.MINUTES, replace(asked, minuted_at=MONDAY))
    assert not means(WhistleClock.MINUTES, replace(asked, cancelled_at=MONDAY))
    assert not means(WhistleClock.ATTEND, asked.with_reply(Reply(ZF, PersonId(1), MONDAY, comes=True)))
    assert not means(WhistleClock.MINUTES, asked, ended_at=MONDAY)


moments = st.integers(0, 10**7).map(lambda n: MONDAY + timedelta(seconds=n))


@given(moments, st.integers(1, 60 * 24 * 30), moments)
def test_a_pause_never_takes_or_gives_time(start: datetime, minutes: int, later: datetime) -> None:
    paused_at = start + timedelta(minutes=1)
    part = leg(called_at=start, due_at=start + timedelta(minutes=minutes), confirmed_at=start, paused_at=paused_at)
    at = max(later, paused_at)
    assert part.due_at is not None
    again = resumed(part, at, Urgency.QUICK, Rules())
    assert again.due_at is not None
    assert again.due_at - at == part.due_at - paused_at
    assert again.paused_at is None


@given(moments, st.integers(1, 60 * 24 * 30), moments)
def test_steps_come_in_their_order_and_what_follows_is_always_later_than_now(
    start: datetime, minutes: int, now: datetime
) -> None:
    part = leg(called_at=start, due_at=start + timedelta(minutes=minutes))
    steps = done_clock(whistle(), part, start, RULES)
    assert [d.due_at for d in steps] == sorted(d.due_at for d in steps)
    assert all(not quiet(d.due_at, RULES) for d in steps)
    following: Any = next_step(steps[-1], now, RULES)
    assert following.due_at > now
    assert following.due_at > steps[-1].due_at
    assert following.step == LATE + 1
