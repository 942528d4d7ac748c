"""A small city: one street, two communities, a few people."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from storage import directory
from storage.database import Database
from storage.directory import DutyRow, PostRow, StaffRow
from storage.work import Storage
from tickets.directory import Area, Directory, KnownAnswer, Level, Role, Unit, UnitKind
from tickets.ids import Account, AreaCode, ChatId, PersonId, TicketId, UnitCode
from tickets.kinds import Kind, Matter, State, Topic, Urgency
from tickets.mail import Address
from tickets.reading import Likeness, Marks, Reading, Span
from tickets.rules.clocks import Rules
from tickets.ticket import Ticket

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
STREET, HUAI, LIU = AreaCode("s1"), AreaCode("huai"), AreaCode("liu")
WEB = Account("web")
GROUP = Address(WEB, ChatId(-100))

AREAS = (
    Area(AreaCode("d1"), "东区", Level.DISTRICT),
    Area(STREET, "平安街道", Level.STREET, AreaCode("d1")),
    Area(HUAI, "槐树社区", Level.COMMUNITY, STREET, "槐", ("大槐树",)),
    Area(LIU, "柳树社区", Level.COMMUNITY, STREET, "柳"),
)
UNITS = (
    Unit(UnitCode("huai"), "槐树社区居委会", UnitKind.COMMUNITY, HUAI),
    Unit(UnitCode("liu"), "柳树社区居委会", UnitKind.COMMUNITY, LIU),
)
STAFF = (
    StaffRow("w1", "王一", ("水电",), HUAI, "网格员", identities=((WEB, 501),)),
    StaffRow("w2", "李二", identities=((WEB, 502), (Account("telegram:1"), 9502))),
)
POSTS = (PostRow("w1", UnitCode("huai"), Role.WORKER), PostRow("w2", UnitCode("huai"), Role.COORDINATOR))
DUTIES = (DutyRow("w2", HUAI, frozenset(range(7)), time(22), time(7)),)
ANSWERS = (KnownAnswer(HUAI, "居住证怎么办", "带身份证到社区大厅"),)


class NoReader:
    """Reads nothing out of anything: these tests are about keeping, not about reading."""

    def read(self, text: str) -> Reading:
        return Reading(Matter.PUBLIC, Topic.OTHER, Kind.HELP, Urgency.QUICK, False, 0.0, True)

    def know(self, names: Sequence[str]) -> None:
        pass

    def marks(self, text: str) -> Marks:
        return Marks((), b"")

    def compare(self, one: bytes, others: Sequence[bytes]) -> Sequence[Likeness]:
        return [Likeness(0.0, None) for _ in others]

    def spans(self, text: str) -> tuple[Span, ...]:
        return ()

    def answer(self, question: str, known: tuple[str, ...]) -> int | None:
        return None


async def fill(database: Database, **changed: Any) -> Directory:
    """Load the city, with what is named put in the place of its part."""
    parts = {
        "areas": AREAS,
        "units": UNITS,
        "staff_rows": STAFF,
        "posts": POSTS,
        "duties": DUTIES,
        "groups": {UnitCode("huai"): GROUP},
        "answers": ANSWERS,
    }
    async with database.write() as connection:
        return await directory.replace(connection, **(parts | changed))


@pytest.fixture
async def city(database: Database) -> Directory:
    return await fill(database)


@pytest.fixture
def storage(database: Database, city: Directory) -> Storage:
    return Storage(database, NoReader(), Rules())


Made = Callable[..., Ticket]


def make(ticket: TicketId, number: str, poster: PersonId, **changed: Any) -> Ticket:
    """A ticket as a post of now would make it."""
    facts = {
        "id": ticket,
        "number": number,
        "community": HUAI,
        "poster": poster,
        "posted_at": NOW,
        "due_at": NOW + timedelta(hours=48),
        "matter": Matter.PUBLIC,
        "topic": Topic.WASTE,
        "kind": Kind.HELP,
        "urgency": Urgency.QUICK,
        "confidence": 0.9,
        "state": State.OPEN,
    }
    return Ticket(**(facts | changed))
