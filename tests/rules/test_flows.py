"""治理流程 as data: what is wrong with one is told with its line; forks and joins are kept as it is walked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.flows import built_in
from tickets.errors import Unusable
from tickets.flows import END, Actor, Flow, Stage, Stand, Step, advance, begin, missing, mistakes

FLOWS = {flow.code: flow for flow in built_in()}


def step(number: str, *following: str, **more: bool) -> Step:
    return Step(number, Actor.STREET, "办", "结果", following, line=int(number) + 1, **more)


def flow(*steps: Step) -> Flow:
    return Flow("S1", "试", Stage.HANDLED, steps)


def walk(code: str, *numbers: str) -> Stand:
    stand = begin(FLOWS[code])
    for one in numbers:
        number, _, choice = one.partition(">")
        stand = advance(FLOWS[code], stand, number, choice)
    return stand


def test_all_twelve_are_there_and_nothing_is_wrong_with_them() -> None:
    assert list(FLOWS) == [f"W{n}" for n in range(1, 13)]
    assert [wrong for one in FLOWS.values() for wrong in mistakes(one)] == []


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((step("1", "2"), step("2", "3")), [(3, "unknown"), (2, "endless")]),
        ((step("1", "2"), step("2"), step("2")), [(3, "twice")]),
        ((step("1"), step("2")), [(3, "unreached")]),
        ((step("1", "2", "4", either=True), step("2", "3"), step("3", "2"), step("4")), [(3, "loop"), (4, "loop")]),
        ((step("1", "2"), step("2", joins=True)), [(3, "lonely")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(steps: tuple[Step, ...], found: list[tuple[int, str]]) -> None:
    told = [(wrong.line, wrong.why) for wrong in mistakes(flow(*steps))]
    assert [one for one in told if one in found] == found


def test_a_loop_with_a_way_out_is_fine() -> None:
    assert list(mistakes(flow(step("1", "2"), step("2", "1", END, either=True)))) == []


def test_both_ways_of_a_fork_are_open_and_the_join_waits_for_both() -> None:
    assert walk("W9", "1").open == ("2", "4")
    assert walk("W9", "1", "2", "3").open == ("4",)
    assert walk("W9", "1", "2", "3", "4", "5").open == ("6",)
    assert walk("W9", "1", "2", "3", "4", "5", "6", "7").open == ()


def test_of_several_ways_one_is_chosen() -> None:
    assert walk("W8", "1", "2>4").open == ("4",)
    with pytest.raises(Unusable, match="choice"):
        walk("W8", "1", "2")
    assert walk("W10", "1", "2", "3", "4", f"5>{END}").open == ()


def test_a_step_that_is_not_open_is_not_done() -> None:
    for numbers in (("2",), ("1", "1"), ("9",)):
        with pytest.raises(Unusable, match="step"):
            walk("W6", *numbers)


def test_what_is_missing_is_told_by_whom_and_what() -> None:
    (now,) = missing(FLOWS["W11"], walk("W11", "1", "2"))
    assert (now.actor, now.output) == (Actor.STREET, "哨")


@given(st.sampled_from(sorted(FLOWS)), st.data())
def test_whichever_way_is_taken_the_end_is_reached_and_a_stand_is_kept_as_text(code: str, data: st.DataObject) -> None:
    stand = begin(FLOWS[code])
    for _ in range(40):
        assert Stand.read(stand.text()) == stand
        if not stand.open:
            break
        number = data.draw(st.sampled_from(stand.open))
        now = FLOWS[code].step(number)
        assert now is not None
        # Out of a loop as soon as there is a way out.
        choice = END if END in now.next else now.next[-1] if now.either else ""
        stand = advance(FLOWS[code], stand, number, choice)
    assert stand.open == ()
