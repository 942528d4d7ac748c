"""A department's year: the whistle's share of it, and the rest, which its district assesses elsewhere and enters."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tickets.directory import Directory, Level, Role, UnitKind
from tickets.errors import Unknown, Unusable
from tickets.ids import PersonId, UnitCode
from tickets.ports import Work
from tickets.scores.closing import close_due, lines
from tickets.scores.figures import Figures, Marks, Rate, Weights, whistle_score, year_score
from tickets.scores.periods import Period, named
from tickets.scores.ports import Rest
from tickets.scores.stories import tell

_ENTERS = (Role.SUPERVISOR, Role.SECRETARY, Role.HEAD)
_LINE = re.compile(r"(.+?)[\s,，:：]+(\d{1,3}(?:\.\d{1,2})?)\s*分?[\s,，:：]+(\S.*)")
_SOURCE, _FIRST, _MOST = 100, 2000, 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as somebody enters it: the unit, what it has of 100, and where that stands."""

    unit: UnitCode
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Year:
    """One unit's year. `marks` are the blowers' opinions behind `whistle`; `total` is None where a part is missing."""

    unit: UnitCode
    marks: int
    whistle: float | None
    rest: Rest | None
    total: float | None


def assessed_by(person: PersonId, directory: Directory) -> frozenset[UnitCode]:
    """Whose rest of the year somebody may enter: the desk and the head of a district for the units in it that are
    whistled for and ranked, never for their own (下对上).
    """
    posts = [post for post in directory.posts_of(person) if post.unit in directory.units]
    districts = [
        directory.units[post.unit].area
        for post in posts
        if post.role in _ENTERS and directory.units[post.unit].kind is UnitKind.DISTRICT
    ]
    own = {post.unit for post in posts}
    return frozenset(
        unit.code
        for unit in directory.units.values()
        if unit.family and unit.code not in own and any(directory.inside(unit.area, area) for area in districts)
    )


def enters_for(unit: UnitCode, directory: Directory) -> list[PersonId]:
    """Who may enter it, so that whoever misses it knows whom to ask."""
    area = directory.units[unit].area if unit in directory.units else None
    district = directory.at_level(area, Level.DISTRICT)
    people = directory.people_at(district.code, UnitKind.DISTRICT, *_ENTERS) if district else []
    return [person for person in people if unit in assessed_by(person, directory)]


def read_entries(text: str, among: Collection[UnitCode], directory: Directory) -> tuple[list[Entry], list[int]]:
    """`单位 分数 出处`, a unit a line; and the numbers of the lines that cannot be read, 1 the first."""
    names = {directory.unit_name(unit): unit for unit in among}
    found: list[Entry] = []
    wrong: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        said = _LINE.fullmatch(line.strip())
        unit = names.get(said[1].strip()) if said else None
        if said and unit and float(said[2]) <= 100:
            found.append(Entry(unit, float(said[2]), said[3].strip()))
        else:
            wrong.append(number)
    return found, wrong


async def assess(work: Work, actor: PersonId, year: int, entries: Sequence[Entry]) -> list[Rest]:
    """Enter the rest of a year. What stood before stays on the record; the newest counts.

    Raises Unusable("assess") for whoever may not, ("rest_year"), ("rest_value"), ("rest_source"), Unknown("unit").
    """
    mine = assessed_by(actor, work.directory)
    if not mine:
        raise Unusable("assess")
    if not _FIRST <= year <= work.now.astimezone(work.rules.zone).year:
        raise Unusable("rest_year")
    if not 0 < len(entries) <= _MOST:
        raise Unusable("empty")
    for entry in entries:
        _check(entry, mine)
    made = [Rest(year, e.unit, e.value, e.source[:_SOURCE], actor, work.now) for e in entries]
    await work.scores.enter(made)
    return made


def _check(entry: Entry, mine: Collection[UnitCode]) -> None:
    if entry.unit not in mine:
        raise Unknown("unit")
    if not 0 <= entry.value <= 100:
        raise Unusable("rest_value")
    if not entry.source.strip():
        raise Unusable("rest_source")


async def year_of(work: Work, year: int, units: Collection[UnitCode], *, all_in: bool = False) -> list[Year]:
    """The units that were scored in that year's months, or have a rest entered: closed months as they were frozen.

    The best total first; those without one last.
    """
    await close_due(work)
    months: dict[UnitCode, list[Figures]] = {}
    for period in _months(work, year):
        for (unit, with_all), found in (await _month(work, period)).items():
            if unit in units and with_all is all_in:
                months.setdefault(unit, []).append(found)
    entered = {one.unit: one for one in await work.scores.rests(year) if one.unit in units}
    weights = work.rules.scores.weights
    years = [_year(unit, months.get(unit, []), entered.get(unit), weights) for unit in sorted({*months, *entered})]
    some = [one for one in years if one.whistle is not None or one.rest]
    return sorted(some, key=lambda one: (one.total is None, -(one.total or 0.0), one.unit))


def _months(work: Work, year: int) -> list[Period]:
    scoring = work.rules.scores
    found = (named(f"{year}-{n}", scoring.first_day, work.rules.calendar) for n in range(1, 13))
    return [period for period in found if period and period.start <= work.now]


async def _month(work: Work, period: Period) -> Mapping[tuple[UnitCode, bool], Figures]:
    closing, first = await work.scores.closing(period.start), await work.scores.first()
    if closing:
        return await work.scores.lines(period.start)
    if first is None or period.end <= first:
        return {}
    stories = await work.scores.stories(None, period.start, period.end)
    return lines(tell(stories, work.now), period, work.rules.scores.weights)


def _year(unit: UnitCode, months: Sequence[Figures], rest: Rest | None, weights: Weights) -> Year:
    marks = _marks([one.marks for one in months])
    arrived = Rate(sum(one.arrived.part for one in months), sum(one.arrived.of for one in months))
    whistle = whistle_score(marks, arrived, weights)
    return Year(unit, marks.of, whistle, rest, year_score(whistle, rest.value if rest else None, weights))


def _marks(given: Iterable[Marks]) -> Marks:
    """The months' means, each by its cases: as if all had been counted at once."""
    some = [one for one in given if one.of]
    of = sum(one.of for one in some)
    if not of:
        return Marks()
    means = (sum((getattr(one, name) or 0.0) * one.of for one in some) / of
             for name in ("response", "handling", "effect"))  # fmt: skip
    return Marks(of, *means)
