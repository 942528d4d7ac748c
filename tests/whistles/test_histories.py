"""A whistle can be told again from its history alone, whatever was done to it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.whistles.city import MONDAY
from tests.whistles.things import MARK, leg, whistle
from tickets.ids import UnitCode
from tickets.whistles.hearings import Action, Asked, Decision, Meeting, Reply
from tickets.whistles.kinds import Gathering, Plea, WhistleDeed
from tickets.whistles.leg import Leg, Point
from tickets.whistles.whistle import Whistle, WhistleEvent, changes, rebuild

moments = st.none() | st.integers(0, 10**9).map(lambda n: MONDAY + timedelta(milliseconds=n))
units = st.sampled_from(["zf", "pcs", "sw"]).map(UnitCode)
legs = st.builds(
    lambda unit, facts: leg(unit, **facts),
    units,
    st.fixed_dictionaries(
        {},
        optional={
            "confirmed_at": moments,
            "arrived_at": moments,
            "begun_at": moments,
            "reported_at": moments,
            "paused_at": moments,
            "released_at": moments,
            "comer": st.text(max_size=5),
            "mark": st.none() | st.just(MARK),
            "failures": st.integers(0, 9),
            "solved": st.none() | st.booleans(),
        },
    ),
)
pleas = st.builds(
    Asked, st.integers(1, 3), st.sampled_from(Plea), units, st.just(1), st.just(MONDAY), st.just(1), moments
)
meetings = st.builds(
    Meeting,
    st.integers(1, 3),
    st.sampled_from(Gathering),
    st.just(1),
    st.just(MONDAY),
    st.just(MONDAY),
    st.text(max_size=5),
    st.lists(units).map(tuple),
    decisions=st.lists(st.builds(Decision, st.integers(1, 3), st.just(1), units, st.just(MONDAY), moments)).map(tuple),
    replies=st.lists(st.builds(Reply, units, st.just(1), st.just(MONDAY), st.booleans())).map(tuple),
    cancelled_at=moments,
)
actions = st.builds(
    Action, st.integers(1, 9), st.just(MONDAY), st.text(max_size=5), st.lists(units).map(tuple), st.just(1)
)


@st.composite
def steps(draw: Callable[[Any], Any], now: Whistle) -> Whistle:
    """The whistle with one thing changed."""
    change = draw(st.sampled_from(["leg", "plea", "meeting", "action", "point", "end", "press"]))
    match change:
        case "leg":
            return now.with_leg(draw(legs))
        case "plea":
            return now.with_asked(draw(pleas))
        case "meeting":
            return now.with_meeting(draw(meetings))
        case "action":
            return now.with_action(draw(actions))
        case "point":
            return replace(now, point=draw(st.none() | st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))))
        case "end":
            return replace(now, ended_at=draw(moments), dropped=draw(st.booleans()))
        case _:
            return replace(now, pressed_by=draw(st.none() | st.integers(1, 9)), pressed_at=draw(moments))


@st.composite
def walks(draw: Callable[[Any], Any]) -> list[tuple[WhistleEvent, Whistle]]:
    now = whistle()
    walk = [(WhistleEvent(now.id, WhistleDeed.BLOW, MONDAY, None, None, *changes(None, now)), now)]
    for _ in range(draw(st.integers(0, 10))):
        after = draw(steps(now))
        walk.append((WhistleEvent(now.id, WhistleDeed.REMIND, MONDAY, None, None, *changes(now, after)), after))
        now = after
    return walk


@given(walks())
def test_the_history_up_to_any_line_tells_the_whistle_as_it_then_stood(
    walk: list[tuple[WhistleEvent, Whistle]],
) -> None:
    events = [event for event, _ in walk]
    for line, (_, stood) in enumerate(walk):
        assert rebuild(events[: line + 1]) == stood


@given(walks())
def test_facts_survive_being_stored_and_only_what_differs_is_written(
    walk: list[tuple[WhistleEvent, Whistle]],
) -> None:
    for event, stood in walk:
        assert Whistle.from_facts(json.loads(json.dumps(stood.facts()))) == stood
        assert all(event.before.get(name) != fact for name, fact in event.after.items() if name in event.before)


@given(st.lists(legs, min_size=1, max_size=3))
def test_a_whistle_is_reported_only_when_every_unit_that_still_has_it_has_reported(parts: list[Leg]) -> None:
    stands = whistle(legs={part.unit: part for part in parts})
    owing = any(part.released_at is None and part.reported_at is None for part in stands.legs.values())
    assert (stands.state in {"reported", "scored"}) is not owing


def test_no_history_is_no_whistle() -> None:
    assert rebuild([]) is None
