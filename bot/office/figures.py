"""How often the sorting was put right: by class, by week, by topic; pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.sorted import Sorted
from tickets.kinds import Matter, Topic

MOST_TOPICS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """So many were sorted so, and so many of them put right; `into` says as what."""

    posts: int
    corrected: int
    into: Counter[Matter]

    @property
    def share(self) -> float | None:
        return self.corrected / self.posts if self.posts else None


@dataclass(frozen=True, slots=True)
class Week:
    """One week from its Monday, by the class that was first given."""

    monday: date
    parts: dict[Matter, Part]


@dataclass(frozen=True, slots=True)
class Review:
    """All figures of the page."""

    parts: dict[Matter, Part]
    whole: Part
    weeks: Sequence[Week]
    topics: Sequence[tuple[Topic, Topic, int]]


def review(rows: Sequence[Sorted], since: datetime, until: datetime, zone: ZoneInfo) -> Review:
    """The figures of what was posted in that time; every week of it is there, also an empty one."""
    weeks: dict[date, list[Sorted]] = {monday: [] for monday in _mondays(since, until, zone)}
    for row in rows:
        weeks[_monday(row.posted_at, zone)].append(row)
    changed = Counter((r.topic_said, r.topic_right) for r in rows if r.topic_said is not r.topic_right)
    topics = sorted(changed.items(), key=lambda item: (-item[1], item[0]))[:MOST_TOPICS]
    return Review(
        _by_class(rows),
        _part(rows),
        [Week(monday, _by_class(found)) for monday, found in weeks.items()],
        [(said, right, times) for (said, right), times in topics],
    )


def _by_class(rows: Sequence[Sorted]) -> dict[Matter, Part]:
    return {matter: _part([row for row in rows if row.said is matter]) for matter in Matter}


def _part(rows: Sequence[Sorted]) -> Part:
    into = Counter(row.right for row in rows if row.right is not row.said)
    return Part(len(rows), into.total(), into)


def _mondays(since: datetime, until: datetime, zone: ZoneInfo) -> list[date]:
    first, last = _monday(since, zone), _monday(until, zone)
    return [first + timedelta(days=days) for days in range(0, (last - first).days + 1, 7)]


def _monday(moment: datetime, zone: ZoneInfo) -> date:
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())
