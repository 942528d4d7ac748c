"""What every deed does first and last: right and move are checked, the change is saved and told to the history."""

from dataclasses import replace
from typing import Any

from tickets.ids import PersonId, TicketId, WordsId
from tickets.kinds import Clock, Deed
from tickets.ports import Work
from tickets.rules.clocks import deadlines
from tickets.rules.moves import move
from tickets.rules.rights import check, standings
from tickets.ticket import Event, Ticket, changes


async def begin(work: Work, ticket_id: TicketId, deed: Deed, actor: PersonId, *, invited: bool = False) -> Ticket:
    """The ticket, locked, if the actor may do the deed now. Raises Unknown, NotAllowed or NotNow."""
    ticket = await work.tickets.get(ticket_id)
    check(deed, standings(ticket, actor, work.directory, work.now, invited=invited))
    move(ticket.state, deed)
    return ticket


async def finish(
    work: Work,
    before: Ticket,
    deed: Deed,
    actor: PersonId | None,
    *,
    words: WordsId | None = None,
    detail: dict[str, Any] | None = None,
    **changed: Any,
) -> Ticket:
    """The ticket moved by the deed, with `changed` fields, saved and recorded."""
    after = replace(before, **{"state": move(before.state, deed), **changed})
    old, new = changes(before, after)
    if new:
        await work.tickets.save(after)
    await work.tickets.record(Event(before.id, deed, work.now, actor, old, new, words, detail or {}))
    return after


async def restart(work: Work, ticket: Ticket, *clocks: Clock) -> None:
    """Begin the clocks anew from now, whatever of them stood or had fired."""
    await work.deadlines.restart([d for c in clocks for d in deadlines(c, ticket, work.now, work.rules)])
