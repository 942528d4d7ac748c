"""The table of moves: what may happen to a ticket in which state, and where it stands afterwards."""

from collections.abc import Mapping

from tickets.errors import NotNow
from tickets.kinds import Deed, State

_RUNNING = (State.TRIAGE, State.OPEN, State.HELD)
_ANSWERED = (State.ANSWERED, State.CLOSED)
_ALWAYS = tuple(State)

_ROWS: tuple[tuple[Deed, tuple[State, ...], State | None], ...] = (
    # deed, states it may happen in, state afterwards (None: the same)
    (Deed.ADD, (*_RUNNING, *_ANSWERED, State.MERGED), None),
    (Deed.EDIT, (*_RUNNING, *_ANSWERED, State.MERGED), None),
    (Deed.SORT, _RUNNING, State.OPEN),
    (Deed.LABEL, _RUNNING, None),
    (Deed.REFER, (*_RUNNING, State.MERGED), State.TRIAGE),
    (Deed.CLAIM, (State.OPEN,), State.HELD),
    (Deed.TAKE_OVER, _RUNNING, State.HELD),
    (Deed.ASSIGN, _RUNNING, State.HELD),
    (Deed.PASS_ON, _RUNNING, State.OPEN),
    (Deed.HAND_BACK, (State.HELD,), State.OPEN),
    (Deed.IDLE_RETURN, (State.HELD,), State.OPEN),
    (Deed.ASK, (State.HELD,), None),
    (Deed.REPLY, (*_RUNNING, *_ANSWERED, State.MERGED), None),
    (Deed.TELL, (*_RUNNING, *_ANSWERED, State.MERGED), None),
    (Deed.NOTE, _ALWAYS, None),
    (Deed.LOOK, _ALWAYS, None),
    (Deed.PROMISE, (State.HELD,), None),
    (Deed.SOLVE, (State.HELD, State.MERGED), State.ANSWERED),
    (Deed.EXPLAIN, (State.HELD, State.MERGED), State.ANSWERED),
    (Deed.CONFIRM, (State.ANSWERED,), State.CLOSED),
    (Deed.DENY, _ANSWERED, State.ANSWERED),
    (Deed.GRADE, _ANSWERED, None),
    (Deed.REMARK, _ANSWERED, None),
    (Deed.REOPEN, _ANSWERED, State.OPEN),
    (Deed.LAPSE, (State.ANSWERED,), State.CLOSED),
    (Deed.URGE, _RUNNING, None),
    (Deed.WITHDRAW, _RUNNING, State.WITHDRAWN),
    (Deed.MERGE, _RUNNING, State.MERGED),
    (Deed.JOIN, _RUNNING, None),
    (Deed.PRESS, _RUNNING, None),
    (Deed.PAGE, _RUNNING, None),
    (Deed.HEED, _RUNNING, None),
    (Deed.REMIND, (*_RUNNING, State.ANSWERED), None),
    (Deed.CONSENT, _RUNNING, None),
    (Deed.REFUSE, _RUNNING, None),
    (Deed.INVITE, (State.HELD,), None),
    (Deed.ACCEPT, _RUNNING, None),
    (Deed.DECLINE, _RUNNING, None),
    (Deed.AGREE, (State.HELD,), None),
    (Deed.BREAK_OFF, (State.HELD,), State.ANSWERED),
    (Deed.UNDELIVERED, _ALWAYS, None),
    (Deed.DELIVERED, _ALWAYS, None),
    (Deed.WHISTLE, _ALWAYS, None),
    (Deed.FLOW, _RUNNING, None),
    (Deed.STEP, _RUNNING, None),
    (Deed.LINK, _ALWAYS, None),
)

MOVES: Mapping[tuple[State, Deed], State] = {
    (state, deed): to or state for deed, states, to in _ROWS for state in states
}
"""Every allowed pair; what is not here is refused. POST is the birth and has no state before it."""


def move(state: State, deed: Deed) -> State:
    """The state after the deed. Raises NotNow where the table has no such pair."""
    try:
        return MOVES[state, deed]
    except KeyError:
        raise NotNow(deed, state) from None
