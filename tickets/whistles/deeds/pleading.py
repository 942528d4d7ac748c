"""A unit asks (objection, more time, pause, exclusion), and somebody else decides, once."""

from dataclasses import replace
from datetime import datetime

from tickets.deeds.poster.posting import Words
from tickets.errors import NoReceiver, NoRight, Unknown, Unusable
from tickets.ids import PersonId, UnitCode, WhistleId, WordsId
from tickets.ports import Work
from tickets.whistles.deeds.joining import check_units, join_in, led_by
from tickets.whistles.deeds.step import Turn, begin, finish, leg_of, say
from tickets.whistles.hearings import Asked
from tickets.whistles.kinds import Plea, WhistleClock, WhistleDeed
from tickets.whistles.leg import Leg
from tickets.whistles.rules.clocks import done_clock, plea_clock, review_clock
from tickets.whistles.rules.pleas import PLEAS, check_plea
from tickets.whistles.rules.proposal import check_listed
from tickets.whistles.rules.rights import Side, receivers, ruling_desk
from tickets.whistles.whistle import Whistle


async def plead(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    unit: UnitCode,
    plea: Plea,
    grounds: Words,
    until: datetime | None = None,
    to: UnitCode | None = None,
) -> tuple[Whistle, Asked]:
    """Ask. Until it is decided the unit stays responsible and its clocks run.

    `until` is the new limit of LONGER, the review date of PAUSE; `to` who should have it instead, of a RULING.
    Raises WrongTurn, Unknown("unit"), Unusable with "reason", "date", "past", "owned", "late", "sooner", "undue" …
    """
    turn = await begin(work, whistle_id, WhistleDeed.PLEAD, actor, unit)
    if not grounds.all_text:
        raise Unusable("reason")
    check_plea(turn.whistle, turn.leg, plea, until, work.now, work.rules)
    if to is not None and to not in work.directory.units:
        raise Unknown("unit")
    said = await say(work, turn.ticket, actor, grounds)
    number = len(turn.whistle.asked) + 1
    dated, named = (until if PLEAS[plea].dated else None), (to if plea is Plea.RULING else None)
    asked = Asked(number, plea, unit, actor, work.now, said, dated, named)
    await work.whistles.set([plea_clock(turn.whistle, asked, work.rules)])
    after = turn.whistle.with_asked(asked)
    return await finish(work, turn, after, words=said, plea=plea, number=number), asked


async def rule(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    number: int,
    *,
    granted: bool,
    why: Words,
    to: UnitCode | None = None,
) -> Whistle:
    """Decide, with a reason, once. A granted objection gives the leg to another unit, `to` or the one proposed.

    Raises Unknown("plea"), Unusable("ruled") where somebody has decided, ("to") where nobody is to have it instead,
    ("late") where the limit that was to be moved has run out.
    """
    whistle, _ = await work.whistles.get(whistle_id)
    asked = whistle.asked.get(number)
    if asked is None:
        raise Unknown("plea")
    turn = await begin(work, whistle_id, WhistleDeed.RULE, actor, only=PLEAS[asked.plea].deciders)
    if actor == asked.by:
        raise NoRight(turn.deed)
    if PLEAS[asked.plea].deciders == {Side.DESK}:
        turn = await _at_its_desk(work, turn, asked)
    if asked.decided_at is not None:
        raise Unusable("ruled")
    if not why.all_text:
        raise Unusable("reason")
    turn = replace(turn, unit=asked.unit)
    after = await _applied(work, turn, asked, to) if granted else turn.whistle
    said = await say(work, turn.ticket, actor, why)
    after = after.with_asked(_decided(asked, actor, work.now, granted, said))
    await work.whistles.drop(whistle_id, WhistleClock.RULING, of=f"plea:{number}")
    return await finish(work, turn, after, words=said, plea=asked.plea, number=number, granted=granted)


async def _at_its_desk(work: Work, turn: Turn, asked: Asked) -> Turn:
    """A unit of another district is ruled on by its own desk, not by the one that called it. Raises NoRight."""
    its = ruling_desk(asked.unit, turn.ticket.community, work.directory)
    lent = await work.whistles.lent_to(turn.actor, work.now)
    for behalf in (turn.behalf, *(one.giver for one in lent if one.deed in {None, turn.deed})):
        if (behalf or turn.actor) in its:
            return replace(turn, behalf=behalf)
    raise NoRight(turn.deed)


def _decided(asked: Asked, actor: PersonId, at: datetime, granted: bool, why: WordsId) -> Asked:
    return replace(asked, decided_at=at, decided_by=actor, granted=granted, why=why)


async def _applied(work: Work, turn: Turn, asked: Asked, to: UnitCode | None) -> Whistle:
    leg = leg_of(turn.whistle, asked.unit)
    match asked.plea:
        case Plea.RULING:
            return await _moved(work, turn, leg, to or asked.to)
        case Plea.LONGER:
            return await _longer(work, turn.whistle, leg, asked.until)
        case Plea.PAUSE:
            return await _paused(work, turn.whistle, leg, asked.until)
        case Plea.EXCLUSION:
            return turn.whistle.with_leg(replace(leg, excluded=True))


async def _moved(work: Work, turn: Turn, leg: Leg, to: UnitCode | None) -> Whistle:
    """The unit is let go only now that another has it."""
    if to is None or to == leg.unit:
        raise Unusable("to")
    if not leg.owing:
        raise Unusable("reported")
    standing = turn.whistle.legs.get(to)
    if standing is None:
        check_units(work, [to], turn.whistle)
    elif not receivers(to, work.directory):
        raise NoReceiver(to)
    elif not standing.active:
        raise Unusable("to")
    if leg.lead:
        check_listed(work.directory.items.get(turn.whistle.item), to, work.directory)
    await _stop(work, turn.whistle, leg.unit)
    after = turn.whistle.with_leg(replace(leg, released_at=work.now, lead=False, paused_at=None))
    after = after if standing else await join_in(work, after, to)
    return led_by(after, to) if leg.lead else after


async def _longer(work: Work, whistle: Whistle, leg: Leg, until: datetime | None) -> Whistle:
    if until is None or until <= work.now or not leg.owing:
        raise Unusable("late")
    longer = replace(leg, due_at=until, round=leg.round + 1, extensions=leg.extensions + 1)
    await work.whistles.drop(whistle.id, WhistleClock.DONE, of=leg.unit)
    await work.whistles.set(done_clock(whistle, longer, work.now, work.rules))
    return whistle.with_leg(longer)


async def _paused(work: Work, whistle: Whistle, leg: Leg, until: datetime | None) -> Whistle:
    if until is None or until <= work.now or not leg.owing:
        raise Unusable("late")
    paused = replace(leg, paused_at=work.now, review_at=until)
    await work.whistles.drop(whistle.id, WhistleClock.ARRIVE, WhistleClock.DONE, of=leg.unit)
    await work.whistles.set(review_clock(whistle, paused, work.rules))
    return whistle.with_leg(paused)


async def _stop(work: Work, whistle: Whistle, unit: UnitCode) -> None:
    clocks = (WhistleClock.CONFIRM, WhistleClock.ARRIVE, WhistleClock.DONE, WhistleClock.REVIEW)
    await work.whistles.drop(whistle.id, *clocks, of=unit)
