"""What a supervisor sees of the scores: a month, the rankings, one unit taken apart, the months before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tickets.directory import UnitKind
from tickets.ids import AreaCode, UnitCode
from tickets.kinds import Topic
from tickets.ports import Work
from tickets.scores.closing import close_due
from tickets.scores.facts import Facts
from tickets.scores.figures import Cut, Figures, Weights, figures
from tickets.scores.periods import Period, latest
from tickets.scores.ports import Closing
from tickets.scores.ranking import Place, rank
from tickets.scores.stories import tell
from tickets.whistles.kinds import Family

K = TypeVar("K")
_NOTHING = Figures()


@dataclass(frozen=True, slots=True)
class Board:
    """One month of the places that somebody watches. `closing` is None while it runs; then figures stand as of now.

    `late` are the units of which a figure has come out otherwise since the month was closed, as it comes out now.
    """

    period: Period
    closing: Closing | None
    whole: Figures
    ranks: Mapping[Family | UnitKind, Sequence[Place]]
    late: Mapping[UnitCode, Figures]


@dataclass(frozen=True, slots=True)
class Apart:
    """One unit taken apart by topic and by community, and its months, the oldest first."""

    unit: UnitCode
    whole: Figures
    topics: Sequence[tuple[Topic, Figures]]
    communities: Sequence[tuple[AreaCode, Figures]]
    months: Sequence[tuple[Period, Figures]]


async def board(work: Work, period: Period, cut: Cut) -> Board:
    """The figures within the cut's places and topic. A closed month is shown as it stood on its closing day."""
    await close_due(work)
    closing = await work.scores.closing(period.start)
    weights = closing.weights if closing else work.rules.scores.weights
    stories = await work.scores.stories(cut.areas, period.start, period.end)
    facts = tell(stories, closing.at if closing else work.now)
    counted = _by_unit(facts, period, cut, weights)
    late = _changed(counted, _by_unit(tell(stories, work.now), period, cut, weights)) if closing else {}
    return Board(period, closing, figures(facts, period, cut, weights), rank(counted, work.directory), late)


async def take_apart(work: Work, period: Period, cut: Cut, unit: UnitCode, months: int) -> Apart:
    """One unit within the places of the cut; `months` are the last so many, with this one."""
    scoring, mine = work.rules.scores, replace(cut, unit=unit)
    facts, weights = await _facts(work, period, cut.areas)
    told: list[tuple[Period, Figures]] = []
    for one in latest(period.start, months, scoring.first_day, work.rules.calendar):
        its, weighed = (facts, weights) if one.start == period.start else await _facts(work, one, cut.areas)
        told.append((one, figures(its, one, mine, weighed)))
    topics = [(topic, figures(facts, period, replace(mine, topic=topic), weights)) for topic in Topic]
    seen = {one.community for one in facts.rounds} | {one.community for one in facts.services}
    places = sorted(area for area in seen if cut.areas is None or area in cut.areas)
    areas = [(area, figures(facts, period, replace(mine, areas=frozenset({area})), weights)) for area in places]
    return Apart(unit, told[0][1], _some(topics), _some(areas), told[::-1])


async def _facts(work: Work, period: Period, areas: Collection[AreaCode] | None) -> tuple[Facts, Weights]:
    closing = await work.scores.closing(period.start)
    stories = await work.scores.stories(areas, period.start, period.end)
    if closing:
        return tell(stories, closing.at), closing.weights
    return tell(stories, work.now), work.rules.scores.weights


def _by_unit(facts: Facts, period: Period, cut: Cut, weights: Weights) -> dict[UnitCode, Figures]:
    units = {one.unit for one in facts.services} | {one.unit for one in facts.rounds if one.unit}
    return dict(_some([(unit, figures(facts, period, replace(cut, unit=unit), weights)) for unit in sorted(units)]))


def _changed(frozen: Mapping[UnitCode, Figures], now: Mapping[UnitCode, Figures]) -> dict[UnitCode, Figures]:
    both = sorted({*frozen, *now})
    return {u: now.get(u, _NOTHING) for u in both if frozen.get(u, _NOTHING) != now.get(u, _NOTHING)}


def _some(lines: Sequence[tuple[K, Figures]]) -> list[tuple[K, Figures]]:
    return [line for line in lines if line[1] != _NOTHING]
