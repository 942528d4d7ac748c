"""Where a ticket's cards stand: put where it lands, changed with it, covered where it no longer belongs."""

from handlers.card import face_of, keyboard_of, page_keyboard, post_card, text_of
from handlers.desk import Desk
from handlers.texts import Texts
from tickets.directory import WORKING_ROLES
from tickets.ids import LetterId, PersonId
from tickets.kinds import Matter, State
from tickets.mail import Address, Rank
from tickets.records import Card
from tickets.rights import coordinators
from tickets.ticket import Ticket

GROUP, PRIVATE, PAGE = "group", "private", "page"


async def place(desk: Desk, ticket: Ticket) -> None:
    """A fresh card for everybody who should see the ticket now; old ones elsewhere are covered."""
    audience = await _audience(desk, ticket)
    for card in await desk.work.mail.cards(ticket.id):
        await _cover(desk, card, ticket)
    for to, face in audience.items():
        t = desk.texts() if face == GROUP else await _texts_at(desk, to)
        await post_card(desk.work, ticket, to, face, t, Rank.URGENT if ticket.danger else Rank.NORMAL)


async def hand_to(desk: Desk, ticket: Ticket, person: PersonId) -> None:
    """A card of their own for somebody who was given the ticket, unless they have one."""
    to = await desk.work.people.address(person)
    cards = await desk.work.mail.cards(ticket.id)
    if to and all(card.to != to for card in cards):
        await post_card(desk.work, ticket, to, PRIVATE, await desk.texts_of(person))


async def refresh(desk: Desk, ticket: Ticket) -> None:
    """Every card shows the ticket as it is now."""
    cards = await desk.work.mail.cards(ticket.id)
    if not cards:
        return
    face = await face_of(desk.work, ticket)
    for card in cards:
        t = desk.texts()
        heeding = card.face == PAGE and ticket.state in {State.TRIAGE, State.OPEN}
        keyboard = page_keyboard(ticket, t) if heeding else keyboard_of(ticket, t)
        text = text_of(face, desk.work.directory, desk.work.now, t)
        await desk.change(card.letter, text, keyboard, photo=card.photo)


async def workplace(desk: Desk, ticket: Ticket) -> tuple[Address, LetterId] | None:
    """Where those who have the ticket talk about it: the holder's own card, else the unit's."""
    cards = await desk.work.mail.cards(ticket.id)
    own = await desk.work.people.address(ticket.holder) if ticket.holder else None
    best = next((c for c in cards if c.to == own), None) or next((c for c in cards if c.face != PAGE), None)
    if best:
        return best.to, best.letter
    return None


async def _audience(desk: Desk, ticket: Ticket) -> dict[Address, str]:
    directory = desk.work.directory
    if ticket.state is State.OPEN and ticket.unit:
        group = directory.groups.get(ticket.unit)
        if group and ticket.matter is not Matter.HOUSEHOLD:
            return {group: GROUP}
        reached = await _reach(desk, directory.people_of(ticket.unit, *WORKING_ROLES), ticket)
        if reached:
            return reached
    people = coordinators(ticket, directory)
    if ticket.danger:
        people += directory.on_duty(ticket.area or ticket.community, desk.work.now)
    return await _reach(desk, people, ticket)


async def _reach(desk: Desk, people: list[PersonId], ticket: Ticket) -> dict[Address, str]:
    found = [await desk.work.people.address(p) for p in dict.fromkeys(people) if p != ticket.poster]
    return {to: PRIVATE for to in found if to}


async def _cover(desk: Desk, card: Card, ticket: Ticket) -> None:
    """An old card keeps the number and who has it now, and none of the words."""
    t = desk.texts()
    where = desk.work.directory.unit_name(ticket.unit) or t("社区专员")
    covered = t("{number} 已转给 {where}", number=ticket.number, where=where)
    await desk.change(card.letter, covered, photo=card.photo)
    await desk.work.mail.drop_card(card)


async def _texts_at(desk: Desk, to: Address) -> Texts:
    person = await desk.work.people.known(to.account, to.chat)
    return desk.texts(person)
