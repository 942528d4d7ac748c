"""Every pair of a state and a deed: the page that people read and the table that the program obeys say the same."""

import pytest

from tests.rules.picture import LETTERS, STAYING, births, drawn_moves
from tickets.errors import NotNow
from tickets.kinds import Deed, State
from tickets.rules.moves import MOVES, move

DRAWN = drawn_moves()
PAIRS = [(state, deed) for state in State for deed in Deed]
ENDS = (State.CLOSED, State.WITHDRAWN, State.MERGED)


@pytest.mark.parametrize(("state", "deed"), PAIRS)
def test_a_deed_is_allowed_or_refused_as_the_page_draws_it(state: State, deed: Deed) -> None:
    if (state, deed) in DRAWN:
        assert move(state, deed) is DRAWN[state, deed]
    else:
        with pytest.raises(NotNow) as refused:
            move(state, deed)
        assert (refused.value.deed, refused.value.state) == (deed, state)


def test_the_page_explains_every_deed_once() -> None:
    explained = [deed for deed, _ in LETTERS.values()] + list(STAYING)
    assert sorted(explained) == sorted(Deed)


def test_a_ticket_begins_waiting_for_a_decision_or_for_hands() -> None:
    assert births() == {State.TRIAGE, State.OPEN}
    assert all(deed is not Deed.POST for _, deed in MOVES)


@pytest.mark.parametrize("state", State)
def test_no_ticket_is_stuck_but_what_its_poster_took_back(state: State) -> None:
    """From every other state something leads on, so that nothing waits for ever."""
    ways = {to for (here, _), to in MOVES.items() if here is state and to is not state}
    assert bool(ways) == (state is not State.WITHDRAWN)


@pytest.mark.parametrize("state", ENDS)
def test_no_clock_reminds_of_an_ended_ticket(state: State) -> None:
    for deed in (Deed.REMIND, Deed.PAGE, Deed.IDLE_RETURN, Deed.PRESS):
        assert (state, deed) not in MOVES
