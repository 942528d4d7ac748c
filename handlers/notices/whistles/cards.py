"""Where a whistle's cards stand: one in each place where it is worked on, changed in place, never repeated."""

from collections.abc import Iterable

from handlers.card import gist, masked
from handlers.desk import Desk
from handlers.notices.cards import WHISTLE
from handlers.whistle.said.card import Shown, keyboard_of, shown_of, text_of
from tickets.ids import LetterId, PersonId, UnitCode
from tickets.kinds import Urgency
from tickets.mail import Address, Purpose, Rank
from tickets.records import Card
from tickets.ticket import Ticket
from tickets.whistles.whistle import Whistle, WhistleEvent


async def refresh(desk: Desk, whistle: Whistle, ticket: Ticket) -> None:
    """Every card of the whistle shows it as it is now."""
    cards = await cards_of(desk, whistle)
    if not cards:
        return
    shown = await shown_of(desk.work, whistle, ticket)
    for card in cards:
        t, unit = await desk.texts_at(card.to), unit_of(card)
        await desk.change(card.letter, text_of(shown, desk.work, t, unit), keyboard_of(whistle, unit, desk.work, t))


async def cards_of(desk: Desk, whistle: Whistle) -> list[Card]:
    """Where the whistle's cards stand."""
    start = f"{WHISTLE}{whistle.id}:"
    return [card for card in await desk.work.mail.cards(whistle.ticket) if card.face.startswith(start)]


async def stand(desk: Desk, whistle: Whistle, ticket: Ticket, to: Address, unit: UnitCode) -> None:
    """The card at the end of a chat; one that stood there before points to it."""
    for card in await cards_of(desk, whistle):
        if card.to == to:
            t = await desk.texts_at(to)
            await desk.work.mail.drop_card(card)
            await desk.change(card.letter, t("{number} 有新卡片，见下面。", number=ticket.number))
    await put(desk, await shown_of(desk.work, whistle, ticket), to, unit)


async def reach(desk: Desk, people: Iterable[PersonId]) -> list[Address]:
    """Their private chats, each once."""
    found = [await desk.work.people.address(person) for person in dict.fromkeys(people)]
    return list(dict.fromkeys(to for to in found if to))


async def said(desk: Desk, event: WhistleEvent) -> str:
    """What was said with it, personal data masked."""
    words = await desk.work.tickets.words(event.words) if event.words else None
    return gist(masked(desk.work, words.text), 200) if words else ""


def rank_of(whistle: Whistle) -> Rank:
    """An emergency leaves before everything else."""
    return Rank.URGENT if whistle.type is Urgency.EMERGENCY else Rank.NORMAL


async def put(desk: Desk, shown: Shown, to: Address, unit: UnitCode) -> LetterId:
    """A new card in a chat."""
    t, whistle = await desk.texts_at(to), shown.whistle
    text, keyboard = text_of(shown, desk.work, t, unit), keyboard_of(whistle, unit, desk.work, t)
    rank = rank_of(whistle)
    letter = await desk.say(to, text, keyboard, purpose=Purpose.CARD, rank=rank, ticket=shown.ticket.id)
    await desk.work.mail.add_card(Card(shown.ticket.id, letter, to, f"{WHISTLE}{whistle.id}:{unit}"))
    return letter


def unit_of(card: Card) -> UnitCode:
    """Whose card it is: a unit's, or one of the names above."""
    return UnitCode(card.face.split(":", 2)[2])
