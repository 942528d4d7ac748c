"""Deletion on request (PIPL 47): what runs is withdrawn, then everything personal goes; the history stays, nameless."""

from tickets.deeds.posting import withdraw
from tickets.ids import PersonId
from tickets.kinds import State
from tickets.ports import Work
from tickets.records import Query

_RUNNING = frozenset({State.TRIAGE, State.OPEN, State.HELD})


async def forget(work: Work, person: PersonId) -> None:
    """Withdraw the person's running tickets and delete what is personal."""
    for ticket in await work.tickets.find(Query(states=_RUNNING, poster=person, limit=1000)):
        await withdraw(work, ticket.id, person)
    await work.people.forget(person)
