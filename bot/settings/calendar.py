"""The working calendar and the profile of the limits among the settings."""

import re
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, FilePath
from pydantic_settings import BaseSettings, NoDecode

from tickets.calendar.profiles import BEIJING, Grades
from tickets.calendar.spans import Measure, Span
from tickets.calendar.workdays import SHIFTS, Workdays

_SHIFT = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(h|wh|d|wd)")
_MEASURES = {"小时": "h", "工时": "wh", "天": "d", "个工作日": "wd", "工作日": "wd"}


def _shifts(value: object) -> object:
    """`8:00-12:00,14:00-18:00`, in order and apart."""
    if not isinstance(value, str):
        return value
    found = [_SHIFT.fullmatch(part) for part in re.split(r"[,，\s]+", value.strip())]
    shifts = [(time(int(m[1]), int(m[2])), time(int(m[3]), int(m[4]))) for m in found if m]
    hours = [hour for shift in shifts for hour in shift]
    if not all(found) or hours != sorted(set(hours)):
        raise ValueError("shifts")
    return tuple(shifts)


def _span(value: object) -> object:
    """`24h`, `8wh`, `7d`, `1wd`, or 24小时, 8工时, 7天, 1个工作日."""
    if not isinstance(value, str):
        return value
    said = value.strip()
    for chinese, short in _MEASURES.items():
        said = said.removesuffix(chinese) + short if said.endswith(chinese) else said
    found = _SPAN.fullmatch(said)
    span = Span(float(found[1]), Measure(found[2])) if found else None
    if span is None or not 0 < span.amount <= _MOST or (span.by_days and span.amount % 1):
        raise ValueError("span")
    return span


_MOST = 24 * 366
Shifts = Annotated[tuple[tuple[time, time], ...], NoDecode, BeforeValidator(_shifts)]
Length = Annotated[Span, NoDecode, BeforeValidator(_span)]
SPAN = (
    "24h、8wh（工时）、7d、1wd（工作日）这样的时长 | a length such as 24h, 8wh (working hours), 7d, 1wd (working days)"
)


class CalendarSettings(BaseSettings):
    """When work is done, and by whose limits."""

    clock_profile: Literal["documents", "beijing"] = Field(
        "documents", description="documents 或 beijing | documents or beijing"
    )
    work_hours: Shifts = Field(SHIFTS, description="例如 8:00-12:00,14:00-18:00 | such as 8:00-12:00,14:00-18:00")
    holidays_file: FilePath | None = Field(
        None, description="放假安排文件的路径 | the path of a file with a holiday notice"
    )

    @property
    def grades(self) -> Grades | None:
        """Limits by grade, or the documents' own."""
        return BEIJING if self.clock_profile == "beijing" else None

    def workdays(self, zone: ZoneInfo) -> Workdays:
        """The hours of work; which days a notice changes is not a setting."""
        return Workdays(shifts=self.work_hours, zone=zone)
