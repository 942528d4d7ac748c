"""What the resident waits for: a result, an honest explanation, or a promised date."""

from datetime import datetime

from tickets.deeds.merging import joined
from tickets.deeds.poster.posting import Words
from tickets.deeds.staff.talking import usable
from tickets.deeds.step import begin, finish, restart
from tickets.errors import Unusable
from tickets.ids import PersonId, TicketId, WordsId
from tickets.kinds import Clock, Deed
from tickets.ports import Work
from tickets.ticket import Ticket


async def solve(work: Work, ticket_id: TicketId, holder: PersonId, words: Words) -> Ticket:
    """Done, with the result in words. Stops the clock (design 8.7).

    Raises Unusable("whistled") while a called unit still owes its report: an interim answer with a date is the way.
    """
    if any(leg.owing for w in await work.whistles.of(ticket_id) if w.running for leg in w.legs.values()):
        raise Unusable("whistled")
    return await _answer(work, ticket_id, Deed.SOLVE, holder, words, explained=False)


async def explain(work: Work, ticket_id: TicketId, holder: PersonId, words: Words) -> Ticket:
    """It cannot be done: why, and what comes next. Stops the clock too, and reads differently."""
    return await _answer(work, ticket_id, Deed.EXPLAIN, holder, words, explained=True)


async def promise(work: Work, ticket_id: TicketId, holder: PersonId, until: datetime, words: Words) -> Ticket:
    """An interim answer with a date: the 48 hours are answered, and a clock of its own watches the date.

    Raises Unusable("past") or ("far") for a date that is none; ("broken") after an earlier promise has run out.
    """
    usable(words)
    ticket = await begin(work, ticket_id, Deed.PROMISE, holder)
    if until <= work.now:
        raise Unusable("past")
    if until > work.now + work.rules.promise_longest:
        raise Unusable("far")
    if ticket.promised_for is not None and ticket.promised_for <= work.now:
        raise Unusable("broken")
    said = await work.tickets.say(
        ticket.id, Deed.PROMISE, holder, words.all_text, words.media, words.album, words.origin
    )
    answered = ticket.answered_at or work.now
    kept = await finish(work, ticket, Deed.PROMISE, holder, words=said, promised_for=until, answered_at=answered)
    await work.deadlines.drop(ticket.id, Clock.ANSWER)
    await restart(work, kept, Clock.PROMISE, Clock.IDLE)
    return kept


async def _answer(
    work: Work, ticket_id: TicketId, deed: Deed, holder: PersonId, words: Words, *, explained: bool
) -> Ticket:
    usable(words)
    ticket = await begin(work, ticket_id, deed, holder)
    said = await work.tickets.say(ticket.id, deed, holder, words.all_text, words.media, words.album, words.origin)
    return await close(work, ticket, deed, holder, said, explained=explained)


async def close(
    work: Work, ticket: Ticket, deed: Deed, holder: PersonId, said: WordsId | None, *, explained: bool, **detail: object
) -> Ticket:
    """The ticket answered by a deed that was allowed, and with it those merged into it: for deeds in this room only."""
    answered = await _ends(work, ticket, deed, holder, said, explained, detail)
    for other in await joined(work, ticket):
        await _ends(work, other, Deed.EXPLAIN if explained else Deed.SOLVE, holder, said, explained, detail)
    return answered


async def _ends(
    work: Work,
    ticket: Ticket,
    deed: Deed,
    holder: PersonId,
    said: WordsId | None,
    explained: bool,
    detail: dict[str, object],
) -> Ticket:
    await work.deadlines.drop(ticket.id)
    answered = await finish(
        work,
        ticket,
        deed,
        holder,
        words=said,
        detail=detail,
        holder=holder,
        answered_at=ticket.answered_at or work.now,
        ended_at=work.now,
        promised_for=None,
        explained=explained,
    )
    await restart(work, answered, Clock.CALLBACK)
    return answered
