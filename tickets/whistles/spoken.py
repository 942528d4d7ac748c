"""What people write in answer to a whistle, read: who comes and when, three marks with a word of why."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tickets.dates import read_date
from tickets.errors import Unusable

_HOUR = re.compile(r"(\d{1,2})[:：点](\d{1,2})?分?")
_SOON = re.compile(r"(\d{1,3})\s*分钟")
_HALF = re.compile(r"半个?小时")
_MARK = re.compile(r"\s*(?:响应|办理|效果)?[：: ]*([0-9])\s*分?[，,、：: ]*(.*)")
_AROUND = " ，,。到来后"


def who_comes(text: str, now: datetime, zone: ZoneInfo) -> tuple[str, datetime | None]:
    """`老赵 10:30`, `老赵 20分钟` or `王工 明天 9:00`: the name, and the hour, or None where none is said."""
    for gap in re.finditer(r"\s+", text):
        if found := read_date(text[gap.end() :], now, zone):
            return text[: gap.start()].strip(_AROUND), found[0]
    return _HALF.sub("", _SOON.sub("", _HOUR.sub("", text))).strip(_AROUND), _hour(text, now, zone)


def moment(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """A day with its hour, or an hour of today. Raises Unusable("date")."""
    found = read_date(text, now, zone)
    at = found[0] if found else _hour(text, now, zone)
    if at is None:
        raise Unusable("date")
    return at


def _hour(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    if soon := _SOON.search(text):
        return now + timedelta(minutes=int(soon[1]))
    if _HALF.search(text):
        return now + timedelta(minutes=30)
    found = _HOUR.search(text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    local = now.astimezone(zone)
    return local.replace(hour=int(found[1]), minute=int(found[2] or 0), second=0, microsecond=0)


def three_marks(text: str) -> tuple[tuple[int, int, int], tuple[str, str, str]]:
    """Three lines, a figure and a word of why in each. Raises Unusable("marks")."""
    lines = [_MARK.fullmatch(line) for line in re.split(r"[\n/；;]+", text) if line.strip()]
    found = [line for line in lines if line]
    if len(found) != len(lines) or len(found) != 3:
        raise Unusable("marks")
    one, two, three = found
    return (int(one[1]), int(two[1]), int(three[1])), (one[2], two[2], three[2])
