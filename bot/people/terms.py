"""The words of the workbook and what they mean inside; docs/people-workbook.md explains them to people."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum

from tickets.directory import Level, Role, UnitKind
from tickets.whistles.kinds import Family, Tier


class Channel(StrEnum):
    """Where a group can live."""

    WEB = "web"
    TELEGRAM = "telegram"


LEVELS: Mapping[str, Level] = {
    "市": Level.CITY,
    "区": Level.DISTRICT,
    "街道": Level.STREET,
    "社区": Level.COMMUNITY,
    "网格": Level.GRID,
    "楼栋": Level.BUILDING,
    "单元": Level.ENTRANCE,
}

UNIT_KINDS: Mapping[str, UnitKind] = {
    "社区": UnitKind.COMMUNITY,
    "网格党支部": UnitKind.BRANCH,
    "微网格": UnitKind.MICROGRID,
    "物业": UnitKind.PROPERTY,
    "街道": UnitKind.STREET,
    "区": UnitKind.DISTRICT,
    "部门": UnitKind.DEPARTMENT,
    "街道科室": UnitKind.OFFICE,
    "站队所": UnitKind.STATION,
    "社会单位": UnitKind.SOCIAL,
}

FAMILIES: Mapping[str, Family] = {
    "党群": Family.PARTY,
    "政府": Family.GOVERNMENT,
    "双管": Family.DUAL,
    "公共服务": Family.SERVICE,
}
"""Units are ranked among their own (S1:78)."""

TIERS: Mapping[str, Tier] = {"1": Tier.CORE, "4": Tier.FOUR, "N": Tier.OTHER}
"""1+4+N (S3:15)."""

ROLES: Mapping[str, Role] = {
    "社区工作者": Role.WORKER,
    "社区专员": Role.COORDINATOR,
    "书记": Role.SECRETARY,
    "微网格长": Role.LEADER,
    "能人": Role.HELPER,
    "党员": Role.MEMBER,
    "居民代表": Role.DELEGATE,
    "物业": Role.PROPERTY,
    "主管": Role.SUPERVISOR,
    "运维": Role.OPERATOR,
    "接哨员": Role.RECEIVER,
    "街巷长": Role.LANE,
    "包村干部": Role.CADRE,
    "区长": Role.HEAD,
    "楼栋长": Role.BUILDING,
    "单元管家": Role.STEWARD,
}

SKILLS = ("懂法律", "善说和", "有手艺", "会治理")
"""S3:23, the four sorts of 能人."""

CHANNELS: Mapping[str, Channel] = {"网页": Channel.WEB, "Telegram": Channel.TELEGRAM}

STANDS: Mapping[UnitKind, frozenset[Level]] = {
    UnitKind.COMMUNITY: frozenset({Level.COMMUNITY}),
    UnitKind.BRANCH: frozenset({Level.GRID}),
    UnitKind.MICROGRID: frozenset({Level.GRID, Level.BUILDING, Level.ENTRANCE}),
    UnitKind.PROPERTY: frozenset({Level.COMMUNITY, Level.GRID, Level.BUILDING}),
    UnitKind.STREET: frozenset({Level.STREET}),
    UnitKind.DISTRICT: frozenset({Level.DISTRICT}),
    UnitKind.DEPARTMENT: frozenset({Level.CITY, Level.DISTRICT, Level.STREET}),
    UnitKind.OFFICE: frozenset({Level.STREET}),
    UnitKind.STATION: frozenset({Level.STREET}),
    UnitKind.SOCIAL: frozenset({Level.DISTRICT, Level.STREET, Level.COMMUNITY}),
}
"""At which level of area a unit of each kind is looked for."""

_OFFICES = frozenset(
    {
        UnitKind.STREET,
        UnitKind.DISTRICT,
        UnitKind.DEPARTMENT,
        UnitKind.OFFICE,
        UnitKind.STATION,
        UnitKind.SOCIAL,
    }
)
_HOMES = frozenset({UnitKind.COMMUNITY, UnitKind.BRANCH, UnitKind.MICROGRID})

SERVES: Mapping[Role, frozenset[UnitKind]] = {
    Role.WORKER: frozenset({UnitKind.COMMUNITY, UnitKind.BRANCH}) | _OFFICES,
    Role.COORDINATOR: frozenset({UnitKind.COMMUNITY}),
    Role.SECRETARY: frozenset({UnitKind.COMMUNITY, UnitKind.BRANCH}) | _OFFICES,
    Role.LEADER: frozenset({UnitKind.MICROGRID}),
    Role.HELPER: frozenset({UnitKind.COMMUNITY, UnitKind.BRANCH, UnitKind.MICROGRID}),
    Role.MEMBER: frozenset({UnitKind.COMMUNITY, UnitKind.BRANCH}),
    Role.DELEGATE: frozenset({UnitKind.COMMUNITY, UnitKind.BRANCH}),
    Role.PROPERTY: frozenset({UnitKind.PROPERTY}),
    Role.SUPERVISOR: frozenset({UnitKind.STREET, UnitKind.DISTRICT}),
    Role.OPERATOR: frozenset({UnitKind.COMMUNITY}) | _OFFICES,
    Role.RECEIVER: frozenset({UnitKind.COMMUNITY, UnitKind.PROPERTY}) | _OFFICES,
    Role.LANE: frozenset({UnitKind.COMMUNITY, UnitKind.STREET}),
    Role.CADRE: frozenset({UnitKind.STREET}),
    Role.HEAD: frozenset({UnitKind.DISTRICT}),
    Role.BUILDING: _HOMES,
    Role.STEWARD: _HOMES,
}
"""In which kinds of unit a post is looked for; elsewhere its holder would never be asked."""

_DAYS = {c: i for i, c in enumerate("一二三四五六日")} | {str(i + 1): i for i in range(7)} | {"天": 6}
_GROUPS = {"每天": range(7), "天天": range(7), "工作日": range(5), "周末": range(5, 7)}
_RANGE = re.compile(r"([一二三四五六日天1-7])[至到~-]([一二三四五六日天1-7])")
_LISTED = re.compile(r"[、,，;；/\n]+")
_CLOCK = re.compile(r"(\d{1,2})[:点时](?:(\d{1,2})分?(?::00)?)?")
_FRACTION = re.compile(r"[01](\.\d+)?")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_PROSE: Mapping[int, str | None] = (
    {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
    | {0x3000: " ", 0xA0: " "}
    | dict.fromkeys((0x200B, 0xFEFF))
)


def plain(text: str) -> str:
    """A code or a term without full-width characters and without any blank."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def prose(text: str) -> str:
    """Words for people: full-width letters, digits and spaces become plain ones, Chinese punctuation stays."""
    return text.translate(_PROSE).strip()


def clock(text: str) -> time | None:
    """The time of `8:00`, `8点半`, `24:00` or a day's fraction as Excel keeps it; None where it is none."""
    if found := _CLOCK.fullmatch(plain(text).replace("点半", ":30")):
        hours, minutes = int(found[1]), int(found[2] or 0)
    elif _FRACTION.fullmatch(text):
        hours, minutes = divmod(round(float(text) * 24 * 60), 60)
    else:
        return None
    if (hours, minutes) == (24, 0):
        return time(0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def day(text: str) -> date | None:
    """The date of `2026-11-22`, `2026/11/22`, `2026年11月22日`; None where it is none."""
    found = _DATE.fullmatch(plain(text))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def listed(text: str) -> tuple[str, ...]:
    """The parts of `甲、乙,丙`, each once."""
    parts = (part.strip() for part in _LISTED.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def weekdays(text: str) -> frozenset[int] | None:
    """The days of `周一至周五`, `六、日`, `每天` …, Monday being 0; None where it is not understood."""
    days: set[int] = set()
    for part in listed(re.sub(r"周(?!末)|星期|礼拜|\s", "", text)):
        if part in _GROUPS:
            days.update(_GROUPS[part])
        elif found := _RANGE.fullmatch(part):
            first, last = _DAYS[found[1]], _DAYS[found[2]]
            days.update((first + i) % 7 for i in range((last - first) % 7 + 1))
        elif all(c in _DAYS for c in part):
            days.update(_DAYS[c] for c in part)
        else:
            return None
    return frozenset(days) or None


def word(terms: Mapping[str, object], value: object) -> str:
    """The workbook's word for a value."""
    return next(text for text, known in terms.items() if known == value)
