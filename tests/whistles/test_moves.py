"""Every pair of a state and a deed, of the whistle and of a leg: the page that people read and the tables agree."""

from dataclasses import replace
from typing import Any

import pytest

from tests.whistles import page
from tests.whistles.city import DAY, MONDAY
from tests.whistles.things import LEGS, WHISTLES, leg, whistle
from tickets.errors import Unusable, WrongTurn
from tickets.rules.clocks import Rules
from tickets.whistles.kinds import LegState, Plea, WhistleDeed, WhistleState
from tickets.whistles.rules.moves import LEG_MOVES, check_move, leg_states
from tickets.whistles.rules.pleas import PLEAS, check_plea


@pytest.mark.parametrize("deed", WhistleDeed)
@pytest.mark.parametrize("state", WhistleState)
def test_a_whistle_lets_a_deed_be_done_or_refuses_it_as_the_page_says(state: WhistleState, deed: WhistleDeed) -> None:
    stands = WHISTLES[state]
    assert stands.state is state
    if state in page.WHISTLE[deed]:
        check_move(stands, deed)
        return
    with pytest.raises(WrongTurn) as refused:
        check_move(stands, deed)
    assert (refused.value.deed, refused.value.state) == (deed, state)


@pytest.mark.parametrize("placed", [True, False])
@pytest.mark.parametrize("deed", sorted(LEG_MOVES))
@pytest.mark.parametrize("state", LegState)
def test_a_leg_lets_a_deed_be_done_or_refuses_it_as_the_page_says(
    state: LegState, deed: WhistleDeed, placed: bool
) -> None:
    part = LEGS[state]
    assert part.state is state
    assert (state in leg_states(deed, placed=placed)) is (state in page.LEGS[deed, placed])
    other = leg("other", confirmed_at=MONDAY, arrived_at=MONDAY)
    running = whistle(place="南门" if placed else "", legs={part.unit: part, other.unit: other})
    if running.state not in page.WHISTLE[deed] or state not in page.LEGS[deed, placed]:
        with pytest.raises(WrongTurn):
            check_move(running, deed, part)
    else:
        check_move(running, deed, part)


def test_the_page_has_every_deed_and_every_plea() -> None:
    assert list(page.RIGHTS) == list(WhistleDeed)
    assert list(page.PLEAS) == list(Plea)
    assert {deed for deed, _ in page.LEGS} == set(LEG_MOVES)


@pytest.mark.parametrize("plea", Plea)
@pytest.mark.parametrize("state", LegState)
def test_a_plea_is_heard_or_refused_as_the_page_says(state: LegState, plea: Plea) -> None:
    states, deciders = page.PLEAS[plea]
    assert PLEAS[plea].deciders == deciders
    part = replace(LEGS[state], due_at=MONDAY + DAY)
    until = MONDAY + 2 * DAY if PLEAS[plea].dated else None
    running = whistle(legs={part.unit: part})
    if state in states:
        check_plea(running, part, plea, until, MONDAY, Rules())
    else:
        with pytest.raises(WrongTurn):
            check_plea(running, part, plea, until, MONDAY, Rules())


@pytest.mark.parametrize(
    ("plea", "changed", "until", "why"),
    [
        (Plea.LONGER, {}, None, "date"),
        (Plea.LONGER, {}, -1, "past"),
        (Plea.LONGER, {}, 0.5, "sooner"),
        (Plea.LONGER, {"due_at": MONDAY}, 2, "late"),
        (Plea.LONGER, {"due_at": None}, 2, "undue"),
        (Plea.LONGER, {"extensions": 3}, 2, "extended"),
        (Plea.PAUSE, {}, None, "date"),
        (Plea.PAUSE, {}, 31, "pause_far"),
        (Plea.RULING, {"called_at": MONDAY - 4 * DAY}, None, "owned"),
        (Plea.EXCLUSION, {"excluded": True}, None, "excluded"),
    ],
)
def test_a_plea_that_cannot_be_granted_is_refused_with_its_reason(
    plea: Plea, changed: dict[str, Any], until: float | None, why: str
) -> None:
    part = replace(LEGS[LegState.CONFIRMED], **{"due_at": MONDAY + DAY} | changed)
    moment = None if until is None else MONDAY + until * DAY
    with pytest.raises(Unusable, match=why):
        check_plea(whistle(legs={part.unit: part}), part, plea, moment, MONDAY, Rules())
