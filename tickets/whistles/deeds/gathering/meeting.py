"""调度会、联席会议、协调会: called for an hour and a place, put off, cancelled; whoever is asked says 来 or 不来."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tickets.deeds.poster.posting import Words
from tickets.errors import NoReceiver, NoRight, Unknown, Unusable
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.ports import Work
from tickets.whistles.deeds.step import Turn, begin, finish, say
from tickets.whistles.hearings import Meeting, Reply
from tickets.whistles.kinds import Gathering, WhistleClock, WhistleDeed
from tickets.whistles.rules.clocks import meeting_clocks
from tickets.whistles.rules.rights import receivers
from tickets.whistles.whistle import Whistle

PLACE = 100
"""Characters of a meeting's place."""


async def convene(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    kind: Gathering,
    at: datetime,
    place: str,
    invited: Sequence[UnitCode],
) -> tuple[Whistle, Meeting]:
    """A meeting is called.

    Raises Unusable("past"), ("too_far"), ("no_place"), ("units"), Unknown("unit"), NoReceiver.
    """
    turn = await begin(work, whistle_id, WhistleDeed.CONVENE, actor)
    check_hour(work, at)
    check_place(place)
    check_bodies(work, invited)
    number = len(turn.whistle.meetings) + 1
    meeting = Meeting(number, kind, actor, work.now, at, place.strip()[:PLACE], tuple(invited))
    return await _stands(work, turn, meeting), meeting


async def put_off(work: Work, whistle_id: WhistleId, actor: PersonId, number: int, at: datetime) -> Whistle:
    """改期: another hour; whoever was asked is asked anew. Raises Unknown("meeting"), Unusable("minuted"), ("over")."""
    turn = await begin(work, whistle_id, WhistleDeed.PUT_OFF, actor)
    meeting = standing(turn.whistle, number)
    if meeting.decisions:
        raise Unusable("held_already")
    check_hour(work, at)
    return await _stands(work, turn, replace(meeting, at=at, replies=()))


async def cancel(work: Work, whistle_id: WhistleId, actor: PersonId, number: int, why: Words) -> Whistle:
    """取消: it is not held; whoever was asked reads why. Raises as `put_off`, and Unusable("reason")."""
    turn = await begin(work, whistle_id, WhistleDeed.CANCEL, actor)
    meeting = standing(turn.whistle, number)
    if meeting.decisions:
        raise Unusable("held_already")
    if not why.all_text:
        raise Unusable("reason")
    said = await say(work, turn.ticket, actor, why)
    await work.whistles.drop(whistle_id, WhistleClock.MINUTES, WhistleClock.ATTEND, of=f"meeting:{number}")
    after = turn.whistle.with_meeting(replace(meeting, cancelled_at=work.now))
    return await finish(work, turn, after, words=said, meeting=number)


async def attend(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    unit: UnitCode,
    number: int,
    *,
    comes: bool,
    why: Words | None = None,
) -> Whistle:
    """来、不来: an invited unit answers; the newest word counts. Who does not come says why.

    Raises NoRight for a unit that was not asked, Unknown("meeting"), Unusable("reason"), ("begun"), ("minuted").
    """
    turn = await begin(work, whistle_id, WhistleDeed.ATTEND, actor, unit)
    meeting = standing(turn.whistle, number)
    if unit not in meeting.invited:
        raise NoRight(WhistleDeed.ATTEND)
    if work.now >= meeting.at:
        raise Unusable("begun")
    if not comes and (why is None or not why.all_text):
        raise Unusable("reason")
    said = await say(work, turn.ticket, actor, why) if why and not comes else None
    after = turn.whistle.with_meeting(meeting.with_reply(Reply(unit, actor, work.now, comes, said)))
    return await finish(work, turn, after, words=said, meeting=number, comes=comes)


def meeting_of(whistle: Whistle, number: int) -> Meeting:
    """Raises Unknown("meeting")."""
    if number not in whistle.meetings:
        raise Unknown("meeting")
    return whistle.meetings[number]


def standing(whistle: Whistle, number: int) -> Meeting:
    """A meeting of which something can still be said. Raises Unknown("meeting"), Unusable("cancelled"), ("minuted")."""
    meeting = meeting_of(whistle, number)
    if meeting.cancelled_at is not None:
        raise Unusable("cancelled")
    if meeting.minuted_at is not None:
        raise Unusable("minuted")
    return meeting


def check_hour(work: Work, at: datetime) -> None:
    """Raises Unusable("past"), ("too_far")."""
    if at <= work.now:
        raise Unusable("past")
    if at > work.now + work.rules.whistles.complex_longest:
        raise Unusable("too_far")


def check_place(place: str) -> None:
    """Raises Unusable("no_place")."""
    if not place.strip():
        raise Unusable("no_place")


def check_bodies(work: Work, units: Sequence[UnitCode], least: int = 1) -> None:
    """So many at least, each once, each with somebody who can be told. Raises Unusable, Unknown("unit"), NoReceiver."""
    if len(units) < least or len(set(units)) < len(units):
        raise Unusable("units")
    for unit in units:
        if unit not in work.directory.units:
            raise Unknown("unit")
        if not receivers(unit, work.directory):
            raise NoReceiver(unit)


async def _stands(work: Work, turn: Turn, meeting: Meeting) -> Whistle:
    await work.whistles.set(meeting_clocks(turn.whistle, meeting, work.now, work.rules))
    return await finish(work, turn, turn.whistle.with_meeting(meeting), meeting=meeting.number)
