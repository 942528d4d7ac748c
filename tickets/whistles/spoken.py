"""What people write in answer to a whistle, read: who comes and when, three marks with a word of why."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tickets.errors import Unusable

_HOUR = re.compile(r"(\d{1,2})[:：点](\d{1,2})?分?")
_SOON = re.compile(r"(\d{1,3})\s*分钟")
_MARK = re.compile(r"\s*(?:响应|办理|效果)?[：: ]*([0-9])\s*分?[，,、：: ]*(.*)")
_AROUND = " ，,。到来后"


def who_comes(text: str, now: datetime, zone: ZoneInfo) -> tuple[str, datetime | None]:
    """`老赵 10:30` or `老赵 20分钟`: the name, and the hour of today, or None where none is said."""
    who = _SOON.sub("", _HOUR.sub("", text)).strip(_AROUND)
    soon = _SOON.search(text)
    if soon:
        return who, now + timedelta(minutes=int(soon[1]))
    found = _HOUR.search(text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return who, None
    local = now.astimezone(zone)
    return who, local.replace(hour=int(found[1]), minute=int(found[2] or 0), second=0, microsecond=0)


def three_marks(text: str) -> tuple[tuple[int, int, int], tuple[str, str, str]]:
    """Three lines, a figure and a word of why in each. Raises Unusable("marks")."""
    lines = [_MARK.fullmatch(line) for line in re.split(r"[\n/；;]+", text) if line.strip()]
    found = [line for line in lines if line]
    if len(found) != len(lines) or len(found) != 3:
        raise Unusable("marks")
    one, two, three = found
    return (int(one[1]), int(two[1]), int(three[1])), (one[2], two[2], three[2])
