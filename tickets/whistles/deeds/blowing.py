"""吹哨: a whistle is asked for, blown, declined, called off; a unit is added; the secretary confirms afterwards."""

from dataclasses import dataclass, replace
from datetime import datetime

from tickets.deeds.poster.posting import Words
from tickets.errors import NoRight, OutOfReach, Unknown, Unusable
from tickets.ids import PersonId, TicketId, UnitCode, WhistleId
from tickets.kinds import Topic, Urgency
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.whistles.deeds.joining import all_callers, check_units, join_in, lends_blowing
from tickets.whistles.deeds.step import Turn, begin, finish, keep, say, tell_ticket
from tickets.whistles.kinds import Occasion, Scope, WhistleClock, WhistleDeed
from tickets.whistles.leg import Point
from tickets.whistles.rules.clocks import due, leg_clocks, needs_date, whistle_clock
from tickets.whistles.rules.proposal import check_listed
from tickets.whistles.rules.reach import Caller, callers, fits, may_blow, name_of, reaches, target
from tickets.whistles.rules.rights import check_right, sides
from tickets.whistles.whistle import Whistle


@dataclass(frozen=True, slots=True)
class Call:
    """What is called: the units, the first of which leads; the kind; where, when, and until when.

    `place` empty: nobody needs to come. `due_at` is demanded for a 攻坚哨. `double`: 双派双考, each unit with its own
    limit in `dues` where it differs. `item` is the number in the duty list.
    """

    units: tuple[UnitCode, ...]
    type: Urgency
    occasion: Occasion
    scope: Scope
    place: str = ""
    point: Point | None = None
    muster_at: datetime | None = None
    due_at: datetime | None = None
    double: bool = False
    item: str = ""
    dues: tuple[tuple[UnitCode, datetime], ...] = ()


async def raise_(work: Work, ticket_id: TicketId, actor: PersonId, call: Call, reason: Words) -> Whistle:
    """提请吹哨: whoever may not blow asks those who may. Raises NoRight, Unusable."""
    ticket = await work.tickets.get(ticket_id)
    found = sides(None, ticket.community, actor, work.directory, work.now, poster=ticket.poster)
    check_right(WhistleDeed.RAISE, found)
    _check_ticket(ticket)
    asked = await _thought_of(work, ticket, actor, call, reason)
    await keep(work, None, asked, WhistleDeed.RAISE, actor, words=asked.reason)
    return asked


async def blow(work: Work, ticket_id: TicketId, actor: PersonId, call: Call, reason: Words) -> Whistle:
    """吹哨, 派单: the units are called at once and their clocks begin. Nothing is kept where anything is refused.

    Raises NoRight, OutOfReach, NoReceiver, Unknown("unit"), Unusable with "units", "date", "past", "far", "kind",
    "unlisted", "place" …
    """
    ticket = await work.tickets.get(ticket_id)
    by, behalf = await _capacities(work, ticket, actor, call)
    _check_ticket(ticket)
    _check(work, ticket, by, call)
    thought = await _thought_of(work, ticket, actor, call, reason)
    return await _sound(work, None, replace(thought, blown_for=behalf), ticket, actor, by, call)


async def approve(work: Work, whistle_id: WhistleId, actor: PersonId, call: Call) -> Whistle:
    """Whoever may blow takes up what was asked for, as `call` has it now."""
    turn = await begin(work, whistle_id, WhistleDeed.BLOW, actor)
    by, behalf = await _capacities(work, turn.ticket, actor, call)
    _check(work, turn.ticket, by, call)
    kept = replace(_shaped(turn.whistle, call), blown_for=behalf)
    return await _sound(work, turn.whistle, kept, turn.ticket, actor, by, call)


async def decline(work: Work, whistle_id: WhistleId, actor: PersonId, why: Words) -> Whistle:
    """No whistle is blown; whoever asked reads why."""
    turn = await begin(work, whistle_id, WhistleDeed.DECLINE, actor)
    return await _drop(work, turn, why)


async def call_off(work: Work, whistle_id: WhistleId, actor: PersonId, why: Words) -> Whistle:
    """撤哨: blown by mistake, and nobody has answered yet."""
    turn = await begin(work, whistle_id, WhistleDeed.CALL_OFF, actor)
    return await _drop(work, turn, why)


async def ratify(work: Work, whistle_id: WhistleId, actor: PersonId, agrees: bool, why: Words | None = None) -> Whistle:
    """补批: the secretary confirms, or does not, what a duty officer blew; the units come either way."""
    turn = await begin(work, whistle_id, WhistleDeed.RATIFY, actor)
    if not turn.whistle.to_ratify:
        raise Unusable("unasked")
    if turn.whistle.ratified is not None:
        raise Unusable("ruled")
    if not agrees and why is None:
        raise Unusable("reason")
    said = await say(work, turn.ticket, actor, why) if why else None
    await work.whistles.drop(whistle_id, WhistleClock.RATIFY)
    after = replace(turn.whistle, ratified=agrees, ratified_by=actor)
    return await finish(work, turn, after, words=said, agrees=agrees)


async def _sound(
    work: Work,
    before: Whistle | None,
    whistle: Whistle,
    ticket: Ticket,
    actor: PersonId,
    by: frozenset[Caller],
    call: Call,
) -> Whistle:
    to_ratify = call.type is Urgency.EMERGENCY and not by & _SECRETARIES
    limit = due(call.type, call.due_at, work.now, work.rules, ticket.topic)
    unit = name_of(by, ticket.community, work.directory)
    blown = replace(whistle, unit=unit, blower=actor, blown_at=work.now, due_at=limit, to_ratify=to_ratify)
    for called in call.units:
        blown = await join_in(work, blown, called, lead=called == call.units[0])
    blown = await _own_dues(work, blown, call)
    if to_ratify:
        await work.whistles.set(whistle_clock(blown, WhistleClock.RATIFY, work.now, work.rules))
    detail = {"as": sorted(by)} | ({"for": blown.blown_for} if blown.blown_for else {})
    await keep(work, before, blown, WhistleDeed.BLOW, actor, words=blown.reason, detail=detail)
    await tell_ticket(work, ticket, blown, WhistleDeed.BLOW, actor, None, None)
    return blown


async def _own_dues(work: Work, whistle: Whistle, call: Call) -> Whistle:
    for unit, limit in call.dues:
        leg = replace(whistle.legs[unit], due_at=limit)
        await work.whistles.set(leg_clocks(whistle, leg, work.now, work.rules))
        whistle = whistle.with_leg(leg)
    return whistle


async def _thought_of(work: Work, ticket: Ticket, actor: PersonId, call: Call, reason: Words) -> Whistle:
    if not reason.all_text:
        raise Unusable("reason")
    number, ordinal = await work.whistles.begin(ticket.id)
    said = await say(work, ticket, actor, reason)
    whistle = Whistle(
        id=number,
        ticket=ticket.id,
        community=ticket.community,
        ordinal=ordinal,
        type=call.type,
        occasion=call.occasion,
        scope=call.scope,
        raised_by=actor,
        raised_at=work.now,
        reason=said,
    )
    return _shaped(whistle, call)


def _shaped(whistle: Whistle, call: Call) -> Whistle:
    return replace(
        whistle,
        type=call.type,
        occasion=call.occasion,
        scope=call.scope,
        place=call.place.strip()[:100],
        point=call.point,
        muster_at=call.muster_at,
        due_at=call.due_at,
        double=call.double,
        item=call.item,
        wanted=call.units,
    )


async def _drop(work: Work, turn: Turn, why: Words) -> Whistle:
    if not why.all_text:
        raise Unusable("reason")
    said = await say(work, turn.ticket, turn.actor, why)
    await work.whistles.drop(turn.whistle.id)
    gone = replace(turn.whistle, dropped=True, ended_at=work.now, ended_by=turn.actor)
    return await finish(work, turn, gone, words=said)


async def _capacities(
    work: Work, ticket: Ticket, actor: PersonId, call: Call
) -> tuple[frozenset[Caller], PersonId | None]:
    """In which capacities the actor may blow this, and for whom: their own, where these reach, else lent ones."""
    able = await all_callers(work, ticket, actor)
    if not may_blow(able, call.scope, call.type):
        raise NoRight(WhistleDeed.BLOW)
    called = [target(u, ticket.community, work.directory) for u in call.units if u in work.directory.units]
    lenders = [lent.giver for lent in await work.whistles.lent_to(actor, work.now) if lends_blowing(lent, work.now)]
    for giver in (None, *lenders):
        by = callers(giver or actor, ticket.community, work.directory, work.now)
        reached = all(reaches(by, call.scope, call.type, one) for one in called)
        if reached and may_blow(by, call.scope, call.type):
            return by, giver
    return able, next(iter(lenders), None)


_SECRETARIES = frozenset({Caller.COMMUNITY, Caller.STREET, Caller.DISTRICT})
"""Who confirms an emergency, and needs no confirming."""


def _check_ticket(ticket: Ticket) -> None:
    if not ticket.running:
        raise Unusable("ended")


def _check(work: Work, ticket: Ticket, by: frozenset[Caller], call: Call) -> None:
    check_units(work, call.units)
    if not fits(call.type, call.occasion, call.scope):
        raise Unusable("kind")
    if call.item and call.item not in work.directory.items:
        raise Unknown("item")
    check_listed(work.directory.items.get(call.item), call.units[0], work.directory)
    for unit in call.units:
        if not reaches(by, call.scope, call.type, target(unit, ticket.community, work.directory)):
            raise OutOfReach(unit)
    _check_shape(call)
    _check_dates(work, call, ticket.topic)


def _check_shape(call: Call) -> None:
    if call.double and len(call.units) < 2:
        raise Unusable("double")
    if call.type is Urgency.EMERGENCY and not call.place.strip():
        raise Unusable("no_place")
    if {unit for unit, _ in call.dues} - set(call.units):
        raise Unknown("unit")


def _check_dates(work: Work, call: Call, topic: Topic) -> None:
    if needs_date(call.type, call.scope) and call.due_at is None:
        raise Unusable("due")
    for moment in (call.due_at, call.muster_at, *(limit for _, limit in call.dues)):
        if moment is None:
            continue
        if moment <= work.now:
            raise Unusable("past")
        if moment > work.now + work.rules.whistles.complex_longest:
            raise Unusable("too_far")
    if call.type is Urgency.QUICK and call.due_at and call.due_at > _quick_end(work, topic):
        raise Unusable("quick_day")


def _quick_end(work: Work, topic: Topic) -> datetime:
    return due(Urgency.QUICK, None, work.now, work.rules, topic) or work.now
