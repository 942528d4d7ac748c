"""The same resident says the same again: it goes to the ticket that runs already, and no second one is worked on."""

from tickets.deeds.poster.posting import Words, add, withdraw
from tickets.errors import NotAllowed
from tickets.ids import PersonId, TicketId
from tickets.kinds import Deed
from tickets.ports import Work
from tickets.ticket import Ticket


async def repeat(work: Work, ticket_id: TicketId, poster: PersonId, into: str) -> Ticket:
    """What was said becomes an addition to their earlier ticket, which is given back; the new one is withdrawn.

    Raises NotAllowed where the program never said that the two are alike.
    """
    earlier = await work.tickets.named(into)
    posted = next(event for event in await work.tickets.history(ticket_id) if event.deed is Deed.POST)
    if earlier.id not in posted.detail.get("own", ()):
        raise NotAllowed(Deed.ADD)
    said = await work.tickets.said(ticket_id, Deed.POST, Deed.ADD)
    await withdraw(work, ticket_id, poster)
    for one in said:
        earlier = await add(work, earlier.id, poster, Words(one.text, one.media))
    return earlier
