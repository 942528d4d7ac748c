"""调度会、联席会议、协调会, and joint action: who called, who came, what was decided, by whom, until when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tickets.deeds.poster.posting import Words
from tickets.errors import NoRight, Unknown, Unusable
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.whistles.deeds.step import begin, finish, say
from tickets.whistles.hearings import Action, Decision, Meeting
from tickets.whistles.kinds import Gathering, WhistleClock, WhistleDeed
from tickets.whistles.rules.clocks import decision_clock
from tickets.whistles.rules.rights import Side, sides
from tickets.whistles.whistle import Whistle


@dataclass(frozen=True, slots=True)
class Resolved:
    """One thing decided: in words, whose, and until when."""

    words: Words
    owner: UnitCode
    due_at: datetime


async def convene(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    kind: Gathering,
    at: datetime,
    place: str,
    invited: Sequence[UnitCode],
) -> tuple[Whistle, Meeting]:
    """A meeting is called. Raises Unusable("past"), ("no_place"), ("units"), Unknown("unit")."""
    turn = await begin(work, whistle_id, WhistleDeed.CONVENE, actor)
    if at <= work.now:
        raise Unusable("past")
    if not place.strip():
        raise Unusable("no_place")
    _check_units(work, invited)
    number = len(turn.whistle.meetings) + 1
    meeting = Meeting(number, kind, actor, work.now, at, place.strip()[:100], tuple(invited))
    return await finish(work, turn, turn.whistle.with_meeting(meeting), meeting=number), meeting


async def minute(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    number: int,
    came: Sequence[UnitCode],
    resolved: Sequence[Resolved],
) -> Whistle:
    """Who came and what was decided; each decision has an owner and a date that a clock then watches.

    Raises Unknown("meeting"), Unusable("minuted"), ("early"), ("past").
    """
    turn = await begin(work, whistle_id, WhistleDeed.MINUTE, actor)
    meeting = turn.whistle.meetings.get(number)
    if meeting is None:
        raise Unknown("meeting")
    if meeting.minuted_at is not None:
        raise Unusable("minuted")
    if work.now < meeting.at:
        raise Unusable("early")
    _check_units(work, [*came, *(r.owner for r in resolved)], apart=False)
    decisions = tuple([await _decision(work, turn.ticket, actor, n, r) for n, r in enumerate(resolved, start=1)])
    held = replace(meeting, came=tuple(came), minuted_at=work.now, decisions=decisions)
    await work.whistles.set(decision_clock(turn.whistle, number, d, work.rules) for d in decisions)
    return await finish(work, turn, turn.whistle.with_meeting(held), meeting=number)


async def settle(work: Work, whistle_id: WhistleId, actor: PersonId, number: int, decision: int) -> Whistle:
    """What was decided is done: its owner says so, or the blower. Raises Unknown("meeting"), Unusable("settled")."""
    whistle, _ = await work.whistles.get(whistle_id)
    meeting = whistle.meetings.get(number)
    found = next((d for d in meeting.decisions if d.number == decision), None) if meeting else None
    if meeting is None or found is None:
        raise Unknown("meeting")
    turn = await begin(
        work, whistle_id, WhistleDeed.SETTLE, actor, found.owner if found.owner in whistle.legs else None
    )
    await _check_owner(work, turn.whistle, actor, found)
    if found.done_at is not None:
        raise Unusable("settled")
    done = tuple(replace(d, done_at=work.now) if d.number == decision else d for d in meeting.decisions)
    await work.whistles.drop(whistle_id, WhistleClock.DECISION, of=f"decision:{number}:{decision}")
    after = turn.whistle.with_meeting(replace(meeting, decisions=done))
    return await finish(work, turn, after, meeting=number, decision=decision)


async def join_forces(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    at: datetime,
    place: str,
    units: Sequence[UnitCode],
    division: Words,
    unit: UnitCode | None = None,
) -> tuple[Whistle, Action]:
    """双方确定联合出手的时间、地点、分工 (S4:267). Each joint action is counted (双方7次联手, S4:265)."""
    turn = await begin(work, whistle_id, WhistleDeed.JOIN_FORCES, actor, unit)
    if not place.strip():
        raise Unusable("no_place")
    if len(set(units)) < 2:
        raise Unusable("units")
    _check_units(work, units)
    said = await say(work, turn.ticket, actor, division)
    number = len(turn.whistle.actions) + 1
    action = Action(number, at, place.strip()[:100], tuple(units), said)
    return await finish(work, turn, turn.whistle.with_action(action), words=said, action=number), action


async def _decision(work: Work, ticket: Ticket, actor: PersonId, number: int, resolved: Resolved) -> Decision:
    if resolved.due_at <= work.now:
        raise Unusable("past")
    said = await say(work, ticket, actor, resolved.words)
    return Decision(number, said, resolved.owner, resolved.due_at)


async def _check_owner(work: Work, whistle: Whistle, actor: PersonId, decision: Decision) -> None:
    """Only the owner's people among the units, or those who called the whistle."""
    lent = await work.whistles.lent_to(actor, work.now)
    found = sides(
        whistle,
        whistle.community,
        actor,
        work.directory,
        work.now,
        unit=decision.owner,
        deed=WhistleDeed.SETTLE,
        lent=lent,
    )
    if not found & {Side.UNIT, Side.BLOWER, Side.CHIEF}:
        raise NoRight(WhistleDeed.SETTLE)


def _check_units(work: Work, units: Sequence[UnitCode], *, apart: bool = True) -> None:
    if apart and (not units or len(set(units)) < len(units)):
        raise Unusable("units")
    if any(unit not in work.directory.units for unit in units):
        raise Unknown("unit")
