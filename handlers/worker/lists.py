"""Lists: what is open, mine, due today, and a search; of the group's unit in a group, of one's own units in private."""

from datetime import datetime, timedelta

from telegram import Update
from telegram.ext import CommandHandler

from handlers.buttons import Keyboard, Verb, button
from handlers.card import gist, masked
from handlers.context import Context
from handlers.refusals import refusing
from handlers.texts import Texts
from handlers.texts.names import LEDGERS, STATES
from tickets.directory import WORKING_ROLES
from tickets.ids import AreaCode, PersonId, UnitCode
from tickets.kinds import Deed, Matter, State
from tickets.records import Query
from tickets.rules import rights
from tickets.rules.rights import may, standings
from tickets.ticket import Ticket

_SHOWN = 10
_RUNNING = frozenset({State.TRIAGE, State.OPEN, State.HELD})


def _(sentence: str) -> str:
    return sentence


async def on_open(update: Update, context: Context) -> None:
    """`/open`: waiting for somebody to claim it."""
    await _list(update, context, frozenset({State.OPEN, State.TRIAGE}), _("没有等人认领的。"))


async def on_mine(update: Update, context: Context) -> None:
    """`/mine`: what I hold; in a group only what belongs there."""
    person = await context.person(update)
    found = await context.work.tickets.find(Query(states=frozenset({State.HELD}), holder=person.id))
    if _in_group(update):
        units, _communities = _scope(context, update, person.id)
        found = [ticket for ticket in found if ticket.unit in units and ticket.matter is not Matter.HOUSEHOLD]
    await _show(update, context, found, _("您手上没有没办完的。"))


async def on_due(update: Update, context: Context) -> None:
    """`/due`: to be answered by the end of today, and what is late."""
    await _list(update, context, _RUNNING, _("今天没有到期的。"), owed_today=True)


async def on_find(update: Update, context: Context) -> None:
    """`/find` words: in numbers, places and words."""
    text = " ".join(context.args or ())
    t = await context.texts(update)
    if not text:
        await context.desk.say(context.address(update), t("要找什么？比如 /find 路灯"))
        return
    await _list(update, context, None, _("没有找到。"), text=text)


async def _list(
    update: Update,
    context: Context,
    states: frozenset[State] | None,
    none: str,
    *,
    text: str = "",
    owed_today: bool = False,
) -> None:
    person = await context.person(update)
    units, communities = _scope(context, update, person.id)
    if not units and not communities:
        t = await context.texts(update)
        await context.desk.say(context.address(update), t("这是工作人员用的。您自己报的事发 /my 看。"))
        return
    before = _tonight(context) if owed_today else None
    found: dict[int, Ticket] = {}
    for unit in units:
        query = Query(states=states, unit=unit, text=text, owed_before=before, limit=_SHOWN + 1)
        found |= {ticket.id: ticket for ticket in await context.work.tickets.find(query)}
    if communities:
        query = Query(states=states, communities=communities, text=text, owed_before=before, limit=50)
        found |= {ticket.id: ticket for ticket in await context.work.tickets.find(query)}
    visible = [ticket for ticket in found.values() if _may_see(context, ticket, person.id, in_group=_in_group(update))]
    await _show(update, context, sorted(visible, key=lambda ticket: ticket.owed_at), none)


async def _show(update: Update, context: Context, found: list[Ticket], none: str) -> None:
    t, at = await context.texts(update), context.address(update)
    if not found:
        await context.desk.say(at, t(none))
        return
    words = await context.work.tickets.first_words([ticket.id for ticket in found[:_SHOWN]])
    lines = [_line(context, ticket, words.get(ticket.id, ""), t) for ticket in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(t("还有更多，用 /find 缩小范围。"))
    await context.desk.say(at, "\n".join(lines), _buttons(found[:_SHOWN], t))


def _line(context: Context, ticket: Ticket, words: str, t: Texts) -> str:
    now = context.work.now
    light = "🔴" if ticket.running and ticket.owed_at <= now else "🟡" if _soon(ticket, context) else ""
    who = context.work.directory.name_of(ticket.holder) or t(STATES[ticket.state])
    left = t.left(ticket.owed_at, now)
    due = (t("超 {left}", left=left) if ticket.owed_at <= now else t("剩 {left}", left=left)) if ticket.running else ""
    ledger = t("待定") if ticket.state is State.TRIAGE else t(LEDGERS[ticket.matter])
    line = f"{light}{ticket.number}【{ledger}】{gist(masked(context.work, words))} · {who}"
    return f"{line} · {due}" if due else line


def _buttons(found: list[Ticket], t: Texts) -> Keyboard:
    buttons = [
        button(t("认领 {number}", number=ticket.number), Verb.CLAIM, ticket.id)
        if ticket.state is State.OPEN
        else button(ticket.number, Verb.DETAIL, ticket.id)
        for ticket in found
    ]
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


def _scope(context: Context, update: Update, person: PersonId) -> tuple[list[UnitCode], frozenset[AreaCode] | None]:
    """In a group its unit; in private one's own units and, for coordinators and supervisors, whole communities."""
    directory, at = context.work.directory, context.address(update)
    if _in_group(update):
        return [unit for unit, group in directory.groups.items() if group == at], None
    posts = directory.posts_of(person)
    units = [p.unit for p in posts if p.role in WORKING_ROLES]
    return units, watched(context, person) or None


def watched(context: Context, person: PersonId) -> frozenset[AreaCode]:
    """The communities that somebody coordinates or supervises."""
    return rights.watched(context.work.directory, person)


def _may_see(context: Context, ticket: Ticket, person: PersonId, *, in_group: bool) -> bool:
    """Household matters stand in no group, and in nobody's list but theirs who may handle them."""
    if ticket.matter is Matter.HOUSEHOLD or ticket.state is State.TRIAGE:
        if in_group:
            return False
        return may(Deed.NOTE, standings(ticket, person, context.work.directory, context.work.now))
    return True


def _soon(ticket: Ticket, context: Context) -> bool:
    return ticket.running and ticket.owed_at - context.work.now <= timedelta(hours=12)


def _tonight(context: Context) -> datetime:
    local = context.work.now.astimezone(context.work.rules.zone)
    return local.replace(hour=23, minute=59, second=59)


def _in_group(update: Update) -> bool:
    return update.effective_chat is not None and update.effective_chat.type != "private"


HANDLERS = [
    CommandHandler("open", refusing(on_open)),
    CommandHandler("mine", refusing(on_mine)),
    CommandHandler("due", refusing(on_due)),
    CommandHandler("find", refusing(on_find)),
]
