"""Whistles and legs in every state."""

from dataclasses import replace
from typing import Any

from tests.whistles.city import HUAI, MONDAY
from tickets.ids import PersonId, TicketId, UnitCode, WhistleId, WordsId
from tickets.kinds import Urgency
from tickets.whistles.kinds import LegState, Occasion, Scope, WhistleState
from tickets.whistles.leg import Leg, Mark
from tickets.whistles.whistle import Whistle

MARK = Mark(PersonId(3), MONDAY, 5, 4, 3)


def leg(unit: str = "zf", **changed: Any) -> Leg:
    return replace(Leg(UnitCode(unit), MONDAY, lead=True), **changed)


def whistle(**changed: Any) -> Whistle:
    """A 快捷哨 of the community, blown on Monday at ten."""
    facts = {
        "id": WhistleId(7),
        "ticket": TicketId(1),
        "community": HUAI,
        "ordinal": 1,
        "type": Urgency.QUICK,
        "occasion": Occasion.KEY,
        "scope": Scope.COMMUNITY,
        "raised_by": PersonId(3),
        "raised_at": MONDAY,
        "reason": WordsId(1),
        "unit": UnitCode("sq"),
        "blower": PersonId(3),
        "blown_at": MONDAY,
        "legs": {UnitCode("zf"): leg()},
    }
    return Whistle(**(facts | changed))


_AT = MONDAY
LEGS = {
    LegState.CALLED: leg(),
    LegState.CONFIRMED: leg(confirmed_at=_AT),
    LegState.ARRIVED: leg(confirmed_at=_AT, arrived_at=_AT),
    LegState.WORKING: leg(confirmed_at=_AT, begun_at=_AT),
    LegState.PAUSED: leg(confirmed_at=_AT, begun_at=_AT, paused_at=_AT),
    LegState.REPORTED: leg(confirmed_at=_AT, begun_at=_AT, reported_at=_AT),
    LegState.RELEASED: leg(confirmed_at=_AT, released_at=_AT),
}


def _one(part: Leg, **changed: Any) -> Whistle:
    return whistle(legs={part.unit: part}, **changed)


WHISTLES = {
    WhistleState.RAISED: whistle(blown_at=None, legs={}),
    **{WhistleState(state): _one(LEGS[state]) for state in LegState if state is not LegState.RELEASED},
    WhistleState.SCORED: _one(replace(LEGS[LegState.REPORTED], mark=MARK)),
    WhistleState.ENDED: _one(replace(LEGS[LegState.REPORTED], mark=MARK), ended_at=_AT),
    WhistleState.DROPPED: whistle(ended_at=_AT, dropped=True),
}
