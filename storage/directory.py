"""The people file in the database: loaded as a snapshot, replaced as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, case, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import people as tables
from storage.tables.base import AnyRow
from tickets.directory import Area, Directory, Duty, KnownAnswer, Level, Post, Role, Staff, Unit, UnitKind
from tickets.flows import Flow
from tickets.ids import Account, AreaCode, UnitCode
from tickets.mail import Address
from tickets.times import SHANGHAI
from tickets.whistles.duties import DutyItem
from tickets.whistles.kinds import Family, Tier
from tickets.whistles.plain import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person of the people file. `code` names them in it for ever; `identities` are their users on accounts."""

    code: str
    name: str
    skills: tuple[str, ...] = ()
    home: AreaCode | None = None
    title: str = ""
    phone: str = ""
    identities: tuple[tuple[Account, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PostRow:
    """A person's part in a unit, by the file's own codes."""

    person: str
    unit: UnitCode
    role: Role


@dataclass(frozen=True, slots=True)
class DutyRow:
    """Duty hours, by the file's own codes; see `tickets.directory.Duty`."""

    person: str
    area: AreaCode
    weekdays: frozenset[int]
    start: time
    end: time


_VERSION = select(tables.directory_version.c.version)


async def version(connection: AsyncConnection) -> int:
    """Which directory this is; 0 where none was ever loaded."""
    return (await connection.execute(_VERSION)).scalar() or 0


async def changed(connection: AsyncConnection) -> None:
    """Every replica is to load the directory anew."""
    row = insert(tables.directory_version).values(one=1, version=1)
    bump = row.on_conflict_do_update(index_elements=["one"], set_={"version": tables.directory_version.c.version + 1})
    await connection.execute(bump)


async def load(connection: AsyncConnection, zone: ZoneInfo = SHANGHAI) -> Directory:
    """The directory as it stands, in the order of the file."""
    staff = await connection.execute(select(tables.persons).where(tables.persons.c.staff).order_by(tables.persons.c.id))
    return Directory(
        areas={row.code: _area(row) for row in await _all(connection, tables.areas, "place")},
        units={row.code: _unit(row) for row in await _all(connection, tables.units, "place")},
        staff={row.id: _staff(row) for row in staff},
        posts=tuple(
            Post(row.person, row.unit, Role(row.role)) for row in await _all(connection, tables.posts, "place")
        ),
        duties=tuple(_duty(row) for row in await _all(connection, tables.duties, "id")),
        groups={
            row.unit: Address(row.account, row.chat, row.thread)
            for row in await _all(connection, tables.groups, "unit")
        },
        answers=tuple(
            KnownAnswer(row.area, row.question, row.answer)
            for row in await _all(connection, tables.known_answers, "id")
        ),
        items={row.number: _item(row) for row in await _all(connection, tables.duty_items, "place")},
        flows={row.code: from_plain(Flow, row.facts) for row in await _all(connection, tables.flows, "place")},
        zone=zone,
    )


async def replace(
    connection: AsyncConnection,
    areas: Sequence[Area],
    units: Sequence[Unit],
    staff_rows: Sequence[StaffRow],
    posts: Sequence[PostRow],
    duties: Sequence[DutyRow],
    groups: Mapping[UnitCode, Address],
    answers: Sequence[KnownAnswer],
    *,
    items: Sequence[DutyItem] = (),
    flows: Sequence[Flow] = (),
) -> Directory:
    """Make the directory what the file says; the same file again changes nothing.

    Codes keep their persons. Who is no longer in the file loses their posts and keeps their history. A group bound
    in chat stays where the file names none for the unit.
    """
    for listed in (tables.posts, tables.duties, tables.known_answers, tables.duty_items, tables.flows):
        await connection.execute(delete(listed))
    await _write(connection, tables.areas, [_area_row(a, place) for place, a in enumerate(areas)])
    await _write(connection, tables.units, [_unit_row(u, place) for place, u in enumerate(units)])
    await _remove(connection, tables.groups, "unit", [u.code for u in units])
    await _remove(connection, tables.units, "code", [u.code for u in units])
    await _remove(connection, tables.areas, "code", [a.code for a in areas])
    people = await _write_staff(connection, staff_rows)
    await _fill(connection, tables.posts, [_post_row(p, people, place) for place, p in enumerate(posts)])
    await _fill(connection, tables.duties, [_duty_row(d, people) for d in duties])
    await _fill(connection, tables.known_answers, [asdict(a) for a in answers])
    listed_flows = [{"code": flow.code, "facts": to_plain(flow), "place": n} for n, flow in enumerate(flows)]
    await _fill(connection, tables.flows, listed_flows)
    await _fill(connection, tables.duty_items, [_item_row(item, place) for place, item in enumerate(items)])
    named = [{"unit": unit, **asdict(to)} for unit, to in groups.items()]
    await _write(connection, tables.groups, named)
    await changed(connection)
    return await load(connection)


async def _all(connection: AsyncConnection, table: Table, order: str) -> Sequence[AnyRow]:
    return (await connection.execute(select(table).order_by(table.c[order]))).all()


async def _fill(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await connection.execute(table.insert(), rows)


async def _write(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, or change those whose key stands already."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    row = insert(table)
    other = {name: row.excluded[name] for name in rows[0] if name not in keys}
    await connection.execute(row.on_conflict_do_update(index_elements=keys, set_=other), rows)


async def _remove(connection: AsyncConnection, table: Table, key: str, kept: Sequence[str]) -> None:
    await connection.execute(delete(table).where(table.c[key].not_in(kept)))


async def _write_staff(connection: AsyncConnection, staff: Sequence[StaffRow]) -> Mapping[str, int]:
    """Their ids by code; who was staff and is not named any more is staff no longer."""
    persons = tables.persons
    await connection.execute(persons.update().where(persons.c.staff).values(staff=False))
    row = insert(persons)
    stands: dict[str, Any] = {name: row.excluded[name] for name in ("name", "skills", "home", "title", "staff")}
    stands["phone"] = case((row.excluded.phone != "", row.excluded.phone), else_=persons.c.phone)
    if staff:
        await connection.execute(
            row.on_conflict_do_update(index_elements=["code"], set_=stands), [_staff_row(s) for s in staff]
        )
    query = select(persons.c.code, persons.c.id).where(persons.c.staff)
    people = {row.code: row.id for row in await connection.execute(query)}
    await _write_identities(connection, staff, people)
    return people


async def _write_identities(connection: AsyncConnection, staff: Sequence[StaffRow], people: Mapping[str, int]) -> None:
    """A private chat bears its user's number; that it can be written to is believed until it proves wrong."""
    rows = [
        {"account": account, "user_id": user, "chat_id": user, "person_id": people[s.code], "reachable": True}
        for s in staff
        for account, user in s.identities
    ]
    row = insert(tables.identities)
    same = row.on_conflict_do_update(index_elements=["account", "user_id"], set_={"person_id": row.excluded.person_id})
    if rows:
        await connection.execute(same, rows)


def _area(row: AnyRow) -> Area:
    return Area(row.code, row.name, Level(row.level), row.parent, row.prefix, tuple(row.aliases))


def _area_row(area: Area, place: int) -> dict[str, Any]:
    return asdict(area) | {"aliases": list(area.aliases), "place": place}


def _unit(row: AnyRow) -> Unit:
    family, tier = Family(row.family) if row.family else None, Tier(row.tier) if row.tier else None
    return Unit(row.code, row.name, UnitKind(row.kind), row.area, family, tier)


def _unit_row(unit: Unit, place: int) -> dict[str, Any]:
    return asdict(unit) | {"place": place}


def _item(row: AnyRow) -> DutyItem:
    found: DutyItem = from_plain(DutyItem, row.facts)
    return found


def _item_row(item: DutyItem, place: int) -> dict[str, Any]:
    return {"number": item.number, "facts": to_plain(item), "place": place}


def _staff(row: AnyRow) -> Staff:
    return Staff(row.id, row.code, row.name, tuple(row.skills), row.home, row.title)


def _staff_row(staff: StaffRow) -> dict[str, Any]:
    facts = {name: getattr(staff, name) for name in ("code", "name", "home", "title", "phone")}
    return facts | {"skills": list(staff.skills), "staff": True}


def _post_row(post: PostRow, people: Mapping[str, int], place: int) -> dict[str, Any]:
    return {"person": people[post.person], "unit": post.unit, "role": post.role, "place": place}


def _duty(row: AnyRow) -> Duty:
    hours = time.fromisoformat(row.starts), time.fromisoformat(row.ends)
    return Duty(row.person, row.area, frozenset(row.weekdays), *hours)


def _duty_row(duty: DutyRow, people: Mapping[str, int]) -> dict[str, Any]:
    hours = {"starts": duty.start.isoformat("minutes"), "ends": duty.end.isoformat("minutes")}
    return hours | {"person": people[duty.person], "area": duty.area, "weekdays": sorted(duty.weekdays)}
