"""What supervisors do about what is late: press, heed, see the list, read the report."""

from datetime import timedelta

from telegram import Update
from telegram.ext import CommandHandler

from handlers.buttons import Verb, button, number
from handlers.card import gist, masked
from handlers.context import Context
from handlers.refusals import on, refusing
from handlers.texts import Texts
from handlers.worker.lists import watched
from tickets.deeds import watching
from tickets.directory import UnitKind
from tickets.ids import AreaCode
from tickets.kinds import State
from tickets.records import Query
from tickets.scores import Tally, tally
from tickets.ticket import Ticket

_SHOWN = 12
_ALL = 20_000


async def on_press(update: Update, context: Context) -> None:
    """督办."""
    press, person = context.press(update), await context.person(update)
    ticket = await watching.press(context.work, press.ticket, person.id)
    t = await context.texts(update)
    await context.toast(update, t("{number} 已督办，对方收到了。", number=ticket.number))


async def on_heed(update: Update, context: Context) -> None:
    """Somebody on duty goes: the ringing stops, the resident hears who."""
    press, person = context.press(update), await context.person(update)
    ticket = await watching.heed(context.work, press.ticket, person.id)
    t = await context.texts(update)
    await context.toast(update, t("已告诉居民您接到了，{number}。", number=ticket.number))


async def on_overdue(update: Update, context: Context) -> None:
    """`/overdue`: what is late, the longest first, with what can be done from here."""
    t, at = await context.texts(update), context.address(update)
    communities = await _watched(update, context)
    if not communities:
        await context.desk.say(at, t("这是督办人员用的。"))
        return
    running = frozenset({State.TRIAGE, State.OPEN, State.HELD})
    found = await context.work.tickets.find(
        Query(states=running, communities=communities, owed_before=context.work.now, limit=200)
    )
    if not found:
        await context.desk.say(at, t("没有逾期的。"))
        return
    late = sorted(found, key=lambda ticket: ticket.owed_at)
    words = await context.work.tickets.first_words([ticket.id for ticket in late[:_SHOWN]])
    lines = [t("逾期 {n} 件", n=len(late))]
    lines += [_late(context, ticket, words.get(ticket.id, ""), t) for ticket in late[:_SHOWN]]
    buttons = [button(t("督办 {number}", number=ticket.number), Verb.PRESS, ticket.id) for ticket in late[:6]]
    await context.desk.say(at, "\n".join(lines), [buttons[n : n + 2] for n in range(0, len(buttons), 2)])


async def on_report(update: Update, context: Context) -> None:
    """`/report`, `/report 7`: received, answered in time, solved, satisfied; by community and by unit."""
    t, at = await context.texts(update), context.address(update)
    communities = await _watched(update, context)
    if not communities:
        await context.desk.say(at, t("这是督办人员用的。"))
        return
    days = min(number((context.args or ["30"])[0]) or 30, 366)
    since = context.work.now - timedelta(days=days)
    found = await context.work.tickets.find(Query(communities=communities, posted_from=since, limit=_ALL))
    opinions = await context.work.tickets.ratings([ticket.id for ticket in found])
    rounds = {ticket.id: ticket.round for ticket in found}
    ratings = {r.ticket: r for r in opinions if r.round == rounds[r.ticket]}
    directory, lines = context.work.directory, [t("近 {n} 天", n=days)]
    for community in directory.communities():
        mine = [ticket for ticket in found if ticket.community == community.code]
        if community.code not in communities:
            continue
        lines += ["", *_figures(community.name, tally(mine, ratings, context.work.now), t)]
        for unit in dict.fromkeys(ticket.unit for ticket in mine if ticket.unit):
            theirs = [ticket for ticket in mine if ticket.unit == unit]
            lines.append(_short(directory.unit_name(unit), tally(theirs, ratings, context.work.now), t))
    lines += ["", t("按时率把到期没答复的也算上；没人评价的不算分。")]
    await context.desk.say(at, "\n".join(lines)[:4000])


async def _watched(update: Update, context: Context) -> frozenset[AreaCode]:
    """In a street's or district's group whoever asks sees its communities; else what the asker watches."""
    directory, at = context.work.directory, context.address(update)
    above = {UnitKind.STREET, UnitKind.DISTRICT, UnitKind.COMMUNITY}
    for unit, group in directory.groups.items():
        if group == at and directory.units[unit].kind in above:
            area = directory.units[unit].area
            return frozenset(c.code for c in directory.communities() if directory.inside(c.code, area))
    return watched(context, (await context.person(update)).id)


def _late(context: Context, ticket: Ticket, words: str, t: Texts) -> str:
    left = t.left(ticket.owed_at, context.work.now)
    who = context.work.directory.name_of(ticket.holder) or t("无人认领")
    return t("{number} {gist} · 超 {left} · {who}", number=ticket.number, left=left, who=who,
             gist=gist(masked(context.work, words)))  # fmt: skip


def _figures(name: str, counted: Tally, t: Texts) -> list[str]:
    return [
        t("{name}：收到 {n} 件", name=name, n=counted.received),
        t("按时答复 {rate}（{n} 件到期）", rate=_percent(counted.on_time_rate), n=counted.due),
        t("解决 {rate}（{n} 人说了）", rate=_percent(counted.solved_rate), n=counted.called_back),
        t("满意 {rate}（{n} 人评了）", rate=_percent(counted.satisfied_rate), n=counted.graded),
    ]


def _short(name: str, counted: Tally, t: Texts) -> str:
    return t("· {name} {n} 件，按时 {rate}", name=name, n=counted.received, rate=_percent(counted.on_time_rate))


def _percent(rate: float | None) -> str:
    return "—" if rate is None else f"{rate:.0%}"


HANDLERS = [
    on(Verb.PRESS, on_press),
    on(Verb.HEED, on_heed),
    CommandHandler("overdue", refusing(on_overdue)),
    CommandHandler("report", refusing(on_report)),
]
