"""The city in a real database, a ticket in it, and every deed done by the people's codes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from storage import directory
from storage.database import Database
from storage.work import Storage, Unit
from tests.storage.conftest import NoReader
from tests.whistles.city import AREAS, DUTIES, HUAI, ITEMS, MONDAY, POSTS, STAFF, UNITS
from tickets.deeds.poster.posting import Words
from tickets.ids import Account, PersonId, TicketId, UnitCode, WhistleId
from tickets.kinds import Kind, Matter, State, Topic, Urgency
from tickets.rules.clocks import Rules
from tickets.ticket import Ticket
from tickets.whistles.deeds.blowing import Call, blow
from tickets.whistles.kinds import Occasion, Scope
from tickets.whistles.leg import Leg
from tickets.whistles.whistle import Whistle

WHY = Words("请来看看")


def call(*units: str, **changed: Any) -> Call:
    """A 快捷哨 of the community to the enforcement team, to come to the south gate."""
    facts: dict[str, Any] = {
        "units": tuple(map(UnitCode, units or ("zf",))),
        "type": Urgency.QUICK,
        "occasion": Occasion.KEY,
        "scope": Scope.COMMUNITY,
        "place": "南门",
    }
    return Call(**(facts | changed))


@dataclass
class Scene:
    """A database with the city and one ticket; `now` moves, deeds are done at it."""

    storage: Storage
    who: dict[str, PersonId]
    ticket: TicketId
    resident: PersonId
    now: datetime = MONDAY
    whistle: WhistleId = field(default=WhistleId(0))

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        async with self.storage.unit(self.now) as work:
            yield work

    async def blow(self, code: str = "expert", made: Call | None = None, why: Words = WHY) -> Whistle:
        async with self.unit() as work:
            blown = await blow(work, self.ticket, self.who[code], made or call(), why)
        self.whistle = blown.id
        return blown

    async def do(self, deed: Callable[..., Awaitable[Any]], code: str, *rest: Any, **how: Any) -> Any:
        """A deed on the whistle by somebody."""
        async with self.unit() as work:
            return await deed(work, self.whistle, self.who[code], *rest, **how)

    async def stands(self) -> Whistle:
        async with self.storage.reading(self.now) as work:
            whistle, _ = await work.whistles.get(self.whistle)
            return whistle

    async def leg(self, unit: str = "zf") -> Leg:
        return (await self.stands()).legs[UnitCode(unit)]


@pytest.fixture
async def scene(database: Database) -> Scene:
    async with database.write() as connection:
        known = await directory.replace(connection, AREAS, UNITS, STAFF, POSTS, DUTIES, {}, (), items=ITEMS)
    storage = Storage(database, NoReader(), Rules())
    who = {staff.code: number for number, staff in known.staff.items()}
    async with storage.unit(MONDAY) as work:
        resident = (await work.people.meet(Account("web"), 900, "何大妈", "zh")).id
        number, name = await work.tickets.number(HUAI)
        ticket = Ticket(
            id=number,
            number=name,
            community=HUAI,
            poster=resident,
            posted_at=MONDAY,
            due_at=MONDAY + Rules().answer,
            matter=Matter.PUBLIC,
            topic=Topic.UTILITIES,
            kind=Kind.HELP,
            urgency=Urgency.QUICK,
            confidence=0.9,
            state=State.HELD,
            unit=UnitCode("sq"),
            holder=who["worker"],
        )
        await work.tickets.add(ticket)
    return Scene(storage, who, number, resident)
