"""The last look at a whistle before it is blown: all of it in one message, and a button for each part."""

from datetime import datetime

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.card import gist, masked
from handlers.texts import Texts
from handlers.whistle.blowing.draft import Draft, missing, scope_of
from handlers.whistle.choosing import PAGE, rows_of
from handlers.whistle.said.names import SCOPES, TYPES
from tickets.ids import TicketId, UnitCode
from tickets.kinds import Urgency
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.times import instant
from tickets.whistles.kinds import Scope
from tickets.whistles.rules.clocks import arrival, due, needs_date
from tickets.whistles.rules.reach import Caller, may_blow

_DAYS = (3, 7, 15)


def look(draft: Draft, ticket: Ticket, by: frozenset[Caller], work: Work, t: Texts) -> str:
    """What would be blown, to whom, where, until when and why; what is still missing comes last."""
    lines = [
        t("{number} 吹哨，看一眼再吹：", number=ticket.number),
        f"{_kind(draft, t)} · {t(SCOPES[scope_of(draft, by, ticket, work)])}",
        _units(draft, work, t),
        _item(draft, work, t),
        _where(draft, work, t),
        _until(draft, work, t),
        t("理由：{why}", why=gist(masked(work, draft.reason), 120)) if draft.reason else "",
        t("双派双考：每家都要办完，各考各的") if draft.double else "",
        _lacks(draft, t),
    ]
    return "\n".join(line for line in lines if line)


def keyboard_of(draft: Draft, ticket: Ticket, by: frozenset[Caller], work: Work, t: Texts) -> Keyboard:
    """What is missing first, or the whistle itself; below, what can be changed."""
    lacks, number = missing(draft), ticket.id
    may = not draft.beyond and may_blow(by, scope_of(draft, by, ticket, work), draft.type)
    blow = button(t("吹响"), Verb.BLOW, number, "go") if may else button(t("提请吹哨"), Verb.BLOW, number, "go")
    first = [*_fill(lacks, number, t)] if lacks else [blow]
    first.append(button(t("不吹了"), Verb.BLOW, number, "no"))
    rows = [first, _kinds(draft, by, number, t), *_changes(draft, number, t)]
    if "due" in lacks:
        rows.insert(1, _days(number, t))
    return rows


def pick(draft: Draft, ticket: Ticket, units: list[UnitCode], page: int, work: Work, t: Texts) -> tuple[str, Keyboard]:
    """The units to choose from, the chosen ones marked."""
    every = (*draft.units, *draft.beyond)

    def make(words: str, unit: UnitCode) -> Button:
        return button(f"✓ {words}" if unit in every else words, Verb.BLOW, ticket.id, f"u-{unit}.{page}")

    last = [button(t("选好了"), Verb.BLOW, ticket.id, "back")]
    if page:
        last.append(button(t("上一页"), Verb.BLOW, ticket.id, f"list-{page - 1}"))
    if len(units) > (page + 1) * PAGE:
        last.append(button(t("下一页"), Verb.BLOW, ticket.id, f"list-{page + 1}"))
    text = t("{number} 叫谁？先选的牵头。", number=ticket.number)
    chosen = _units(draft, work, t)
    return "\n".join(line for line in (text, chosen) if line), [*rows_of(units, page, work.directory, make), last]


def _kind(draft: Draft, t: Texts) -> str:
    return t(TYPES[draft.type])


def _units(draft: Draft, work: Work, t: Texts) -> str:
    named = [work.directory.unit_name(unit) for unit in draft.units]
    if len(named) > 1:
        named[0] = t("{unit}（牵头）", unit=named[0])
    lines = [t("叫：{units}", units=t("、").join(named))] if named else []
    if draft.beyond:
        beyond = t("、").join(work.directory.unit_name(unit) for unit in draft.beyond)
        lines.append(t("您叫不到：{units}，要提请上面来吹", units=beyond))
    return "\n".join(lines)


def _item(draft: Draft, work: Work, t: Texts) -> str:
    item = work.directory.items.get(draft.item)
    if item is None:
        return ""
    said = t("职责清单 {item} {name}", item=item.number, name=item.name)
    return f"{said}（{item.basis}）" if item.basis else said


def _where(draft: Draft, work: Work, t: Texts) -> str:
    if not draft.place:
        return t("不用到现场")
    at = arrival(draft.type, draft.place, _moment(draft.muster_at), work.now, work.rules)
    return t("{place} · {when} 前到场", place=draft.place, when=t.when(at, work.now)) if at else draft.place


def _until(draft: Draft, work: Work, t: Texts) -> str:
    at = due(draft.type, _moment(draft.due_at), work.now, work.rules)
    if at is None:
        return ""
    said = t("{when} 前办完", when=t.when(at, work.now))
    warned = work.rules.whistles.complex_warned
    if at <= work.now + warned:
        return said
    warning = t("⚠ 超过 {n} 天了，再想想", n=warned.days)
    return f"{said}\n{warning}"


def _lacks(draft: Draft, t: Texts) -> str:
    names = {"units": t("单位"), "due": t("时限"), "place": t("地点"), "reason": t("理由")}
    lacks = [names[one] for one in missing(draft)]
    return t("还缺：{what}", what=t("、").join(lacks)) if lacks else ""


def _fill(lacks: list[str], number: TicketId, t: Texts) -> list[Button]:
    found = {
        "units": button(t("选单位"), Verb.BLOW, number, "list"),
        "due": button(t("写时限"), Verb.BLOW, number, "w-due_at"),
        "place": button(t("写地点"), Verb.BLOW, number, "w-place"),
        "reason": button(t("写理由"), Verb.BLOW, number, "w-reason"),
    }
    return [found[one] for one in lacks]


def _days(number: TicketId, t: Texts) -> list[Button]:
    words = {3: t("3 天"), 7: t("7 天"), 15: t("15 天")}
    return [button(words[n], Verb.BLOW, number, f"d-{n}") for n in _DAYS]


def _kinds(draft: Draft, by: frozenset[Caller], number: TicketId, t: Texts) -> list[Button]:
    """The other types; a campaign where this person may muster one."""
    now = "muster" if draft.muster else draft.type
    found = [button(t(TYPES[one]), Verb.BLOW, number, f"t-{one}") for one in Urgency if one != now]
    if may_blow(by, Scope.MUSTER, Urgency.COMPLEX) and not draft.muster:
        found.append(button(t("集结哨"), Verb.BLOW, number, "t-muster"))
    return found


def _changes(draft: Draft, number: TicketId, t: Texts) -> list[list[Button]]:
    lacks = missing(draft)
    row = [button(t("换单位"), Verb.BLOW, number, "list")] if "units" not in lacks else []
    row.append(button(t("改地点") if draft.place else t("要到场"), Verb.BLOW, number, "w-place"))
    if draft.place and draft.type is not Urgency.EMERGENCY:
        row.append(button(t("不用到场"), Verb.BLOW, number, "np"))
    more = [button(t("定几点到"), Verb.BLOW, number, "w-muster_at")] if draft.place else []
    if needs_date(draft.type, Scope.STREET) and "due" not in lacks:
        more.append(button(t("改时限"), Verb.BLOW, number, "w-due_at"))
    if "reason" not in lacks:
        more.append(button(t("改理由"), Verb.BLOW, number, "w-reason"))
    if len(draft.units) > 1 and draft.type is not Urgency.EMERGENCY:
        more.append(button(t("不双派") if draft.double else t("双派"), Verb.BLOW, number, "2"))
    return [row, more]


def _moment(text: str) -> datetime | None:
    return instant(text) if text else None
