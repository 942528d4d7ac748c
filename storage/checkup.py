"""What whoever looks after the database wants to know about it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Column, Table, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.migrate import REVISIONS
from storage.tables.mail import LEAVING, outbox
from storage.tables.people import areas, identities, persons, posts
from storage.tables.people import units as unit_table
from storage.tables.tickets import tickets
from tickets.ids import AreaCode, PersonId, UnitCode
from tickets.kinds import State
from tickets.mail import Fate


class Unusable(Exception):
    """The database cannot be reached or is none; the message is the first line of what its driver said."""


async def reach(database: Database) -> None:
    """Ask the database anything at all. Raises Unusable."""
    try:
        async with database.read() as connection:
            await time_of(connection)
    except Exception as error:  # drivers raise what they like; whatever it is, the database can't be used
        raise Unusable(str(error).partition("\n")[0] or type(error).__name__) from error


def newest_revision() -> str:
    """The revision that this program wants."""
    return REVISIONS[-1]


async def refusals(connection: AsyncConnection) -> dict[str, int]:
    """How many letters could not be delivered, by the channel's reason."""
    query = select(outbox.c.why, func.count()).where(outbox.c.fate == Fate.REFUSED).group_by(outbox.c.why)
    return {why: count for why, count in await connection.execute(query)}


async def leaving(connection: AsyncConnection) -> int:
    """How many letters have not left yet."""
    return (await connection.execute(select(func.count()).select_from(outbox).where(LEAVING))).scalar_one()


async def unreachable_staff(connection: AsyncConnection) -> list[PersonId]:
    """Who has a post and no private chat that can be written to."""
    reached = exists().where(identities.c.person_id == persons.c.id, identities.c.reachable)
    posted = exists().where(posts.c.person == persons.c.id)
    query = select(persons.c.id).where(persons.c.staff, posted, ~reached).order_by(persons.c.id)
    return [PersonId(row.id) for row in await connection.execute(query)]


async def orphaned(
    connection: AsyncConnection, communities: Collection[AreaCode], units: Collection[UnitCode]
) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """The numbers of running tickets by the community, and by the unit, that would be gone if only these were left."""
    return (
        await _running_elsewhere(connection, tickets.c.community, areas, communities),
        await _running_elsewhere(connection, tickets.c.unit, unit_table, units),
    )


async def _running_elsewhere(
    connection: AsyncConnection, place: Column[str], names: Table, kept: Collection[str]
) -> Mapping[str, list[str]]:
    running = tickets.c.state.in_((State.TRIAGE, State.OPEN, State.HELD))
    query = select(names.c.name, tickets.c.number).join(names, names.c.code == place).where(running)
    found: dict[str, list[str]] = {}
    for row in await connection.execute(query.where(place.not_in(kept)).order_by(place, tickets.c.id)):
        found.setdefault(row.name, []).append(row.number)
    return found


async def time_of(connection: AsyncConnection) -> datetime | None:
    """The database server's own time; None where it is this machine's."""
    if connection.dialect.name != "postgresql":
        return None
    moment: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
    return moment
