"""Months of the scores: from the 19th to the 18th, or by the calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tickets.calendar.workdays import Workdays

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` until before `end`; named by the month in which it ends."""

    start: datetime
    end: datetime
    name: str = ""

    def has(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end


def month(day: date, first: int, calendar: Workdays) -> Period:
    """The period that a day lies in; months begin with the day `first`, 1–28."""
    begin = day.replace(day=first)
    if day < begin:
        begin = (begin - first * _DAY).replace(day=first)
    end = (begin + 31 * _DAY).replace(day=first)
    last = end - _DAY
    return Period(calendar.at(begin, time()), calendar.at(end, time()), f"{last.year}-{last.month:02}")


def before(period: Period, first: int, calendar: Workdays) -> Period:
    """The one before it."""
    return month(calendar.day_of(period.start) - _DAY, first, calendar)


def named(name: str, first: int, calendar: Workdays) -> Period | None:
    """The period of that name, such as 2026-12; None for what is no name."""
    year, _, number = name.partition("-")
    if not (len(year) == 4 and year.isdecimal() and number.isdecimal() and len(number) <= 2 and 1 <= int(number) <= 12):
        return None
    if int(year) < 2000:
        return None
    return month(date(int(year), int(number), first - 1 if first > 1 else 28), first, calendar)


def latest(now: datetime, count: int, first: int, calendar: Workdays) -> list[Period]:
    """The running period and those before it, the newest first."""
    found = [month(calendar.day_of(now), first, calendar)]
    while len(found) < count:
        found.append(before(found[-1], first, calendar))
    return found
