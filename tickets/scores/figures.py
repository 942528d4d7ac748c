"""The figures of a period and their formulas: 本系统默认口径, never the city's (domain 3.6)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean, median

from tickets.ids import AreaCode, UnitCode
from tickets.kinds import Grade, Topic
from tickets.scores.facts import Facts, Judged, Round, Service
from tickets.scores.periods import Period


@dataclass(frozen=True, slots=True)
class Weights:
    """Every weight that may be set; the defaults are one district's habit [CODE], not a law's."""

    contacted: float = 0.1
    solved: float = 0.5
    satisfied: float = 0.4
    fair: float = 0.9
    """基本满意 counts this much."""
    response: float = 1.0
    handling: float = 1.0
    effect: float = 1.0
    year: float = 0.30
    """The whistle score's share of a department's year: 0.30 in 通州 (S1:78), about a third by the city (S0:71)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So much of so many cases; no rate where there are none."""

    part: float = 0.0
    of: int = 0

    @property
    def value(self) -> float | None:
        return self.part / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds: the middle one, and the one that nine of ten do not pass."""

    of: int = 0
    median: float | None = None
    p90: float | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Means of the blowers' marks, 1–5."""

    of: int = 0
    response: float | None = None
    handling: float | None = None
    effect: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """One unit, or one place, in one period.

    `answered` to residents, `arrived` and `done` for whistles: all that fell due, open ones too. `waiting`: called and
    not confirmed when the period ended. `total` and `whistle` are 0–100, None where a case is missing for them.
    """

    received: int = 0
    answered: Rate = Rate()
    contacted: Rate = Rate()
    solved: Rate = Rate()
    satisfied: Rate = Rate()
    total: float | None = None
    called: int = 0
    waiting: int = 0
    arrived: Rate = Rate()
    done: Rate = Rate()
    response: Times = Times()
    arrival: Times = Times()
    handling: Times = Times()
    marks: Marks = Marks()
    whistle: float | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """What is counted: one unit, some places, one topic; None does not limit. `all_in`: 含剔除."""

    unit: UnitCode | None = None
    areas: Collection[AreaCode] | None = None
    topic: Topic | None = None
    all_in: bool = False


def figures(facts: Facts, period: Period, cut: Cut, weights: Weights) -> Figures:
    """Count. A thing belongs to the period in which it happened, and to no other."""
    rounds = [one for one in facts.rounds if _within(one, cut)]
    own = [one for one in rounds if cut.unit is None or one.unit == cut.unit]
    heard = [one for one in rounds if period.has(one.said_at) and _concerns(one, cut)]
    served = [one for one in facts.services if _serves(one, cut)]
    due = [one for one in own if period.has(one.settled_at) and _settled(one.settled_at, facts.at)]
    arrived, marks = _arrived(served, period), _marks(served, period)
    contacted, solved, satisfied = _contacted(heard), _solved(heard), _satisfied(heard, weights)
    return Figures(
        received=sum(period.has(one.began_at) and one.number == 1 for one in own),
        answered=Rate(sum(one.in_time for one in due), len(due)),
        contacted=contacted,
        solved=solved,
        satisfied=satisfied,
        total=total(contacted, solved, satisfied, weights),
        called=sum(period.has(one.called_at) for one in served),
        waiting=sum(_waits(one, min(period.end, facts.at)) for one in served),
        arrived=arrived,
        done=_done(served, period),
        response=_times((one.called_at, one.confirmed_at) for one in served if period.has(one.confirmed_at)),
        arrival=_times((one.called_at, one.arrived_at) for one in served if period.has(one.arrived_at)),
        handling=_handling(served, period),
        marks=marks,
        whistle=whistle_score(marks, arrived, weights),
    )


def total(contacted: Rate, solved: Rate, satisfied: Rate, weights: Weights) -> float | None:
    """Z = 0.1 响应率 + 0.5 解决率 + 0.4 满意率, 0–100; None where one that weighs has no case."""
    parts = ((contacted, weights.contacted), (solved, weights.solved), (satisfied, weights.satisfied))
    return _weighed([(rate.value, weight) for rate, weight in parts], 100)


def whistle_score(marks: Marks, arrived: Rate, weights: Weights) -> float | None:
    """The blowers' mean of five, times how often the unit was there in time; 0–100.

    Where nobody had to come nothing is taken off; where nobody gave marks there is no score.
    """
    given = ((marks.response, weights.response), (marks.handling, weights.handling), (marks.effect, weights.effect))
    mean = _weighed(list(given), 100 / 5)
    return None if mean is None else mean * (1.0 if arrived.value is None else arrived.value)


def year_score(whistle: float | None, rest: float | None, weights: Weights) -> float | None:
    """A department's year: the whistle's share, and the rest as others assess it; both 0–100."""
    if whistle is None or rest is None:
        return None
    return weights.year * whistle + (1 - weights.year) * rest


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that at least that share does not pass (nearest rank)."""
    ordered = sorted(values)
    rank = -(-len(ordered) * round(share * 100) // 100)
    return ordered[max(rank, 1) - 1]


def _within(one: Round | Service, cut: Cut) -> bool:
    placed = cut.areas is None or one.community in cut.areas or one.area in cut.areas
    return placed and cut.topic in {None, one.topic}


def _concerns(one: Round, cut: Cut) -> bool:
    """Whether the resident's word is one on this unit: it had the ticket, or was called for it and is not left out."""
    if cut.unit is None or one.unit == cut.unit:
        return True
    return cut.unit in one.called and (cut.all_in or not one.called[cut.unit])


def _serves(one: Service, cut: Cut) -> bool:
    return _within(one, cut) and cut.unit in {None, one.unit} and (cut.all_in or not one.excluded)


def _settled(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at


def _contacted(heard: Iterable[Round]) -> Rate:
    said = [one.contacted for one in heard if one.contacted is not None]
    return Rate(sum(said), len(said))


def _solved(heard: Iterable[Round]) -> Rate:
    said = [one.solved for one in heard if one.solved is not None]
    return Rate(sum(said), len(said))


def _satisfied(heard: Iterable[Round], weights: Weights) -> Rate:
    worth = {Grade.GOOD: 1.0, Grade.FAIR: weights.fair, Grade.BAD: 0.0}
    said = [worth[one.grade] for one in heard if one.grade is not None]
    return Rate(sum(said), len(said))


def _waits(one: Service, at: datetime) -> bool:
    confirmed = one.confirmed_at is not None and one.confirmed_at < at
    released = one.released_at is not None and one.released_at < at
    return one.called_at < at and not confirmed and not released


def _arrived(served: Iterable[Service], period: Period) -> Rate:
    due = [one for one in served if one.arrive_by and period.has(one.missed_at or one.arrived_at)]
    return Rate(sum(one.missed_at is None for one in due), len(due))


def _done(served: Iterable[Service], period: Period) -> Rate:
    due = [spell for one in served for spell in one.spells if period.has(spell.settled_at)]
    return Rate(sum(spell.late_at is None for spell in due), len(due))


def _handling(served: Iterable[Service], period: Period) -> Times:
    spells = [spell for one in served for spell in one.spells if period.has(spell.reported_at)]
    return _times((spell.began_at + spell.paused, spell.reported_at) for spell in spells)


def _times(pairs: Iterable[tuple[datetime, datetime | None]]) -> Times:
    lengths = [(end - start) / timedelta(seconds=1) for start, end in pairs if end is not None]
    return Times(len(lengths), median(lengths), percentile(lengths, 0.9)) if lengths else Times()


def _marks(served: Iterable[Service], period: Period) -> Marks:
    given: list[Judged] = [one.judged for one in served if one.judged and period.has(one.judged.at)]
    if not given:
        return Marks()
    means = (fmean(getattr(one, name) for one in given) for name in ("response", "handling", "effect"))
    return Marks(len(given), *means)


def _weighed(parts: Sequence[tuple[float | None, float]], scale: float) -> float | None:
    weighing = [(value, weight) for value, weight in parts if weight]
    if not weighing or any(value is None for value, _ in weighing):
        return None
    return scale * sum((value or 0.0) * weight for value, weight in weighing) / sum(weight for _, weight in weighing)
