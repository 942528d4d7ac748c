"""Every press on a whistle's card and every reply to its prompts: right and move are checked, then it is done."""

from collections.abc import Mapping
from typing import Any

from telegram import Message, Update

from handlers.buttons import Button, Verb, button, number
from handlers.context import Context
from handlers.refusals import on
from handlers.whistle.blowing import blow
from handlers.whistle.choosing import PAGE, rows_of
from handlers.whistle.lending import delegate
from handlers.whistle.meeting import call, held, presses
from handlers.whistle.said.behalf import in_whose_name
from handlers.whistle.said.card import keyboard_of
from handlers.whistle.steps import lead, leg, rule, view
from handlers.whistle.steps.table import Step, Turn, point_of
from handlers.worker.prompts import prompt, show
from tickets.deeds.poster.posting import Words
from tickets.errors import Unusable
from tickets.ids import UnitCode, WhistleId
from tickets.kinds import Deed
from tickets.ticket import Ticket
from tickets.whistles.deeds.step import begin
from tickets.whistles.whistle import Whistle

STEPS: Mapping[str, Step] = {**leg.STEPS, **view.STEPS, **rule.STEPS, **lead.STEPS}
"""All that can be done from a whistle's card, by the name that its button carries."""
_PRESSES = {
    **leg.PRESSES,
    **view.PRESSES,
    "meet": call.on_meet,
    "act": call.on_act,
    "meetings": held.on_meetings,
}
"""What only changes what is shown."""


async def on_turn(update: Update, context: Context) -> None:
    """`wh:<whistle>:<step>:<of>`: done at once, or after words, or after a unit was chosen."""
    press, person = context.press(update), await context.person(update)
    name, _, of = press.argument.partition(":")
    whistle = WhistleId(press.ticket)
    if name in _PRESSES:
        await _PRESSES[name](update, context, whistle, of)
        return
    if name == "back":
        await _back(update, context, whistle, of)
        return
    step = STEPS.get(name)
    if step is None:
        raise Unusable("empty")
    standing, ticket = await context.work.whistles.get(whistle)
    unit = UnitCode(of.partition(">")[0])
    only = step.only(standing, of) if step.only else None
    await begin(context.work, whistle, step.deed, person.id, unit if unit in standing.legs else None, only=only)
    if step.check:
        step.check(standing, of)
    if step.others and not _chosen(of):
        await _choose(update, context, name, step, standing, of)
    elif step.asks:
        t = await context.texts(update)
        detail = {"do": name, "whistle": whistle, "of": of}
        await prompt(update, context, Deed.WHISTLE, ticket, _asked(context, ticket, t(step.asks), of), detail)
    else:
        t = await context.own_texts(update)
        done = await step.do(Turn(context.work, whistle, person.id, of, t))
        await context.toast(update, in_whose_name(done, context.work, t))


async def answer(update: Update, context: Context, detail: Mapping[str, Any], words: Words, message: Message) -> str:
    """The reply to a step's prompt; gives the sentence that says what became of it."""
    if detail.get("do") == blow.DRAFT:
        return await blow.answer(update, context, detail, words, message)
    if detail.get("do") == delegate.LENDING:
        return await delegate.answer(update, context, detail, words)
    if detail.get("do") in presses.PROMPTS:
        return await presses.answer(update, context, detail, words)
    step = STEPS.get(str(detail.get("do")))
    if step is None:
        raise Unusable("empty")
    person, t = await context.person(update), await context.texts(update)
    whistle, of = WhistleId(int(detail["whistle"])), str(detail.get("of", ""))
    done = await step.do(Turn(context.work, whistle, person.id, of, t, words, point_of(message)))
    return in_whose_name(done, context.work, t)


def _chosen(of: str) -> bool:
    other = of.partition(">")[2]
    return bool(other) and not other.startswith("+")


async def _choose(update: Update, context: Context, name: str, step: Step, whistle: Whistle, of: str) -> None:
    """Which unit? Further pages are `>+1`, `>+2` …"""
    unit, _, page = of.partition(">+")
    offered = step.others(context.work, whistle, UnitCode(unit)) if step.others else []
    t = await context.own_texts(update)
    if not offered:
        await context.toast(update, t("没有能请的单位了。"), alert=True)
        return
    shown = number(page)

    def make(words: str, other: UnitCode) -> Button:
        return button(words, Verb.WHISTLE, whistle.id, f"{name}:{unit}>{other}")

    t = await context.texts(update)
    rows = rows_of(offered, shown, context.work.directory, make)
    last = [button(t("返回"), Verb.WHISTLE, whistle.id, f"back:{unit}")]
    if len(offered) > (shown + 1) * PAGE:
        last.append(button(t("下一页"), Verb.WHISTLE, whistle.id, f"{name}:{unit}>+{shown + 1}"))
    await show(update, context, [*rows, last])


async def _back(update: Update, context: Context, whistle: WhistleId, of: str) -> None:
    """The card's first buttons again, for those who have a part in it."""
    standing, ticket = await context.work.whistles.get(whistle)
    person = await context.person(update)
    await leg.check_part(context.work, standing, ticket, person.id, UnitCode(of))
    await show(update, context, keyboard_of(standing, UnitCode(of), context.work, await context.texts(update)))


def _asked(context: Context, ticket: Ticket, asks: str, of: str) -> str:
    other = context.work.directory.unit_name(UnitCode(of.partition(">")[2]))
    return f"{ticket.number} {other}：{asks}" if other else f"{ticket.number} {asks}"


HANDLERS = [on(Verb.WHISTLE, on_turn), *presses.HANDLERS, *delegate.HANDLERS]
