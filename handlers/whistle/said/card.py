"""A whistle's card: what is called, who has come and who has not, and the buttons of whoever reads it."""

from dataclasses import dataclass
from datetime import datetime

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.card import gist, masked, place_of
from handlers.doubt import doubt
from handlers.texts import Texts
from handlers.whistle.said.gathering import lines_of
from handlers.whistle.said.many import are_many, counted, many_buttons
from handlers.whistle.said.names import LEGS, PLEAS, SCOPES, STANDS, TYPES
from tickets.ids import UnitCode
from tickets.kinds import Urgency
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.whistles.kinds import LegState, Scope, WhistleState
from tickets.whistles.leg import Leg
from tickets.whistles.rules.clocks import unsure_years
from tickets.whistles.whistle import Whistle

_WORDS, _REPORT = 120, 40
BLOWER, WATCHER, LEADER = UnitCode(""), UnitCode("-"), UnitCode("+")
"""Whose card it is that is no unit's."""
_LIGHTS = {
    LegState.CALLED: "⚪",
    LegState.CONFIRMED: "🔵",
    LegState.ARRIVED: "🔵",
    LegState.WORKING: "🔵",
    LegState.PAUSED: "⏸",
    LegState.REPORTED: "🟢",
    LegState.RELEASED: "➖",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a card shows, gathered once and drawn for every chat where it stands."""

    whistle: Whistle
    ticket: Ticket
    words: str
    reason: str
    reports: dict[UnitCode, str]


async def shown_of(work: Work, whistle: Whistle, ticket: Ticket) -> Shown:
    """The resident's words where others may read them, the reason and the reports; personal data masked."""
    post = "" if ticket.discreet else (await work.tickets.first_words([ticket.id])).get(ticket.id, "")
    said = {unit: await _said(work, leg) for unit, leg in whistle.legs.items() if leg.report}
    reason = await work.tickets.words(whistle.reason)
    why = masked(work, reason.text) if reason else ""
    words = gist(masked(work, post), _WORDS)
    return Shown(whistle, ticket, words, "" if gist(why, _WORDS) == words else gist(why, _WORDS), said)


def text_of(shown: Shown, work: Work, t: Texts, unit: UnitCode | None = None) -> str:
    """The card's words; for a unit its own part stands first among the called."""
    whistle = shown.whistle
    legs = sorted(whistle.legs.values(), key=lambda leg: (leg.unit != unit, not leg.lead))
    lines = [_head(shown, work, t), shown.words, _called_by(shown, work, t), _where(whistle, work, t)]
    one_by_one = [leg for leg in legs if leg.unit == unit or not are_many(whistle)]
    lines += [_leg(leg, shown, work, t) for leg in one_by_one]
    rest = [leg for leg in legs if leg not in one_by_one]
    lines += counted(rest, lambda leg: _light(leg, work), work.directory, t)
    lines += [
        _doubt(whistle, work, t),
        _wanted(whistle, work, t),
        _asked(whistle, work, t),
        _above(whistle, work, t),
        *lines_of(whistle, work, t),
        t(STANDS[whistle.state]),
    ]
    return "\n".join(line for line in lines if line)


def keyboard_of(whistle: Whistle, unit: UnitCode, work: Work, t: Texts) -> Keyboard:
    """The unit's buttons, or those of whoever blew, leads or only looks on."""
    if unit == LEADER:
        return leader_keyboard(whistle, t)
    return blower_keyboard(whistle, work, t) if unit == BLOWER else unit_keyboard(whistle, unit, t)


def unit_keyboard(whistle: Whistle, unit: UnitCode, t: Texts) -> Keyboard:
    """What the unit can press as its leg stands."""
    leg = whistle.legs.get(unit)
    if leg is None or not whistle.running:
        return []
    more = turn(t("更多"), whistle, "more", unit)
    match leg.state:
        case LegState.CALLED if whistle.place:
            return [[turn(t("响应"), whistle, "confirm", unit), turn(t("到场"), whistle, "arrive", unit), more]]
        case LegState.CALLED:
            return [[turn(t("响应"), whistle, "confirm", unit), more]]
        case LegState.CONFIRMED if whistle.place:
            return [[turn(t("到场"), whistle, "arrive", unit), more]]
        case LegState.CONFIRMED | LegState.ARRIVED | LegState.WORKING:
            done = [turn(t("办好了"), whistle, "solved", unit), turn(t("办不了"), whistle, "unsolved", unit)]
            return [[turn(t("进展"), whistle, "progress", unit), *done], [more]]
        case LegState.PAUSED:
            return [[turn(t("恢复办理"), whistle, "resume", unit)]]
        case LegState.REPORTED | LegState.RELEASED:
            return []


def more_keyboard(whistle: Whistle, unit: UnitCode, t: Texts) -> Keyboard:
    """What a unit needs less often; 退回 too, so that whoever looks for it reads what to do instead."""
    return [
        [turn(t("请人会同"), whistle, "bring_in", unit), turn(t("请上级来"), whistle, "go_up", unit)],
        [turn(t("延期"), whistle, "longer", unit), turn(t("挂起"), whistle, "pause", unit)],
        [turn(t("不归我们"), whistle, "ruling", unit), turn(t("剔除"), whistle, "exclusion", unit)],
        [turn(t("联系方式"), whistle, "contact", unit), turn(t("退回"), whistle, "bounce", unit)],
        [turn(t("联合行动"), whistle, "act", unit), turn(t("返回"), whistle, "back", unit)],
    ]


def blower_keyboard(whistle: Whistle, work: Work, t: Texts) -> Keyboard:
    """What whoever blew can press; for one only asked for, what whoever may blow can."""
    if whistle.state is WhistleState.RAISED:
        return [[turn(t("吹哨"), whistle, "approve"), turn(t("不吹"), whistle, "decline")]]
    if not whistle.running:
        return []
    rows: list[list[Button]] = []
    for leg in whistle.legs.values() if not are_many(whistle) else ():
        if leg.state is LegState.REPORTED and leg.mark is None:
            name = gist(work.directory.unit_name(leg.unit), 10)
            score = turn(t("评价 {unit}", unit=name), whistle, "score", leg.unit)
            rows.append([score, turn(t("退回重办"), whistle, "send_back", leg.unit)])
        elif leg.owing and leg.state is not LegState.PAUSED:
            rows.append(_owing(leg, whistle, work, t))
    rows += [many_buttons(whistle, t)] if are_many(whistle) else []
    last = [turn(t("增派"), whistle, "add_unit")]
    if whistle.state is WhistleState.SCORED:
        last.insert(0, turn(t("收哨"), whistle, "end"))
    if whistle.state is WhistleState.CALLED:
        last.append(turn(t("撤哨"), whistle, "call_off"))
    return [*rows, last, _together(whistle, t)]


def _together(whistle: Whistle, t: Texts) -> list[Button]:
    """Units at one table, and in one place."""
    row = [turn(t("开会"), whistle, "meet")]
    if any(meeting.standing for meeting in whistle.meetings.values()):
        row.append(turn(t("会议记录"), whistle, "meetings"))
    several = sum(1 for leg in whistle.legs.values() if leg.active) > 1
    return [*row, turn(t("联合行动"), whistle, "act")] if several else row


def _owing(leg: Leg, whistle: Whistle, work: Work, t: Texts) -> list[Button]:
    """Of a unit that has not reported: ask after it, or let it lead."""
    name = gist(work.directory.unit_name(leg.unit), 10)
    urge = turn(t("催 {unit}", unit=name), whistle, "urge", leg.unit)
    return [urge] if leg.lead else [urge, turn(t("{unit} 牵头", unit=name), whistle, "name_lead", leg.unit)]


def leader_keyboard(whistle: Whistle, t: Texts) -> Keyboard:
    """What a leader who hears of lateness can do from there."""
    if not whistle.running:
        return []
    first = turn(t("督办"), whistle, "press")
    if whistle.pressed_by:
        first = turn(t("解除督办"), whistle, "lift")
    table = [button for button in _together(whistle, t) if not button.press.argument.startswith("act")]
    return [[first, turn(t("批示"), whistle, "instruct")], [*table, turn(t("现场办公"), whistle, "visit")]]


def ruling_keyboard(whistle: Whistle, number: int, t: Texts) -> Keyboard:
    """Yes or no to a plea; the reason is the reply."""
    return [[turn(t("准"), whistle, "grant", str(number)), turn(t("不准"), whistle, "refuse", str(number))]]


def ratify_keyboard(whistle: Whistle, t: Texts) -> Keyboard:
    """The secretary's word on an emergency."""
    return [[turn(t("同意"), whistle, "ratify"), turn(t("不同意"), whistle, "disown")]]


def turn(words: str, whistle: Whistle, step: str, of: str = "") -> Button:
    """A button for one step."""
    return button(words, Verb.WHISTLE, whistle.id, f"{step}:{of}" if of else step)


def head(whistle: Whistle, ticket: Ticket, work: Work, t: Texts) -> str:
    """What kind of whistle, on which matter, where; `（第 2 哨）` for the second on one ticket."""
    scope = "" if whistle.scope in {Scope.COMMUNITY, Scope.STREET} else f"·{t(SCOPES[whistle.scope])}"
    again = t("（第 {n} 哨）", n=whistle.ordinal) if whistle.ordinal > 1 else ""
    return f"【{t(TYPES[whistle.type])}{scope}】{ticket.number}{again} {place_of(ticket, work.directory)}"


def _head(shown: Shown, work: Work, t: Texts) -> str:
    mark = "🚨 " if shown.whistle.type is Urgency.EMERGENCY and shown.whistle.running else ""
    return mark + head(shown.whistle, shown.ticket, work, t)


def _called_by(shown: Shown, work: Work, t: Texts) -> str:
    whistle, directory = shown.whistle, work.directory
    who, unit = directory.name_of(whistle.blower or whistle.raised_by), directory.unit_name(whistle.unit)
    if giver := directory.name_of(whistle.blown_for):
        who = t("{who}（代{giver}）", who=who, giver=giver)
    by = t("{unit}{who}吹哨", unit=unit, who=who) if whistle.blown_at else t("{who}提请吹哨", who=who)
    return f"{by}：{shown.reason}" if shown.reason else by


def _where(whistle: Whistle, work: Work, t: Texts) -> str:
    parts = [whistle.place]
    arrive = min((leg.arrive_by for leg in whistle.legs.values() if leg.arrive_by), default=whistle.muster_at)
    parts.append(t("{when} 前到场", when=t.when(arrive, work.now)) if arrive else "")
    parts.append(t("{when} 前办完", when=t.when(whistle.due_at, work.now)) if whistle.due_at else "")
    return " · ".join(part for part in parts if part)


def _doubt(whistle: Whistle, work: Work, t: Texts) -> str:
    owing = [leg for leg in whistle.legs.values() if leg.owing and whistle.running]
    return doubt((year for leg in owing for year in unsure_years(whistle, leg, work.rules)), t)


def _leg(leg: Leg, shown: Shown, work: Work, t: Texts) -> str:
    name = work.directory.unit_name(leg.unit)
    lead = t("（牵头）") if leg.lead and len(shown.whistle.legs) > 1 else ""
    parts = [f"{_light(leg, work)} {name}{lead}", *_times(leg, shown.whistle, work, t)]
    parts += [shown.reports.get(leg.unit, "")] if leg.reported_at else []
    parts += [_missed(leg, work, t)] if leg.missed_at and leg.state is LegState.CALLED else []
    parts += [t("催了 {n} 次", n=leg.urged)] if leg.urged else []
    parts += [t("想退 {n} 次", n=leg.bounces)] if leg.bounces else []
    parts += [f"{leg.mark.response}·{leg.mark.handling}·{leg.mark.effect}"] if leg.mark else []
    return " · ".join(part for part in parts if part)


def _missed(leg: Leg, work: Work, t: Texts) -> str:
    """Its own people could not be reached; who has the call instead."""
    names = t("、").join(filter(None, map(work.directory.name_of, leg.diverted)))
    return t("⚠ 没送到，已转给{who}", who=names) if names else t("⚠ 没送到")


def _light(leg: Leg, work: Work) -> str:
    limits = [leg.due_at] if leg.arrived_at else [leg.arrive_by, leg.due_at]
    late = leg.owing and not leg.paused_at and any(limit is not None and limit < work.now for limit in limits)
    return "🔴" if late else _LIGHTS[leg.state]


def _times(leg: Leg, whistle: Whistle, work: Work, t: Texts) -> list[str]:
    """Who has come and who has not, each with its hour."""
    hours = [
        (t("响应"), leg.confirmed_at),
        (t("到场"), leg.arrived_at),
        (t("反馈") if leg.solved is not False else t("说办不了"), leg.reported_at),
    ]
    said = [f"{words} {_hour(at, work, t)}" for words, at in hours if at]
    if leg.state is LegState.CONFIRMED and whistle.place and leg.comer:
        said.append(_comer(leg, work, t))
    return said if said and leg.state is not LegState.PAUSED else [*said, t(LEGS[leg.state])]


def _hour(at: datetime, work: Work, t: Texts) -> str:
    return t.when(at, work.now).removeprefix(t("今天") + " ")


def _comer(leg: Leg, work: Work, t: Texts) -> str:
    if leg.coming_at is None:
        return t("{who}来", who=leg.comer)
    return t("{who} {when} 到", who=leg.comer, when=_hour(leg.coming_at, work, t))


def _wanted(whistle: Whistle, work: Work, t: Texts) -> str:
    if whistle.legs or not whistle.wanted:
        return ""
    return t("想叫：{units}", units=t("、").join(work.directory.unit_name(unit) for unit in whistle.wanted))


def _asked(whistle: Whistle, work: Work, t: Texts) -> str:
    waiting = [a for a in whistle.asked.values() if a.decided_at is None]
    words = [f"{work.directory.unit_name(a.unit)} {t(PLEAS[a.plea])}" for a in waiting]
    return t("等裁定：{what}", what=t("、").join(words)) if words else ""


def _above(whistle: Whistle, work: Work, t: Texts) -> str:
    said = []
    if whistle.to_ratify and whistle.ratified is None and not whistle.dropped:
        said.append(t("值班先吹，等书记补批"))
    if whistle.pressed_by:
        said.append(t("{who} 督办", who=work.directory.name_of(whistle.pressed_by)))
    return " · ".join(said)


async def _said(work: Work, leg: Leg) -> str:
    said = await work.tickets.words(leg.report) if leg.report else None
    return gist(masked(work, said.text), _REPORT) if said else ""
