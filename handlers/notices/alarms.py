"""Alarms of the clocks, gathered by who hears of them; and pages, which ring at any hour."""

from collections.abc import Iterable, Mapping, Sequence

from handlers.buttons import Verb, button
from handlers.card import face_of, page_keyboard, text_of
from handlers.desk import Desk
from handlers.notices.cards import PAGE, workplaces
from handlers.notices.digest import Alarm, tell
from handlers.notices.resident import called_back, late
from tickets.ids import LetterId, PersonId
from tickets.kinds import Clock
from tickets.mail import Address, Purpose, Rank
from tickets.records import Card
from tickets.rules.ladder import Rung, people_on, rungs, unit_on
from tickets.rules.rights import coordinators
from tickets.ticket import Event, Ticket


async def remind(desk: Desk, fired: Sequence[tuple[Event, Ticket]]) -> None:
    """Gather what fired in this sweep by who hears of it, and tell each once."""
    heard: dict[Address, list[Alarm]] = {}
    for event, ticket in fired:
        clock, step = Clock(event.detail["clock"]), int(event.detail["step"])
        for rung in rungs(clock, step):
            if rung is Rung.POSTER:
                await (called_back if clock is Clock.CALLBACK else late)(desk, ticket)
                continue
            for to, card in (await _who_hears(desk, ticket, rung)).items():
                heard.setdefault(to, []).append(Alarm(ticket, clock, step, rung, card))
    await tell(desk, heard)


async def page(desk: Desk, ticket: Ticket, step: int = 0) -> None:
    """Ring those on duty and the coordinators; unheeded, one level up each time. Any hour, before all else."""
    face = await face_of(desk.work, ticket)
    reached = await _reachable(desk, ticket, _paged(desk, ticket, step))
    for to in reached:
        t = await desk.texts_at(to)
        text = text_of(face, desk.work.directory, desk.work.now, t)
        if step:
            text = t("第 {n} 次通知，还没有人应。", n=step + 1) + f"\n{text}"
        letter = await desk.say(
            to, text, page_keyboard(ticket, t), purpose=Purpose.PAGE, rank=Rank.URGENT, ticket=ticket.id
        )
        await desk.work.mail.add_card(Card(ticket.id, letter, to, PAGE))
    if not reached:
        await _page_street(desk, ticket)


async def _page_street(desk: Desk, ticket: Ticket) -> None:
    """None of those who should answer can be reached: the street's group, without the words."""
    t, group = desk.texts(), _group(desk, ticket, Rung.STREET)
    if group is None:
        return
    text = t("🚨 {number} 有危险，值班的人都没连上，请马上看。", number=ticket.number)
    keyboard = [[button(t("收到，我去"), Verb.HEED, ticket.id), button(t("详情"), Verb.DETAIL, ticket.id)]]
    await desk.say(group, text, keyboard, purpose=Purpose.PAGE, rank=Rank.URGENT, ticket=ticket.id)


def _paged(desk: Desk, ticket: Ticket, step: int) -> list[PersonId]:
    directory = desk.work.directory
    people = directory.on_duty(ticket.area or ticket.community, desk.work.now) + coordinators(ticket, directory)
    for above in (Rung.STREET, Rung.DISTRICT)[:step]:
        people += people_on(above, ticket, directory)
    return people


async def _who_hears(desk: Desk, ticket: Ticket, rung: Rung) -> Mapping[Address, LetterId | None]:
    """The chats of a rung; what may stand in no group goes to the rung's people, where any can be reached."""
    if rung is Rung.WORKPLACE:
        return dict(await workplaces(desk, ticket))
    group = _group(desk, ticket, rung)
    if group and not ticket.discreet:
        return {group: None}
    people = await _reachable(desk, ticket, people_on(rung, ticket, desk.work.directory))
    return dict.fromkeys(people or ([group] if group else []))


def _group(desk: Desk, ticket: Ticket, rung: Rung) -> Address | None:
    unit = unit_on(rung, ticket, desk.work.directory) if rung in {Rung.STREET, Rung.DISTRICT} else None
    return desk.work.directory.groups.get(unit) if unit else None


async def _reachable(desk: Desk, ticket: Ticket, people: Iterable[PersonId]) -> list[Address]:
    found = [await desk.work.people.address(p) for p in dict.fromkeys(people) if p != ticket.poster]
    return list(dict.fromkeys(to for to in found if to))
