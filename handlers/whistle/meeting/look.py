"""The last look at a meeting or a joint action before anybody is told: all of it in one message."""

from collections.abc import Sequence

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.card import gist, masked
from handlers.texts import Texts
from handlers.whistle.choosing import PAGE, rows_of
from handlers.whistle.meeting import hours
from handlers.whistle.meeting.plan import CALLED, Plan, missing
from handlers.whistle.said.names import GATHERINGS
from tickets.ids import UnitCode, WhistleId
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.whistles.kinds import Gathering


def look(plan: Plan, ticket: Ticket, work: Work, t: Texts) -> str:
    """Whom, when and where; what is still missing comes last."""
    kind = kind_of(plan, t)
    head = t("{number} {kind}，看一眼再通知：", number=ticket.number, kind=kind)
    when = t.when(plan.moment, work.now) if plan.moment else ""
    lines = [
        head,
        _units(plan, work, t),
        " · ".join(part for part in (when, plan.place) if part),
        t("分工：{what}", what=gist(masked(work, plan.division), 200)) if plan.division else "",
        _lacks(plan, t),
    ]
    return "\n".join(line for line in lines if line)


def keyboard_of(plan: Plan, work: Work, t: Texts) -> Keyboard:
    """What is missing first, or the notice itself; below, what can be changed."""
    lacks = missing(plan)
    rows: list[list[Button]] = []
    if "at" in lacks:
        rows += hours.rows(work.now, work.rules, t, lambda words, mark: press(words, plan.whistle, "h", mark))
        rows.append([press(t("写时间"), plan.whistle, "w", "at")])
    first = [_fill(one, plan, t) for one in lacks if one != "at"]
    go = [] if lacks else [press(t("发通知"), plan.whistle, "go")]
    rows.append([*first, *go, press(t("不约了") if plan.acting else t("不开了"), plan.whistle, "no")])
    if not plan.acting:
        rows.append([press(t(GATHERINGS[k]), plan.whistle, "k", k) for k in CALLED if k != plan.kind])
    return [*rows, _changes(plan, lacks, t)]


def pick(
    plan: Plan, ticket: Ticket, units: Sequence[UnitCode], page: int, work: Work, t: Texts
) -> tuple[str, Keyboard]:
    """The units to choose from, the chosen ones marked."""

    def make(words: str, unit: UnitCode) -> Button:
        return press(f"✓ {words}" if unit in plan.units else words, plan.whistle, "u", f"{page}.{unit}")

    last = [press(t("选好了"), plan.whistle, "back")]
    last += pages(plan.whistle, "list", page, len(units), t)
    text = t("{number} {kind} 请谁？", number=ticket.number, kind=kind_of(plan, t))
    lines = [text, _units(plan, work, t)]
    return "\n".join(line for line in lines if line), [*rows_of(units, page, work.directory, make), last]


def page_of(near: Sequence[UnitCode], every: Sequence[UnitCode], page: int) -> tuple[list[UnitCode], int]:
    """The units of a page, those who sat at the table alone on the first; and how many there are for `pages`."""
    first = list(near[:PAGE])
    rest = [unit for unit in dict.fromkeys([*near, *every]) if unit not in first]
    shown = first if page == 0 else rest[(page - 1) * PAGE : page * PAGE]
    return shown, PAGE + len(rest) if rest else len(first)


def pages(whistle: WhistleId, step: str, page: int, found: int, t: Texts, of: str = "") -> list[Button]:
    """The way to the page before and the one after; `of` stands before the page's number."""
    back = [press(t("上一页"), whistle, step, f"{of}{page - 1}")] if page else []
    more = t("下一页") if page else t("别的单位")
    return back + ([press(more, whistle, step, f"{of}{page + 1}")] if found > (page + 1) * PAGE else [])


def press(words: str, whistle: WhistleId, step: str, value: str = "") -> Button:
    """A button of a meeting: a step, and after `-` what it is about."""
    return button(words, Verb.MEET, whistle, f"{step}-{value}" if value else step)


def kind_of(plan: Plan, t: Texts) -> str:
    """What is planned, in a word."""
    return t("联合行动") if plan.acting else t(GATHERINGS[Gathering(plan.kind)])


def _units(plan: Plan, work: Work, t: Texts) -> str:
    if not plan.units:
        return ""
    named = t("、").join(work.directory.unit_name(unit) for unit in plan.units)
    return t("一起去：{units}", units=named) if plan.acting else t("请：{units}", units=named)


def _lacks(plan: Plan, t: Texts) -> str:
    names = {"units": t("单位"), "at": t("时间"), "place": t("地点"), "division": t("分工")}
    lacks = [names[one] for one in missing(plan)]
    return t("还缺：{what}", what=t("、").join(lacks)) if lacks else ""


def _fill(lack: str, plan: Plan, t: Texts) -> Button:
    match lack:
        case "units":
            return press(t("选单位"), plan.whistle, "list")
        case "place":
            return press(t("写地点"), plan.whistle, "w", "place")
        case _:
            return press(t("写分工"), plan.whistle, "w", "division")


def _changes(plan: Plan, lacks: list[str], t: Texts) -> list[Button]:
    found = {
        "units": press(t("换单位"), plan.whistle, "list"),
        "at": press(t("改时间"), plan.whistle, "at"),
        "place": press(t("改地点"), plan.whistle, "w", "place"),
        "division": press(t("改分工"), plan.whistle, "w", "division"),
    }
    names = ["units", "at", "place", *(["division"] if plan.acting else [])]
    return [found[name] for name in names if name not in lacks]
