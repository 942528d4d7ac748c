"""督办、批示、一把手现场办公: leaders put their name to a whistle, and come where its owner failed twice."""

from dataclasses import replace
from datetime import datetime, timedelta

from tickets.deeds.poster.posting import Words
from tickets.errors import NoRight, Unknown, Unusable
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.whistles.deeds.step import begin, finish, keep, leg_of, say
from tickets.whistles.hearings import Meeting
from tickets.whistles.kinds import Gathering, WhistleClock, WhistleDeed
from tickets.whistles.rules.clocks import meeting_clocks, whistle_clock
from tickets.whistles.rules.lending import lendable
from tickets.whistles.whistle import Delegation, Whistle

_REASON = 200
"""Characters of why a right is lent."""


async def press(work: Work, whistle_id: WhistleId, leader: PersonId) -> Whistle:
    """督办: a leader's name stands on it and all are reminded daily, until that leader takes it off."""
    turn = await begin(work, whistle_id, WhistleDeed.PRESS, leader)
    if turn.whistle.pressed_by is not None:
        raise Unusable("pressed")
    after = replace(turn.whistle, pressed_by=leader, pressed_at=work.now)
    await work.whistles.set(whistle_clock(after, WhistleClock.PRESS, work.now, work.rules))
    return await finish(work, turn, after)


async def lift(work: Work, whistle_id: WhistleId, leader: PersonId) -> Whistle:
    """The leader who pressed takes it off. Raises Unusable("not_yours")."""
    turn = await begin(work, whistle_id, WhistleDeed.LIFT, leader)
    if turn.whistle.pressed_by != leader:
        raise Unusable("not_yours")
    await work.whistles.drop(whistle_id, WhistleClock.PRESS)
    return await finish(work, turn, replace(turn.whistle, pressed_by=None, pressed_at=None))


async def instruct(work: Work, whistle_id: WhistleId, leader: PersonId, words: Words) -> Whistle:
    """批示: what a leader has written, signed and dated (S4:247)."""
    turn = await begin(work, whistle_id, WhistleDeed.INSTRUCT, leader)
    return await finish(work, turn, turn.whistle, words=await say(work, turn.ticket, leader, words))


async def visit(work: Work, whistle_id: WhistleId, leader: PersonId, words: Words) -> Whistle:
    """一把手现场办公: was there, and what was found. What is decided there is recorded as a meeting's is."""
    turn = await begin(work, whistle_id, WhistleDeed.VISIT, leader)
    said = await say(work, turn.ticket, leader, words)
    await work.whistles.drop(whistle_id, WhistleClock.VISIT)
    meeting = _on_the_scene(turn.whistle, leader, work.now)
    await work.whistles.set(meeting_clocks(turn.whistle, meeting, work.now, work.rules))
    after = replace(turn.whistle, visited_at=work.now).with_meeting(meeting)
    return await finish(work, turn, after, words=said, meeting=meeting.number)


def _on_the_scene(whistle: Whistle, leader: PersonId, at: datetime) -> Meeting:
    units = tuple(leg.unit for leg in whistle.legs.values() if leg.active)
    return Meeting(len(whistle.meetings) + 1, Gathering.SCENE, leader, at, at, whistle.place, units)


async def fail(work: Work, whistle: Whistle, ticket: Ticket, unit: UnitCode) -> Whistle:
    """One more failure of a unit; the second asks the first hand to the scene (S4:253), once a whistle.

    The whistle must stand saved; gives it as it stands then.
    """
    leg = leg_of(whistle, unit)
    failed = whistle.with_leg(replace(leg, failures=leg.failures + 1))
    summons = leg.failures + 1 >= work.rules.whistles.failures and whistle.summoned_at is None
    if not summons:
        await keep(work, whistle, failed, WhistleDeed.REMIND, None, unit, detail={"failed": leg.failures + 1})
        return failed
    summoned = replace(failed, summoned_at=work.now)
    await work.whistles.set(whistle_clock(summoned, WhistleClock.VISIT, work.now, work.rules))
    await keep(work, whistle, summoned, WhistleDeed.SUMMON, None, unit, detail={"failed": leg.failures + 1})
    return summoned


async def lend(
    work: Work,
    giver: PersonId,
    taker: PersonId,
    until: datetime,
    deed: WhistleDeed | None = None,
    *,
    reason: str,
) -> Delegation:
    """委托: a right, or all of them, for a time, on the record. Nobody lends what they were lent, or do not have.

    Raises Unknown("person"), NoRight, Unusable("self_lend"), ("past"), ("lend_far"), ("reason"), ("long").
    """
    if taker not in work.directory.staff or giver not in work.directory.staff:
        raise Unknown("person")
    able = lendable(giver, work.directory)
    if not able or (deed is not None and deed not in able):
        raise NoRight(deed or WhistleDeed.BLOW)
    if giver == taker:
        raise Unusable("self_lend")
    if until <= work.now:
        raise Unusable("past")
    if until > work.now + work.rules.whistles.delegation_longest + timedelta(days=1):
        raise Unusable("lend_far")
    if not reason.strip():
        raise Unusable("reason")
    if len(reason.strip()) > _REASON:
        raise Unusable("long")
    lent = Delegation(giver, taker, deed, work.now, until, reason.strip())
    await work.whistles.lend(lent)
    return lent


async def call_back(work: Work, giver: PersonId, taker: PersonId) -> int:
    """The giver takes back what they lent; gives how many rights ended."""
    return await work.whistles.call_back(giver, taker, work.now)
