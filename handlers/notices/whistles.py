"""From what happened to a whistle to what people read: cards of units, the blower's view, rings, the resident."""

from collections.abc import Awaitable, Callable, Iterable, Mapping

from handlers.buttons import Keyboard
from handlers.card import gist, masked
from handlers.desk import Desk
from handlers.texts import Texts
from handlers.whistle import resident
from handlers.whistle.card import (
    Shown,
    blower_keyboard,
    leader_keyboard,
    ratify_keyboard,
    ruling_keyboard,
    shown_of,
    text_of,
    unit_keyboard,
)
from handlers.whistle.names import CLOCKS, PLEAS
from tickets.directory import UnitKind
from tickets.ids import PersonId, UnitCode
from tickets.kinds import Urgency
from tickets.mail import Address, Purpose, Rank
from tickets.records import Card
from tickets.ticket import Ticket
from tickets.whistles.hearings import Asked
from tickets.whistles.kinds import Plea, WhistleClock, WhistleDeed
from tickets.whistles.rules.rights import chiefs, desk, leaders, receivers
from tickets.whistles.whistle import Whistle, WhistleEvent

FACE = "whistle:"
"""How the face of a whistle's card begins; `whistle:7:zf` is the unit's, `whistle:7:` the blower's."""

_BLOWERS = frozenset({WhistleClock.SCORE, WhistleClock.RULING, WhistleClock.DECISION, WhistleClock.PRESS})
"""Clocks of the whole whistle, which its blower hears."""
_SECRETARIES = frozenset({UnitKind.COMMUNITY, UnitKind.STREET})

Told = Callable[[Desk, WhistleEvent, Whistle, Ticket], Awaitable[None]]


async def announce(paper: Desk) -> None:
    """Write the letters for everything that happened to whistles, and bring their cards up to date, once each."""
    blown = list(paper.work.blown)
    for event, whistle in blown:
        _, ticket = await paper.work.whistles.get(whistle.id)
        await _TOLD.get(event.deed, _silent)(paper, event, whistle, ticket)
        await resident.told(paper, event, whistle, ticket)
    for number in dict.fromkeys(whistle.id for _, whistle in blown):
        whistle, ticket = await paper.work.whistles.get(number)
        await _refresh(paper, whistle, ticket)


async def _blown(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    shown = await shown_of(paper.work, whistle, ticket)
    for unit in whistle.legs:
        await _place(paper, shown, unit)
    await _place_blower(paper, shown, whistle.blower)
    if whistle.to_ratify:
        await _each(paper, chiefs(whistle.unit, paper.work.directory), shown, lambda t: ratify_keyboard(whistle.id, t))


async def _raised(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    shown = await shown_of(paper.work, whistle, ticket)
    directory = paper.work.directory
    around = [unit for unit in directory.units.values() if directory.inside(ticket.community, unit.area)]
    people = [p for unit in around if unit.kind in _SECRETARIES for p in chiefs(unit.code, directory)]
    for person in dict.fromkeys(people):
        await _place_blower(paper, shown, person)


async def _joined(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    await _place(paper, await shown_of(paper.work, whistle, ticket), UnitCode(str(event.detail["added"])))


async def _ruled(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """The unit hears; one that has it now has a card."""
    shown = await shown_of(paper.work, whistle, ticket)
    cards = {card.face for card in await paper.work.mail.cards(ticket.id)}
    for unit in whistle.legs:
        if f"{FACE}{whistle.id}:{unit}" not in cards:
            await _place(paper, shown, unit)
    asked = whistle.asked[int(event.detail["number"])]
    why = await _words(paper, event)
    for to in await _reach(paper, receivers(asked.unit, paper.work.directory)):
        t = await paper.texts_at(to)
        yes = t("同意") if asked.granted else t("不同意")
        line = t("{number} {plea}：{yes}。{why}", number=ticket.number, plea=t(PLEAS[asked.plea]), yes=yes, why=why)
        await paper.say(to, line, ticket=ticket.id)


async def _asked(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    asked, directory = whistle.asked[int(event.detail["number"])], paper.work.directory
    deciders = desk(whistle.community, directory)
    if asked.plea in {Plea.LONGER, Plea.PAUSE}:
        deciders = [p for p in (whistle.blower, *chiefs(whistle.unit, directory)) if p is not None]
    for to in await _reach(paper, deciders):
        t = await paper.texts_at(to)
        await paper.say(to, await _plea(paper, asked, event, ticket, t), ruling_keyboard(whistle.id, asked.number, t),
                        ticket=ticket.id)  # fmt: skip


async def _plea(paper: Desk, asked: Asked, event: WhistleEvent, ticket: Ticket, t: Texts) -> str:
    name, work = paper.work.directory.unit_name(asked.unit), paper.work
    lines = [t("{number} {unit} 申请{plea}", number=ticket.number, unit=name, plea=t(PLEAS[asked.plea]))]
    lines.append(await _words(paper, event))
    if asked.until:
        lines.append(t("到 {when}", when=t.when(asked.until, work.now)))
    if asked.to:
        lines.append(t("说应归 {unit}", unit=work.directory.unit_name(asked.to)))
    return "\n".join(line for line in lines if line)


async def _sent_back(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    await _tell_unit(paper, event, ticket, lambda t: t("{number} 退回重办：", number=ticket.number))


async def _instructed(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    who = paper.work.directory.name_of(event.actor)
    for unit in whistle.legs:
        for to in await _reach(paper, receivers(unit, paper.work.directory)):
            t = await paper.texts_at(to)
            said = await _words(paper, event)
            await paper.say(to, t("{number} {who} 批示：{words}", number=ticket.number, who=who, words=said),
                            ticket=ticket.id)  # fmt: skip


async def _summoned(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    shown = await shown_of(paper.work, whistle, ticket)
    people = leaders(whistle.community, paper.work.directory)
    name = paper.work.directory.unit_name(event.unit)
    await _each(paper, people, shown, lambda t: leader_keyboard(whistle, t),
                lambda t: t("{unit} 两次没办好，请一把手到现场。", unit=name))  # fmt: skip


async def _reminded(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """A ring, a warning, or lateness: to the unit's receivers, from the first level up also to leaders."""
    if "clock" not in event.detail:
        return
    clock, level = WhistleClock(event.detail["clock"]), int(event.detail["level"])
    directory = paper.work.directory
    shown = await shown_of(paper.work, whistle, ticket)
    name = directory.unit_name(event.unit)

    def head(t: Texts) -> str:
        return f"{t(CLOCKS[clock])}：{name}" if name else t(CLOCKS[clock])

    if unit := event.unit:
        people = receivers(unit, directory)
        await _each(paper, people, shown, lambda t: unit_keyboard(whistle, unit, t), head, ring=True)
    elif clock in _BLOWERS and whistle.blower:
        await _each(paper, [whistle.blower], shown, lambda t: blower_keyboard(whistle, paper.work, t), head)
    elif clock is WhistleClock.RATIFY:
        await _each(paper, chiefs(whistle.unit, directory), shown, lambda t: ratify_keyboard(whistle.id, t), head)
    if level or clock is WhistleClock.VISIT:
        people = [*([whistle.blower] if whistle.blower and event.unit else []), *leaders(whistle.community, directory)]
        await _each(paper, people, shown, lambda t: leader_keyboard(whistle, t), head, ring=True)


async def _silent(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """The cards say it."""


_TOLD: Mapping[WhistleDeed, Told] = {
    WhistleDeed.RAISE: _raised,
    WhistleDeed.BLOW: _blown,
    WhistleDeed.ADD_UNIT: _joined,
    WhistleDeed.BRING_IN: _joined,
    WhistleDeed.GO_UP: _joined,
    WhistleDeed.PLEAD: _asked,
    WhistleDeed.RULE: _ruled,
    WhistleDeed.SEND_BACK: _sent_back,
    WhistleDeed.INSTRUCT: _instructed,
    WhistleDeed.SUMMON: _summoned,
    WhistleDeed.REMIND: _reminded,
}


async def _place(paper: Desk, shown: Shown, unit: UnitCode) -> None:
    """The unit's card in its group and to each 接哨员; none of them twice."""
    directory = paper.work.directory
    group = directory.groups.get(unit)
    chats = [*([group] if group else []), *await _reach(paper, receivers(unit, directory))]
    for to in dict.fromkeys(chats):
        t = await paper.texts_at(to)
        await _card(paper, shown, to, unit, unit_keyboard(shown.whistle, unit, t), t)


async def _place_blower(paper: Desk, shown: Shown, person: PersonId | None) -> None:
    to = await paper.work.people.address(person) if person else None
    if to:
        t = await paper.texts_at(to)
        await _card(paper, shown, to, None, blower_keyboard(shown.whistle, paper.work, t), t)


async def _card(paper: Desk, shown: Shown, to: Address, unit: UnitCode | None, keyboard: Keyboard, t: Texts) -> None:
    rank = Rank.URGENT if shown.whistle.type is Urgency.EMERGENCY else Rank.PROMPT
    text = text_of(shown, paper.work, t, unit)
    letter = await paper.say(to, text, keyboard, purpose=Purpose.CARD, rank=rank, ticket=shown.ticket.id)
    face = f"{FACE}{shown.whistle.id}:{unit or ''}"
    await paper.work.mail.add_card(Card(shown.ticket.id, letter, to, face))


async def _refresh(paper: Desk, whistle: Whistle, ticket: Ticket) -> None:
    """Every card of the whistle shows it as it is now, in place."""
    start = f"{FACE}{whistle.id}:"
    shown = await shown_of(paper.work, whistle, ticket)
    for card in [card for card in await paper.work.mail.cards(ticket.id) if card.face.startswith(start)]:
        t, unit = await paper.texts_at(card.to), UnitCode(card.face.removeprefix(start))
        keyboard = unit_keyboard(whistle, unit, t) if unit else blower_keyboard(whistle, paper.work, t)
        await paper.change(card.letter, text_of(shown, paper.work, t, unit or None), keyboard)


async def _each(
    paper: Desk,
    people: Iterable[PersonId],
    shown: Shown,
    keyboard: Callable[[Texts], Keyboard],
    head: Callable[[Texts], str] | None = None,
    *,
    ring: bool = False,
) -> None:
    urgent = ring and shown.whistle.type is Urgency.EMERGENCY
    for to in await _reach(paper, people):
        t = await paper.texts_at(to)
        text = text_of(shown, paper.work, t)
        text = f"{head(t)}\n{text}" if head else text
        await paper.say(to, text, keyboard(t), purpose=Purpose.PAGE if urgent else Purpose.ALERT,
                        rank=Rank.URGENT if urgent else Rank.NORMAL, ticket=shown.ticket.id)  # fmt: skip


async def _tell_unit(paper: Desk, event: WhistleEvent, ticket: Ticket, head: Callable[[Texts], str]) -> None:
    for to in await _reach(paper, receivers(event.unit, paper.work.directory) if event.unit else []):
        t = await paper.texts_at(to)
        await paper.say(to, head(t) + await _words(paper, event), ticket=ticket.id)


async def _reach(paper: Desk, people: Iterable[PersonId]) -> list[Address]:
    found = [await paper.work.people.address(person) for person in dict.fromkeys(people)]
    return list(dict.fromkeys(to for to in found if to))


async def _words(paper: Desk, event: WhistleEvent) -> str:
    said = await paper.work.tickets.words(event.words) if event.words else None
    return gist(masked(paper.work, said.text), 200) if said else ""
