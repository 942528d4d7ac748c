"""Links to pages of the staff: each opens once; what it opens is a visit of that person, and every look is kept."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.pages import page_links, page_looks, page_visits
from tickets.ids import PersonId


async def give(connection: AsyncConnection, person: PersonId, page: str, code: str, expires: datetime) -> None:
    """Let whoever brings `code` before that wall time open the page as this person, once; only its hash is kept."""
    row = {"hash": _hash(code), "person": person, "page": page, "expires": expires}
    await connection.execute(insert(page_links).values(row))


async def enter(
    connection: AsyncConnection, code: str, secret: str, now: datetime, until: datetime
) -> tuple[PersonId, str] | None:
    """Use a link up: the visit is known by `secret`. Gives whose it is and the page; None for a spent link."""
    used = page_links.delete().where(page_links.c.hash == _hash(code), page_links.c.expires > now)
    row = (await connection.execute(used.returning(page_links.c.person, page_links.c.page))).first()
    if row is None:
        return None
    visit = {"hash": _hash(secret), "person": row.person, "expires": until}
    await connection.execute(insert(page_visits).values(visit))
    return PersonId(row.person), row.page


async def stands(connection: AsyncConnection, code: str, now: datetime) -> bool:
    """Whether the link can still be used."""
    query = select(page_links.c.person).where(page_links.c.hash == _hash(code), page_links.c.expires > now)
    return (await connection.execute(query)).first() is not None


async def visitor(connection: AsyncConnection, secret: str, now: datetime) -> PersonId | None:
    """Whose visit it is, while it lasts."""
    query = select(page_visits.c.person).where(page_visits.c.hash == _hash(secret), page_visits.c.expires > now)
    found = (await connection.execute(query)).scalar()
    return PersonId(found) if found is not None else None


async def end(connection: AsyncConnection, secret: str) -> None:
    """The visit is over."""
    await connection.execute(page_visits.delete().where(page_visits.c.hash == _hash(secret)))


async def end_all(connection: AsyncConnection, person: PersonId) -> None:
    """Every visit and every open link of that person is over."""
    for table in (page_links, page_visits):
        await connection.execute(table.delete().where(table.c.person == person))


async def looked(
    connection: AsyncConnection, person: PersonId, page: str, detail: Mapping[str, Any], at: datetime
) -> None:
    """Write a look down."""
    await connection.execute(insert(page_looks).values(person=person, page=page, detail=dict(detail), at=at))


async def prune(connection: AsyncConnection, now: datetime) -> None:
    """Forget links and visits that are over."""
    for table in (page_links, page_visits):
        await connection.execute(table.delete().where(table.c.expires <= now))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
