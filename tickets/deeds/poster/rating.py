"""What only the poster may say: solved or not, how satisfied, once more, hurry up. Silence is no opinion."""

from dataclasses import replace

from tickets.deeds.poster.limits import rings
from tickets.deeds.poster.posting import Words
from tickets.deeds.sorting import refer, settle
from tickets.deeds.step import begin, finish, restart
from tickets.errors import TooSoon, Unusable
from tickets.ids import PersonId, TicketId
from tickets.kinds import Clock, Deed, Grade, Matter, State
from tickets.ports import Work
from tickets.records import Rating
from tickets.rules.clocks import answer_by
from tickets.rules.routing import Unrouted
from tickets.ticket import Ticket


async def confirm(work: Work, ticket_id: TicketId, poster: PersonId) -> Ticket:
    """Solved: the ticket is closed. Said again, it changes nothing."""
    ticket = await work.tickets.get(ticket_id)
    if ticket.state is State.CLOSED and ticket.poster == poster:
        return ticket
    ticket = await begin(work, ticket_id, Deed.CONFIRM, poster)
    await work.tickets.rate(Rating(ticket.id, ticket.round, solved=True))
    await work.deadlines.drop(ticket.id)
    return await finish(work, ticket, Deed.CONFIRM, poster)


async def deny(work: Work, ticket_id: TicketId, poster: PersonId) -> Ticket:
    """Not solved: kept as the poster's opinion; whether to take it up again is asked, not assumed.

    Said again of the same answer, it rings nobody.
    """
    ticket = await begin(work, ticket_id, Deed.DENY, poster)
    said = await _denied_already(work, ticket)
    await work.tickets.rate(Rating(ticket.id, ticket.round, solved=False))
    denied = await finish(work, ticket, Deed.DENY, poster, detail={"quiet": True} if said else {})
    await restart(work, denied, Clock.CALLBACK)
    return denied


async def _denied_already(work: Work, ticket: Ticket) -> bool:
    since = ticket.ended_at or ticket.posted_at
    return any(e.deed is Deed.DENY and e.at >= since for e in await work.tickets.history(ticket.id))


async def grade(work: Work, ticket_id: TicketId, poster: PersonId, given: Grade) -> Ticket:
    """满意、基本满意、不满意."""
    ticket = await begin(work, ticket_id, Deed.GRADE, poster)
    await work.tickets.rate(Rating(ticket.id, ticket.round, grade=given))
    return await finish(work, ticket, Deed.GRADE, poster, detail={"grade": given})


async def contacted(work: Work, ticket_id: TicketId, poster: PersonId, was: bool) -> Ticket:
    """Whether anyone was in touch with the poster (for the response rate)."""
    ticket = await begin(work, ticket_id, Deed.GRADE, poster)
    await work.tickets.rate(Rating(ticket.id, ticket.round, contacted=was))
    return await finish(work, ticket, Deed.GRADE, poster, detail={"contacted": was})


async def remark(work: Work, ticket_id: TicketId, poster: PersonId, words: Words) -> Ticket:
    """Free words beside the rating."""
    ticket, loud = await begin(work, ticket_id, Deed.REMARK, poster), await rings(work, poster)
    said = await work.tickets.say(
        ticket.id, Deed.REMARK, poster, words.all_text, words.media, words.album, words.origin
    )
    return await finish(work, ticket, Deed.REMARK, poster, words=said, detail={} if loud else {"quiet": True})


async def reopen(work: Work, ticket_id: TicketId, poster: PersonId) -> Ticket:
    """Round two (or three …): history stays, the 48 hours begin again. Raises Unusable("over") after 14 days."""
    ticket = await begin(work, ticket_id, Deed.REOPEN, poster)
    if ticket.ended_at is not None and work.now - ticket.ended_at > work.rules.reopen:
        raise Unusable("over")
    again = replace(
        ticket,
        round=ticket.round + 1,
        due_at=answer_by(ticket.urgency, ticket.topic, work.now, work.rules),
        explained=False,
        merged_into=None,
    )
    landed = again if again.unit else settle(again, work.directory, None)
    opened = await finish(
        work,
        ticket,
        Deed.REOPEN,
        poster,
        round=again.round,
        due_at=again.due_at,
        unit=landed.unit,
        unrouted="" if landed.unit else landed.unrouted,
        holder=None,
        claimed_at=None,
        answered_at=None,
        ended_at=None,
        hand_overs=0,
        pressed=False,
        explained=False,
        merged_into=None,
    )
    await work.deadlines.drop(ticket.id)
    await restart(work, opened, Clock.ANSWER, Clock.CLAIM)
    if opened.danger and opened.matter is Matter.HOUSEHOLD:
        return await refer(work, opened, poster, Unrouted.DANGER)
    return opened if opened.unit else await refer(work, opened, poster, Unrouted(landed.unrouted))


async def urge(work: Work, ticket_id: TicketId, poster: PersonId) -> Ticket:
    """催办: a reminder to those who have it, once a day. Raises TooSoon."""
    ticket = await begin(work, ticket_id, Deed.URGE, poster)
    past = [e.at for e in await work.tickets.history(ticket.id) if e.deed is Deed.URGE]
    if past and work.now < past[-1] + work.rules.urge:
        raise TooSoon(past[-1] + work.rules.urge)
    return await finish(work, ticket, Deed.URGE, poster)


async def lapse(work: Work, ticket: Ticket) -> Ticket:
    """No word from the poster in all that time: closed, with no opinion."""
    await work.deadlines.drop(ticket.id)
    return await finish(work, ticket, Deed.LAPSE, None)
