"""吹哨 from a ticket's card: the duty list proposes, whoever blows changes it, looks once more, and blows."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from telegram import Message, Update

from handlers.buttons import Verb, number
from handlers.context import Context
from handlers.refusals import on
from handlers.resident.turn import turn
from handlers.texts import Texts
from handlers.whistle.blowing.draft import Draft, missing, of_asked, proposed, reached, scope_of, settled
from handlers.whistle.blowing.look import keyboard_of, look, pick
from handlers.whistle.choosing import callable_units
from handlers.whistle.kept import keep, kept
from handlers.whistle.said.behalf import in_whose_name
from handlers.whistle.steps.table import point_of
from handlers.worker.prompts import prompt
from tickets.deeds.poster.posting import Words
from tickets.deeds.watching import heed
from tickets.errors import NoReceiver, OutOfReach, Refused, Unknown, Unusable
from tickets.ids import LetterId, TicketId, UnitCode
from tickets.kinds import Deed, Urgency
from tickets.mail import Address
from tickets.ticket import Ticket
from tickets.times import iso
from tickets.whistles.deeds import blowing
from tickets.whistles.deeds.joining import all_callers
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.rules.clocks import offered
from tickets.whistles.rules.reach import Caller, may_blow
from tickets.whistles.rules.rights import check_right, receivers, sides
from tickets.whistles.spoken import moment
from tickets.whistles.whistle import Whistle

DRAFT = "draft"
_MUSTER = "muster"


def _(sentence: str) -> str:
    return sentence


_ASKS: Mapping[str, str] = {
    "reason": _("为什么吹哨？请回复这条。"),
    "place": _("在哪儿？请回复这条，写地点，或者发位置。"),
    "muster_at": _("几点到？请回复这条，比如：10:30，或者 12-03 9:00"),
    "due_at": _("什么时候办完？请回复这条，比如：12-03 18:00"),
}


async def on_blow(update: Update, context: Context) -> None:
    """`bw:<ticket>:<step>-<value>`; without a step the draft begins."""
    press = context.press(update)
    step, _sep, value = press.argument.partition("-")
    ticket = await context.work.tickets.get(press.ticket)
    by = await _may(update, context, ticket)
    if step in {"", "e"}:
        await _begin(update, context, ticket, await proposed(context.work, ticket, by, emergency=step == "e"))
        return
    draft = await _standing(update, context, ticket.id)
    match step:
        case "go":
            await _go(update, context, ticket, draft, by)
        case "no":
            await _remember(update, context, None)
            t = await context.texts(update)
            await turn(update, context, t("{number} 没有吹哨。", number=ticket.number))
        case "w" if value in _ASKS:
            await _ask(update, context, ticket, value)
        case "list":
            await _list(update, context, ticket, draft, number(value))
        case _:
            await _change(update, context, ticket, draft, by, (step, value))


async def take_up(update: Update, context: Context, whistle: Whistle, ticket: Ticket) -> None:
    """What somebody asked for becomes a draft of whoever may blow it."""
    by = await _may(update, context, ticket, WhistleDeed.BLOW)
    if whistle.blown_at or whistle.ended_at:
        raise Unusable("ruled")
    await _begin(update, context, ticket, settled(of_asked(whistle), by, ticket, context.work))


async def answer(update: Update, context: Context, detail: Mapping[str, Any], words: Words, message: Message) -> str:
    """The words for one part of the draft; then the whole is shown anew, where it is read."""
    ticket = await context.work.tickets.get(TicketId(int(detail["ticket"])))
    by = await _may(update, context, ticket)
    draft = await _standing(update, context, ticket.id)
    draft = _filled(draft, str(detail["part"]), words, message, context)
    t, at = await context.texts(update), context.address(update)
    if draft.letter:
        await context.desk.change(LetterId(draft.letter), t("{number} 吹哨，看下面。", number=ticket.number))
    await _say(update, context, at, ticket, settled(draft, by, ticket, context.work))
    return ""


async def _may(
    update: Update, context: Context, ticket: Ticket, deed: WhistleDeed = WhistleDeed.RAISE
) -> frozenset[Caller]:
    """The person's capacities; whoever may not even ask is refused at every press."""
    person, work = await context.person(update), context.work
    if not ticket.running:
        raise Unusable("ended")
    lent = await work.whistles.lent_to(person.id, work.now)
    found = sides(None, ticket.community, person.id, work.directory, work.now, deed=deed, lent=lent)
    by = await all_callers(work, ticket, person.id)
    if not by:
        check_right(deed, found)
    return by


async def _begin(update: Update, context: Context, ticket: Ticket, draft: Draft) -> None:
    await context.toast(update)
    await _say(update, context, context.address(update), ticket, draft)


async def _say(update: Update, context: Context, at: Address, ticket: Ticket, draft: Draft) -> None:
    t, by = await context.texts(update), await all_callers(context.work, ticket, (await context.person(update)).id)
    text, rows = look(draft, ticket, by, context.work, t), keyboard_of(draft, ticket, by, context.work, t)
    letter = await context.desk.say(at, text, rows, ticket=ticket.id)
    await _remember(update, context, replace(draft, letter=letter))


async def _change(
    update: Update, context: Context, ticket: Ticket, draft: Draft, by: frozenset[Caller], said: tuple[str, str]
) -> None:
    """One press changes one thing, and the same message shows it."""
    step, value = said
    if step not in _CHANGES:
        raise Unusable("empty")
    draft = _CHANGES[step](draft, value, context)
    if step == "u":
        await _check_unit(context, ticket, draft, by, UnitCode(value.rpartition(".")[0]))
    draft = settled(draft, by, ticket, context.work, await _post(context, ticket))
    await _remember(update, context, draft)
    t = await context.texts(update)
    if step == "u":
        await _list(update, context, ticket, draft, number(value.rpartition(".")[2]))
        return
    text, rows = look(draft, ticket, by, context.work, t), keyboard_of(draft, ticket, by, context.work, t)
    await turn(update, context, text, rows)


async def _check_unit(context: Context, ticket: Ticket, draft: Draft, by: frozenset[Caller], unit: UnitCode) -> None:
    """A unit with nobody to receive a whistle, or out of reach, is refused with the reason."""
    if unit not in context.work.directory.units:
        raise Unknown("unit")
    if unit not in draft.units:
        return
    if not receivers(unit, context.work.directory):
        raise NoReceiver(unit)
    if by and not reached(unit, by, draft, ticket, context.work):
        raise OutOfReach(unit)


async def _list(update: Update, context: Context, ticket: Ticket, draft: Draft, page: int) -> None:
    """The units, the chosen ones marked; the first chosen leads."""
    t = await context.texts(update)
    await _remember(update, context, draft)
    text, rows = pick(draft, ticket, callable_units(ticket.community, context.work.directory), page, context.work, t)
    await turn(update, context, text, rows)


async def _ask(update: Update, context: Context, ticket: Ticket, part: str) -> None:
    t = await context.texts(update)
    detail = {"do": DRAFT, "ticket": ticket.id, "part": part}
    await prompt(update, context, Deed.WHISTLE, ticket, f"{ticket.number} {t(_ASKS[part])}", detail)


async def _go(update: Update, context: Context, ticket: Ticket, draft: Draft, by: frozenset[Caller]) -> None:
    """Blown, or asked for where this person may not. What is missing is named, and nothing is done."""
    if lacks := missing(draft):
        raise Unusable(_LACKS[lacks[0]])
    person, work, t = await context.person(update), context.work, await context.texts(update)
    call = draft.call(by, ticket, work)
    may = not draft.beyond and may_blow(by, scope_of(draft, by, ticket, work), draft.type)
    if draft.asked and may:
        await blowing.approve(work, draft.asked, person.id, call)
    elif may:
        await blowing.blow(work, ticket.id, person.id, call, draft.words)
    else:
        await blowing.raise_(work, ticket.id, person.id, call, draft.words)
    if may and ticket.danger:
        # Whoever blows has read the page: it need not ring on.
        with suppress(Refused):
            await heed(work, ticket.id, person.id)
    await _remember(update, context, None)
    await turn(update, context, in_whose_name(_done(ticket, may, context, t), work, t))


def _done(ticket: Ticket, may: bool, context: Context, t: Texts) -> str:
    when = t.when(context.work.now, context.work.now)
    if may:
        return t("{number} 哨吹了，{when}。谁应了、谁到了，看发给您的卡片。", number=ticket.number, when=when)
    return t("{number} 已提请吹哨，等能吹的人定。", number=ticket.number)


def _filled(draft: Draft, part: str, words: Words, message: Message, context: Context) -> Draft:
    """The draft with what was said. Raises Unusable("reason"), ("no_place"), ("date"), ("past")."""
    if part == "reason":
        if not words.all_text:
            raise Unusable("reason")
        return replace(draft, reason=words.all_text, media=words.media)
    if part == "place":
        point = point_of(message)
        place = words.text.strip() or (draft.place if point else "")
        if not place and point is None:
            raise Unusable("no_place")
        there = (point.latitude, point.longitude) if point else None
        return replace(draft, place=(place or words.spot)[:100], point=there)
    at = moment(words.text, context.work.now, context.work.rules.zone)
    if at <= context.work.now:
        raise Unusable("past")
    return replace(draft, due_at=iso(at)) if part == "due_at" else replace(draft, muster_at=iso(at))


def _toggled(draft: Draft, value: str, context: Context) -> Draft:
    unit = UnitCode(value.rpartition(".")[0])
    every = tuple(u for u in draft.units if u != unit)
    beyond = tuple(u for u in draft.beyond if u != unit)
    held = unit in (*draft.units, *draft.beyond)
    return replace(draft, units=every if held else (*draft.units, unit), beyond=beyond)


def _typed(draft: Draft, value: str, context: Context) -> Draft:
    if value == _MUSTER:
        return replace(draft, type=Urgency.COMPLEX, muster=True)
    if value not in set(Urgency):
        raise Unusable("empty")
    kept = draft.due_at if value == Urgency.COMPLEX else ""
    return replace(draft, type=Urgency(value), muster=False, due_at=kept)


def _due_in(draft: Draft, value: str, context: Context) -> Draft:
    """So many days on, in the evening; the offered span follows the rules' calendar."""
    work = context.work
    if not (days := number(value)):
        raise Unusable("date")
    if days == work.rules.whistles.complex_offered.days:
        day = offered(Urgency.COMPLEX, work.now, work.rules)
    else:
        day = work.now + timedelta(days=min(days, 366))
    local = day.astimezone(work.rules.zone)
    return replace(draft, due_at=iso(local.replace(hour=18, minute=0, second=0, microsecond=0)))


_CHANGES: Mapping[str, Callable[[Draft, str, Context], Draft]] = {
    "t": _typed,
    "u": _toggled,
    "d": _due_in,
    "np": lambda draft, value, context: replace(draft, place="", point=None, muster_at=""),
    "2": lambda draft, value, context: replace(draft, double=not draft.double),
    "back": lambda draft, value, context: draft,
}
_LACKS = {"units": "units", "due": "due", "place": "no_place", "reason": "reason"}


async def _post(context: Context, ticket: Ticket) -> str:
    return (await context.work.tickets.first_words([ticket.id])).get(ticket.id, "")


async def _standing(update: Update, context: Context, ticket: TicketId) -> Draft:
    """The person's own draft in this chat. Raises Unusable("draft") where there is none of this ticket."""
    found = await kept(update, context, DRAFT)
    if not found or found["ticket"] != ticket:
        raise Unusable("draft")
    return Draft.from_facts(found)


async def _remember(update: Update, context: Context, draft: Draft | None) -> None:
    await keep(update, context, DRAFT, draft.facts() if draft else None)


HANDLERS = [on(Verb.BLOW, on_blow)]
