"""The little that a channel wants to know of people and tickets when it shows a letter."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.people import identities, persons
from storage.tables.tickets import tickets
from tickets.ids import TicketId
from tickets.mail import Address


async def language_at(connection: AsyncConnection, to: Address) -> str:
    """The language that whoever reads this private chat has chosen; empty where they have chosen none."""
    query = select(persons.c.language).join(identities, identities.c.person_id == persons.c.id)
    found = await connection.execute(query.where(identities.c.account == to.account, identities.c.user_id == to.chat))
    return found.scalar() or ""


async def number_of_ticket(connection: AsyncConnection, ticket: TicketId | None) -> str:
    """The number that people read; empty where there is no ticket."""
    if ticket is None:
        return ""
    found = await connection.execute(select(tickets.c.number).where(tickets.c.id == ticket))
    return found.scalar() or ""
