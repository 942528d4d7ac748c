"""Claim, take over, hand back, pass on: who has the ticket."""

from telegram import Update

from handlers.buttons import Button, Verb, button, number
from handlers.context import Context
from handlers.notices.cards import hand_to
from handlers.refusals import on
from handlers.texts import Texts
from handlers.worker.prompts import prompt
from tickets.deeds.staff import holding
from tickets.deeds.step import begin
from tickets.directory import UnitKind
from tickets.errors import Unknown
from tickets.ids import PersonId, TicketId, UnitCode
from tickets.kinds import Deed, Matter, State
from tickets.rules.rights import could_hold
from tickets.ticket import Ticket

_MOST = 24


async def on_claim(update: Update, context: Context) -> None:
    """Exactly one winner; the loser reads who won."""
    press, person = context.press(update), await context.person(update)
    ticket = await holding.claim(context.work, press.ticket, person.id)
    if update.effective_chat and update.effective_chat.type == "private":
        await hand_to(context.desk, ticket, person.id)
    t = await context.own_texts(update)
    when = t.when(ticket.owed_at, context.work.now)
    await context.toast(update, t("{number} 归您了，{when} 前答复居民。", number=ticket.number, when=when))


async def on_take_over(update: Update, context: Context) -> None:
    """A coordinator, duty officer or supervisor takes it."""
    press, person = context.press(update), await context.person(update)
    ticket = await holding.take_over(context.work, press.ticket, person.id)
    t = await context.own_texts(update)
    await context.toast(update, t("{number} 归您了。", number=ticket.number))


async def on_hand(update: Update, context: Context) -> None:
    """Where to? Units that could have it, and colleagues by name."""
    press, person = context.press(update), await context.person(update)
    ticket = await _in_whose_hands(context, press.ticket, person.id)
    t = await context.texts(update)
    await context.toast(update)
    rows = _targets(context, ticket, t)
    if ticket.state is State.HELD and ticket.holder == person.id:
        rows.append([button(t("退回待认领"), Verb.PROMPT, ticket.id, Deed.HAND_BACK)])
    text = t("{number} 转给谁？", number=ticket.number)
    await context.desk.say(context.address(update), text, rows, ticket=ticket.id)


async def on_to_unit(update: Update, context: Context) -> None:
    """To a unit's pool; the reason is the reply."""
    press, person = context.press(update), await context.person(update)
    ticket = await _in_whose_hands(context, press.ticket, person.id)
    unit = UnitCode(press.argument)
    if unit not in context.work.directory.units:
        raise Unknown("unit")
    t = await context.texts(update)
    text = t("把 {number} 转给 {who}，为什么？请回复这条。", number=ticket.number,
             who=context.work.directory.unit_name(unit))  # fmt: skip
    await prompt(update, context, Deed.PASS_ON, ticket, text, {"unit": unit})


async def on_to_person(update: Update, context: Context) -> None:
    """To somebody by name; the reason is the reply."""
    press, person = context.press(update), await context.person(update)
    ticket = await begin(context.work, press.ticket, Deed.ASSIGN, person.id)
    to = PersonId(number(press.argument))
    if to not in could_hold(ticket, context.work.directory):
        raise Unknown("person")
    t = await context.texts(update)
    text = t("把 {number} 转给 {who}，为什么？请回复这条。", number=ticket.number,
             who=context.work.directory.name_of(to))  # fmt: skip
    await prompt(update, context, Deed.ASSIGN, ticket, text, {"person": to})


def _targets(context: Context, ticket: Ticket, t: Texts) -> list[list[Button]]:
    directory = context.work.directory
    around = {a.code for a in directory.upwards(ticket.community)} | {a.code for a in directory.below(ticket.community)}
    units = [u for u in directory.units.values() if u.area in around and u.code != ticket.unit]
    if ticket.matter is Matter.HOUSEHOLD:
        units = [u for u in units if u.kind is UnitKind.MICROGRID]
    else:
        units = [u for u in units if u.kind is not UnitKind.MICROGRID]
    buttons = [button(u.name, Verb.TO_UNIT, ticket.id, u.code) for u in units[:_MOST]]
    people = [p for p in could_hold(ticket, directory) if p != ticket.holder]
    named = [button(directory.name_of(p), Verb.TO_PERSON, ticket.id, str(p)) for p in people]
    return [*_rows(buttons, 2), *_rows(named[:12], 4)]


async def _in_whose_hands(context: Context, ticket_id: TicketId, person: PersonId) -> Ticket:
    """A ticket that the person may pass on: out of somebody's hands only they or those who decide."""
    ticket = await begin(context.work, ticket_id, Deed.PASS_ON, person)
    return await begin(context.work, ticket_id, Deed.ASSIGN, person) if ticket.holder else ticket


def _rows(buttons: list[Button], width: int) -> list[list[Button]]:
    return [buttons[n : n + width] for n in range(0, len(buttons), width)]


HANDLERS = [
    on(Verb.CLAIM, on_claim),
    on(Verb.TAKE_OVER, on_take_over),
    on(Verb.HAND, on_hand),
    on(Verb.TO_UNIT, on_to_unit),
    on(Verb.TO_PERSON, on_to_person),
]
