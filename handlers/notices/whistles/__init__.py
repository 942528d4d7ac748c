"""From what happened to a whistle to what people read: one table of deeds, walked before the commit.

A whistle has one card in each place where it is worked on, changed in place: the group of each called unit, each of its
接哨员, and the blower. What the poster reads is told elsewhere.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping

from handlers.buttons import Keyboard
from handlers.desk import Desk
from handlers.notices.whistles import gatherings
from handlers.notices.whistles.calling import call, reach_unit
from handlers.notices.whistles.cards import cards_of, put, rank_of, reach, refresh, said, unit_of
from handlers.notices.whistles.rings import Ring, gather, rings, tell
from handlers.texts import Texts
from handlers.whistle.said import resident
from handlers.whistle.said.card import (
    BLOWER,
    Shown,
    ratify_keyboard,
    ruling_keyboard,
    shown_of,
    text_of,
)
from handlers.whistle.said.names import PLEAS
from tickets.ids import PersonId, UnitCode
from tickets.mail import Address, Purpose
from tickets.ticket import Ticket
from tickets.whistles.hearings import Asked
from tickets.whistles.kinds import LegState, Plea, WhistleDeed
from tickets.whistles.rules.reach import Caller, callers, may_blow, reaches, target
from tickets.whistles.rules.rights import chiefs, receivers, ruling_desk
from tickets.whistles.whistle import Whistle, WhistleEvent

Told = Callable[[Desk, WhistleEvent, Whistle, Ticket], Awaitable[None]]

_ASKED = ((Caller.COMMUNITY, Caller.COORDINATOR), (Caller.STREET,), (Caller.DISTRICT,), (Caller.DUTY,))
"""Who is asked to blow, the nearest who can first."""


async def announce(desk: Desk) -> None:
    """Write the letters for everything that happened to whistles, and bring their cards up to date, once each."""
    blown, heard = list(desk.work.blown), dict[Address, list[Ring]]()
    for event, whistle in blown:
        ticket = await desk.work.tickets.get(whistle.ticket)
        if rings(event):
            await gather(desk, heard, event, whistle, ticket)
        await _TOLD[event.deed](desk, event, whistle, ticket)
        await resident.told(desk, event, whistle, ticket)
    await tell(desk, heard)
    for number in dict.fromkeys(whistle.id for event, whistle in blown if event.deed is not WhistleDeed.LOOK):
        await refresh(desk, *await desk.work.whistles.get(number))
    for event, whistle in blown:
        await gatherings.refresh(desk, event, *await desk.work.whistles.get(whistle.id))


async def _blown(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    shown = await shown_of(desk.work, whistle, ticket)
    for unit in whistle.legs:
        await call(desk, shown, unit)
    standing = {card.to for card in await cards_of(desk, whistle) if unit_of(card) == BLOWER}
    for to in await reach(desk, [whistle.blower] if whistle.blower else []):
        if to not in standing:
            await put(desk, shown, to, BLOWER)
    if giver := whistle.blown_for:
        who = desk.work.directory.name_of(whistle.blower)
        await _tell(desk, [giver], ticket, lambda t: t("{who}代您吹了哨：{number}", who=who, number=ticket.number))
    if whistle.to_ratify:
        await _each(desk, chiefs(whistle.unit, desk.work.directory), shown, lambda t: ratify_keyboard(whistle, t))


async def _raised(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """Whoever is nearest and may blow it reads what is asked for."""
    shown = await shown_of(desk.work, whistle, ticket)
    for to in await reach(desk, asked_of(whistle, desk)):
        await put(desk, shown, to, BLOWER)


def asked_of(whistle: Whistle, desk: Desk) -> list[PersonId]:
    """The nearest people who could blow what somebody asked for."""
    directory, now = desk.work.directory, desk.work.now
    able = {person: callers(person, whistle.community, directory, now) for person in directory.staff}
    for kinds in _ASKED:
        found = [
            person
            for person, by in able.items()
            if (mine := by & set(kinds)) and person != whistle.raised_by and _could(mine, whistle, desk)
        ]
        if found:
            return found
    return []


def _could(by: frozenset[Caller], whistle: Whistle, desk: Desk) -> bool:
    called = [target(unit, whistle.community, desk.work.directory) for unit in whistle.wanted]
    reached = all(reaches(by, whistle.scope, whistle.type, one) for one in called)
    return reached and may_blow(by, whistle.scope, whistle.type)


async def _dropped(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """Whoever asked for it reads why it was not blown."""
    words = await said(desk, event)
    if event.deed is WhistleDeed.DECLINE:
        await _tell(desk, [whistle.raised_by], ticket, lambda t: t(
            "{number} 没有吹哨：{why}", number=ticket.number, why=words))  # fmt: skip


async def _joined(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    await call(desk, await shown_of(desk.work, whistle, ticket), UnitCode(str(event.detail["added"])))


async def _sent_back(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """The unit's 接哨员 read what was not good enough; the card asks again."""
    words, people = await said(desk, event), receivers(event.unit, desk.work.directory) if event.unit else []
    await _tell(desk, people, ticket, lambda t: t("{number} 退回重办：{why}", number=ticket.number, why=words))


async def _urged(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """The unit's group and its 接哨员 read by whose name they are asked for, and for what."""
    unit, who = event.unit or UnitCode(""), desk.work.directory.name_of(event.actor)
    name, state = desk.work.directory.unit_name(unit), LegState(event.detail["stands"])
    cards = {card.to: card.letter for card in await cards_of(desk, whistle) if unit_of(card) == unit}
    for to in dict.fromkeys([*cards, *await reach_unit(desk, unit)]):
        t = await desk.texts_at(to)
        text = t("{number} {who}催{unit}：{what}，请在卡片上回话。", number=ticket.number, who=who, unit=name,
                 what=_lacks(state, t, placed=bool(whistle.place)))  # fmt: skip
        await desk.say(to, text, purpose=Purpose.ALERT, rank=rank_of(whistle), ticket=ticket.id, answers=cards.get(to))


def _lacks(state: LegState, t: Texts, *, placed: bool) -> str:
    match state:
        case LegState.CALLED:
            return t("还没响应")
        case LegState.CONFIRMED if placed:
            return t("还没到场")
        case _:
            return t("还没反馈")


async def _ruled(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """The unit that asked hears; one that has the matter now has a card."""
    shown = await shown_of(desk.work, whistle, ticket)
    standing = {unit_of(card) for card in await cards_of(desk, whistle)}
    for unit in whistle.legs:
        if unit not in standing:
            await call(desk, shown, unit)
    asked, why = whistle.asked[int(event.detail["number"])], await said(desk, event)

    def sentence(t: Texts) -> str:
        yes = t("同意") if asked.granted else t("不同意")
        return t("{number} {plea}：{yes}。{why}", number=ticket.number, plea=t(PLEAS[asked.plea]), yes=yes, why=why)

    await _tell(desk, receivers(asked.unit, desk.work.directory), ticket, sentence)


async def _asked(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """Whoever decides reads what is asked for, with yes and no below."""
    asked, directory = whistle.asked[int(event.detail["number"])], desk.work.directory
    deciders = ruling_desk(asked.unit, whistle.community, directory)
    if asked.plea in {Plea.LONGER, Plea.PAUSE}:
        deciders = [p for p in (whistle.blower, *chiefs(whistle.unit, directory)) if p is not None]
    for to in await reach(desk, deciders):
        t = await desk.texts_at(to)
        keyboard = ruling_keyboard(whistle, asked.number, t)
        await desk.say(to, await _plea(desk, asked, event, ticket, t), keyboard, ticket=ticket.id)


async def _plea(desk: Desk, asked: Asked, event: WhistleEvent, ticket: Ticket, t: Texts) -> str:
    name, now = desk.work.directory.unit_name(asked.unit), desk.work.now
    lines = [t("{number} {unit} 申请{plea}", number=ticket.number, unit=name, plea=t(PLEAS[asked.plea]))]
    lines.append(await said(desk, event))
    if asked.until:
        lines.append(t("到 {when}", when=t.when(asked.until, now)))
    if asked.to:
        lines.append(t("说应归 {unit}", unit=desk.work.directory.unit_name(asked.to)))
    return "\n".join(line for line in lines if line)


async def _instructed(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """Every called unit reads what the leader has written."""
    who, words = desk.work.directory.name_of(event.actor), await said(desk, event)
    people = [person for unit in whistle.legs for person in receivers(unit, desk.work.directory)]
    await _tell(desk, people, ticket, lambda t: t(
        "{number} {who} 批示：{words}", number=ticket.number, who=who, words=words))  # fmt: skip


async def _each(desk: Desk, people: Iterable[PersonId], shown: Shown, keyboard: Callable[[Texts], Keyboard]) -> None:
    """The whistle as it stands, privately."""
    for to in await reach(desk, people):
        t = await desk.texts_at(to)
        text = text_of(shown, desk.work, t)
        await desk.say(to, text, keyboard(t), purpose=Purpose.ALERT, ticket=shown.ticket.id)


async def _tell(
    desk: Desk,
    people: Iterable[PersonId],
    ticket: Ticket,
    sentence: Callable[[Texts], str],
) -> None:
    for to in await reach(desk, people):
        await desk.say(to, sentence(await desk.texts_at(to)), ticket=ticket.id)


async def _silent(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """The cards say it."""


_TOLD: Mapping[WhistleDeed, Told] = {
    WhistleDeed.RAISE: _raised,
    WhistleDeed.BLOW: _blown,
    WhistleDeed.DECLINE: _dropped,
    WhistleDeed.CALL_OFF: _silent,
    WhistleDeed.RATIFY: _silent,
    WhistleDeed.CONFIRM: _silent,
    WhistleDeed.LOOK: _silent,
    WhistleDeed.ARRIVE: _silent,
    WhistleDeed.PROGRESS: _silent,
    WhistleDeed.REPORT: _silent,
    WhistleDeed.BOUNCE: _silent,
    WhistleDeed.BRING_IN: _joined,
    WhistleDeed.GO_UP: _joined,
    WhistleDeed.PLEAD: _asked,
    WhistleDeed.RULE: _ruled,
    WhistleDeed.RESUME: _silent,
    WhistleDeed.ADD_UNIT: _joined,
    WhistleDeed.NAME_LEAD: _silent,
    WhistleDeed.URGE: _urged,
    WhistleDeed.SEND_BACK: _sent_back,
    WhistleDeed.SCORE: _silent,
    WhistleDeed.END: _silent,
    WhistleDeed.PRESS: _silent,
    WhistleDeed.LIFT: _silent,
    WhistleDeed.INSTRUCT: _instructed,
    WhistleDeed.SUMMON: _silent,
    WhistleDeed.VISIT: gatherings.visited,
    WhistleDeed.CONVENE: gatherings.convened,
    WhistleDeed.PUT_OFF: gatherings.convened,
    WhistleDeed.CANCEL: gatherings.cancelled,
    WhistleDeed.ATTEND: gatherings.answered,
    WhistleDeed.RESOLVE: gatherings.resolved,
    WhistleDeed.MINUTE: _silent,
    WhistleDeed.SETTLE: gatherings.settled,
    WhistleDeed.JOIN_FORCES: gatherings.joined_forces,
    WhistleDeed.REMIND: gatherings.ask_again,
    WhistleDeed.DIVERT: _silent,
}
