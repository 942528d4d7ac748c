"""Deletion on request (PIPL 47): what runs is withdrawn, then everything personal goes; the history stays, nameless."""

from tickets.deeds.poster.posting import withdraw
from tickets.ids import PersonId
from tickets.kinds import State
from tickets.ports import Work
from tickets.records import Query
from tickets.ticket import Ticket

_RUNNING = frozenset({State.TRIAGE, State.OPEN, State.HELD})


async def forget(work: Work, person: PersonId) -> list[Ticket]:
    """Withdraw the person's running tickets and delete what is personal; gives their tickets, for the cards."""
    for ticket in await work.tickets.find(Query(states=_RUNNING, poster=person, limit=1000)):
        await withdraw(work, ticket.id, person)
    # Read after the withdrawals, so that these are written before what is personal leaves the rows.
    every = await work.tickets.find(Query(poster=person, limit=1000))
    await work.people.forget(person)
    return every
