"""A month that is over is frozen as it stood on its closing day; what comes out otherwise later is a correction."""

from collections.abc import Mapping

from tickets.ids import UnitCode
from tickets.ports import Work
from tickets.scores.facts import Facts
from tickets.scores.figures import Cut, Figures, Weights, figures
from tickets.scores.periods import Period, latest
from tickets.scores.ports import Closing, Key, Late
from tickets.scores.stories import tell

_BACK = 13
"""Months that are closed after a long stop of the program."""
_NOTHING = Figures()


async def close_due(work: Work) -> int:
    """Close every month whose day has come; gives how many. It comes out the same however late it is done."""
    first, closed = await work.scores.first(), 0
    if first is None:
        return 0
    scoring = work.rules.scores
    for period in reversed(latest(work.now, _BACK, scoring.first_day, work.rules.calendar)[1:]):
        at = period.end + scoring.close_after
        if at > work.now or period.end <= first or await work.scores.closing(period.start):
            continue
        facts = tell(await work.scores.stories(None, period.start, period.end), at)
        closing = Closing(period, at, scoring.weights)
        closed += await work.scores.close(closing, lines(facts, period, scoring.weights))
    return closed


async def look_again(work: Work) -> int:
    """Compare the last closed months with what the histories say now; gives how many figures came out otherwise."""
    scoring, found = work.rules.scores, 0
    for period in latest(work.now, scoring.kept_open + 2, scoring.first_day, work.rules.calendar)[1:]:
        closing = await work.scores.closing(period.start)
        if closing is None:
            continue
        facts = tell(await work.scores.stories(None, period.start, period.end), work.now)
        late = await _late(work, closing, lines(facts, period, closing.weights))
        await work.scores.correct(period.start, late)
        found += len(late)
    return found


def lines(facts: Facts, period: Period, weights: Weights) -> dict[Key, Figures]:
    """The figures of every unit that has any, without and with what was excluded."""
    units = {one.unit for one in facts.services} | {one.unit for one in facts.rounds if one.unit}
    found = {
        (unit, all_in): figures(facts, period, Cut(unit=unit, all_in=all_in), weights)
        for unit in sorted(units)
        for all_in in (False, True)
    }
    return {key: line for key, line in found.items() if line != _NOTHING}


async def _late(work: Work, closing: Closing, now: Mapping[Key, Figures]) -> list[Late]:
    known: dict[tuple[UnitCode, bool], Figures] = dict(await work.scores.lines(closing.period.start))
    for one in await work.scores.corrections(closing.period.start):
        known[one.unit, one.all_in] = one.figures
    return [
        Late(unit, all_in, work.now, now.get((unit, all_in), _NOTHING))
        for unit, all_in in sorted({*known, *now})
        if known.get((unit, all_in), _NOTHING) != now.get((unit, all_in), _NOTHING)
    ]
