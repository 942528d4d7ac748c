"""Which way a matter is worked through: put on a flow, and its steps done one after the other."""

from tickets.deeds.step import begin, finish
from tickets.errors import Unknown, Unusable
from tickets.flows import DEFAULT, Flow, Stand, Step, advance, missing
from tickets.flows import begin as first
from tickets.ids import PersonId, TicketId
from tickets.kinds import Deed, State
from tickets.ports import Work
from tickets.ticket import Ticket

_USUAL = {State.TRIAGE: "3", State.OPEN: "3", State.HELD: "4"}
"""Where a ticket stands on the usual flow (W6) is read off its state."""


async def put_on(work: Work, ticket_id: TicketId, actor: PersonId, code: str) -> Ticket:
    """Onto another flow, at its first step. Raises Unknown("flow"), Unusable("same_flow")."""
    ticket = await begin(work, ticket_id, Deed.FLOW, actor)
    flow = work.directory.flows.get(code)
    if flow is None:
        raise Unknown("flow")
    if code == (ticket.flow or DEFAULT):
        raise Unusable("same_flow")
    stand = "" if code == DEFAULT else first(flow).text()
    return await finish(work, ticket, Deed.FLOW, actor, flow=code, flow_at=stand)


async def step_done(work: Work, ticket_id: TicketId, actor: PersonId, number: str, choice: str = "") -> Ticket:
    """A step is done. Raises Unusable("step"), ("choice"), ("usual") where the ticket says it by itself."""
    ticket = await begin(work, ticket_id, Deed.STEP, actor)
    flow = flow_of(work, ticket)
    if flow is None or not ticket.flow_at:
        raise Unusable("usual")
    stand = advance(flow, Stand.read(ticket.flow_at), number, choice)
    return await finish(work, ticket, Deed.STEP, actor, detail={"step": number, "choice": choice}, flow_at=stand.text())


def flow_of(work: Work, ticket: Ticket) -> Flow | None:
    """The flow that a ticket is on; None where the people file has none by that name any more."""
    return work.directory.flows.get(ticket.flow or DEFAULT)


def open_steps(work: Work, ticket: Ticket) -> list[Step]:
    """What has to be done now."""
    flow = flow_of(work, ticket)
    if flow is None or not ticket.running:
        return []
    if ticket.flow_at:
        return list(missing(flow, Stand.read(ticket.flow_at)))
    step = flow.step(_USUAL.get(ticket.state, ""))
    return [step] if step else []
