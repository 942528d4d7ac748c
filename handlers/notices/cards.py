"""Where a ticket's cards stand: put where it lands, changed with it, covered where it no longer belongs."""

from collections.abc import Iterable

from handlers.card import face_of, keyboard_of, page_keyboard, post_card, text_of
from handlers.desk import Desk
from tickets.deeds.step import finish
from tickets.directory import WORKING_ROLES
from tickets.ids import LetterId, PersonId
from tickets.kinds import Deed, Matter, State
from tickets.mail import Address, Purpose
from tickets.records import Card
from tickets.rules.rights import coordinators, supervisors
from tickets.ticket import Ticket

GROUP, PRIVATE, PAGE = "group", "private", "page"
WHISTLE = "whistle:"
"""How the face of a whistle's card begins."""
MEETING, DECISION, ACTION = "meeting:", "decision:", "action:"
"""How the faces begin of what hangs on a whistle: `meeting:<whistle>:<number>:<unit, or empty>` and the like."""
_APART = (WHISTLE, MEETING, DECISION, ACTION)

Audience = dict[Address, PersonId | None]
"""Who sees a card: a person in private, or a group."""


async def place(desk: Desk, ticket: Ticket) -> None:
    """A fresh card for everybody who should see the ticket now; old ones elsewhere are covered."""
    audience = await _meant_for(desk, ticket)
    for card in await cards_of(desk, ticket):
        await _cover(desk, card, ticket, stays=card.to in audience)
    if audience:
        await put(desk, ticket, audience)
    else:
        await climb(desk, ticket, set())


async def put(desk: Desk, ticket: Ticket, audience: Audience, *, plain: bool = False) -> None:
    """A card in each of the chats, in its reader's language."""
    shown = await face_of(desk.work, ticket)
    for to, person in audience.items():
        t = await desk.texts_of(person) if person else desk.texts()
        await post_card(desk.work, shown, to, PRIVATE if person else GROUP, t, plain=plain)


async def climb(desk: Desk, ticket: Ticket, tried: set[Address]) -> None:
    """Nobody of those meant can be reached: the coordinators see to it, or the supervisors; each is told why."""
    for people in (coordinators(ticket, desk.work.directory), supervisors(ticket, desk.work.directory)):
        found = {to: person for to, person in (await _reach(desk, people, ticket)).items() if to not in tried}
        if not found:
            continue
        await put(desk, ticket, found)
        where = desk.work.directory.unit_name(ticket.unit)
        for to in found if where else ():
            t = await desk.texts_at(to)
            line = t("{number} 没能送到{where}，请您看着办，或者转给别人。", number=ticket.number, where=where)
            await desk.say(to, line, ticket=ticket.id)
        return
    why = {"purpose": Purpose.CARD, "why": "nobody can be reached"}
    await finish(desk.work, ticket, Deed.UNDELIVERED, None, detail=why)


async def hand_to(desk: Desk, ticket: Ticket, person: PersonId) -> None:
    """A card of their own for somebody who has the ticket now, unless they have one."""
    to = await desk.work.people.address(person)
    cards = await cards_of(desk, ticket)
    if to and all(card.to != to for card in cards):
        await put(desk, ticket, {to: person})


async def refresh(desk: Desk, ticket: Ticket) -> None:
    """Every card shows the ticket as it is now."""
    cards = await cards_of(desk, ticket)
    if not cards:
        return
    face = await face_of(desk.work, ticket)
    for card in cards:
        t = await desk.texts_at(card.to)
        text = text_of(face, desk.work.directory, desk.work.now, t)
        heeding = card.face == PAGE and ticket.state in {State.TRIAGE, State.OPEN}
        keyboard = page_keyboard(ticket, t) if heeding else keyboard_of(ticket, t)
        await desk.change(card.letter, text, keyboard, photo=card.photo)


async def cards_of(desk: Desk, ticket: Ticket) -> list[Card]:
    """The ticket's own cards; those of its whistles show something else."""
    return [card for card in await desk.work.mail.cards(ticket.id) if not card.face.startswith(_APART)]


async def workplaces(desk: Desk, ticket: Ticket) -> dict[Address, LetterId]:
    """Where those who have the ticket talk about it, and its card there: the holder's own, else the unit's."""
    cards = await cards_of(desk, ticket)
    own = await desk.work.people.address(ticket.holder) if ticket.holder else None
    mine = {c.to: c.letter for c in cards if c.to == own}
    groups = {c.to: c.letter for c in cards if c.face == GROUP}
    return mine or groups or {c.to: c.letter for c in cards if c.face != PAGE}


async def _meant_for(desk: Desk, ticket: Ticket) -> Audience:
    directory = desk.work.directory
    if ticket.state is not State.TRIAGE and ticket.unit:
        group = directory.groups.get(ticket.unit)
        if group and ticket.matter is not Matter.HOUSEHOLD:
            return {group: None}
        return await _reach(desk, directory.people_of(ticket.unit, *WORKING_ROLES), ticket)
    people = coordinators(ticket, directory)
    if ticket.danger:
        people = [*people, *directory.on_duty(ticket.area or ticket.community, desk.work.now)]
    return await _reach(desk, people, ticket)


async def _reach(desk: Desk, people: Iterable[PersonId], ticket: Ticket) -> Audience:
    found = {p: await desk.work.people.address(p) for p in dict.fromkeys(people) if p != ticket.poster}
    return {to: person for person, to in found.items() if to}


async def _cover(desk: Desk, card: Card, ticket: Ticket, *, stays: bool) -> None:
    """An old card keeps the number and who has it now, and none of the words."""
    await desk.work.mail.drop_card(card)
    t = await desk.texts_at(card.to)
    if ticket.matter is Matter.HOUSEHOLD and card.face == GROUP:
        await _clear(desk, card, t("{number} 改为私下办理。", number=ticket.number))
        return
    where = desk.work.directory.unit_name(ticket.unit) or t("社区专员")
    covered = t("{number} 有新卡片，见下面。", number=ticket.number) if stays else t(
        "{number} 已转给{where}。", number=ticket.number, where=where
    )  # fmt: skip
    await desk.change(card.letter, covered, photo=card.photo)


async def _clear(desk: Desk, card: Card, covered: str) -> None:
    """Nothing of a household matter stays in a group: neither its photo nor what was said under the card."""
    for letter in await desk.work.mail.shown(card.ticket, card.to):
        if letter != card.letter or card.photo:
            await desk.unsay(letter)
    if card.photo:
        await desk.say(card.to, covered, ticket=card.ticket)
    else:
        await desk.change(card.letter, covered)
