"""What happens by itself: clocks run out, told once each, one level up with every step; a call reaches nobody."""

from collections.abc import Sequence
from dataclasses import replace

from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.ports import Work
from tickets.rules.clocks import LATE
from tickets.times import iso
from tickets.whistles.deeds.leading import fail
from tickets.whistles.deeds.step import keep, leg_of
from tickets.whistles.kinds import WhistleClock, WhistleDeed
from tickets.whistles.rules.clocks import level_of, next_step, watched
from tickets.whistles.whistle import Whistle, WhistleDeadline


async def fire_whistles(work: Work, due: list[WhistleDeadline]) -> None:
    """Fire the steps claimed; those of one clock that fell due together are told as one. Their tickets are held."""
    together: dict[tuple[WhistleId, str, WhistleClock], list[WhistleDeadline]] = {}
    for one in due:
        together.setdefault((one.whistle, one.of, one.clock), []).append(one)
    for (number, _, _), steps in sorted(together.items()):
        whistle, _ = await work.whistles.get(number)
        current = sorted((d for d in steps if watched(whistle, d)), key=lambda d: d.step)
        if current:
            await _fire(work, whistle, current)


async def divert(work: Work, whistle_id: WhistleId, unit: UnitCode, told: Sequence[PersonId]) -> Whistle:
    """Nobody of the unit could be reached: who was told instead stands on the leg and in the history.

    The whistle's ticket is held by whoever found out; one whose unit owes nothing any more stays as it is.
    """
    whistle, _ = await work.whistles.get(whistle_id)
    leg = leg_of(whistle, unit)
    if not whistle.running or not leg.owing:
        return whistle
    after = whistle.with_leg(replace(leg, missed_at=work.now, diverted=tuple(told)))
    await keep(work, whistle, after, WhistleDeed.DIVERT, None, unit, detail={"told": list(told)})
    return after


async def _fire(work: Work, whistle: Whistle, steps: list[WhistleDeadline]) -> None:
    last = steps[-1]
    following = next_step(last, work.now, work.rules)
    if following:
        await work.whistles.set([following])
    unit = UnitCode(last.of) if last.of in whistle.legs else None
    detail = {
        "clock": last.clock,
        "of": last.of,
        "step": last.step,
        "steps": [d.step for d in steps],
        "level": level_of(last.clock, last.step),
        "due_at": iso(last.due_at),
    }
    await keep(work, whistle, whistle, WhistleDeed.REMIND, None, unit, detail=detail)
    if last.clock is WhistleClock.DONE and unit and any(d.step == LATE for d in steps):
        _, ticket = await work.whistles.get(whistle.id)
        await fail(work, whistle, ticket, unit)
