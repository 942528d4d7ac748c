"""Two matters in one message: the second becomes a ticket of its own, once, when its poster says so."""

from tickets.deeds.poster.posting import Words, post
from tickets.deeds.sorting import reread
from tickets.deeds.step import finish
from tickets.ids import PersonId
from tickets.kinds import Deed, State
from tickets.ports import Work
from tickets.records import Person, Said
from tickets.rules.routing import Unrouted
from tickets.ticket import Ticket


async def part(work: Work, poster: Person, said: Said) -> Ticket | None:
    """A ticket for the second matter of what was said; the first keeps its own words. None where it was made already.

    Files go with both: nobody knows which of them they show.
    """
    mark, matters = f"second:{said.id}", work.reader.read(said.text).matters
    if not matters or await work.tickets.of_origin(mark):
        return None
    main, other = matters
    made = await post(work, poster, Words(other.strip(), said.media, origin=mark))
    first = await work.tickets.get(said.ticket)
    if first.state is not State.WITHDRAWN:
        await _keep_to_one(work, first, poster.id, said, main.strip())
    return made


async def _keep_to_one(work: Work, ticket: Ticket, poster: PersonId, said: Said, main: str) -> None:
    """What both matters were called before stays in the history; what waited for that alone goes its way."""
    kept = await work.tickets.say(ticket.id, Deed.EDIT, poster, said.text)
    await work.tickets.edit_words(said.id, main)
    ticket = await finish(work, ticket, Deed.EDIT, poster, words=kept, detail={"parted": True})
    if ticket.unrouted == Unrouted.MIXED and not said.media:
        await reread(work, ticket, poster, work.reader.read(main), main)
