"""`/year`: a department's year, the whistle's share and the rest, which the district's desk enters with its source."""

import re
from collections.abc import Iterator, Sequence

from telegram import Update
from telegram.ext import CommandHandler

from handlers.context import Context
from handlers.refusals import refusing
from handlers.texts import Texts
from tickets.directory import Directory, UnitKind
from tickets.errors import Unusable
from tickets.ids import PersonId, UnitCode
from tickets.mail import Address
from tickets.ports import Work
from tickets.scores.figures import Weights
from tickets.scores.year import Year, assess, assessed_by, enters_for, read_entries, year_of
from tickets.whistles.rules.rights import led

_LINES = 40
"""What one message holds."""
_YEAR = re.compile(r"/\w+(?:@\w+)?[ \t]*(\d{4})?[ \t]*(?:\n|$)")


async def on_year(update: Update, context: Context) -> None:
    """`/year` shows the running year, `/year 2026` another; lines below it enter the rest of units' years."""
    person, t, at = await context.person(update), await context.texts(update), context.address(update)
    said = (update.effective_message.text if update.effective_message else None) or ""
    asked, now = _YEAR.match(said), context.work.now.astimezone(context.work.rules.zone)
    if asked is None:
        await context.desk.say(at, _how(t))
        return
    year, lines = int(asked[1] or now.year), said[asked.end() :]
    if lines.strip():
        await context.desk.say(at, await _entered(context, person.id, year, lines, t))
        return
    units = units_seen(context.work.directory, person.id, at)
    if not units:
        await context.desk.say(at, t("这是督办人员用的。"))
        return
    found = await year_of(context.work, year, units)
    mine = assessed_by(person.id, context.work.directory)
    more = [_how(t)] if mine and at.chat > 0 else []
    await context.desk.say(at, "\n".join([*year_lines(context.work, year, found, t, _LINES), *more]))


def units_seen(directory: Directory, person: PersonId, at: Address) -> frozenset[UnitCode]:
    """Whose year may be read here: in private of the units that somebody heads, in a group of those within its own."""
    if at.chat > 0:
        seen = led(directory, person)
    else:
        bodies = [directory.units[unit] for unit, group in directory.groups.items() if group == at]
        areas = [body.area for body in bodies if body.kind in {UnitKind.STREET, UnitKind.DISTRICT}]
        seen = frozenset(u.code for u in directory.units.values() if any(directory.inside(u.area, a) for a in areas))
    return frozenset(unit for unit in seen if directory.units[unit].family)


def year_lines(work: Work, year: int, found: Sequence[Year], t: Texts, most: int) -> Iterator[str]:
    """The year's share and the units, the best total first, the last those of which a part is missing."""
    yield share_words(year, work.rules.scores.weights, t)
    if not found:
        yield t("这一年还没有评过的单位，也没有录入。")
    yield from (year_line(one, work.directory, t) for one in found[:most])
    if len(found) > most:
        yield t("还有 {n} 个单位，在网页上看。", n=len(found) - most)
    if lacking := [one for one in found if one.whistle is not None and one.rest is None]:
        people = dict.fromkeys(p for one in lacking for p in enters_for(one.unit, work.directory))
        names = t("、").join(work.directory.name_of(person) for person in people)
        yield (
            t("其余部分由{who}用 /year 录入。", who=names)
            if names
            else t("没有能录入其余部分的人：区里没有督办或负责人。")
        )


def share_words(year: int, weights: Weights, t: Texts) -> str:
    """How the year is divided, as it is set."""
    share, rest = f"{weights.year:.0%}", f"{1 - weights.year:.0%}"
    return t("{year} 年全年：吹哨报到占 {share}，其余 {rest} 由区里考核后录入。", year=year, share=share, rest=rest)


def year_line(one: Year, directory: Directory, t: Texts) -> str:
    """A unit's year, or which part of it is missing."""
    name = directory.unit_name(one.unit)
    whistle = t("吹哨 {score}，{n} 次评价", score=f"{one.whistle:.1f}", n=one.marks) if one.whistle is not None else ""
    rest = t("其余 {score}", score=f"{one.rest.value:.1f}") if one.rest else ""
    if one.total is not None:
        return t("{name} {total}（{whistle}；{rest}）", name=name, total=f"{one.total:.1f}", whistle=whistle, rest=rest)
    if one.whistle is None:
        return t("{name} 没有总分：吹哨还没人评过（{rest}）", name=name, rest=rest)
    return t("{name} 没有总分：其余部分还没录入（{whistle}）", name=name, whistle=whistle)


async def _entered(context: Context, person: PersonId, year: int, lines: str, t: Texts) -> str:
    mine = assessed_by(person, context.work.directory)
    if not mine:
        raise Unusable("assess")
    entries, wrong = read_entries(lines, mine, context.work.directory)
    if wrong:
        numbers = t("、").join(map(str, wrong))
        return t("第 {lines} 行没看懂，一行也没有记。", lines=numbers) + "\n" + _how(t)
    made = await assess(context.work, person, year, entries)
    names = context.work.directory.unit_name
    told = [t("{name} {score}（{source}）", name=names(m.unit), score=f"{m.value:g}", source=m.source) for m in made]
    return "\n".join([t("{year} 年记下了 {n} 个单位：", year=year, n=len(made)), *told])


def _how(t: Texts) -> str:
    how = t("录入其余部分：发 /year 2026，换行，一行一个单位，写单位全名、分数、出处。比如：")
    return how + "\n" + t("和平区水务局 86.5 区考核办通报")


HANDLERS = [CommandHandler("year", refusing(on_year))]
