"""Several residents, one matter: their tickets are worked on as one, and each of them is told and asked at its end."""

from tickets.deeds.step import begin, finish
from tickets.errors import NotAllowed, Unknown, Unusable
from tickets.ids import PersonId, TicketId
from tickets.kinds import Clock, Deed, Matter, State
from tickets.ports import Work
from tickets.records import Query
from tickets.rules.clocks import answer_span, deadlines
from tickets.rules.routing import Unrouted
from tickets.ticket import Ticket

_CROWD = 1000
"""So many neighbours may report one matter."""


async def merge(work: Work, ticket_id: TicketId, actor: PersonId, into: str) -> Ticket:
    """Join a ticket to another that is the same matter.

    Its poster may join it to one that was offered to them, until somebody works on it. Raises Unknown, also for one of
    another community, Unusable("self"), ("closed") where the other is answered, ("household"): those are never joined.
    """
    ticket = await begin(work, ticket_id, Deed.MERGE, actor)
    other = await work.tickets.named(into)
    if actor == ticket.poster:
        await _check_offer(work, ticket, other)
    if other.merged_into:
        other = await work.tickets.get(other.merged_into)
    if other.community != ticket.community:
        raise Unknown("ticket")
    if ticket.id in {other.id, other.merged_into}:
        raise Unusable("self")
    if Matter.HOUSEHOLD in {ticket.matter, other.matter}:
        raise Unusable("household")
    if not other.running:
        raise Unusable("closed")
    return await _join(work, ticket, actor, other)


async def joined(work: Work, ticket: Ticket) -> list[Ticket]:
    """All that were merged into it, also by way of others; locked."""
    direct = await _direct(work, ticket)
    further = [await joined(work, other) for other in direct]
    return [*direct, *(other for others in further for other in others)]


async def _check_offer(work: Work, ticket: Ticket, other: Ticket) -> None:
    """Raises NotAllowed where the program never offered the other: whoever joins it will read its answer."""
    posted = next(event for event in await work.tickets.history(ticket.id) if event.deed is Deed.POST)
    if other.id not in posted.detail.get("like", ()):
        raise NotAllowed(Deed.MERGE)
    if ticket.state is State.HELD:
        raise Unusable("held")


async def _join(work: Work, ticket: Ticket, actor: PersonId, other: Ticket) -> Ticket:
    await work.deadlines.drop(ticket.id)
    merged = await finish(
        work,
        ticket,
        Deed.MERGE,
        actor,
        detail={"into": other.number},
        merged_into=other.id,
        holder=None,
        ended_at=work.now,
        promised_for=None,
    )
    posters = {one.poster for one in await joined(work, other)} - {other.poster}
    await finish(work, other, Deed.JOIN, None, detail={"number": ticket.number}, neighbours=len(posters))
    return merged


async def part(work: Work, ticket: Ticket) -> None:
    """Its poster has withdrawn it, but the neighbours still wait: the coordinator says who goes on with theirs."""
    for other in await _direct(work, ticket):
        apart = await finish(
            work, other, Deed.REFER, None, merged_into=None, ended_at=None, unit=None, unrouted=Unrouted.ALONE
        )
        since = apart.due_at - answer_span(apart.urgency, apart.topic, work.rules).length
        await work.deadlines.restart(deadlines(Clock.ANSWER, apart, since, work.rules))
        await work.deadlines.restart(deadlines(Clock.TRIAGE, apart, work.now, work.rules))


async def _direct(work: Work, ticket: Ticket) -> list[Ticket]:
    found = await work.tickets.find(Query(states=frozenset({State.MERGED}), merged_into=ticket.id, limit=_CROWD))
    return list((await work.tickets.several(other.id for other in found)).values())
