"""A district, a street, two communities and their people, in memory; and a ticket of theirs."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from tickets.directory import Area, Directory, Duty, Level, Post, Role, Staff, Unit, UnitKind
from tickets.ids import AreaCode, PersonId, TicketId, UnitCode
from tickets.kinds import Kind, Matter, State, Topic, Urgency
from tickets.ticket import Ticket

MONDAY = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
"""Monday, 10:05 in Shanghai."""

DISTRICT, STREET, HUAI, LIU = AreaCode("d"), AreaCode("s"), AreaCode("huai"), AreaCode("liu")
HUAI_UNIT, LIU_UNIT = UnitCode("huai-sq"), UnitCode("liu-sq")
STREET_UNIT, DISTRICT_UNIT = UnitCode("s-jd"), UnitCode("d-sg")

RESIDENT, WORKER, OTHER_WORKER, COORDINATOR, SECRETARY, DUTY, STREET_HEAD, DISTRICT_HEAD, FAR_WORKER = map(
    PersonId, range(1, 10)
)

POSTS = (
    Post(WORKER, HUAI_UNIT, Role.WORKER),
    Post(OTHER_WORKER, HUAI_UNIT, Role.WORKER),
    Post(COORDINATOR, HUAI_UNIT, Role.COORDINATOR),
    Post(SECRETARY, HUAI_UNIT, Role.SECRETARY),
    Post(STREET_HEAD, STREET_UNIT, Role.SUPERVISOR),
    Post(DISTRICT_HEAD, DISTRICT_UNIT, Role.SUPERVISOR),
    Post(FAR_WORKER, LIU_UNIT, Role.WORKER),
)


def city(posts: tuple[Post, ...] = POSTS) -> Directory:
    areas = (
        Area(DISTRICT, "和平区", Level.DISTRICT),
        Area(STREET, "槐荫街道", Level.STREET, DISTRICT),
        Area(HUAI, "槐树里社区", Level.COMMUNITY, STREET, "槐"),
        Area(LIU, "柳河社区", Level.COMMUNITY, STREET, "柳"),
    )
    units = (
        Unit(HUAI_UNIT, "槐树里社区", UnitKind.COMMUNITY, HUAI),
        Unit(LIU_UNIT, "柳河社区", UnitKind.COMMUNITY, LIU),
        Unit(STREET_UNIT, "槐荫街道办事处", UnitKind.STREET, STREET),
        Unit(DISTRICT_UNIT, "和平区社会工作部", UnitKind.DISTRICT, DISTRICT),
    )
    people = {PersonId(n): Staff(PersonId(n), f"R{n}", f"职员{n}") for n in range(2, 10)}
    duties = (Duty(DUTY, HUAI, frozenset(range(7)), time(8), time(20)),)
    return Directory({a.code: a for a in areas}, {u.code: u for u in units}, people, posts, duties)


def ticket(**changed: Any) -> Ticket:
    """An open public matter of Monday morning."""
    posted = changed.get("posted_at", MONDAY)
    facts = {
        "id": TicketId(1),
        "number": "槐-1001",
        "community": HUAI,
        "poster": RESIDENT,
        "posted_at": posted,
        "due_at": posted + timedelta(hours=48),
        "matter": Matter.PUBLIC,
        "topic": Topic.ROADS,
        "kind": Kind.HELP,
        "urgency": Urgency.QUICK,
        "confidence": 0.9,
        "state": State.OPEN,
        "unit": HUAI_UNIT,
    }
    return Ticket(**(facts | changed))
