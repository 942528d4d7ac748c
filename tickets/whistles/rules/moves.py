"""The table of moves: what may be done with a whistle, and with one unit's leg of it, in which state."""

from collections.abc import Mapping

from tickets.errors import WrongTurn
from tickets.whistles.kinds import LegState, WhistleDeed, WhistleState
from tickets.whistles.leg import Leg
from tickets.whistles.whistle import Whistle

_L, _W, _D = LegState, WhistleState, WhistleDeed
_OWING = (_W.CALLED, _W.CONFIRMED, _W.ARRIVED, _W.WORKING, _W.PAUSED)
RUNNING = (*_OWING, _W.REPORTED, _W.SCORED)
_KEPT = (*RUNNING, _W.ENDED)

WHISTLE_MOVES: Mapping[WhistleDeed, tuple[WhistleState, ...]] = {
    _D.RAISE: (),
    _D.BLOW: (_W.RAISED,),
    _D.DECLINE: (_W.RAISED,),
    _D.CALL_OFF: (_W.CALLED,),
    _D.RATIFY: _KEPT,
    _D.CONFIRM: _OWING,
    _D.LOOK: _OWING,
    _D.ARRIVE: _OWING,
    _D.PROGRESS: _OWING,
    _D.REPORT: _OWING,
    _D.BOUNCE: _OWING,
    _D.BRING_IN: _OWING,
    _D.GO_UP: _OWING,
    _D.PLEAD: _KEPT,
    _D.RULE: _KEPT,
    _D.RESUME: _OWING,
    _D.ADD_UNIT: RUNNING,
    _D.NAME_LEAD: _OWING,
    _D.URGE: _OWING,
    _D.SEND_BACK: RUNNING,
    _D.SCORE: RUNNING,
    _D.END: (_W.SCORED,),
    _D.PRESS: RUNNING,
    _D.LIFT: RUNNING,
    _D.INSTRUCT: RUNNING,
    _D.SUMMON: RUNNING,
    _D.VISIT: RUNNING,
    _D.CONVENE: RUNNING,
    _D.PUT_OFF: RUNNING,
    _D.CANCEL: RUNNING,
    _D.ATTEND: RUNNING,
    _D.RESOLVE: RUNNING,
    _D.MINUTE: RUNNING,
    _D.SETTLE: _KEPT,
    _D.JOIN_FORCES: RUNNING,
    _D.REMIND: _KEPT,
    _D.DIVERT: _OWING,
}
"""In which states of the whistle a deed may be done. RAISE, and BLOW by who may, are births."""

_OPEN = (_L.CALLED, _L.CONFIRMED, _L.ARRIVED, _L.WORKING)
_TAKEN = (_L.CONFIRMED, _L.ARRIVED, _L.WORKING)

LEG_MOVES: Mapping[WhistleDeed, tuple[LegState, ...]] = {
    _D.CONFIRM: (_L.CALLED,),
    _D.LOOK: _TAKEN,
    _D.ARRIVE: (_L.CALLED, _L.CONFIRMED),
    _D.PROGRESS: (_L.ARRIVED, _L.WORKING),
    _D.REPORT: (_L.ARRIVED, _L.WORKING),
    _D.BOUNCE: _OPEN,
    _D.BRING_IN: _TAKEN,
    _D.GO_UP: _TAKEN,
    _D.RESUME: (_L.PAUSED,),
    _D.NAME_LEAD: _OPEN,
    _D.URGE: _OPEN,
    _D.SEND_BACK: (_L.REPORTED,),
    _D.SCORE: (_L.REPORTED,),
}
"""In which states of its leg a unit, or the blower about it, may do a deed; pleas have a table of their own."""

_UNPLACED: Mapping[WhistleDeed, tuple[LegState, ...]] = {
    _D.ARRIVE: (),
    _D.PROGRESS: (_L.CONFIRMED, _L.WORKING),
    _D.REPORT: (_L.CONFIRMED, _L.WORKING),
}
"""Where no place is named nobody needs to come (到场)."""


def leg_states(deed: WhistleDeed, *, placed: bool) -> tuple[LegState, ...]:
    """The leg's states in which the deed may be done."""
    return LEG_MOVES[deed] if placed else _UNPLACED.get(deed, LEG_MOVES[deed])


def check_move(whistle: Whistle, deed: WhistleDeed, leg: Leg | None = None) -> None:
    """Raises WrongTurn where the whistle, or the leg named, stands where the deed cannot be done."""
    if whistle.state not in WHISTLE_MOVES[deed]:
        raise WrongTurn(deed, whistle.state)
    if leg is not None and deed in LEG_MOVES and leg.state not in leg_states(deed, placed=bool(whistle.place)):
        raise WrongTurn(deed, leg.state)
