"""Alarms of the clocks: one line where one is due, one digest where many are; and pages, which ring at any hour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.card import face_of, gist, masked, page_keyboard, text_of
from handlers.desk import Desk
from handlers.notices.cards import PAGE, workplace
from handlers.notices.resident import called_back
from handlers.texts import Texts
from tickets.ids import LetterId, TicketId
from tickets.kinds import Clock, State
from tickets.ladder import Rung, people_on, rungs, unit_on
from tickets.mail import Address, Purpose, Rank
from tickets.records import Card
from tickets.rights import coordinators
from tickets.ticket import Event, Ticket

SHOWN = 12
"""Lines of one digest; the rest is counted and stands in /overdue."""
BUTTONS = 4


@dataclass(frozen=True, slots=True)
class Alarm:
    """One step of a clock that fired, for one ticket."""

    ticket: Ticket
    clock: Clock
    step: int
    rung: Rung
    card: LetterId | None = None


async def remind(desk: Desk, fired: Sequence[tuple[Event, Ticket]]) -> None:
    """Gather what fired in this sweep by who hears of it, and tell each once."""
    heard: dict[Address, list[Alarm]] = {}
    for event, ticket in fired:
        clock, step = Clock(event.detail["clock"]), int(event.detail["step"])
        for rung in rungs(clock, step):
            if rung is Rung.POSTER:
                await called_back(desk, ticket)
                continue
            for to, card in (await _who_hears(desk, ticket, rung)).items():
                heard.setdefault(to, []).append(Alarm(ticket, clock, step, rung, card))
    gists = await _gists(desk, [alarm for alarms in heard.values() for alarm in alarms])
    for to, alarms in heard.items():
        await _tell(desk, to, _once(alarms), gists)


async def page(desk: Desk, ticket: Ticket, step: int = 0) -> None:
    """Ring those on duty and the coordinators; unheeded, one level up each time. Any hour, before all else."""
    directory, now = desk.work.directory, desk.work.now
    people = directory.on_duty(ticket.area or ticket.community, now) + coordinators(ticket, directory)
    if step >= 1:
        people += people_on(Rung.STREET, ticket, directory)
    if step >= 2:
        people += people_on(Rung.DISTRICT, ticket, directory)
    face, t = await face_of(desk.work, ticket), desk.texts()
    text = text_of(face, directory, now, t)
    for person in dict.fromkeys(p for p in people if p != ticket.poster):
        to = await desk.work.people.address(person)
        if to:
            letter = await desk.say(
                to, text, page_keyboard(ticket, t), purpose=Purpose.PAGE, rank=Rank.URGENT, ticket=ticket.id
            )
            await desk.work.mail.add_card(Card(ticket.id, letter, to, PAGE))


async def _who_hears(desk: Desk, ticket: Ticket, rung: Rung) -> Mapping[Address, LetterId | None]:
    directory = desk.work.directory
    if rung is Rung.WORKPLACE:
        place = await workplace(desk, ticket)
        return {place[0]: place[1]} if place else {}
    if rung in {Rung.STREET, Rung.DISTRICT}:
        unit = unit_on(rung, ticket, directory)
        group = directory.groups.get(unit) if unit else None
        if group:
            return {group: None}
    found = [await desk.work.people.address(p) for p in people_on(rung, ticket, directory) if p != ticket.poster]
    return {to: None for to in found if to}


def _once(alarms: Sequence[Alarm]) -> list[Alarm]:
    """A ticket once in a digest, by its most serious step, the longest owed first."""
    worst: dict[TicketId, Alarm] = {}
    for alarm in sorted(alarms, key=lambda a: a.step):
        worst[alarm.ticket.id] = alarm
    return sorted(worst.values(), key=lambda a: a.ticket.owed_at)


async def _tell(desk: Desk, to: Address, alarms: Sequence[Alarm], gists: Mapping[TicketId, str]) -> None:
    t = desk.texts()
    if len(alarms) == 1:
        [alarm] = alarms
        text = f"{_headline(desk, alarms, t)}\n{_line(desk, alarm, gists, t)}"
        await desk.say(to, text, _buttons(alarm, t), purpose=Purpose.ALERT, ticket=alarm.ticket.id, answers=alarm.card)
        return
    lines = [_headline(desk, alarms, t), *(_line(desk, a, gists, t) for a in alarms[:SHOWN])]
    if len(alarms) > SHOWN:
        lines.append(t("还有 {n} 件，发 /overdue 看全部。", n=len(alarms) - SHOWN))
    keyboard = [_buttons(a, t, numbered=True)[0] for a in alarms[:BUTTONS]]
    await desk.say(to, "\n".join(lines), keyboard, purpose=Purpose.ALERT)


def _headline(desk: Desk, alarms: Sequence[Alarm], t: Texts) -> str:
    communities = {a.ticket.community for a in alarms}
    areas = desk.work.directory.areas
    where = areas[communities.pop()].name if len(communities) == 1 else t("{n} 个社区", n=len(communities))
    late = sum(1 for a in alarms if a.ticket.owed_at <= desk.work.now)
    parts = [t("逾期 {n} 件", n=late) if late else "", t("快到时限 {n} 件", n=n) if (n := _near(desk, alarms)) else ""]
    parts.append(t("等人认领 {n} 件", n=n) if (n := _waiting(alarms)) else "")
    return t("，").join(p for p in parts if p) + f" · {where}"


def _near(desk: Desk, alarms: Sequence[Alarm]) -> int:
    clocks = {Clock.ANSWER, Clock.PROMISE}
    return sum(1 for a in alarms if a.clock in clocks and a.ticket.owed_at > desk.work.now)


def _waiting(alarms: Sequence[Alarm]) -> int:
    return sum(1 for a in alarms if a.clock in {Clock.CLAIM, Clock.TRIAGE})


def _line(desk: Desk, alarm: Alarm, gists: Mapping[TicketId, str], t: Texts) -> str:
    ticket, now = alarm.ticket, desk.work.now
    left = t.left(ticket.owed_at, now)
    late = t("超 {left}", left=left) if ticket.owed_at <= now else t("剩 {left}", left=left)
    holder = desk.work.directory.name_of(ticket.holder)
    waits = t("待定") if ticket.state is State.TRIAGE else t("无人认领")
    mark = "🔴" if ticket.owed_at <= now else "🟡"
    return f"{mark} {ticket.number} {gists.get(ticket.id, '')} · {late} · {holder or waits}"


def _buttons(alarm: Alarm, t: Texts, *, numbered: bool = False) -> Keyboard:
    ticket = alarm.ticket
    tag = f" {ticket.number}" if numbered else ""
    detail = button(t("详情") + tag, Verb.DETAIL, ticket.id)
    if alarm.rung is Rung.WORKPLACE:
        act = _work_button(ticket, t, tag)
        return [[act, detail] if act else [detail]]
    press = button(t("督办") + tag, Verb.PRESS, ticket.id)
    if numbered:
        return [[press, detail]]
    return [[press, button(t("我来办"), Verb.TAKE_OVER, ticket.id)], [button(t("转给…"), Verb.HAND, ticket.id), detail]]


def _work_button(ticket: Ticket, t: Texts, tag: str) -> Button | None:
    if ticket.state is State.OPEN:
        return button(t("认领") + tag, Verb.CLAIM, ticket.id)
    return button(t("答复") + tag, Verb.ANSWER, ticket.id) if ticket.state is State.HELD else None


async def _gists(desk: Desk, alarms: Sequence[Alarm]) -> Mapping[TicketId, str]:
    words = await desk.work.tickets.first_words(list({a.ticket.id for a in alarms}))
    return {number: gist(masked(desk.work, text)) for number, text in words.items()}
