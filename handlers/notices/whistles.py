"""From what happened to a whistle to what people read: one table of deeds, walked before the commit.

A whistle has one card in each place where it is worked on, changed in place: the group of each called unit, each of its
接哨员, and the blower. What the poster reads is told elsewhere.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping

from handlers.buttons import Keyboard
from handlers.desk import Desk
from handlers.notices.whistle_cards import BLOWER, call, cards_of, put, reach, refresh, said, unit_of
from handlers.texts import Texts
from handlers.whistle.said import resident
from handlers.whistle.said.card import (
    Shown,
    blower_keyboard,
    leader_keyboard,
    ratify_keyboard,
    ruling_keyboard,
    shown_of,
    text_of,
    unit_keyboard,
)
from handlers.whistle.said.names import CLOCKS, PLEAS
from tickets.ids import PersonId, UnitCode
from tickets.kinds import Urgency
from tickets.mail import Purpose, Rank
from tickets.ticket import Ticket
from tickets.whistles.hearings import Asked
from tickets.whistles.kinds import Plea, WhistleClock, WhistleDeed
from tickets.whistles.rules.reach import Caller, callers, may_blow, reaches, target
from tickets.whistles.rules.rights import chiefs, leaders, receivers
from tickets.whistles.rules.rights import desk as district
from tickets.whistles.whistle import Whistle, WhistleEvent

Told = Callable[[Desk, WhistleEvent, Whistle, Ticket], Awaitable[None]]

_BLOWERS = frozenset({WhistleClock.SCORE, WhistleClock.RULING, WhistleClock.DECISION, WhistleClock.PRESS})
"""Clocks of the whole whistle, which its blower hears."""
_ASKED = ((Caller.COMMUNITY, Caller.COORDINATOR), (Caller.STREET,), (Caller.DISTRICT,), (Caller.DUTY,))
"""Who is asked to blow, the nearest who can first."""


async def announce(desk: Desk) -> None:
    """Write the letters for everything that happened to whistles, and bring their cards up to date, once each."""
    blown = list(desk.work.blown)
    for event, whistle in blown:
        ticket = await desk.work.tickets.get(whistle.ticket)
        await _TOLD[event.deed](desk, event, whistle, ticket)
        await resident.told(desk, event, whistle, ticket)
    for number in dict.fromkeys(whistle.id for event, whistle in blown if event.deed is not WhistleDeed.LOOK):
        await refresh(desk, *await desk.work.whistles.get(number))


async def _blown(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    shown = await shown_of(desk.work, whistle, ticket)
    for unit in whistle.legs:
        await call(desk, shown, unit)
    standing = {card.to for card in await cards_of(desk, whistle) if unit_of(card) == BLOWER}
    for to in await reach(desk, [whistle.blower] if whistle.blower else []):
        if to not in standing:
            await put(desk, shown, to, BLOWER)
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
    deciders = district(whistle.community, directory)
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


async def _summoned(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """The street's heads are asked to the scene."""
    shown, name = await shown_of(desk.work, whistle, ticket), desk.work.directory.unit_name(event.unit)
    people = leaders(whistle.community, desk.work.directory)
    await _each(desk, people, shown, lambda t: leader_keyboard(whistle, t), lambda t: t(
        "{unit} 两次没办好，请一把手到现场。", unit=name))  # fmt: skip


async def _reminded(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """A ring, a warning, or lateness: to the unit's receivers, from the first level up also to leaders."""
    if "clock" not in event.detail:
        return
    clock, level = WhistleClock(event.detail["clock"]), int(event.detail["level"])
    directory = desk.work.directory
    shown, name = await shown_of(desk.work, whistle, ticket), directory.unit_name(event.unit)

    def head(t: Texts) -> str:
        return f"{t(CLOCKS[clock])}：{name}" if name else t(CLOCKS[clock])

    if unit := event.unit:
        people = receivers(unit, directory)
        await _each(desk, people, shown, lambda t: unit_keyboard(whistle, unit, t), head, ring=True)
    elif clock in _BLOWERS and whistle.blower:
        await _each(desk, [whistle.blower], shown, lambda t: blower_keyboard(whistle, desk.work, t), head)
    elif clock is WhistleClock.RATIFY:
        await _each(desk, chiefs(whistle.unit, directory), shown, lambda t: ratify_keyboard(whistle, t), head)
    if level or clock is WhistleClock.VISIT:
        people = [*([whistle.blower] if whistle.blower and event.unit else []), *leaders(whistle.community, directory)]
        await _each(desk, people, shown, lambda t: leader_keyboard(whistle, t), head, ring=True)


async def _each(
    desk: Desk,
    people: Iterable[PersonId],
    shown: Shown,
    keyboard: Callable[[Texts], Keyboard],
    head: Callable[[Texts], str] | None = None,
    *,
    ring: bool = False,
) -> None:
    """The whistle as it stands, privately; a ring of an emergency leaves before all else."""
    urgent = ring and shown.whistle.type is Urgency.EMERGENCY
    purpose, rank = (Purpose.PAGE, Rank.URGENT) if urgent else (Purpose.ALERT, Rank.NORMAL)
    for to in await reach(desk, people):
        t = await desk.texts_at(to)
        text = text_of(shown, desk.work, t)
        text = f"{head(t)}\n{text}" if head else text
        await desk.say(to, text, keyboard(t), purpose=purpose, rank=rank, ticket=shown.ticket.id)


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
    WhistleDeed.SEND_BACK: _sent_back,
    WhistleDeed.SCORE: _silent,
    WhistleDeed.END: _silent,
    WhistleDeed.PRESS: _silent,
    WhistleDeed.LIFT: _silent,
    WhistleDeed.INSTRUCT: _instructed,
    WhistleDeed.SUMMON: _summoned,
    WhistleDeed.VISIT: _silent,
    WhistleDeed.CONVENE: _silent,
    WhistleDeed.MINUTE: _silent,
    WhistleDeed.SETTLE: _silent,
    WhistleDeed.JOIN_FORCES: _silent,
    WhistleDeed.REMIND: _reminded,
}
