"""`/report`: received, answered in time, solved, satisfied; by community and by unit, each with its cases."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from telegram import Update
from telegram.ext import CommandHandler

from handlers.context import Context
from handlers.refusals import refusing
from handlers.supervisor.scope import watched_here
from handlers.texts import Texts
from tickets.ids import AreaCode, TicketId, UnitCode
from tickets.records import Query, Rating
from tickets.rules.scores import Tally, Turn, tally, turns

Ratings = Mapping[tuple[TicketId, int], Rating]

_USUAL, _LONGEST = 30, 366
"""Days."""
_ALL = 30_000
"""Tickets of one community in a year: more than any has, and as many as one statement may name."""
_LINES = 60
"""What one message holds; the units with the worst figures come first."""


async def on_report(update: Update, context: Context) -> None:
    """`/report` for thirty days, `/report 7` for seven."""
    t, at = await context.texts(update), context.address(update)
    communities = await watched_here(update, context)
    days = _days(context.args or [])
    if not communities:
        await context.desk.say(at, t("这是督办人员用的。"))
        return
    if days is None:
        await context.desk.say(at, t("后面写天数，1 到 {most}，比如 /report 7", most=_LONGEST))
        return
    lines = [t("近 {n} 天", n=days)]
    for community in context.work.directory.communities():
        if community.code in communities:
            lines += ["", *await _of_community(context, community.code, days, t)]
    if len(lines) > _LINES:
        lines = [*lines[:_LINES], t("太长了，后面的没列。在社区的群里发 /report 看一个社区的。")]
    lines += ["", t("到期没答复的也算；重新办理的，每一次都算；没评价的不算。")]
    await context.desk.say(at, "\n".join(lines))


def _days(asked: Sequence[str]) -> int | None:
    """How many, or None for what is no such number."""
    if not asked:
        return _USUAL
    return int(asked[0]) if asked[0].isdecimal() and 0 < int(asked[0]) <= _LONGEST else None


async def _of_community(context: Context, community: AreaCode, days: int, t: Texts) -> list[str]:
    work, since = context.work, context.work.now - timedelta(days=days)
    query = Query(communities=frozenset({community}), posted_from=since, limit=_ALL)
    found = await work.tickets.find(query)
    told = await work.tickets.histories([ticket.id for ticket in found if ticket.round > 1])
    counted = [turn for ticket in found for turn in turns(ticket, told.get(ticket.id, ()))]
    ratings = {(r.ticket, r.round): r for r in await work.tickets.ratings([ticket.id for ticket in found])}
    name = work.directory.areas[community].name
    return [*_whole(name, tally(counted, ratings, work.now), t), *_units(context, counted, ratings, t)]


def _units(context: Context, counted: Sequence[Turn], ratings: Ratings, t: Texts) -> list[str]:
    theirs: dict[UnitCode, list[Turn]] = {}
    for turn in counted:
        if turn.unit:
            theirs.setdefault(turn.unit, []).append(turn)
    now, name_of = context.work.now, context.work.directory.unit_name
    figures = [(name_of(unit), tally(had, ratings, now)) for unit, had in theirs.items()]
    return [_short(name, one, t) for name, one in sorted(figures, key=_worst_first)]


def _worst_first(unit: tuple[str, Tally]) -> tuple[float, int]:
    rate = unit[1].on_time_rate
    return (2.0 if rate is None else rate), -unit[1].received


def _whole(name: str, counted: Tally, t: Texts) -> list[str]:
    return [
        t("{name}：收到 {n} 件", name=name, n=counted.received),
        t("按时答复 {rate}（{n} 次到期）", rate=percent(counted.on_time_rate), n=counted.due),
        t("解决 {rate}（{n} 人说了）", rate=percent(counted.solved_rate), n=counted.called_back),
        t("满意 {rate}（{n} 人评了）", rate=percent(counted.satisfied_rate), n=counted.graded),
    ]


def _short(name: str, counted: Tally, t: Texts) -> str:
    rate = percent(counted.on_time_rate)
    return t("· {name} {n} 件，按时 {rate}（{due} 次到期）", name=name, n=counted.received, rate=rate, due=counted.due)


def percent(rate: float | None) -> str:
    """Rounded, but 100 % is said of nothing less."""
    if rate is None:
        return "—"
    return f"{min(round(rate * 100), 100 if rate == 1 else 99)}%"


HANDLERS = [CommandHandler("report", refusing(on_report))]
