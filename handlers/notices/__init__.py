"""From what happened to what people read: one table of deeds, walked before the commit."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.desk import Desk
from handlers.notices import alarms, cards, resident, whistles, workers
from handlers.notices.alike import alike
from tickets.deeds.staff.helping import taking_part
from tickets.kinds import Clock, Deed
from tickets.ports import Work
from tickets.records import Said
from tickets.ticket import Event, Ticket

Told = Callable[[Desk, Event, Ticket], Awaitable[None]]


async def announce(work: Work, language: str) -> None:
    """Write the letters for everything that happened in this unit of work, and bring the cards up to date."""
    desk = Desk(work, language)
    happened = list(work.happened)
    several = {ticket.id for _, ticket in happened}
    if len(several) > 1:
        await work.foresee(several)
    await alarms.remind(desk, [(e, t) for e, t in happened if e.deed is Deed.REMIND])
    for event, ticket in happened:
        await _TOLD[event.deed](desk, event, ticket)
    for number in dict.fromkeys(ticket.id for event, ticket in happened if _rings(event, ticket)):
        # After all cards have found their place, which would cover the page.
        await alarms.page(desk, await work.tickets.get(number))
    for event, ticket in work.happened[len(happened) :]:
        # What could not be told has happened too.
        await workers.missed(desk, ticket, str(event.detail["purpose"]), kept=bool(event.detail.get("kept")))
    await whistles.announce(desk)
    changed = dict.fromkeys(ticket.id for event, ticket in work.happened if _shows(event))
    for number in changed:
        await cards.refresh(desk, await work.tickets.get(number))


def _rings(event: Event, ticket: Ticket) -> bool:
    """Danger that came with later words, or that has a community only now."""
    return ticket.danger and bool(event.detail.get("new_danger") or event.detail.get("placed"))


async def _posted(desk: Desk, event: Event, ticket: Ticket) -> None:
    if ticket.danger:
        await resident.advice(desk, ticket)
    await resident.receipt(desk, ticket, event.detail)
    if said := await _said(desk, event):
        await resident.second(desk, ticket, said)
    await alike(desk, ticket, event.detail)
    await cards.place(desk, ticket)
    if ticket.danger:
        await alarms.page(desk, ticket)


async def _added(desk: Desk, event: Event, ticket: Ticket) -> None:
    if event.detail.get("new_danger"):
        await resident.advice(desk, ticket)
    if event.detail.get("parted"):
        return
    now_in = event.detail.get("now_in")
    said = await desk.work.tickets.words(now_in) if now_in else await _said(desk, event)
    if said and (ticket.holder or said.media) and not event.detail.get("quiet"):
        await workers.resident_said(desk, ticket, event, said)


async def _sorted(desk: Desk, event: Event, ticket: Ticket) -> None:
    if event.detail.get("reread"):
        await resident.receipt(desk, ticket, event.detail)
    else:
        await resident.rerouted(desk, ticket, event)
    await cards.place(desk, ticket)
    await workers.handed(desk, ticket, event)


async def _passed(desk: Desk, event: Event, ticket: Ticket) -> None:
    await resident.rerouted(desk, ticket, event)
    await cards.place(desk, ticket)
    await workers.handed(desk, ticket, event)


async def _held(desk: Desk, event: Event, ticket: Ticket) -> None:
    await resident.taken(desk, ticket)
    if event.deed is not Deed.CLAIM and ticket.holder:
        await cards.hand_to(desk, ticket, ticket.holder)
        await workers.handed(desk, ticket, event)


async def _freed(desk: Desk, event: Event, ticket: Ticket) -> None:
    await workers.freed(desk, ticket, event)


async def _asked(desk: Desk, event: Event, ticket: Ticket) -> None:
    if said := await _said(desk, event):
        await resident.asked(desk, ticket, said)


async def _replied(desk: Desk, event: Event, ticket: Ticket) -> None:
    said = await _said(desk, event)
    if said and not event.detail.get("quiet"):
        await workers.resident_said(desk, ticket, event, said)


async def _told(desk: Desk, event: Event, ticket: Ticket) -> None:
    if said := await _said(desk, event):
        await resident.told(desk, ticket, said)


async def _promised(desk: Desk, event: Event, ticket: Ticket) -> None:
    if said := await _said(desk, event):
        await resident.promised(desk, ticket, said)


async def _answered(desk: Desk, event: Event, ticket: Ticket) -> None:
    await resident.answered(desk, ticket, await _said(desk, event), event.deed)
    if event.deed is Deed.BREAK_OFF:
        await workers.broken_off(desk, ticket, await taking_part(desk.work, ticket.id))


async def _denied(desk: Desk, event: Event, ticket: Ticket) -> None:
    if not event.detail.get("quiet"):
        await workers.denied(desk, ticket)


async def _reopened(desk: Desk, event: Event, ticket: Ticket) -> None:
    await resident.reopened(desk, ticket)
    await cards.place(desk, ticket)


async def _urged(desk: Desk, event: Event, ticket: Ticket) -> None:
    await workers.urged(desk, ticket)


async def _withdrawn(desk: Desk, event: Event, ticket: Ticket) -> None:
    if event.before.get("holder") or ticket.holder:
        await workers.withdrawn(desk, ticket)


async def _merged(desk: Desk, event: Event, ticket: Ticket) -> None:
    await resident.merged(desk, ticket, str(event.detail["into"]))


async def _pressed(desk: Desk, event: Event, ticket: Ticket) -> None:
    await workers.pressed(desk, ticket, event)


async def _paged(desk: Desk, event: Event, ticket: Ticket) -> None:
    await alarms.page(desk, ticket, int(event.detail["step"]))


async def _heeded(desk: Desk, event: Event, ticket: Ticket) -> None:
    await resident.heeded(desk, ticket, event)


async def _consented(desk: Desk, event: Event, ticket: Ticket) -> None:
    await workers.consented(desk, ticket, event)


async def _invited(desk: Desk, event: Event, ticket: Ticket) -> None:
    if event.detail.get("asks") == "consent":
        await resident.consent_asked(desk, ticket)
    else:
        await workers.invited(desk, ticket, event)


async def _responded(desk: Desk, event: Event, ticket: Ticket) -> None:
    await workers.responded(desk, ticket, event)


async def _agreed(desk: Desk, event: Event, ticket: Ticket) -> None:
    if said := await _said(desk, event):
        await resident.agreed(desk, ticket, said)
        await workers.agreed(desk, ticket, said, await taking_part(desk.work, ticket.id))


async def _silent(desk: Desk, event: Event, ticket: Ticket) -> None:
    """Nobody is told beyond the cards: whoever did it reads the outcome where they did it."""


async def _said(desk: Desk, event: Event) -> Said | None:
    return await desk.work.tickets.words(event.words) if event.words else None


_TOLD: Mapping[Deed, Told] = {
    Deed.POST: _posted,
    Deed.ADD: _added,
    Deed.EDIT: _added,
    Deed.SORT: _sorted,
    Deed.LABEL: _silent,
    Deed.REFER: _sorted,
    Deed.CLAIM: _held,
    Deed.TAKE_OVER: _held,
    Deed.ASSIGN: _held,
    Deed.PASS_ON: _passed,
    Deed.HAND_BACK: _freed,
    Deed.IDLE_RETURN: _freed,
    Deed.ASK: _asked,
    Deed.REPLY: _replied,
    Deed.TELL: _told,
    Deed.NOTE: _silent,
    Deed.LOOK: _silent,
    Deed.PROMISE: _promised,
    Deed.SOLVE: _answered,
    Deed.EXPLAIN: _answered,
    Deed.CONFIRM: _silent,
    Deed.DENY: _denied,
    Deed.GRADE: _silent,
    Deed.REMARK: _replied,
    Deed.REOPEN: _reopened,
    Deed.LAPSE: _silent,
    Deed.URGE: _urged,
    Deed.WITHDRAW: _withdrawn,
    Deed.MERGE: _merged,
    Deed.JOIN: _silent,
    Deed.PRESS: _pressed,
    Deed.PAGE: _paged,
    Deed.HEED: _heeded,
    Deed.REMIND: _silent,
    Deed.CONSENT: _consented,
    Deed.REFUSE: _consented,
    Deed.INVITE: _invited,
    Deed.ACCEPT: _responded,
    Deed.DECLINE: _responded,
    Deed.AGREE: _agreed,
    Deed.BREAK_OFF: _answered,
    Deed.UNDELIVERED: _silent,
    Deed.DELIVERED: _silent,
    Deed.WHISTLE: _silent,
    Deed.FLOW: _silent,
    Deed.STEP: _silent,
    Deed.LINK: _silent,
}

_NO_CARD = frozenset({Deed.POST, Deed.LOOK, Deed.NOTE, Deed.PAGE, Deed.LINK})
"""Deeds that change nothing on a card."""


def _shows(event: Event) -> bool:
    """Whether a card reads differently now; of the clocks only what is left of the answer's time stands on it."""
    if event.deed is Deed.REMIND:
        return event.detail["clock"] in {Clock.ANSWER, Clock.PROMISE}
    return event.deed not in _NO_CARD
