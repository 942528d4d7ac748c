"""What supervisors do about what is late: press, heed, see the list."""

from telegram import Update
from telegram.ext import CommandHandler

from handlers.buttons import Verb, button
from handlers.card import gist, masked
from handlers.context import Context
from handlers.notices.digest import line, whose
from handlers.refusals import on, refusing
from handlers.supervisor.scope import watched_here
from handlers.texts import Texts
from tickets.deeds import watching
from tickets.kinds import State
from tickets.records import Query
from tickets.ticket import Ticket

_SHOWN = 12
_COUNTED = 500
"""More than this are not counted one by one."""
_RUNNING = frozenset({State.TRIAGE, State.OPEN, State.HELD})


async def on_press(update: Update, context: Context) -> None:
    """督办."""
    press, person = context.press(update), await context.person(update)
    ticket = await watching.press(context.work, press.ticket, person.id)
    t = await context.own_texts(update)
    await context.toast(update, t("{number} 已督办，对方收到了。", number=ticket.number))


async def on_heed(update: Update, context: Context) -> None:
    """Somebody on duty goes: the ringing stops, the resident hears who."""
    press, person = context.press(update), await context.person(update)
    ticket = await watching.heed(context.work, press.ticket, person.id)
    t = await context.own_texts(update)
    await context.toast(update, t("已告诉居民您接到了，{number}。", number=ticket.number))


async def on_overdue(update: Update, context: Context) -> None:
    """`/overdue`: what is late, by unit and the longest first, with what can be done from here."""
    t, at = await context.texts(update), context.address(update)
    communities = await watched_here(update, context)
    if not communities:
        await context.desk.say(at, t("这是督办人员用的。"))
        return
    query = Query(states=_RUNNING, communities=communities, owed_before=context.work.now, limit=_COUNTED)
    late = await context.work.tickets.find(query)
    if not late:
        await context.desk.say(at, t("没有逾期的。"))
        return
    many = t("{n} 件以上", n=_COUNTED) if len(late) == _COUNTED else t("{n} 件", n=len(late))
    shown = late[:_SHOWN]
    lines = [t("逾期 {many}", many=many), *await _by_unit(context, shown, t, in_group=at.chat < 0)]
    if len(late) > _SHOWN:
        lines.append(t("先列最久的 {n} 件。", n=_SHOWN))
    buttons = [button(t("督办 {number}", number=ticket.number), Verb.PRESS, ticket.id) for ticket in shown[:6]]
    await context.desk.say(at, "\n".join(lines), [buttons[n : n + 2] for n in range(0, len(buttons), 2)])


async def _by_unit(context: Context, late: list[Ticket], t: Texts, *, in_group: bool) -> list[str]:
    desk = context.desk
    words = await desk.work.tickets.first_words([ticket.id for ticket in late])
    units: dict[str, list[str]] = {}
    for ticket in late:
        said = "" if in_group and ticket.discreet else gist(masked(context.work, words.get(ticket.id, "")))
        units.setdefault(whose(desk, ticket), []).append(line(desk, ticket, said, t))
    return [text for unit, lines in units.items() for text in (unit, *lines)]


HANDLERS = [
    on(Verb.PRESS, on_press),
    on(Verb.HEED, on_heed),
    CommandHandler("overdue", refusing(on_overdue)),
]
