"""The same figures counted a second way: hour by hour, looking at nothing but the lines written until then."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tickets.kinds import Deed
from tickets.scores.figures import Cut, Weights
from tickets.scores.periods import Period
from tickets.scores.stories import Story
from tickets.times import instant
from tickets.whistles.whistle import WhistleEvent

GRADES = {"good": 1.0, "fair": 0.9, "bad": 0.0}
TICK = timedelta(hours=1)


def naive(stories: Sequence[Story], period: Period, cut: Cut, weights: Weights, at: datetime) -> dict[str, Any]:
    """Every figure by name; rates as (part, cases)."""
    found: dict[str, list[Any]] = {}
    for story in stories:
        _ticket(story, period, cut, at, found)
        for history in story.whistles:
            _whistle(story, [e for e in history if e.at <= at], period, cut, at, found)
    rates = {name: (sum(found.get(name, [])), len(found.get(name, []))) for name in
             ("answered", "contacted", "solved", "satisfied", "arrived", "done")}  # fmt: skip
    counts = {name: len(found.get(name, [])) for name in ("received", "called", "waiting", "response", "arrival")}
    marks = found.get("marks", [])
    z = [rates[name][0] / rates[name][1] if rates[name][1] else None for name in ("contacted", "solved", "satisfied")]
    mean = sum(sum(mark) / 3 for mark in marks) / len(marks) if marks else None
    there = rates["arrived"][0] / rates["arrived"][1] if rates["arrived"][1] else 1.0
    return {
        **rates,
        **counts,
        "marks": len(marks),
        "handling": sorted(found.get("handling", [])),
        "total": None if None in z else 100 * (0.1 * (z[0] or 0) + 0.5 * (z[1] or 0) + 0.4 * (z[2] or 0)),
        "whistle": None if mean is None else mean * 20 * there,
    }


def _ticket(story: Story, period: Period, cut: Cut, at: datetime, found: dict[str, list[Any]]) -> None:
    lines = [e for e in story.ticket if e.at <= at]
    starts = [n for n, e in enumerate(lines) if e.deed in {Deed.POST, Deed.REOPEN}]
    for k, begin in enumerate(starts):
        end = starts[k + 1] if k + 1 < len(starts) else len(lines)
        last = _facts(lines[:end])
        if not _fits(last, cut):
            continue
        part = lines[begin:end]
        own = cut.unit in {None, last["unit"]}
        if own:
            if begin == 0 and period.start <= part[0].at < period.end:
                found.setdefault("received", []).append(1)
            _due(part, last, period, at, found)
        following = lines[end].at if end < len(lines) else None
        if own or _was_called(story, part[0].at, following, cut, at):
            _opinions([e for e in part if e.actor == last["poster"]], period, found)


def _due(part: Sequence[Any], last: dict[str, Any], period: Period, at: datetime, found: dict[str, list[Any]]) -> None:
    due = instant(last["due_at"])
    answers = [e.at for e in part if e.deed in {Deed.SOLVE, Deed.PROMISE}]
    gone = [e.at for e in part if e.deed is Deed.WITHDRAW]
    if answers and answers[0] <= due:
        if period.start <= answers[0] < period.end:
            found.setdefault("answered", []).append(1)
    elif not (gone and gone[0] < due) and due <= at and period.start <= due < period.end:
        found.setdefault("answered", []).append(0)


def _opinions(mine: Sequence[Any], period: Period, found: dict[str, list[Any]]) -> None:
    spoken = [e for e in mine if e.deed in {Deed.CONFIRM, Deed.DENY, Deed.GRADE}]
    if not spoken or not period.start <= spoken[0].at < period.end:
        return
    solved = [e.deed is Deed.CONFIRM for e in spoken if e.deed is not Deed.GRADE]
    grades = [GRADES[e.detail["grade"]] for e in spoken if "grade" in e.detail]
    contacted = [e.detail["contacted"] for e in spoken if "contacted" in e.detail]
    for name, said in (("solved", solved), ("satisfied", grades), ("contacted", contacted)):
        if said:
            found.setdefault(name, []).append(said[-1])


def _was_called(story: Story, start: datetime, end: datetime | None, cut: Cut, at: datetime) -> bool:
    """A leg of the unit called in that round and reported, of which not all are left out."""
    legs = [_facts([e for e in h if e.at <= at]).get(f"legs:{cut.unit}") for h in story.whistles]
    mine = [leg for leg in legs if leg and leg["reported_at"] and start <= instant(leg["called_at"])]
    mine = [leg for leg in mine if end is None or instant(leg["called_at"]) < end]
    return bool(mine) and (cut.all_in or not all(leg["excluded"] for leg in mine))


def _whistle(
    story: Story, lines: Sequence[WhistleEvent], period: Period, cut: Cut, at: datetime, found: dict[str, list[Any]]
) -> None:
    place = _facts([e for e in story.ticket if e.at <= at])
    if not lines or not place or not _fits(place, cut):
        return
    last = _facts(lines)
    for name, leg in last.items():
        if name.startswith("legs:") and cut.unit in {None, leg["unit"]} and (cut.all_in or not leg["excluded"]):
            _leg(name, lines, last, period, at, found)


def _leg(
    name: str, lines: Sequence[WhistleEvent], last: dict[str, Any], period: Period, at: datetime, found: dict[str, Any]
) -> None:
    """Walk the leg's life hour by hour."""
    states = [(e.at, _facts(lines[: n + 1])) for n, e in enumerate(lines) if name in _facts(lines[: n + 1])]
    walk = _Walk(name, instant(last[name]["called_at"]), period, at, found)
    ends = [moment for moment, facts in states if facts.get("ended_at") or facts[name]["released_at"]]
    when = walk.began
    while when <= at:
        for moment, facts in states:
            if moment == when:
                walk.line(when, facts[name])
        if ends and ends[0] <= when:
            break
        walk.hour(when, [facts for moment, facts in states if moment <= when][-1][name])
        when += TICK
    _after(walk, last, ends[0] if ends else None)


class _Walk:
    """What is remembered on the way."""

    def __init__(self, name: str, called: datetime, period: Period, at: datetime, found: dict[str, Any]) -> None:
        self.name, self.began, self.called, self.period, self.at, self.found = name, called, called, period, at, found
        self.late = self.missed = False
        self.paused = 0
        self.reported: datetime | None = None
        self.arrived: datetime | None = None
        self.confirmed: datetime | None = None
        self.marked: datetime | None = None

    def line(self, when: datetime, leg: dict[str, Any]) -> None:
        if leg["confirmed_at"] and self.confirmed is None:
            self.confirmed = when
            self.add("response", when)
        if leg["arrived_at"] and self.arrived is None:
            self.arrived = when
            self.add("arrival", when)
            if leg["arrive_by"] and not self.missed:
                self.add("arrived", when)
        self._report(when, leg)
        self.marked = (self.marked or when) if leg["mark"] else None

    def _report(self, when: datetime, leg: dict[str, Any]) -> None:
        if leg["reported_at"] and self.reported is None:
            self.reported = when
            self.add("handling", when, (when - self.began) / timedelta(seconds=1) - self.paused * 3600)
            if leg["due_at"] and not self.late:
                self.add("done", when)
        if self.reported and not leg["reported_at"]:
            self.reported, self.late, self.began, self.paused = None, False, when, 0

    def hour(self, when: datetime, leg: dict[str, Any]) -> None:
        if leg["paused_at"]:
            self.paused += when < self.at
            return
        if leg["due_at"] and not (self.reported or self.late) and instant(leg["due_at"]) <= when:
            self.late = True
            self.add("done", when, 0)
        there = self.arrived or self.reported or self.missed
        if leg["arrive_by"] and not there and instant(leg["arrive_by"]) <= when:
            self.missed = True
            self.add("arrived", when, 0)

    def add(self, name: str, when: datetime, what: Any = 1) -> None:
        if self.period.start <= when < self.period.end:
            self.found.setdefault(name, []).append(what)


def _after(walk: _Walk, last: dict[str, Any], end: datetime | None) -> None:
    until = min(walk.period.end, walk.at)
    walk.add("called", walk.called)
    if walk.called < until and not (walk.confirmed and walk.confirmed < until) and not (end and end < until):
        walk.found.setdefault("waiting", []).append(1)
    mark = last[walk.name]["mark"]
    if mark and last["unit"] != last[walk.name]["unit"] and walk.marked:
        walk.add("marks", walk.marked, (mark["response"], mark["handling"], mark["effect"]))


def _facts(lines: Sequence[Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for line in lines:
        facts.update(line.after)
    return facts


def _fits(facts: dict[str, Any], cut: Cut) -> bool:
    return (cut.areas is None or facts["community"] in cut.areas) and cut.topic in {None, facts["topic"]}
