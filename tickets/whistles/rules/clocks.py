"""The whistle's clocks: which begin at which turn, in which steps, and whether they still mean something."""

from dataclasses import replace
from datetime import datetime, timedelta

from tickets.calendar.spans import Measure, Span, doubtful, end_of
from tickets.calendar.spans import resumed as after_pause
from tickets.ids import UnitCode
from tickets.kinds import Topic, Urgency
from tickets.rules.clocks import LATE, Rules, after_quiet
from tickets.whistles.hearings import Asked, Decision, Meeting
from tickets.whistles.kinds import LegState, Scope, WhistleClock, WhistleState
from tickets.whistles.leg import Leg
from tickets.whistles.whistle import Whistle, WhistleDeadline

UNIT_CLOCKS = frozenset({WhistleClock.CONFIRM, WhistleClock.ARRIVE, WhistleClock.DONE, WhistleClock.REVIEW})
"""Clocks that watch one unit's leg."""


def span_of(type_: Urgency, rules: Rules, topic: Topic | None = None) -> Span | None:
    """How long a whistle without a date has: a day for a 快捷哨; by its grade where limits go by grades."""
    if rules.grades:
        return rules.grades.of(type_, topic)
    return rules.whistles.solve_quick if type_ is Urgency.QUICK else None


def due(
    type_: Urgency, given: datetime | None, at: datetime, rules: Rules, topic: Topic | None = None
) -> datetime | None:
    """Until when a whistle blown now must be done: its own date, or the end of its span."""
    span = span_of(type_, rules, topic)
    return given or (end_of(at, span, rules.calendar) if span else None)


def offered(type_: Urgency, at: datetime, rules: Rules, topic: Topic | None = None) -> datetime:
    """The date offered to whoever has to name one (a 攻坚哨 demands it, design 8.2)."""
    return due(type_, None, at, rules, topic) or at + rules.whistles.complex_offered


def unsure_years(whistle: Whistle, leg: Leg, rules: Rules) -> tuple[int, ...]:
    """Years without a notice on which the leg's limit hangs; whoever names the limit says so."""
    span = span_of(whistle.type, rules)
    return doubtful(leg.called_at, leg.due_at, span.measure, rules.calendar) if span and leg.due_at else ()


def arrival(type_: Urgency, place: str, muster: datetime | None, at: datetime, rules: Rules) -> datetime | None:
    """Until when a unit must be on the scene: an hour for an 应急哨, else the hour that was named."""
    if not place:
        return None
    return muster or (at + rules.whistles.arrive_emergency if type_ is Urgency.EMERGENCY else None)


def urge_again(type_: Urgency, rules: Rules) -> timedelta:
    """A unit is asked after (催) no oftener than it has time to confirm; an emergency as often as it rings."""
    return rules.whistles.ring_again if type_ is Urgency.EMERGENCY else rules.whistles.confirm[type_]


def leg_clocks(whistle: Whistle, leg: Leg, at: datetime, rules: Rules) -> list[WhistleDeadline]:
    """The clocks of a leg that begins now."""
    ring = rules.whistles.ring_again
    confirm = ring if _rings(whistle) else rules.whistles.confirm[whistle.type]
    found = [_one(whistle, WhistleClock.CONFIRM, 1 if _rings(whistle) else LATE, at + confirm, rules, leg)]
    if leg.arrive_by:
        found += _steps(whistle, WhistleClock.ARRIVE, at, leg.arrive_by, rules, leg)
    return found + done_clock(whistle, leg, at, rules)


def done_clock(whistle: Whistle, leg: Leg, at: datetime, rules: Rules) -> list[WhistleDeadline]:
    """The steps towards a leg's own limit."""
    return _steps(whistle, WhistleClock.DONE, at, leg.due_at, rules, leg) if leg.due_at else []


def review_clock(whistle: Whistle, leg: Leg, rules: Rules) -> list[WhistleDeadline]:
    """A pause ends by somebody looking again."""
    return [_one(whistle, WhistleClock.REVIEW, LATE, leg.review_at, rules, leg)] if leg.review_at else []


def whistle_clock(whistle: Whistle, clock: WhistleClock, at: datetime, rules: Rules) -> list[WhistleDeadline]:
    """A clock that watches the whole: the blower's score, the secretary's word, a leader's 督办, a visit."""
    lengths = {
        WhistleClock.SCORE: rules.whistles.score,
        WhistleClock.RATIFY: rules.whistles.ratify,
        WhistleClock.PRESS: timedelta(days=1),
        WhistleClock.VISIT: rules.whistles.visit,
    }
    return [_one(whistle, clock, LATE, at + lengths[clock], rules)]


def plea_clock(whistle: Whistle, asked: Asked, rules: Rules) -> WhistleDeadline:
    """Whoever decides has so long."""
    moment = _moment(whistle, asked.at + rules.whistles.rule_within, rules)
    return WhistleDeadline(whistle.id, f"plea:{asked.number}", WhistleClock.RULING, 1, LATE, moment)


def decision_clock(
    whistle: Whistle, meeting: int, decision: Decision, at: datetime, rules: Rules
) -> list[WhistleDeadline]:
    """What a meeting decided is done by its date, in the steps of a unit's own limit."""
    of, span = f"decision:{meeting}:{decision.number}", decision.due_at - at
    moments = {step: _moment(whistle, at + span * step / LATE, rules) for step in rules.whistles.reminders}
    return [WhistleDeadline(whistle.id, of, WhistleClock.DECISION, 1, step, due) for step, due in moments.items()]


def meeting_clocks(whistle: Whistle, meeting: Meeting, at: datetime, rules: Rules) -> list[WhistleDeadline]:
    """Whoever is asked answers, reminded before the hour; whoever called it writes down what was decided."""
    of, span = f"meeting:{meeting.number}", meeting.at - at
    asked = [step for step in rules.whistles.reminders if step < LATE and span > timedelta(0)]
    found = {(WhistleClock.ATTEND, step): at + span * step / LATE for step in asked}
    found[WhistleClock.MINUTES, LATE] = meeting.at + rules.whistles.minutes
    return [WhistleDeadline(whistle.id, of, clock, 1, step, _moment(whistle, due, rules))
            for (clock, step), due in found.items()]  # fmt: skip


def next_step(done: WhistleDeadline, at: datetime, rules: Rules) -> WhistleDeadline | None:
    """What follows a step that has fired, always later than `at`: an unanswered ring rings on, lateness is daily."""
    if done.step < LATE:
        rings = done.clock is WhistleClock.CONFIRM
        return replace(done, step=done.step + 1, due_at=at + rules.whistles.ring_again) if rings else None
    local = max(done.due_at, at).astimezone(rules.zone)
    morning = local.replace(hour=rules.digest.hour, minute=rules.digest.minute, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    return replace(done, step=done.step + 1, due_at=after_quiet(morning.astimezone(done.due_at.tzinfo), rules))


def level_of(clock: WhistleClock, step: int) -> int:
    """How far up a step is heard: lateness by days, rings by threes; warnings stay with the unit."""
    if step >= LATE:
        return step - LATE + 1
    return (step - 1) // 3 if clock is WhistleClock.CONFIRM else 0


def watched(whistle: Whistle, deadline: WhistleDeadline) -> bool:
    """Whether the step still means something."""
    match deadline.clock:
        case WhistleClock.CONFIRM | WhistleClock.ARRIVE | WhistleClock.DONE | WhistleClock.REVIEW:
            leg = whistle.legs.get(UnitCode(deadline.of))
            return whistle.running and leg is not None and _leg_watched(leg, deadline)
        case WhistleClock.SCORE:
            return whistle.state in {WhistleState.REPORTED, WhistleState.SCORED}
        case WhistleClock.RATIFY:
            return whistle.to_ratify and whistle.ratified is None and not whistle.dropped
        case WhistleClock.PRESS:
            return whistle.running and whistle.pressed_by is not None
        case WhistleClock.VISIT:
            return whistle.running and whistle.summoned_at is not None and whistle.visited_at is None
        case WhistleClock.RULING:
            asked = whistle.asked.get(int(deadline.of.partition(":")[2]))
            return asked is not None and asked.decided_at is None
        case WhistleClock.DECISION | WhistleClock.MINUTES | WhistleClock.ATTEND:
            return _meeting_watched(whistle, deadline)


def resumed(leg: Leg, at: datetime, type_: Urgency, rules: Rules) -> Leg:
    """The leg after its pause: what was left of its time is left still, counted as its limit was."""
    if leg.paused_at is None:
        return leg
    span = span_of(type_, rules)
    measure = span.measure if span else Measure.HOURS
    due_at = after_pause(leg.due_at, leg.paused_at, at, measure, rules.calendar) if leg.due_at else None
    return replace(leg, paused_at=None, review_at=None, due_at=due_at, round=leg.round + 1)


def needs_date(type_: Urgency, scope: Scope) -> bool:
    """A 攻坚哨 demands a date (S3:37); a campaign lasts until its blower ends it."""
    return type_ is Urgency.COMPLEX and scope is not Scope.MUSTER


_WATCHED = {
    WhistleClock.CONFIRM: (LegState.CALLED,),
    WhistleClock.ARRIVE: (LegState.CALLED, LegState.CONFIRMED),
    WhistleClock.DONE: (LegState.CALLED, LegState.CONFIRMED, LegState.ARRIVED, LegState.WORKING),
    WhistleClock.REVIEW: (LegState.PAUSED,),
}


def _leg_watched(leg: Leg, deadline: WhistleDeadline) -> bool:
    return leg.state in _WATCHED[deadline.clock] and leg.round == deadline.round


def _meeting_watched(whistle: Whistle, deadline: WhistleDeadline) -> bool:
    """What was decided until it is done; a meeting until all have answered, until its minutes are closed."""
    meeting, decision = decided(whistle, deadline.of)
    if deadline.clock is not WhistleClock.DECISION:
        open_ = whistle.running and meeting is not None and meeting.standing
        return open_ and (deadline.clock is WhistleClock.MINUTES or bool(meeting and meeting.silent))
    return not whistle.dropped and decision is not None and decision.done_at is None


def decided(whistle: Whistle, of: str) -> tuple[Meeting | None, Decision | None]:
    """The meeting that `meeting:1` names; that and its decision for `decision:1:2`; None for what is not there."""
    kind, number, *rest = of.split(":")
    meeting = whistle.meetings.get(int(number)) if kind in {"meeting", "decision"} else None
    return meeting, meeting.decision(int(rest[0])) if meeting and rest else None


def _rings(whistle: Whistle) -> bool:
    return whistle.type is Urgency.EMERGENCY


def _moment(whistle: Whistle, at: datetime, rules: Rules) -> datetime:
    """An emergency rings at any hour; all else waits for the morning."""
    return at if _rings(whistle) else after_quiet(at, rules)


def _one(
    whistle: Whistle, clock: WhistleClock, step: int, at: datetime, rules: Rules, leg: Leg | None = None
) -> WhistleDeadline:
    round_ = leg.round if leg else 1
    return WhistleDeadline(whistle.id, leg.unit if leg else "", clock, round_, step, _moment(whistle, at, rules))


def _steps(
    whistle: Whistle, clock: WhistleClock, start: datetime, end: datetime, rules: Rules, leg: Leg
) -> list[WhistleDeadline]:
    span = end - start
    return [_one(whistle, clock, step, start + span * step / LATE, rules, leg) for step in rules.whistles.reminders]
