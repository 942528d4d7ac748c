"""A whistle and its legs: what was called, who must come, and the history from which it can be rebuilt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tickets.ids import AreaCode, PersonId, TicketId, UnitCode, WhistleId, WordsId
from tickets.kinds import Urgency
from tickets.whistles.hearings import Action, Asked, Meeting
from tickets.whistles.kinds import LegState, Occasion, Scope, WhistleClock, WhistleDeed, WhistleState
from tickets.whistles.leg import Leg, Point
from tickets.whistles.plain import facts_of, read_facts


@dataclass(frozen=True, slots=True)
class Whistle:
    """One call on one ticket.

    `unit` is the body in whose name it is blown, `blower` whoever answers for it (for a raised one: nobody yet),
    `blown_for` who lent them the right, if it was lent.
    `place` empty: nobody needs to come, and 到场 falls away. `double`: 双派双考. `ratified` is None where the
    secretary has not spoken; it is asked for only where `to_ratify`. `item` is the duty list's number, or empty.
    `wanted` are the units asked for, the first to lead.
    """

    id: WhistleId
    ticket: TicketId
    community: AreaCode
    ordinal: int
    type: Urgency
    occasion: Occasion
    scope: Scope
    raised_by: PersonId
    raised_at: datetime
    reason: WordsId
    unit: UnitCode | None = None
    blower: PersonId | None = None
    blown_for: PersonId | None = None
    blown_at: datetime | None = None
    place: str = ""
    point: Point | None = None
    muster_at: datetime | None = None
    due_at: datetime | None = None
    double: bool = False
    item: str = ""
    wanted: tuple[UnitCode, ...] = ()
    to_ratify: bool = False
    ratified: bool | None = None
    ratified_by: PersonId | None = None
    pressed_by: PersonId | None = None
    pressed_at: datetime | None = None
    summoned_at: datetime | None = None
    visited_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: PersonId | None = None
    dropped: bool = False
    legs: Mapping[UnitCode, Leg] = field(default_factory=dict)
    asked: Mapping[int, Asked] = field(default_factory=dict)
    meetings: Mapping[int, Meeting] = field(default_factory=dict)
    actions: Mapping[int, Action] = field(default_factory=dict)

    @property
    def state(self) -> WhistleState:
        """Read off its own times and its legs: the slowest of those that still owe something says it."""
        if self.ended_at:
            return WhistleState.DROPPED if self.dropped else WhistleState.ENDED
        if self.blown_at is None:
            return WhistleState.RAISED
        owing = [leg.state for leg in self.legs.values() if leg.owing]
        if owing:
            moving = [state for state in owing if state is not LegState.PAUSED]
            return WhistleState(min(moving, key=_ORDER.index) if moving else LegState.PAUSED)
        scored = all(leg.mark for leg in self.legs.values() if leg.active)
        return WhistleState.SCORED if scored else WhistleState.REPORTED

    @property
    def running(self) -> bool:
        """Blown and not ended."""
        return self.blown_at is not None and self.ended_at is None

    @property
    def lead(self) -> Leg | None:
        """The unit that leads."""
        return next((leg for leg in self.legs.values() if leg.lead and leg.active), None)

    def facts(self) -> dict[str, Any]:
        """Everything as JSON holds it; each leg, plea, meeting and action under a name of its own."""
        return facts_of(self, _PARTS)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Whistle":
        """The opposite of `facts`."""
        return read_facts(cls, facts, _PARTS)

    def with_leg(self, leg: Leg) -> "Whistle":
        return replace(self, legs={**self.legs, leg.unit: leg})

    def with_asked(self, asked: Asked) -> "Whistle":
        return replace(self, asked={**self.asked, asked.number: asked})

    def with_meeting(self, meeting: Meeting) -> "Whistle":
        return replace(self, meetings={**self.meetings, meeting.number: meeting})

    def with_action(self, action: Action) -> "Whistle":
        return replace(self, actions={**self.actions, action.number: action})


_ORDER = (LegState.CALLED, LegState.CONFIRMED, LegState.ARRIVED, LegState.WORKING)
_PARTS: Mapping[str, tuple[type[Any], type[Any]]] = {
    "legs": (str, Leg),
    "asked": (int, Asked),
    "meetings": (int, Meeting),
    "actions": (int, Action),
}
"""Fields that hold many: the type of their keys and of what they hold."""


@dataclass(frozen=True, slots=True)
class WhistleEvent:
    """One line of a whistle's history; never changed once written. `unit` is the leg that it is about."""

    whistle: WhistleId
    deed: WhistleDeed
    at: datetime
    actor: PersonId | None = None
    unit: UnitCode | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    words: WordsId | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WhistleDeadline:
    """One moment at which one step of a clock falls due, once.

    `of` is what it watches: a unit's code, the number of a plea (`plea:3`), of a decision
    (`decision:1:2`) or of a meeting (`meeting:1`), or empty.
    """

    whistle: WhistleId
    of: str
    clock: WhistleClock
    round: int
    step: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Delegation:
    """A right lent for a time, on the record. `deed` is None where all are lent."""

    giver: PersonId
    taker: PersonId
    deed: WhistleDeed | None
    given_at: datetime
    until: datetime
    reason: str = ""


def changes(before: Whistle | None, after: Whistle) -> tuple[dict[str, Any], dict[str, Any]]:
    """The facts that differ, as (before, after); what did not stand before is missing there."""
    old, new = before.facts() if before else {}, after.facts()
    names = [name for name in new if old.get(name) != new[name] or name not in old]
    return {n: old[n] for n in names if n in old}, {n: new[n] for n in names}


def rebuild(history: Iterable[WhistleEvent]) -> Whistle | None:
    """The whistle as its history tells it, or None for an empty one."""
    facts: dict[str, Any] = {}
    for event in history:
        facts.update(event.after)
    return Whistle.from_facts(facts) if facts else None
