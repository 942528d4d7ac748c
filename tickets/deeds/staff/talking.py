"""Words between the holder and the resident, and notes that only staff see."""

from tickets.deeds.poster.limits import rings
from tickets.deeds.poster.posting import LONGEST, Words
from tickets.deeds.step import begin, finish, restart
from tickets.errors import Unusable
from tickets.ids import PersonId, TicketId
from tickets.kinds import Clock, Deed, State
from tickets.ports import Work
from tickets.records import Person
from tickets.ticket import Ticket


async def ask(work: Work, ticket_id: TicketId, holder: PersonId, words: Words) -> Ticket:
    """A question to the resident; the clock runs on."""
    return await _speak(work, ticket_id, Deed.ASK, holder, words)


async def tell(work: Work, ticket_id: TicketId, actor: PersonId, words: Words) -> Ticket:
    """A word to the resident that answers a follow-up and stops no clock."""
    return await _speak(work, ticket_id, Deed.TELL, actor, words)


async def reply(work: Work, ticket_id: TicketId, poster: PersonId, words: Words) -> Ticket:
    """The resident's reply to a question, or a question of theirs, of whatever length, to whoever has the ticket."""
    return await _speak(work, ticket_id, Deed.REPLY, poster, words)


async def note(work: Work, ticket_id: TicketId, actor: PersonId, words: Words) -> Ticket:
    """For colleagues only; the resident never sees it."""
    return await _speak(work, ticket_id, Deed.NOTE, actor, words)


async def more(work: Work, ticket_id: TicketId, author: PersonId, words: Words) -> Ticket | None:
    """The rest of an album whose first picture was said: to the resident where that one went to them."""
    said = await work.tickets.said(ticket_id)
    first = next((s for s in said if s.album and s.album == words.album and s.author == author), None)
    if first is None:
        return None
    if first.deed is Deed.WHISTLE:
        await work.tickets.say(ticket_id, first.deed, author, words.all_text, words.media, words.album, words.origin)
        return await work.tickets.get(ticket_id)
    return await (note if first.deed in {Deed.NOTE, Deed.AGREE} else tell)(work, ticket_id, author, words)


async def look(work: Work, ticket_id: TicketId, holder: PersonId) -> tuple[Ticket, Person]:
    """The poster's contact data for the holder, and for nobody else; the look itself is history."""
    ticket = await begin(work, ticket_id, Deed.LOOK, holder)
    seen = await finish(work, ticket, Deed.LOOK, holder)
    return seen, await work.people.person(ticket.poster)


async def _speak(work: Work, ticket_id: TicketId, deed: Deed, actor: PersonId, words: Words) -> Ticket:
    if deed is not Deed.REPLY:
        usable(words)
    ticket = await begin(work, ticket_id, deed, actor)
    loud = deed is not Deed.REPLY or await rings(work, actor)
    said = await work.tickets.say(ticket.id, deed, actor, words.all_text, words.media, words.album, words.origin)
    after = await finish(work, ticket, deed, actor, words=said, detail={} if loud else {"quiet": True})
    if after.state is State.HELD and (actor == after.holder or deed is Deed.REPLY):
        await restart(work, after, Clock.IDLE)
    return after


def usable(words: Words) -> None:
    """Raises Unusable for nothing at all, and for more than one message holds."""
    if not words.all_text and not words.media:
        raise Unusable("empty")
    if len(words.all_text) > LONGEST:
        raise Unusable("long")
