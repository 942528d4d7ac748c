"""What a unit may ask for, until when, and who decides: objection, more time, a pause, an exclusion. One table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tickets.calendar.spans import end_of
from tickets.errors import Unusable, WrongTurn
from tickets.rules.clocks import Rules
from tickets.whistles.kinds import LegState, Plea, WhistleDeed
from tickets.whistles.leg import Leg
from tickets.whistles.limits import Limits
from tickets.whistles.rules.rights import Side
from tickets.whistles.whistle import Whistle


@dataclass(frozen=True, slots=True)
class Rule:
    """In which states of its leg a unit may ask, who decides, and whether a date belongs to it."""

    states: tuple[LegState, ...]
    deciders: frozenset[Side]
    dated: bool = False


_TAKEN = (LegState.CONFIRMED, LegState.ARRIVED, LegState.WORKING)
_CALLING = frozenset({Side.BLOWER, Side.CHIEF})
_ANY = tuple(state for state in LegState if state is not LegState.RELEASED)

PLEAS: Mapping[Plea, Rule] = {
    Plea.RULING: Rule((LegState.CALLED, *_TAKEN), frozenset({Side.DESK})),
    Plea.LONGER: Rule(_TAKEN, _CALLING, dated=True),
    Plea.PAUSE: Rule(_TAKEN, _CALLING, dated=True),
    Plea.EXCLUSION: Rule(_ANY, frozenset({Side.DESK})),
}


def check_plea(whistle: Whistle, leg: Leg, plea: Plea, until: datetime | None, at: datetime, rules: Rules) -> None:
    """Raises WrongTurn or Unusable where this may not be asked now."""
    if leg.state not in PLEAS[plea].states or (whistle.ended_at and plea is not Plea.EXCLUSION):
        raise WrongTurn(WhistleDeed.PLEAD, leg.state)
    if any(a.plea is plea and a.unit == leg.unit and a.decided_at is None for a in whistle.asked.values()):
        raise Unusable("asking")
    _check_date(plea, until, at)
    limits = rules.whistles
    match plea:
        case Plea.RULING if at > end_of(leg.called_at, limits.object_within, rules.calendar):
            raise Unusable("owned")
        case Plea.LONGER:
            _longer(leg, until, at, limits)
        case Plea.PAUSE if until is not None and until > at + limits.longest_pause:
            raise Unusable("pause_far")
        case Plea.EXCLUSION if leg.excluded:
            raise Unusable("excluded")
        case _:
            return


def _check_date(plea: Plea, until: datetime | None, at: datetime) -> None:
    if PLEAS[plea].dated and until is None:
        raise Unusable("date")
    if until is not None and until <= at:
        raise Unusable("past")


def _longer(leg: Leg, until: datetime | None, at: datetime, limits: Limits) -> None:
    """Only before the limit, only to a later one, only so often."""
    if leg.due_at is None:
        raise Unusable("undue")
    if at >= leg.due_at:
        raise Unusable("late")
    if until is not None and until <= leg.due_at:
        raise Unusable("sooner")
    if leg.extensions >= limits.extensions:
        raise Unusable("extended")
