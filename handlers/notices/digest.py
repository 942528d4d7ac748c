"""What alarms say: one line where one is due, one digest a chat where many are, by unit and the longest owed first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.card import gist, masked
from handlers.desk import Desk
from handlers.texts import Texts
from tickets.ids import LetterId, TicketId
from tickets.kinds import Clock, State
from tickets.mail import Address, Purpose
from tickets.rules.ladder import Rung
from tickets.ticket import Ticket

SHOWN = 12
"""Tickets of one digest, so that it fits a screen; the rest is counted."""
BUTTONS = 4


@dataclass(frozen=True, slots=True)
class Alarm:
    """One step of a clock that fired, for one ticket; `card` is what it quotes."""

    ticket: Ticket
    clock: Clock
    step: int
    rung: Rung
    card: LetterId | None = None


async def tell(desk: Desk, heard: Mapping[Address, Sequence[Alarm]]) -> None:
    """One message to each chat."""
    told = {to: once(alarms) for to, alarms in heard.items()}
    wanted = list({a.ticket.id for alarms in told.values() for a in alarms[:SHOWN]})
    words = await desk.work.tickets.first_words(wanted) if wanted else {}
    gists = {ticket: gist(masked(desk.work, text)) for ticket, text in words.items()}
    for to, alarms in told.items():
        await _tell(desk, to, alarms, gists)


def once(alarms: Sequence[Alarm]) -> list[Alarm]:
    """A ticket once in a digest, by its most serious step, the longest owed first."""
    worst: dict[TicketId, Alarm] = {}
    for alarm in sorted(alarms, key=lambda a: a.step):
        worst[alarm.ticket.id] = alarm
    return sorted(worst.values(), key=lambda a: a.ticket.owed_at)


def whose(desk: Desk, ticket: Ticket) -> str:
    """Who owes the answer: the unit's name, or the community's while no unit has it."""
    area = desk.work.directory.areas.get(ticket.community)
    return desk.work.directory.unit_name(ticket.unit) or (area.name if area else "")


def line(desk: Desk, ticket: Ticket, words: str, t: Texts) -> str:
    """A ticket in one line: number, matter, how late or how near, who has it."""
    late = ticket.owed_at <= desk.work.now
    left = t.left(ticket.owed_at, desk.work.now)
    when = t("超 {left}", left=left) if late else t("剩 {left}", left=left)
    waits = t("待定") if ticket.state is State.TRIAGE else t("无人认领")
    holder = desk.work.directory.name_of(ticket.holder) or waits
    return f"{'🔴' if late else '🟡'} {ticket.number} {words}".rstrip() + f" · {when} · {holder}"


async def _tell(desk: Desk, to: Address, alarms: Sequence[Alarm], gists: Mapping[TicketId, str]) -> None:
    t, group = await desk.texts_at(to), to.chat < 0
    shown = {a.ticket.id: gists.get(a.ticket.id, "") for a in alarms if not (group and a.ticket.discreet)}
    text = "\n".join(_lines(desk, alarms, shown, t))
    if len(alarms) == 1:
        [one] = alarms
        await desk.say(to, text, _buttons(one, t), purpose=Purpose.ALERT, ticket=one.ticket.id, answers=one.card)
    else:
        keyboard = [_pair(a, t, f" {a.ticket.number}") for a in alarms[:BUTTONS]]
        await desk.say(to, text, keyboard, purpose=Purpose.ALERT)


def _lines(desk: Desk, alarms: Sequence[Alarm], gists: Mapping[TicketId, str], t: Texts) -> Iterator[str]:
    """Unit by unit, the one with the longest owed first; as many tickets as a screen holds."""
    units: dict[str, list[Alarm]] = {}
    for alarm in alarms:
        units.setdefault(whose(desk, alarm.ticket), []).append(alarm)
    room = SHOWN
    for unit, theirs in units.items():
        if room <= 0:
            break
        yield f"{_counts(desk, theirs, t)} · {unit}"
        yield from (line(desk, a.ticket, gists.get(a.ticket.id, ""), t) for a in theirs[:room])
        room -= len(theirs)
    if len(alarms) > SHOWN:
        mine = all(a.rung is Rung.WORKPLACE for a in alarms)
        rest = t("还有 {n} 件，发 /due 看。") if mine else t("还有 {n} 件，发 /overdue 看。")
        yield rest.format(n=len(alarms) - SHOWN)


def _counts(desk: Desk, alarms: Sequence[Alarm], t: Texts) -> str:
    late = sum(a.ticket.owed_at <= desk.work.now for a in alarms)
    waiting = sum(a.clock in {Clock.CLAIM, Clock.TRIAGE} and a.ticket.owed_at > desk.work.now for a in alarms)
    near = len(alarms) - late - waiting
    parts = (
        t("逾期 {n} 件", n=late) if late else "",
        t("快到时限 {n} 件", n=near) if near else "",
        t("没人接 {n} 件", n=waiting) if waiting else "",
    )
    return t("，").join(part for part in parts if part)


def _buttons(alarm: Alarm, t: Texts) -> Keyboard:
    ticket = alarm.ticket
    if alarm.rung is Rung.WORKPLACE:
        return [_pair(alarm, t, "")]
    press, mine = button(t("督办"), Verb.PRESS, ticket.id), button(t("我来办"), Verb.TAKE_OVER, ticket.id)
    return [[press, mine], [button(t("转给…"), Verb.HAND, ticket.id), button(t("详情"), Verb.DETAIL, ticket.id)]]


def _pair(alarm: Alarm, t: Texts, mark: str) -> list[Button]:
    """What to do about it and where to look; `mark` is the number where several stand below one another."""
    ticket = alarm.ticket
    detail = button(t("详情") + mark, Verb.DETAIL, ticket.id)
    if alarm.rung is not Rung.WORKPLACE:
        return [button(t("督办") + mark, Verb.PRESS, ticket.id), detail]
    match ticket.state:
        case State.OPEN:
            return [button(t("认领") + mark, Verb.CLAIM, ticket.id), detail]
        case State.HELD:
            return [button(t("答复") + mark, Verb.ANSWER, ticket.id), detail]
        case _:
            return [detail]
