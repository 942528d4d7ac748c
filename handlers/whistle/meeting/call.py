"""开会、联合行动 from a whistle's card: what fits is proposed, changed, looked at once more, and told."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from telegram import Update

from handlers.buttons import number
from handlers.context import Context
from handlers.resident.turn import turn
from handlers.whistle.kept import keep, kept
from handlers.whistle.meeting import hours
from handlers.whistle.meeting.look import keyboard_of, kind_of, look, pick
from handlers.whistle.meeting.plan import CALLED, Plan, action_plan, bodies, meeting_plan, missing
from handlers.whistle.said.behalf import in_whose_name
from handlers.worker.prompts import prompt
from tickets.deeds.poster.posting import Words
from tickets.errors import Unknown, Unusable
from tickets.ids import LetterId, UnitCode, WhistleId
from tickets.kinds import Deed
from tickets.ticket import Ticket
from tickets.times import iso
from tickets.whistles.deeds.gathering.acting import join_forces
from tickets.whistles.deeds.gathering.meeting import convene
from tickets.whistles.deeds.step import Turn, begin
from tickets.whistles.kinds import Gathering, WhistleDeed
from tickets.whistles.spoken import moment

PLAN = "plan"
"""Under which name the draft is kept, and its prompts are known."""


def _(sentence: str) -> str:
    return sentence


_ASKS: Mapping[str, str] = {
    "at": _("什么时候？请回复这条，比如：明天 9:00，或者 12-03 14:30"),
    "place": _("在哪儿？请回复这条，写地点。"),
    "division": _("谁干什么？请回复这条，一行写一家也行。"),
}
_LACKS = {"units": "units", "at": "date", "place": "no_place", "division": "reason"}


async def on_meet(update: Update, context: Context, whistle: WhistleId, of: str) -> None:
    """开会: the plan of a meeting, shown as a message of its own."""
    begun = await begin(context.work, whistle, WhistleDeed.CONVENE, (await context.person(update)).id)
    await context.toast(update)
    await _say(update, context, begun.ticket, meeting_plan(begun.whistle, context.work))


async def on_act(update: Update, context: Context, whistle: WhistleId, of: str) -> None:
    """联合行动: the plan of one; `of` is the unit whose people propose it, or empty."""
    person, unit = await context.person(update), UnitCode(of)
    begun = await begin(context.work, whistle, WhistleDeed.JOIN_FORCES, person.id, unit or None)
    await context.toast(update)
    await _say(update, context, begun.ticket, action_plan(begun.whistle, begun.ticket, context.work, unit))


async def on_plan(update: Update, context: Context, whistle: WhistleId, step: str, value: str) -> None:
    """One press on the plan changes one thing, and the same message shows it."""
    plan = await _standing(update, context, whistle)
    begun = await _may(update, context, plan)
    match step:
        case "go":
            await _go(update, context, plan, begun.ticket)
        case "no":
            await keep(update, context, PLAN, None)
            t = await context.texts(update)
            await turn(update, context, t("好，先不约。"), ticket=begun.ticket.id)
        case "w" if value in _ASKS:
            t = await context.texts(update)
            detail = {"do": PLAN, "whistle": whistle, "part": value}
            await prompt(
                update, context, Deed.WHISTLE, begun.ticket, f"{begun.ticket.number} {t(_ASKS[value])}", detail
            )
        case "list":
            await _list(update, context, plan, begun, number(value))
        case "u":
            page, _sep, unit = value.partition(".")
            if unit not in context.work.directory.units:
                raise Unknown("unit")
            await _list(update, context, plan.toggled(UnitCode(unit)), begun, number(page))
        case _:
            await _show(update, context, begun.ticket, _changed(plan, step, value))


async def answer(update: Update, context: Context, detail: Mapping[str, Any], words: Words) -> str:
    """The words for one part of the plan; then the whole is shown anew, where it is read."""
    plan = await _standing(update, context, WhistleId(int(detail["whistle"])))
    begun = await _may(update, context, plan)
    plan = _filled(plan, str(detail["part"]), words, context)
    t = await context.texts(update)
    if plan.letter:
        seen = t("{number} {kind}，看下面。", number=begun.ticket.number, kind=kind_of(plan, t))
        await context.desk.change(LetterId(plan.letter), seen)
    await _say(update, context, begun.ticket, plan)
    return ""


async def _may(update: Update, context: Context, plan: Plan) -> Turn:
    deed = WhistleDeed.JOIN_FORCES if plan.acting else WhistleDeed.CONVENE
    return await begin(context.work, plan.whistle, deed, (await context.person(update)).id, plan.unit or None)


async def _go(update: Update, context: Context, plan: Plan, ticket: Ticket) -> None:
    """Told to all who are asked. What is missing is named, and nothing is done."""
    if lacks := missing(plan):
        raise Unusable(_LACKS[lacks[0]])
    work, person, t = context.work, (await context.person(update)).id, await context.texts(update)
    at = plan.moment
    if at is None:
        raise Unusable("date")
    if plan.acting:
        words = Words(plan.division)
        await join_forces(work, plan.whistle, person, at, plan.place, plan.units, words, plan.unit or None)
    else:
        await convene(work, plan.whistle, person, Gathering(plan.kind), at, plan.place, plan.units)
    await keep(update, context, PLAN, None)
    said = t("{number} {kind}通知发了，看下面的卡片。", number=ticket.number, kind=kind_of(plan, t))
    await turn(update, context, in_whose_name(said, work, t), ticket=ticket.id)


def _changed(plan: Plan, step: str, value: str) -> Plan:
    match step:
        case "k" if value in CALLED and not plan.acting:
            return replace(plan, kind=value)
        case "h":
            return replace(plan, at=iso(hours.read(value)))
        case "at":
            return replace(plan, at="")
        case "back":
            return plan
        case _:
            raise Unusable("empty")


def _filled(plan: Plan, part: str, words: Words, context: Context) -> Plan:
    """The plan with what was said. Raises Unusable("no_place"), ("reason"), ("date"), ("past")."""
    said = words.text.strip()
    if part == "place":
        if not (place := said or words.spot):
            raise Unusable("no_place")
        return replace(plan, place=place[:100])
    if part == "division":
        if not words.all_text:
            raise Unusable("reason")
        return replace(plan, division=words.all_text)
    at = moment(said, context.work.now, context.work.rules.zone)
    if at <= context.work.now:
        raise Unusable("past")
    return replace(plan, at=iso(at))


async def _list(update: Update, context: Context, plan: Plan, begun: Turn, page: int) -> None:
    t = await context.texts(update)
    await keep(update, context, PLAN, plan.facts())
    units = bodies(begun.whistle, context.work)
    text, rows = pick(plan, begun.ticket, units, page, context.work, t)
    await turn(update, context, text, rows, ticket=begun.ticket.id)


async def _show(update: Update, context: Context, ticket: Ticket, plan: Plan) -> None:
    t = await context.texts(update)
    await keep(update, context, PLAN, plan.facts())
    text, rows = look(plan, ticket, context.work, t), keyboard_of(plan, context.work, t)
    await turn(update, context, text, rows, ticket=ticket.id)


async def _say(update: Update, context: Context, ticket: Ticket, plan: Plan) -> None:
    t = await context.texts(update)
    text, rows = look(plan, ticket, context.work, t), keyboard_of(plan, context.work, t)
    letter = await context.desk.say(context.address(update), text, rows, ticket=ticket.id)
    await keep(update, context, PLAN, replace(plan, letter=letter).facts())


async def _standing(update: Update, context: Context, whistle: WhistleId) -> Plan:
    """The person's own plan in this chat. Raises Unusable("plan") where there is none of this whistle."""
    found = await kept(update, context, PLAN)
    if not found or found["whistle"] != whistle:
        raise Unusable("plan")
    return Plan.from_facts(found)
