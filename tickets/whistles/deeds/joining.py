"""Which units have a whistle: checked, called in, added later, named to lead."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from tickets.errors import NoReceiver, OutOfReach, Unknown, Unusable
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.whistles.deeds.step import begin, finish
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.leg import Leg
from tickets.whistles.rules.clocks import arrival, due, leg_clocks
from tickets.whistles.rules.proposal import check_listed
from tickets.whistles.rules.reach import Caller, callers, reaches, target
from tickets.whistles.rules.rights import receivers, running
from tickets.whistles.whistle import Delegation, Whistle


async def add_unit(work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode) -> Whistle:
    """The blower calls one more unit to the same whistle."""
    turn = await begin(work, whistle_id, WhistleDeed.ADD_UNIT, actor)
    whistle = turn.whistle
    by = await all_callers(work, turn.ticket, whistle.blower or actor)
    if whistle.blown_for:
        by |= callers(whistle.blown_for, whistle.community, work.directory, work.now)
    check_units(work, [unit], whistle)
    if not reaches(by, whistle.scope, whistle.type, target(unit, whistle.community, work.directory)):
        raise OutOfReach(unit)
    return await finish(work, turn, await join_in(work, whistle, unit), added=unit)


async def name_lead(work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode) -> Whistle:
    """定牵头: another of the called units leads. Raises Unusable("unlisted") for a community off its list."""
    turn = await begin(work, whistle_id, WhistleDeed.NAME_LEAD, actor, unit)
    check_listed(work.directory.items.get(turn.whistle.item), unit, work.directory)
    return await finish(work, turn, led_by(turn.whistle, unit))


def check_units(work: Work, units: Iterable[UnitCode], whistle: Whistle | None = None) -> None:
    """Each is known, called once, and has somebody to receive it."""
    wanted = list(units)
    if not wanted or len(set(wanted)) < len(wanted):
        raise Unusable("units")
    for unit in wanted:
        if unit not in work.directory.units:
            raise Unknown("unit")
        if whistle and unit in whistle.legs:
            raise Unusable("called")
        if not receivers(unit, work.directory):
            raise NoReceiver(unit)


async def join_in(
    work: Work, whistle: Whistle, unit: UnitCode, *, brought_by: UnitCode | None = None, lead: bool = False
) -> Whistle:
    """The whistle with one more leg, whose clocks run from now; not recorded yet."""
    arrive_by = arrival(whistle.type, whistle.place, whistle.muster_at, work.now, work.rules)
    due_at = whistle.due_at if whistle.due_at and whistle.due_at > work.now else None
    limit = due_at or due(whistle.type, None, work.now, work.rules)
    leg = Leg(unit, work.now, lead, brought_by, arrive_by, limit)
    await work.whistles.set(leg_clocks(whistle, leg, work.now, work.rules))
    return whistle.with_leg(leg)


def led_by(whistle: Whistle, unit: UnitCode) -> Whistle:
    """The whistle with that unit in the lead, and no other."""
    return replace(whistle, legs={code: replace(leg, lead=code == unit) for code, leg in whistle.legs.items()})


async def all_callers(work: Work, ticket: Ticket, actor: PersonId) -> frozenset[Caller]:
    """In which capacities somebody may blow for the ticket: their own, and those of who lent them the right."""
    found = callers(actor, ticket.community, work.directory, work.now)
    for lent in await work.whistles.lent_to(actor, work.now):
        if lends_blowing(lent, work.now):
            found |= callers(lent.giver, ticket.community, work.directory, work.now)
    return found


def lends_blowing(lent: Delegation, at: datetime) -> bool:
    """Whether what was lent lets its taker blow at that moment."""
    return running(lent, at) and lent.deed in {None, WhistleDeed.BLOW}
