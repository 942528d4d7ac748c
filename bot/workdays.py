"""The working calendar as it is known today: the library's notices, and those that somebody has typed in."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar.constants import holidays, workdays

from tickets.calendar.workdays import Workdays

_LINE = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:~|～|至|到)\s*(\d{4}-\d{1,2}-\d{1,2}))?\s+(休|班|off|work)(?:\s.*)?"
)
_WORKED = {"休": False, "off": False, "班": True, "work": True}
_LARGEST, _LONGEST = 100_000, 40
"""Bytes of a file, days of one holiday."""


class BrokenNotice(Exception):
    """A file of holidays that cannot be read: the line, and what stands there."""

    def __init__(self, path: Path, line: int, text: str) -> None:
        super().__init__(path, line, text)
        self.path, self.line, self.text = path, line, text


def known(calendar: Workdays, path: Path | None) -> Workdays:
    """The calendar with every notice that is known. What the file says of a day goes before the library's word.

    A year of which the file names a holiday counts as published. Raises BrokenNotice, OSError.
    """
    told = dict.fromkeys(holidays, False) | dict.fromkeys(workdays, True)
    typed = dict(_read(path)) if path else {}
    years = {day.year for day in holidays} | {day.year for day, works in typed.items() if not works}
    return replace(calendar, told={**told, **typed}, published=frozenset(years))


def _read(path: Path) -> Iterator[tuple[date, bool]]:
    """`2027-02-05~2027-02-11 休 春节`, `2027-02-20 班`; `#` begins a remark."""
    text = path.read_bytes()[: _LARGEST + 1].decode("utf-8-sig", errors="replace")
    if len(text) > _LARGEST:
        raise BrokenNotice(path, 0, f"> {_LARGEST}")
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.partition("#")[0].strip()
        if said:
            yield from _days(path, number, said)


def _days(path: Path, number: int, said: str) -> Iterator[tuple[date, bool]]:
    found = _LINE.fullmatch(said)
    try:
        first, last = (_date(found[1]), _date(found[2] or found[1])) if found else (None, None)
    except ValueError:
        first = last = None
    if not found or first is None or last is None or not 0 <= (last - first).days < _LONGEST:
        raise BrokenNotice(path, number, said[:80])
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n), _WORKED[found[3]]


def _date(text: str) -> date:
    return date(*(int(part) for part in text.split("-")))
