"""法定节假日 of a year whose notice is not out: what the law and the moon already say of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

MOON: Mapping[int, tuple[tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
    2036: ((1, 28), (5, 30), (10, 4)),
    2037: ((2, 15), (6, 18), (9, 24)),
    2038: ((2, 4), (6, 7), (9, 13)),
    2039: ((1, 24), (5, 27), (10, 2)),
    2040: ((2, 12), (6, 14), (9, 20)),
}
"""初一、端午、中秋 by year; of later years only the solar days are known."""

_DAY = timedelta(days=1)
_SATURDAY = 5


@cache
def statutory(year: int) -> frozenset[date]:
    """The days off by 《全国年节及纪念日放假办法》 (2024): what falls on a weekend is given on the next working day."""
    days = sorted({*_solar(year), *_lunar(year)})
    off = set(days)
    for day in days:
        if day.weekday() >= _SATURDAY:
            later = day
            while later in off or later.weekday() >= _SATURDAY:
                later += _DAY
            off.add(later)
    return frozenset(off)


def tomb_sweeping(year: int) -> date:
    """清明, a solar term: the usual formula, right for 2001–2099."""
    within = year % 100
    return date(year, 4, int(within * 0.2422 + 4.81) - within // 4)


def _solar(year: int) -> list[date]:
    fixed = [date(year, 1, 1), date(year, 5, 1), date(year, 5, 2), *(date(year, 10, day) for day in (1, 2, 3))]
    return [*fixed, tomb_sweeping(year)]


def _lunar(year: int) -> list[date]:
    if year not in MOON:
        return []
    spring, dragon, autumn = (date(year, *day) for day in MOON[year])
    return [spring - _DAY, spring, spring + _DAY, spring + 2 * _DAY, dragon, autumn]
