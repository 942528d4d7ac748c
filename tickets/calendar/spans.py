"""How long: in hours or days, natural or worked; when that ends, and what is left of it after a pause."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from tickets.calendar.workdays import Workdays

_DAY = timedelta(days=1)


class Measure(StrEnum):
    """What a length is counted in.

    Days by 《民法典》 201–203: the first is not counted, a last one that is off moves to the next worked one.
    """

    HOURS = "h"
    WORKING_HOURS = "wh"
    DAYS = "d"
    WORKDAYS = "wd"


@dataclass(frozen=True, slots=True)
class Span:
    """So many of one measure; of days whole ones."""

    amount: float
    measure: Measure = Measure.HOURS

    @property
    def length(self) -> timedelta:
        """As time on a clock: a natural day is 24 hours; of working hours and days the hours themselves."""
        return timedelta(days=self.amount) if self.by_days else timedelta(hours=self.amount)

    @property
    def by_days(self) -> bool:
        return self.measure in {Measure.DAYS, Measure.WORKDAYS}


def end_of(start: datetime, span: Span, days: Workdays) -> datetime:
    """When it is over. Natural days end at 24:00, working days when work ends."""
    match span.measure:
        case Measure.HOURS:
            return start + span.length
        case Measure.WORKING_HOURS:
            return after_work(start, span.length, days)
        case Measure.DAYS:
            return _midnight(days.day_of(start) + _DAY * int(span.amount), days)
        case Measure.WORKDAYS:
            return _closing(_workdays_on(days.day_of(start), int(span.amount), days), days)


def resumed(due: datetime, paused: datetime, at: datetime, measure: Measure, days: Workdays) -> datetime:
    """The limit after a pause: what was left of the time is left still, counted as the time itself is.

    Whoever was late already is as late as before.
    """
    if at <= paused:
        return due
    if measure is Measure.HOURS or due <= paused:
        return due + (at - paused)
    match measure:
        case Measure.WORKING_HOURS:
            return after_work(at, worked(paused, due, days), days)
        case Measure.DAYS:
            return _shifted(due, days.day_of(at) - days.day_of(paused), days)
        case Measure.WORKDAYS:
            left = _workdays_within(days.day_of(paused), days.day_of(due), days)
            last = days.next_workday(_workdays_on(days.day_of(at), left, days))
            hour = due.astimezone(days.zone).time()
            found = days.at(last, hour)
            # A day that is over when the pause ends is none that is left.
            return found if found > at else days.at(days.next_workday(last + timedelta(days=1)), hour)


def after_work(start: datetime, length: timedelta, days: Workdays) -> datetime:
    """`length` of working time after `start`; what ends with a shift ends there, not at the next one's beginning."""
    left = length
    if left <= timedelta():
        return start
    for begin, end in days.stretches(start):
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise AssertionError("work never ends")


def worked(start: datetime, end: datetime, days: Workdays) -> timedelta:
    """The working time between."""
    sum_ = timedelta()
    for begin, closes in days.stretches(start):
        if begin >= end:
            return sum_
        sum_ += min(closes, end) - begin
    raise AssertionError("work never ends")


def doubtful(start: datetime, end: datetime, measure: Measure, days: Workdays) -> tuple[int, ...]:
    """Years without a notice on which this limit hangs; a notice may still move it."""
    match measure:
        case Measure.HOURS:
            return ()
        case Measure.DAYS:
            return days.unpublished(end - timedelta.resolution, end - timedelta.resolution)
        case Measure.WORKING_HOURS | Measure.WORKDAYS:
            return days.unpublished(start, end)


def _midnight(last: date, days: Workdays) -> datetime:
    return days.at(days.next_workday(last) + _DAY, time())


def _shifted(due: datetime, by: timedelta, days: Workdays) -> datetime:
    """So many days later at the same hour, and on from a last day that is off."""
    moved = due.astimezone(days.zone) + by
    last = days.day_of(moved - timedelta.resolution)
    return (moved + (days.next_workday(last) - last)).astimezone(UTC)


def _closing(last: date, days: Workdays) -> datetime:
    return days.at(days.next_workday(last), days.shifts[-1][1])


def _workdays_on(day: date, count: int, days: Workdays) -> date:
    for _ in range(count):
        day = days.next_workday(day + _DAY)
    return day


def _workdays_within(first: date, last: date, days: Workdays) -> int:
    return sum(days.works(first + _DAY * n) for n in range(1, (last - first).days + 1))
