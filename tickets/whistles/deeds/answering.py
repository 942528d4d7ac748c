"""报到: a called unit confirms, comes, works, reports, brings in others; what it may not do is give it back."""

from dataclasses import replace
from datetime import datetime

from tickets.deeds.poster.posting import Words
from tickets.deeds.step import finish as finish_ticket
from tickets.directory import Level
from tickets.errors import NoRight, OutOfReach, Unusable
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.kinds import Deed, Kind
from tickets.ports import Work
from tickets.records import Person
from tickets.ticket import Ticket
from tickets.whistles.deeds.joining import check_units, join_in
from tickets.whistles.deeds.step import Turn, begin, finish, say
from tickets.whistles.kinds import LegState, WhistleClock, WhistleDeed, WhistleState
from tickets.whistles.rules.clocks import done_clock, resumed, whistle_clock
from tickets.whistles.rules.presence import Scene, check_presence
from tickets.whistles.whistle import Whistle

_UNIT = (WhistleClock.CONFIRM, WhistleClock.ARRIVE, WhistleClock.DONE, WhistleClock.REVIEW)
_NAME = 40


async def confirm(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    unit: UnitCode,
    comer: str = "",
    coming_at: datetime | None = None,
) -> Whistle:
    """响应: the unit has it, and says who comes and when. The same person again changes nothing.

    Raises Unusable("comer") where a place is named and nobody is said to come, ("past") for an hour gone by.
    """
    whistle, _ = await work.whistles.get(whistle_id)
    standing = whistle.legs.get(unit)
    if standing and standing.receiver == actor and standing.state is LegState.CONFIRMED:
        return whistle
    turn = await begin(work, whistle_id, WhistleDeed.CONFIRM, actor, unit)
    if coming_at is not None and coming_at < work.now:
        raise Unusable("past")
    if turn.whistle.place and not comer.strip():
        raise Unusable("comer")
    leg = replace(turn.leg, confirmed_at=work.now, receiver=actor, comer=comer.strip()[:_NAME], coming_at=coming_at)
    await work.whistles.drop(whistle_id, WhistleClock.CONFIRM, of=unit)
    return await finish(work, turn, turn.whistle.with_leg(leg))


async def look(work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode) -> tuple[Whistle, Ticket, Person]:
    """The poster's contact data for whoever has the leg, and for nobody else; the look is a line of both histories.

    Raises NoRight, also for a tip-off, whose sender no unit complained of may learn (济南条例 §32).
    """
    turn = await begin(work, whistle_id, WhistleDeed.LOOK, actor, unit)
    if actor not in {turn.leg.receiver, turn.leg.arrived_by} or turn.ticket.kind is Kind.TIPOFF:
        raise NoRight(WhistleDeed.LOOK)
    seen = await finish(work, turn, turn.whistle)
    await finish_ticket(work, turn.ticket, Deed.LOOK, actor, detail={"whistle": whistle_id, "unit": unit})
    return seen, turn.ticket, await work.people.person(turn.ticket.poster)


async def arrive(work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode, scene: Scene) -> Whistle:
    """到场: checked in on the scene. Whoever comes without having confirmed has confirmed by coming.

    Raises Unusable("no_place"), ("evidence"), ("place"), ("hour").
    """
    turn = await begin_placed(work, whistle_id, actor, unit)
    check_presence(turn.whistle, turn.leg, scene, work.now, work.rules.whistles)
    confirmed = turn.leg.confirmed_at or work.now
    leg = replace(turn.leg, arrived_at=work.now, arrived_by=actor, confirmed_at=confirmed)
    leg = leg if leg.receiver else replace(leg, receiver=actor)
    await work.whistles.drop(whistle_id, WhistleClock.CONFIRM, WhistleClock.ARRIVE, of=unit)
    said = await say(work, turn.ticket, actor, Words(media=scene.media)) if scene.media else None
    seen = {"point": [scene.point.latitude, scene.point.longitude] if scene.point else None}
    return await finish(work, turn, turn.whistle.with_leg(leg), words=said, **seen)


async def begin_placed(work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode) -> Turn:
    """As `begin` for a check-in; where no place is named there is none. Raises Unusable("unplaced")."""
    whistle, _ = await work.whistles.get(whistle_id)
    if whistle.running and not whistle.place:
        raise Unusable("unplaced")
    return await begin(work, whistle_id, WhistleDeed.ARRIVE, actor, unit)


async def progress(work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode, words: Words) -> Whistle:
    """办理: how it goes; the resident reads it."""
    turn = await begin(work, whistle_id, WhistleDeed.PROGRESS, actor, unit)
    said = await say(work, turn.ticket, actor, words)
    leg = replace(turn.leg, begun_at=turn.leg.begun_at or work.now)
    return await finish(work, turn, turn.whistle.with_leg(leg), words=said)


async def report(
    work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode, words: Words, *, solved: bool
) -> Whistle:
    """反馈: what was done, or why it cannot be. The last report of all starts the blower's clock to score."""
    turn = await begin(work, whistle_id, WhistleDeed.REPORT, actor, unit)
    said = await say(work, turn.ticket, actor, words)
    begun = turn.leg.begun_at or turn.leg.arrived_at or work.now
    leg = replace(turn.leg, begun_at=begun, reported_at=work.now, report=said, solved=solved, mark=None)
    after = turn.whistle.with_leg(leg)
    await work.whistles.drop(whistle_id, *_UNIT, of=unit)
    if after.state is WhistleState.REPORTED:
        await work.whistles.set(whistle_clock(after, WhistleClock.SCORE, work.now, work.rules))
    return await finish(work, turn, after, words=said, solved=solved)


async def bounce(work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode, why: Words) -> Whistle:
    """首问负责: an attempt to return it. It stays where it is; the attempt is counted (S3:27)."""
    turn = await begin(work, whistle_id, WhistleDeed.BOUNCE, actor, unit)
    said = await say(work, turn.ticket, actor, why)
    leg = replace(turn.leg, bounces=turn.leg.bounces + 1)
    return await finish(work, turn, turn.whistle.with_leg(leg), words=said, bounces=leg.bounces)


async def bring_in(
    work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode, other: UnitCode, why: Words
) -> Whistle:
    """会同: another unit of the same or a lower level joins; the one that brought it stays responsible."""
    return await _joined(work, whistle_id, WhistleDeed.BRING_IN, actor, unit, other, why)


async def go_up(
    work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode, other: UnitCode, why: Words
) -> Whistle:
    """上提: a unit of a higher level is asked to join; the one that asked stays responsible."""
    return await _joined(work, whistle_id, WhistleDeed.GO_UP, actor, unit, other, why)


async def resume(work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode) -> Whistle:
    """The obstacle is gone: what was left of the time is left still."""
    turn = await begin(work, whistle_id, WhistleDeed.RESUME, actor, unit)
    leg = resumed(turn.leg, work.now, turn.whistle.type, work.rules)
    await work.whistles.drop(whistle_id, WhistleClock.REVIEW, of=unit)
    await work.whistles.set(done_clock(turn.whistle, leg, work.now, work.rules))
    return await finish(work, turn, turn.whistle.with_leg(leg))


async def _joined(
    work: Work, whistle_id: WhistleId, deed: WhistleDeed, actor: PersonId, unit: UnitCode, other: UnitCode, why: Words
) -> Whistle:
    turn = await begin(work, whistle_id, deed, actor, unit)
    check_units(work, [other], turn.whistle)
    higher = _height(work, other) < _height(work, unit)
    if higher is not (deed is WhistleDeed.GO_UP):
        raise OutOfReach(other)
    said = await say(work, turn.ticket, actor, why)
    after = await join_in(work, turn.whistle, other, brought_by=unit)
    return await finish(work, turn, after, words=said, added=other)


def _height(work: Work, unit: UnitCode) -> int:
    """Smaller is higher."""
    area = work.directory.areas[work.directory.units[unit].area]
    return list(Level).index(area.level)
