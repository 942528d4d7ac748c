"""What the clocks do when they run out, and what supervisors do about it."""

from tickets.deeds.poster.rating import lapse
from tickets.deeds.staff.holding import idle_return
from tickets.deeds.step import begin, finish
from tickets.ids import PersonId, TicketId
from tickets.kinds import Clock, Deed, State
from tickets.ports import Work
from tickets.rules.clocks import LATE, caught_up, next_step
from tickets.ticket import Deadline, Ticket
from tickets.times import iso
from tickets.whistles.deeds.watching import fire_whistles

_WATCHED_WHILE = {
    Clock.ANSWER: frozenset({State.TRIAGE, State.OPEN, State.HELD}),
    Clock.PROMISE: frozenset({State.HELD, State.OPEN, State.TRIAGE}),
    Clock.CLAIM: frozenset({State.OPEN}),
    Clock.TRIAGE: frozenset({State.TRIAGE}),
    Clock.IDLE: frozenset({State.HELD}),
    Clock.PAGE: frozenset({State.TRIAGE, State.OPEN}),
    Clock.CALLBACK: frozenset({State.ANSWERED}),
}
"""In which states a clock still means something; in any other a due step is let go."""


async def sweep(work: Work, limit: int = 200) -> int:
    """Fire what is due, each step once; gives how many. Steps of one clock that fell due together are told as one."""
    due = await work.deadlines.claim_due(work.now, limit)
    blown = await work.whistles.claim_due(work.now, limit - len(due)) if len(due) < limit else []
    whistled = await work.whistles.tickets_of({d.whistle for d in blown})
    together: dict[tuple[TicketId, Clock], list[Deadline]] = {}
    for deadline in due:
        together.setdefault((deadline.ticket, deadline.clock), []).append(deadline)
    await work.tickets.several({*(d.ticket for d in due), *whistled.values()})
    for (ticket_id, clock), steps in together.items():
        # Asked anew each time: another clock of the same ticket may just have moved it.
        ticket = await work.tickets.get(ticket_id)
        current = [d for d in steps if d.round == ticket.round]
        if current and ticket.state in _WATCHED_WHILE[clock]:
            await _fire(work, ticket, sorted(current, key=lambda d: d.step))
    await fire_whistles(work, blown)
    return len(due) + len(blown)


async def press(work: Work, ticket_id: TicketId, supervisor: PersonId) -> Ticket:
    """督办: a supervisor puts their name to it; the mark stays, whatever the handler does."""
    ticket = await begin(work, ticket_id, Deed.PRESS, supervisor)
    return await finish(work, ticket, Deed.PRESS, supervisor, pressed=True)


async def heed(work: Work, ticket_id: TicketId, person: PersonId) -> Ticket:
    """Somebody on duty has read the page: the ringing stops and the resident hears who. Once more changes nothing."""
    ticket = await begin(work, ticket_id, Deed.HEED, person)
    if any(e.deed is Deed.HEED and e.actor == person for e in await work.tickets.history(ticket.id)):
        return ticket
    await work.deadlines.drop(ticket.id, Clock.PAGE)
    return await finish(work, ticket, Deed.HEED, person)


async def _fire(work: Work, ticket: Ticket, steps: list[Deadline]) -> None:
    last = steps[-1]
    match last.clock:
        case Clock.IDLE:
            await idle_return(work, ticket)
        case Clock.CALLBACK if last.step == LATE:
            await lapse(work, ticket)
        case Clock.CALLBACK:
            await _call_back(work, ticket, steps)
        case Clock.PAGE:
            await _remind(work, ticket, steps, Deed.PAGE)
        case Clock.ANSWER | Clock.PROMISE | Clock.CLAIM | Clock.TRIAGE:
            await _remind(work, ticket, steps, Deed.REMIND)


async def _call_back(work: Work, ticket: Ticket, steps: list[Deadline]) -> None:
    """Whoever has said already whether it is solved is not asked again."""
    said = await work.tickets.rating(ticket.id, ticket.round)
    if said is None or said.solved is None:
        await _remind(work, ticket, steps, Deed.REMIND)


async def _remind(work: Work, ticket: Ticket, steps: list[Deadline], deed: Deed) -> None:
    """One line of the history, however many steps it tells; what the clock does next is set."""
    last = caught_up(steps[-1], work.now, work.rules)
    following = next_step(last, work.now, work.rules)
    if following:
        await work.deadlines.set([following])
    told = [*(d.step for d in steps), *range(steps[-1].step + 1, last.step + 1)]
    detail = {"clock": last.clock, "step": last.step, "steps": told, "due_at": iso(last.due_at)}
    await finish(work, ticket, deed, None, detail=detail)
