"""Which days are worked, and from when to when: data that others bring, since no rule tells what a notice will say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tickets.calendar.statutory import statutory
from tickets.times import SHANGHAI

_DAY = timedelta(days=1)
_SATURDAY = 5

SHIFTS = ((time(8), time(12)), (time(14), time(18)))
"""Eight working hours."""


@dataclass(frozen=True, slots=True)
class Workdays:
    """The working calendar.

    `told` holds the days of which a notice says something else than their weekday does: worked (调休) or not (放假).
    `published` are the years whose notice is known; of all others weekends and statutory days are off, and whoever
    reckons across them says so.
    """

    told: Mapping[date, bool] = field(default_factory=dict)
    published: frozenset[int] = frozenset()
    shifts: tuple[tuple[time, time], ...] = SHIFTS
    zone: ZoneInfo = SHANGHAI

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        if day in self.told:
            return self.told[day]
        if day.year not in self.published and day in statutory(day.year):
            return False
        return day.weekday() < _SATURDAY

    def day_of(self, moment: datetime) -> date:
        """The day that it is there."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, hour: time) -> datetime:
        """That hour of that day there, in UTC."""
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def stretches(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The times of work from `start` on, without end."""
        day = self.day_of(start)
        while True:
            if self.works(day):
                for opens, closes in self.shifts:
                    begin, end = max(start, self.at(day, opens)), self.at(day, closes)
                    if begin < end:
                        yield begin, end
            day += _DAY

    def next_workday(self, day: date) -> date:
        """The day itself where it is worked, else the first worked one after it."""
        while not self.works(day):
            day += _DAY
        return day

    def unpublished(self, start: datetime, end: datetime) -> tuple[int, ...]:
        """The years between whose notice is not out."""
        years = range(self.day_of(start).year, self.day_of(end).year + 1)
        return tuple(year for year in years if year not in self.published)
