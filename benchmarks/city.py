"""A city large enough for the load: as many accounts and groups as the channel's limits ask for, residents known."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from classifiers.reader import JiebaReader
from storage.database import Database
from storage.directory import PostRow, StaffRow, replace
from storage.migrate import migrate
from storage.tables.people import identities, persons
from tickets.directory import Area, Level, Role, Unit, UnitKind
from tickets.ids import Account, AreaCode, ChatId, UnitCode
from tickets.kinds import Kind, Matter
from tickets.mail import Address

SAMPLES = Path(__file__).parents[1] / "classifiers" / "corpus" / "seed.csv"
ACCOUNTS, GROUPS, RESIDENTS = 20, 800, 4000
"""Two letters a report at 27 a second for an account; a card every 3.5 seconds for a group; residents in no hurry."""
_FIRST_BOT, _FIRST_GROUP, _FIRST_USER = 7_000_001, 100_001, 1_000_001
_DISTRICT, _STREET = AreaCode("D"), AreaCode("S")


@dataclass(frozen=True, slots=True)
class Resident:
    """One who posts: to which account, and in which group the card will stand."""

    user: int
    account: int
    group: int


@dataclass(frozen=True, slots=True)
class City:
    """Who posts, where, and what."""

    tokens: tuple[str, ...]
    residents: tuple[Resident, ...]
    texts: tuple[str, ...]


def plan(accounts: int = ACCOUNTS, groups: int = GROUPS, residents: int = RESIDENTS) -> City:
    """The city on paper."""
    tokens = tuple(f"{_FIRST_BOT + n}:bench-{n:03}" for n in range(accounts))
    people = (Resident(_FIRST_USER + n, n % groups % accounts, -_FIRST_GROUP - n % groups) for n in range(residents))
    return City(tokens, tuple(people), _sure_posts())


async def build(url: str, city: City) -> None:
    """The city in an empty database: every community with its group, every resident with a home and the notice read."""
    database = Database(url)
    try:
        await migrate(database)
        groups = sorted({r.group: r.account for r in city.residents}.items(), reverse=True)
        await _directory(database, [Address(_account(city, account), ChatId(group)) for group, account in groups])
        await _people(database, city)
    finally:
        await database.close()


async def _directory(database: Database, groups: Sequence[Address]) -> None:
    areas = [Area(_DISTRICT, "区", Level.DISTRICT), Area(_STREET, "街道", Level.STREET, _DISTRICT)]
    areas += [Area(_code(g.chat), f"{-g.chat}社区", Level.COMMUNITY, _STREET, f"甲{-g.chat}-") for g in groups]
    units = [Unit(UnitCode(_code(g.chat)), f"{-g.chat}社区", UnitKind.COMMUNITY, _code(g.chat)) for g in groups]
    staff = [StaffRow(unit.code, f"员{unit.code}") for unit in units]
    posts = [PostRow(unit.code, unit.code, Role.WORKER) for unit in units]
    bound = {unit.code: group for unit, group in zip(units, groups, strict=True)}
    async with database.write() as connection:
        await replace(connection, areas, units, staff, posts, [], bound, [])


async def _people(database: Database, city: City) -> None:
    empty = {"phone": "", "language": "zh", "noticed": 1, "agreed": 1, "door": "", "staff": False, "skills": []}
    seen = datetime.now(UTC) - timedelta(days=1)

    def identity(resident: Resident, person: int) -> dict[str, Any]:
        account = _account(city, resident.account)
        known = {"account": account, "user_id": resident.user, "chat_id": resident.user, "person_id": person}
        return known | {"reachable": True, "last_seen": seen}

    async with database.write() as connection:
        rows = [empty | {"name": str(r.user), "community": _code(r.group)} for r in city.residents]
        await connection.execute(persons.insert(), rows)
        found = await connection.execute(select(persons.c.name, persons.c.id).where(~persons.c.staff))
        ids = {row.name: row.id for row in found}
        await connection.execute(identities.insert(), [identity(r, ids[str(r.user)]) for r in city.residents])


def _account(city: City, number: int) -> Account:
    return Account(f"telegram:{city.tokens[number].partition(':')[0]}")


def _code(group: int) -> AreaCode:
    return AreaCode(f"C{-group}")


def _sure_posts() -> tuple[str, ...]:
    """Sample posts that go to the community's group without a question."""
    reader = JiebaReader()
    with SAMPLES.open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    found = ((text, reader.read(text)) for text in texts)
    sure = (t for t, r in found if r.matter is Matter.PUBLIC and r.kind is not Kind.CONSULT and len(t) > 12
            and not (r.ask or r.danger or r.small_talk))  # fmt: skip
    return tuple(sure)
