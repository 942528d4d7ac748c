"""The page of scores: rankings by family, one unit taken apart, its months; and the same as a file."""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.office.pages import StaffPages
from bot.office.trend import trend
from handlers import Texts
from handlers.supervisor.review import topic_names
from handlers.supervisor.score_words import family_names, score_words
from handlers.supervisor.scores import PAGE, length, rated, score, span, standing
from handlers.supervisor.year import share_words
from tickets.directory import Directory
from tickets.ids import AreaCode, UnitCode
from tickets.kinds import Topic
from tickets.records import Person
from tickets.scores.board import Board, board, take_apart
from tickets.scores.figures import Cut, Figures, Times
from tickets.scores.periods import Period, latest, named
from tickets.scores.year import year_of
from tickets.whistles.rules.rights import led

MONTHS = 6
"""Offered, and drawn."""
_RATES = ("answered", "contacted", "solved", "satisfied", "arrived", "done")
_TIMES = ("response", "arrival", "handling")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a month, a calibre, a topic, a unit."""

    period: Period
    cut: Cut
    unit: UnitCode | None
    detail: Mapping[str, Any]


class ScorePages:
    """The scores below /office; who may see them, and that it is written down, is the staff's pages' business."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/scores", self.show), web.get("/scores.csv", self.file)]

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The rankings, or one unit taken apart."""
        person, asked = await self._asked(request)
        if person is None:
            return self._staff.plain("denied", 403)
        t = Texts(person.language or self._staff.language, self._staff.storage.rules.zone)
        if asked.unit:
            return await self._apart(t, asked, asked.unit)
        now = self._staff.now()
        async with self._staff.storage.unit(now) as work:
            found, directory, rules = await board(work, asked.period, asked.cut), work.directory, work.rules
            year = int(asked.period.name[:4])
            units = frozenset(unit for unit in led(directory, person.id) if directory.units[unit].family)
            years = await year_of(work, year, units, all_in=asked.cut.all_in) if units else []
        weights = found.closing.weights if found.closing else rules.scores.weights
        return self._page(
            t,
            asked,
            directory,
            "scores.html",
            found=found,
            standing=standing(found, t),
            months=latest(now, MONTHS, rules.scores.first_day, rules.calendar),
            share=f"{weights.year:.0%}",
            year=weights.year,
            years=years,
            year_words=share_words(year, rules.scores.weights, t),
            person_name=directory.name_of,
            day=lambda moment: f"{moment.astimezone(t.zone):%Y-%m-%d}",
            families=family_names(t),
            rates=_RATES,
            late={unit: found.late[unit] for unit in found.late},
        )

    async def file(self, request: web.Request) -> web.StreamResponse:
        """The rankings as a table for spreadsheets: units and numbers, nobody's words or names."""
        person, asked = await self._asked(request)
        if person is None:
            return self._staff.plain("denied", 403)
        t = Texts(person.language or self._staff.language, self._staff.storage.rules.zone)
        async with self._staff.storage.unit(self._staff.now()) as work:
            found, directory = await board(work, asked.period, asked.cut), work.directory
        body = "\ufeff" + table(found, asked.cut, directory, t)
        name = f"scores-{asked.period.name}{'-all' if asked.cut.all_in else ''}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(text=body, content_type="text/csv", charset="utf-8", headers=headers)

    async def _apart(self, t: Texts, asked: Asked, unit: UnitCode) -> web.StreamResponse:
        async with self._staff.storage.unit(self._staff.now()) as work:
            found, directory = await take_apart(work, asked.period, asked.cut, unit, MONTHS), work.directory
            scored = directory.units[unit].family is not None
        points = [(period.name, one.whistle if scored else one.total) for period, one in found.months]
        return self._page(t, asked, directory, "unit.html", found=found, chart=trend(points), rates=_RATES)

    async def _asked(self, request: web.Request) -> tuple[Person | None, Asked]:
        """What is asked for, within what the visitor watches now; nonsense is the running month of all."""
        rules, now = self._staff.storage.rules, self._staff.now()
        query = request.query
        running = latest(now, 1, rules.scores.first_day, rules.calendar)[0]
        period = named(query.get("month", ""), rules.scores.first_day, rules.calendar) or running
        topic = Topic(query["topic"]) if query.get("topic") in set(Topic) else None
        detail = {"month": period.name, "all": query.get("all") == "1", "topic": topic, "unit": None}
        async with self._staff.storage.reading(now) as work:
            unit = UnitCode(query.get("unit", ""))
            detail["unit"] = unit if unit in work.directory.units else None
        person, areas = await self._staff.visitor(request, PAGE, detail)
        cut = Cut(areas=areas, topic=topic, all_in=bool(detail["all"]))
        return person, Asked(period, cut, unit if detail["unit"] else None, detail)

    def _page(self, t: Texts, asked: Asked, directory: Directory, template: str, **shown: Any) -> web.Response:
        return self._staff.page(
            template,
            t,
            words=score_words(t),
            asked=asked,
            span=span(asked.period, t),
            areas=_names(asked.cut.areas or (), directory),
            area_name=lambda area: directory.areas[area].name,
            unit_name=directory.unit_name,
            topics=topic_names(t),
            rated=lambda rate: rated(rate, t),
            score=score,
            times=lambda found: _two(found, t),
            link=lambda **changed: _link(asked, **changed),
            **shown,
        )


def table(found: Board, cut: Cut, directory: Directory, t: Texts) -> str:
    """One line a unit: its family, its rank and every figure, times in minutes, rates with their cases beside them."""
    words, families, lines = score_words(t), family_names(t), StringIO()
    out = csv.writer(lines)
    cases = [name for rate in _RATES for name in (words[rate], f"{words[rate]} n")]
    spans = [f"{words[name]} {part}" for name in _TIMES for part in ("n", "50%", "90%")]
    head = [words[name] for name in ("family", "month", "closed", "with", "rank", "unit", "score", "marks")]
    counts = [words[name] for name in ("received", "called", "waiting", "total")]
    out.writerow([*head, *counts, *cases, *spans])
    for family, places in found.ranks.items():
        for place in places:
            line = [found.period.name, _day(found), int(cut.all_in), place.rank, directory.unit_name(place.unit)]
            row = [families[family], *line, _number(place.score), place.figures.marks.of, *_cells(place.figures)]
            out.writerow([safe(cell) for cell in row])
    return lines.getvalue()


def _cells(one: Figures) -> list[Any]:
    rates = [cell for name in _RATES for cell in (_number(getattr(one, name).value, 4), getattr(one, name).of)]
    times: list[Any] = []
    for name in _TIMES:
        found: Times = getattr(one, name)
        times += [found.of, _minutes(found.median), _minutes(found.p90)]
    return [one.received, one.called, one.waiting, _number(one.total), *rates, *times]


def _day(found: Board) -> str:
    return f"{found.closing.at:%Y-%m-%d}" if found.closing else ""


def _number(value: float | None, digits: int = 1) -> float | str:
    return "" if value is None else round(value, digits)


def _minutes(seconds: float | None) -> float | str:
    return "" if seconds is None else round(seconds / 60, 1)


def safe(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell


def _two(found: Times, t: Texts) -> str:
    return "—" if not found.of else f"{length(found.median, t)} / {length(found.p90, t)}（{found.of}）"


def _link(asked: Asked, *, path: str = "scores", **changed: Any) -> str:
    """The same page with something else asked for; addresses hold codes alone."""
    asked_for = {**asked.detail, **changed}
    parts = {
        "month": asked_for["month"],
        "all": "1" if asked_for["all"] else "",
        "topic": asked_for["topic"] or "",
        "unit": asked_for["unit"] or "",
    }
    return f"/office/{path}?{urlencode({name: value for name, value in parts.items() if value})}"


def _names(areas: Collection[AreaCode], directory: Directory) -> Sequence[str]:
    return [directory.areas[area].name for area in sorted(areas)]
