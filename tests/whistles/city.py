"""Two districts of a city with their streets, departments and stations, in memory and for a database."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from storage.directory import DutyRow, PostRow, StaffRow
from tickets.directory import Area, Directory, Duty, Level, Post, Role, Staff, Unit, UnitKind
from tickets.ids import AreaCode, PersonId, UnitCode
from tickets.kinds import Topic, Urgency
from tickets.whistles.duties import DutyItem, Part, Section
from tickets.whistles.kinds import Family, Tier

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 10:00 in Shanghai."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

HUAI = AreaCode("huai")
AREAS = (
    Area(AreaCode("city"), "江城市", Level.CITY),
    Area(AreaCode("east"), "东区", Level.DISTRICT, AreaCode("city")),
    Area(AreaCode("s1"), "平安街道", Level.STREET, AreaCode("east")),
    Area(HUAI, "槐树社区", Level.COMMUNITY, AreaCode("s1"), "槐"),
    Area(AreaCode("west"), "西区", Level.DISTRICT, AreaCode("city")),
    Area(AreaCode("s9"), "柳河街道", Level.STREET, AreaCode("west")),
)

_G, _D = Family.GOVERNMENT, Family.DUAL
UNITS = tuple(
    Unit(UnitCode(code), name, kind, AreaCode(area), family, tier)
    for code, name, kind, area, family, tier in (
        ("sq", "槐树社区居委会", UnitKind.COMMUNITY, "huai", None, None),
        ("wy", "安居物业", UnitKind.PROPERTY, "huai", None, None),
        ("jd", "平安街道办事处", UnitKind.STREET, "s1", Family.PARTY, Tier.CORE),
        ("cg", "平安街道城管办", UnitKind.OFFICE, "s1", _G, Tier.OTHER),
        ("pcs", "平安派出所", UnitKind.STATION, "s1", _G, Tier.FOUR),
        ("zf", "平安综合执法队", UnitKind.STATION, "s1", _G, Tier.FOUR),
        ("bare", "平安统计所", UnitKind.STATION, "s1", _G, Tier.OTHER),
        ("sw", "东区水务局", UnitKind.DEPARTMENT, "east", _G, Tier.OTHER),
        ("gd", "东区供电公司", UnitKind.DEPARTMENT, "east", Family.SERVICE, Tier.OTHER),
        ("sg", "东区社会工作部", UnitKind.DISTRICT, "east", Family.PARTY, None),
        ("zj", "江城市住建委", UnitKind.DEPARTMENT, "city", _G, Tier.OTHER),
        ("jd9", "柳河街道办事处", UnitKind.STREET, "s9", Family.PARTY, None),
        ("zf9", "柳河综合执法队", UnitKind.STATION, "s9", _G, Tier.FOUR),
    )
)

PEOPLE: tuple[tuple[str, str, Role], ...] = (
    ("worker", "sq", Role.WORKER),
    ("expert", "sq", Role.COORDINATOR),
    ("secretary", "sq", Role.SECRETARY),
    ("steward", "sq", Role.STEWARD),
    ("head_wy", "wy", Role.PROPERTY),
    ("street", "jd", Role.SECRETARY),
    ("centre", "jd", Role.SUPERVISOR),
    ("lane", "jd", Role.LANE),
    ("cadre", "jd", Role.CADRE),
    ("night", "jd", Role.WORKER),
    ("cg1", "cg", Role.RECEIVER),
    ("pcs1", "pcs", Role.RECEIVER),
    ("pcs2", "pcs", Role.WORKER),
    ("zf1", "zf", Role.RECEIVER),
    ("zf2", "zf", Role.RECEIVER),
    ("bare1", "bare", Role.WORKER),
    ("sw1", "sw", Role.RECEIVER),
    ("gd1", "gd", Role.RECEIVER),
    ("desk", "sg", Role.SUPERVISOR),
    ("desk2", "sg", Role.SECRETARY),
    ("mayor", "sg", Role.HEAD),
    ("zj1", "zj", Role.RECEIVER),
    ("street9", "jd9", Role.SECRETARY),
    ("zf91", "zf9", Role.RECEIVER),
)
POSTS = tuple(PostRow(code, UnitCode(unit), role) for code, unit, role in PEOPLE)
STAFF = tuple(StaffRow(code, code) for code, _, _ in PEOPLE)
DUTIES = (DutyRow("night", AreaCode("s1"), frozenset(range(7)), time(0), time(0)),)
ITEMS = (
    DutyItem(
        "3-17",
        Section.CITY,
        "供水管网抢修",
        Part.ASSISTS,
        UnitCode("sw"),
        (UnitCode("cg"),),
        frozenset({Topic.UTILITIES}),
        ("水管", "爆裂"),
    ),
    DutyItem("3-04", Section.CITY, "占道经营", Part.LEADS, UnitCode("zf"), (), frozenset({Topic.STREET_ORDER})),
    DutyItem(
        "3-09",
        Section.CITY,
        "违法建设",
        Part.COORDINATES,
        UnitCode("zf"),
        (UnitCode("pcs"),),
        frozenset(),
        ("违建", "私搭"),
        Urgency.COMPLEX,
    ),
    DutyItem("4-01", Section.COMMUNITY, "小区公共区域保洁", Part.LEADS, UnitCode("sq"), listed=True),
)


def city() -> Directory:
    """The directory in memory, people numbered in the order of the list."""
    ids = who()
    return Directory(
        areas={a.code: a for a in AREAS},
        units={u.code: u for u in UNITS},
        staff={number: Staff(number, code, code) for code, number in ids.items()},
        posts=tuple(Post(ids[p.person], p.unit, p.role) for p in POSTS),
        duties=tuple(Duty(ids[d.person], d.area, d.weekdays, d.start, d.end) for d in DUTIES),
        items={item.number: item for item in ITEMS},
    )


def who() -> dict[str, PersonId]:
    """People's numbers by their codes."""
    return {code: PersonId(n) for n, (code, _, _) in enumerate(PEOPLE, start=1)}


def without(directory: Directory, **changed: Any) -> Directory:
    """The same city with something changed."""
    return replace(directory, **changed)
