"""`/scores`: who stands where this month, each family of units for itself; the page has all of it."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from telegram import Update
from telegram.ext import CommandHandler

from handlers.context import Context
from handlers.refusals import refusing
from handlers.supervisor.report import percent
from handlers.supervisor.review import LASTS
from handlers.supervisor.scope import watched_here
from handlers.supervisor.year import units_seen, year_lines
from handlers.texts import Texts
from tickets.directory import UnitKind
from tickets.rules.rights import watched
from tickets.scores.board import Board, board
from tickets.scores.figures import Cut, Figures, Rate
from tickets.scores.periods import Period, month, named
from tickets.scores.ranking import Place
from tickets.scores.year import year_of
from tickets.whistles.kinds import Family

PAGE = "scores"
_LINES = 60
"""What one message holds."""
_IN_GROUP = 5
"""Units of one family that a group reads: the best; the page has all."""
_ALL = frozenset({"全", "all"})


def _(sentence: str) -> str:
    return sentence


FAMILIES: Mapping[Family | UnitKind, str] = {
    Family.PARTY: _("党群部门"),
    Family.GOVERNMENT: _("政府部门"),
    Family.DUAL: _("双管部门"),
    Family.SERVICE: _("公共服务单位"),
    UnitKind.COMMUNITY: _("社区"),
    UnitKind.BRANCH: _("网格党支部"),
    UnitKind.MICROGRID: _("微网格"),
    UnitKind.PROPERTY: _("物业"),
    UnitKind.STREET: _("街道"),
    UnitKind.DISTRICT: _("区"),
    UnitKind.DEPARTMENT: _("部门"),
    UnitKind.OFFICE: _("科室"),
    UnitKind.STATION: _("站所"),
    UnitKind.SOCIAL: _("社会单位"),
}


async def on_scores(update: Update, context: Context) -> None:
    """`/scores` for the running month, `/scores 2026-11` for another, with 全 what was excluded is in."""
    t, at = await context.texts(update), context.address(update)
    areas = await watched_here(update, context)
    if not areas:
        await context.desk.say(at, t("这是督办人员用的。"))
        return
    asked = [word for word in context.args or [] if word not in _ALL]
    period = _period(context, asked)
    if period is None:
        await context.desk.say(at, t("后面写月份，比如 /scores 2026-11；加一个“全”字连剔除的也算。"))
        return
    cut = Cut(areas=areas, all_in=len(asked) < len(context.args or []))
    found = await board(context.work, period, cut)
    lines = [*_told(context, found, cut, t), *await _year(update, context, found, cut, t)][:_LINES]
    await context.desk.say(at, "\n".join([*lines, *await _link(update, context, t)]))


async def _year(update: Update, context: Context, found: Board, cut: Cut, t: Texts) -> list[str]:
    """The year that the month belongs to, of the units that whoever asks here heads."""
    person, at, year = await context.person(update), context.address(update), int(found.period.name[:4])
    units = units_seen(context.work.directory, person.id, at)
    years = await year_of(context.work, year, units, all_in=cut.all_in) if units else []
    return ["", *year_lines(context.work, year, years, t, _IN_GROUP)] if years else []


def _period(context: Context, asked: Sequence[str]) -> Period | None:
    rules = context.work.rules
    if not asked:
        return month(rules.calendar.day_of(context.work.now), rules.scores.first_day, rules.calendar)
    return named(asked[0], rules.scores.first_day, rules.calendar) if len(asked) == 1 else None


def _told(context: Context, found: Board, cut: Cut, t: Texts) -> Iterator[str]:
    yield span(found.period, t)
    yield standing(found, t)
    yield ""
    yield from whole(found.whole, t)
    for family, places in found.ranks.items():
        yield ""
        yield t("{family}：", family=t(FAMILIES[family]))
        yield from (_line(context.work.directory.unit_name(one.unit), one, t) for one in places[:_IN_GROUP])
    if found.late:
        yield ""
        names = [context.work.directory.unit_name(unit) for unit in found.late]
        yield t("定账后有变动的：{names}。原来的数不改，变动在网页上看。", names=t("、").join(names))
    yield ""
    yield formula(cut, t)


def span(period: Period, t: Texts) -> str:
    """The month with its days, said here."""
    start, last = period.start.astimezone(t.zone), (period.end - timedelta(days=1)).astimezone(t.zone)
    return t("{name}（{start} 到 {last}）", name=period.name, start=f"{start:%m-%d}", last=f"{last:%m-%d}")


def standing(found: Board, t: Texts) -> str:
    """Whether the month is closed."""
    if found.closing is None:
        return t("还没定账，数会变。")
    return t("{day} 已定账。", day=f"{found.closing.at.astimezone(t.zone):%Y-%m-%d}")


def whole(one: Figures, t: Texts) -> Iterator[str]:
    """The figures of all places together."""
    yield t("收到 {n} 件，按时答复 {rate}", n=one.received, rate=rated(one.answered, t))
    yield t(
        "响应 {contacted} · 解决 {solved} · 满意 {satisfied}",
        contacted=rated(one.contacted, t),
        solved=rated(one.solved, t),
        satisfied=rated(one.satisfied, t),
    )
    yield t("总分 {score}", score=score(one.total))
    if one.called:
        yield t(
            "吹哨叫了 {n} 次单位，到场 {arrived} · 按时办完 {done}",
            n=one.called,
            arrived=rated(one.arrived, t),
            done=rated(one.done, t),
        )


def _line(name: str, place: Place, t: Texts) -> str:
    one = place.figures
    if place.rank is None:
        return t("— {name} 没人评过，不排名", name=name)
    cases = one.marks.of if isinstance(place.score, float) and place.score == one.whistle else one.solved.of
    return t("{rank}. {name} {score}（{n} 次评价）", rank=place.rank, name=name, score=score(place.score), n=cases)


def formula(cut: Cut, t: Texts) -> str:
    """Whose formula it is, and which of the two calibres."""
    calibre = t("含剔除") if cut.all_in else t("不含剔除")
    return t("本系统默认口径，{calibre}。没评价的不算好评，没有件数不排名。", calibre=calibre)


def rated(rate: Rate, t: Texts) -> str:
    """A rate with its cases beside it."""
    return t("{rate}（{n}）", rate=percent(rate.value), n=rate.of)


def score(value: float | None) -> str:
    """A score, or a dash."""
    return "—" if value is None else f"{value:.1f}"


def length(seconds: float | None, t: Texts) -> str:
    """A time in the one unit that matters, or a dash."""
    if seconds is None:
        return "—"
    start = datetime.fromtimestamp(0, UTC)
    return t.left(start + timedelta(seconds=seconds), start)


async def _link(update: Update, context: Context, t: Texts) -> list[str]:
    """To the page, in private alone: it opens once."""
    person = await context.person(update)
    private = update.effective_chat is not None and update.effective_chat.type == "private"
    if not private or not watched(context.work.directory, person.id):
        return []
    code = secrets.token_urlsafe(24)
    await context.work.people.admit(person.id, PAGE, code, LASTS)
    link = f"{context.running.house.site}/office/enter/{code}"
    minutes = int(LASTS.total_seconds() // 60)
    return ["", t("全部排名：\n{link}\n{minutes} 分钟内打开，只能用一次。别转给别人。", link=link, minutes=minutes)]


HANDLERS = [CommandHandler("scores", refusing(on_scores))]
