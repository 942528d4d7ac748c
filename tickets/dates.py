"""Dates as people write them: 12-03 18:00, 12月3日下午, 明天, 周五下午3点, 下周一, 3天后."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_EVENING = time(18)
_PARTS = {"早上": time(9), "上午": time(12), "中午": time(12), "下午": time(18), "傍晚": time(19), "晚上": time(21)}
_DAYS = {"今天": 0, "今晚": 0, "明天": 1, "明晚": 1, "后天": 2, "大后天": 3}
_NUMBERS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6}

_DAY = re.compile(
    r"(?:(?P<year>20\d\d)[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?(?!\d)"
    r"|(?P<near>大后天|今天|今晚|明天|明晚|后天)"
    r"|(?P<week>[下这本])?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    r"|(?P<after>\d{1,2}|[一二两三四五六七八九十])\s*(?P<unit>天|周|个星期)[以之]?后"
)
_HOUR = re.compile(
    r"\s*(?P<part>早上|上午|中午|下午|傍晚|晚上)?"
    r"\s*(?:(?P<hour>\d{1,2})(?:[:：](?P<minute>\d\d)|[点时](?:(?P<half>半)|(?P<past>\d{1,2})分?)?))?"
    r"\s*[之以]?前?"
)
_TO_NARROW = {ord("０") + n: ord("0") + n for n in range(10)} | {ord("－"): ord("-"), ord("／"): ord("/")}


def read_date(text: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, str] | None:
    """The moment that a text begins with, and the words after it; None where it begins with none.

    A day without an hour ends at 18:00. A day without a year is the next one of that date.
    """
    said = text.strip().translate(_TO_NARROW)
    found = _DAY.match(said)
    if found is None:
        return None
    hour = _HOUR.match(said, found.end())
    here = now.astimezone(zone)
    try:
        day = _day(found, here.date())
        at = _time(hour, evening="晚" in found.group()) if hour else _EVENING
    except ValueError:
        return None
    end = hour.end() if hour else found.end()
    return datetime.combine(day, at, zone), said[end:].lstrip(" ，,。：:、")


def _day(found: re.Match[str], today: date) -> date:
    if found["month"]:
        return _dated(found["year"], int(found["month"]), int(found["day"]), today)
    if found["near"]:
        return today + timedelta(days=_DAYS[found["near"]])
    if found["weekday"]:
        return _weekday(found["week"], _WEEKDAYS[found["weekday"]], today)
    number = int(found["after"]) if found["after"].isdigit() else _NUMBERS[found["after"]]
    return today + timedelta(days=number * (1 if found["unit"] == "天" else 7))


def _dated(year: str | None, month: int, day: int, today: date) -> date:
    if year:
        return date(int(year), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _weekday(week: str | None, weekday: int, today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    if week == "下":
        return monday + timedelta(days=7 + weekday)
    this_week = monday + timedelta(days=weekday)
    return this_week if week or this_week >= today else this_week + timedelta(days=7)


def _time(found: re.Match[str], *, evening: bool) -> time:
    if not found["hour"]:
        return _PARTS[found["part"]] if found["part"] else time(21) if evening else _EVENING
    hour = int(found["hour"])
    late = found["part"] in {"下午", "傍晚", "晚上"} or evening or (found["part"] == "中午" and hour < 3)
    minute = 30 if found["half"] else int(found["minute"] or found["past"] or 0)
    return time(hour + 12 if late and hour < 12 else hour, minute)
