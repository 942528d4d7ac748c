"""Who has a ticket: claimed, handed back, given to somebody by name, taken over, or returned for idleness."""

from tickets.deeds.sorting import refer
from tickets.deeds.step import begin, finish, restart
from tickets.errors import AlreadyHeld, HandsFull, Unknown, Unusable
from tickets.ids import PersonId, TicketId
from tickets.kinds import Clock, Deed, State
from tickets.ports import Work
from tickets.rules.moves import move
from tickets.rules.rights import check, could_hold, standings
from tickets.rules.routing import Unrouted
from tickets.ticket import Ticket

LEFT = "left"
"""Why a ticket went back to the pool: its holder is not in the people workbook any more."""


async def claim(work: Work, ticket_id: TicketId, worker: PersonId) -> Ticket:
    """Exactly one winner; pressing again by the winner changes nothing.

    Raises AlreadyHeld for the loser, HandsFull, NotAllowed, NotNow.
    """
    ticket = await work.tickets.get(ticket_id)
    if ticket.state is State.HELD and ticket.holder == worker:
        return ticket
    check(Deed.CLAIM, standings(ticket, worker, work.directory, work.now))
    if ticket.state is State.HELD and ticket.holder is not None:
        raise AlreadyHeld(ticket.holder)
    move(ticket.state, Deed.CLAIM)
    await _has_hands(work, worker)
    return await _hold(work, ticket, Deed.CLAIM, worker, worker)


async def take_over(work: Work, ticket_id: TicketId, actor: PersonId, reason: str = "") -> Ticket:
    """A coordinator, duty officer or supervisor takes it into their own hands, limit or no limit."""
    ticket = await begin(work, ticket_id, Deed.TAKE_OVER, actor)
    if ticket.holder == actor:
        return ticket
    return await _hold(work, ticket, Deed.TAKE_OVER, actor, actor, reason)


async def assign(work: Work, ticket_id: TicketId, actor: PersonId, to: PersonId, reason: str) -> Ticket:
    """To a person by name, with a reason. Raises Unknown("person") for one who may not have it, HandsFull."""
    ticket = await begin(work, ticket_id, Deed.ASSIGN, actor)
    if to not in could_hold(ticket, work.directory):
        raise Unknown("person")
    if not reason.strip():
        raise Unusable("reason")
    if ticket.state is State.HELD and ticket.hand_overs + 1 >= work.rules.hand_overs:
        return await refer(work, ticket, actor, Unrouted.HAND_OVERS, reason)
    await _has_hands(work, to, actor)
    return await _hold(work, ticket, Deed.ASSIGN, actor, to, reason)


async def hand_back(work: Work, ticket_id: TicketId, holder: PersonId, reason: str) -> Ticket:
    """Back to the pool with a reason; too many hand-overs refer it to the coordinator. The clock runs on."""
    ticket = await begin(work, ticket_id, Deed.HAND_BACK, holder)
    if not reason.strip():
        raise Unusable("reason")
    return await _let_go(work, ticket, Deed.HAND_BACK, holder, reason)


async def idle_return(work: Work, ticket: Ticket) -> Ticket:
    """A claim without a word goes back to the pool; while units are called it waits for them."""
    if any(whistle.running for whistle in await work.whistles.of(ticket.id)):
        await restart(work, ticket, Clock.IDLE)
        return ticket
    return await _let_go(work, ticket, Deed.IDLE_RETURN, None, "idle")


async def leave(work: Work, ticket: Ticket) -> Ticket:
    """Its holder is with us no longer: back to the pool. The clock runs on."""
    return await _let_go(work, ticket, Deed.IDLE_RETURN, None, LEFT)


async def _hold(work: Work, ticket: Ticket, deed: Deed, actor: PersonId, holder: PersonId, reason: str = "") -> Ticket:
    hand_overs = ticket.hand_overs + (1 if ticket.holder not in {None, holder} else 0)
    held = await finish(
        work,
        ticket,
        deed,
        actor,
        detail={"reason": reason, "holder": holder},
        holder=holder,
        claimed_at=work.now,
        hand_overs=hand_overs,
        unit=ticket.unit or _own_unit(work, holder),
        unrouted="",
    )
    await work.deadlines.drop(ticket.id, Clock.CLAIM, Clock.TRIAGE)
    await restart(work, held, Clock.IDLE)
    return held


async def _let_go(work: Work, ticket: Ticket, deed: Deed, actor: PersonId | None, reason: str) -> Ticket:
    hand_overs = ticket.hand_overs + 1
    if hand_overs >= work.rules.hand_overs or ticket.unit is None:
        return await refer(work, ticket, actor, Unrouted.HAND_OVERS, reason)
    free = await finish(
        work, ticket, deed, actor, detail={"reason": reason}, holder=None, claimed_at=None, hand_overs=hand_overs
    )
    await work.deadlines.drop(ticket.id, Clock.IDLE)
    await restart(work, free, Clock.CLAIM)
    return free


async def _has_hands(work: Work, worker: PersonId, asked_by: PersonId | None = None) -> None:
    if await work.tickets.held_by(worker) >= work.rules.hands:
        raise HandsFull(work.rules.hands, worker if asked_by not in {None, worker} else None)


def _own_unit(work: Work, person: PersonId) -> str | None:
    posts = work.directory.posts_of(person)
    return posts[0].unit if posts else None
