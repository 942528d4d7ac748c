"""会议记录: what was decided, one thing at a time, each with its owner and date; who came; and what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tickets.deeds.poster.posting import Words
from tickets.errors import Unknown, Unusable
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.ports import Work
from tickets.whistles.deeds.gathering.meeting import check_bodies, check_hour, meeting_of, standing
from tickets.whistles.deeds.step import Turn, begin, finish, say
from tickets.whistles.hearings import Decision, Meeting
from tickets.whistles.kinds import WhistleClock, WhistleDeed
from tickets.whistles.rules.clocks import decision_clock
from tickets.whistles.rules.moves import check_move
from tickets.whistles.whistle import Whistle


async def resolve(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    number: int,
    words: Words,
    owner: UnitCode,
    due_at: datetime,
    person: PersonId | None = None,
) -> tuple[Whistle, Decision]:
    """One thing decided: what, whose, until when; a clock watches it from now on. `person` is one of the owner's.

    Raises Unknown("meeting"), ("unit"), ("person"), NoReceiver, Unusable("early"), ("minuted"), ("cancelled"),
    ("reason"), ("past"), ("too_far").
    """
    turn = await begin(work, whistle_id, WhistleDeed.RESOLVE, actor)
    meeting = check_held(work, turn.whistle, number)
    if not words.all_text:
        raise Unusable("reason")
    check_bodies(work, [owner])
    if person is not None and person not in work.directory.people_of(owner):
        raise Unknown("person")
    check_hour(work, due_at)
    said = await say(work, turn.ticket, actor, words)
    decision = Decision(len(meeting.decisions) + 1, said, owner, due_at, person=person)
    await work.whistles.set(decision_clock(turn.whistle, number, decision, work.now, work.rules))
    after = turn.whistle.with_meeting(meeting.with_decision(decision))
    return await finish(work, turn, after, words=said, meeting=number, decision=decision.number), decision


async def minute(work: Work, whistle_id: WhistleId, actor: PersonId, number: int, came: Sequence[UnitCode]) -> Whistle:
    """Who came; with that the minutes are closed. Raises Unknown("meeting"), ("unit"), Unusable as `resolve`."""
    turn = await begin(work, whistle_id, WhistleDeed.MINUTE, actor)
    meeting = check_held(work, turn.whistle, number)
    if any(unit not in work.directory.units for unit in came):
        raise Unknown("unit")
    await work.whistles.drop(whistle_id, WhistleClock.MINUTES, of=f"meeting:{number}")
    held = replace(meeting, came=tuple(dict.fromkeys(came)), minuted_at=work.now)
    return await finish(work, turn, turn.whistle.with_meeting(held), meeting=number)


async def settle(
    work: Work, whistle_id: WhistleId, actor: PersonId, number: int, decision: int, report: Words
) -> Whistle:
    """What was decided is done: its owner says what was done, or the blower does.

    Raises Unknown("meeting"), NoRight, Unusable("settled"), ("empty"), ("long").
    """
    turn, meeting, found = await begin_settling(work, whistle_id, actor, number, decision)
    said = await say(work, turn.ticket, actor, report)
    done = replace(found, done_at=work.now, done_by=actor, report=said)
    await work.whistles.drop(whistle_id, WhistleClock.DECISION, of=f"decision:{number}:{decision}")
    after = turn.whistle.with_meeting(meeting.with_decision(done))
    return await finish(work, turn, after, words=said, meeting=number, decision=decision)


async def begin_settling(
    work: Work, whistle_id: WhistleId, actor: PersonId, number: int, decision: int
) -> tuple[Turn, Meeting, Decision]:
    """As `begin`; the person named may say so whatever post they have. Raises as `settle`."""
    whistle, ticket = await work.whistles.get(whistle_id)
    meeting = meeting_of(whistle, number)
    found = meeting.decision(decision)
    if found is None:
        raise Unknown("meeting")
    if actor == found.person != ticket.poster:
        check_move(whistle, WhistleDeed.SETTLE)
        turn = Turn(whistle, ticket, WhistleDeed.SETTLE, actor, found.owner)
    else:
        turn = await begin(work, whistle_id, WhistleDeed.SETTLE, actor, found.owner)
    if found.done_at is not None:
        raise Unusable("settled")
    return turn, meeting, found


def check_held(work: Work, whistle: Whistle, number: int) -> Meeting:
    """A meeting whose hour has come and whose minutes are open. Raises Unknown("meeting"), Unusable."""
    meeting = standing(whistle, number)
    if work.now < meeting.at:
        raise Unusable("early")
    return meeting
