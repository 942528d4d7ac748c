"""A whistle's card: who was called, who has come, until when; and the buttons of whoever reads it."""

from dataclasses import dataclass

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.card import gist, masked, place_of
from handlers.doubt import doubt
from handlers.texts import Texts
from handlers.whistle.names import LEGS, PLEAS, SCOPES, STANDS, TYPES
from tickets.ids import UnitCode, WhistleId
from tickets.kinds import Urgency
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.whistles.kinds import LegState, Scope, WhistleDeed, WhistleState
from tickets.whistles.leg import Leg
from tickets.whistles.rules.clocks import unsure_years
from tickets.whistles.whistle import Whistle

_WORDS = 120
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


async def shown_of(work: Work, whistle: Whistle, ticket: Ticket) -> Shown:
    """The reason, and the resident's own words where they may be read by others; personal data masked."""
    said = await work.tickets.words(whistle.reason)
    reason = said.text if said else ""
    post = "" if ticket.discreet else (await work.tickets.first_words([ticket.id])).get(ticket.id, "")
    both = " / ".join(dict.fromkeys(part for part in (reason, post) if part))
    return Shown(whistle, ticket, gist(masked(work, both), _WORDS))


def text_of(shown: Shown, work: Work, t: Texts, unit: UnitCode | None = None) -> str:
    """The card's words; for a unit its own part stands first among the called."""
    whistle = shown.whistle
    lines = [_head(shown, work, t), shown.words, _where(whistle, work, t)]
    legs = sorted(whistle.legs.values(), key=lambda leg: (leg.unit != unit, not leg.lead))
    lines += [_leg(leg, whistle, work, t) for leg in legs]
    lines += [_doubt(whistle, work, t), _asked(whistle, work, t)]
    if whistle.to_ratify and whistle.ratified is None and not whistle.dropped:
        lines.append(t("值班先吹，等书记补批"))
    if whistle.pressed_by:
        lines.append(t("{who} 督办", who=work.directory.name_of(whistle.pressed_by)))
    by = t("{who}（{unit}）吹哨", who=work.directory.name_of(whistle.blower or whistle.raised_by),
           unit=work.directory.unit_name(whistle.unit))  # fmt: skip
    lines.append(f"{by} · {t(STANDS[whistle.state])}")
    return "\n".join(line for line in lines if line)


def unit_keyboard(whistle: Whistle, unit: UnitCode, t: Texts) -> Keyboard:
    """What the unit can press as its leg stands."""
    leg = whistle.legs.get(unit)
    if leg is None or not whistle.running:
        return []
    more = _turn(t("更多"), whistle.id, "more", unit)
    match leg.state:
        case LegState.CALLED:
            return [[_turn(t("收到"), whistle.id, WhistleDeed.CONFIRM, unit), more]]
        case LegState.CONFIRMED if whistle.place:
            return [[_turn(t("到场"), whistle.id, WhistleDeed.ARRIVE, unit), more]]
        case LegState.CONFIRMED | LegState.ARRIVED | LegState.WORKING:
            rows = [_turn(t("进展"), whistle.id, WhistleDeed.PROGRESS, unit)]
            rows += [_turn(t("办好了"), whistle.id, "solved", unit), _turn(t("办不了"), whistle.id, "unsolved", unit)]
            return [rows, [more]]
        case LegState.PAUSED:
            return [[_turn(t("恢复办理"), whistle.id, WhistleDeed.RESUME, unit)]]
        case LegState.REPORTED | LegState.RELEASED:
            return []


def blower_keyboard(whistle: Whistle, work: Work, t: Texts) -> Keyboard:
    """What whoever blew can press."""
    number, rows = whistle.id, list[list[Button]]()
    if whistle.state is WhistleState.RAISED:
        return [[_turn(t("吹哨"), number, WhistleDeed.BLOW), _turn(t("不吹"), number, WhistleDeed.DECLINE)]]
    if not whistle.running:
        return []
    for leg in whistle.legs.values():
        if leg.state is LegState.REPORTED and leg.mark is None:
            name = gist(work.directory.unit_name(leg.unit), 10)
            rows.append([_turn(t("评价 {unit}", unit=name), number, WhistleDeed.SCORE, leg.unit),
                         _turn(t("退回重办"), number, WhistleDeed.SEND_BACK, leg.unit)])  # fmt: skip
    if whistle.state is WhistleState.SCORED:
        rows.append([_turn(t("收哨"), number, WhistleDeed.END)])
    if whistle.state is WhistleState.CALLED:
        rows.append([_turn(t("撤哨"), number, WhistleDeed.CALL_OFF)])
    return [*rows, [_turn(t("增派"), number, WhistleDeed.ADD_UNIT)]]


def leader_keyboard(whistle: Whistle, t: Texts) -> Keyboard:
    """What a leader who hears of lateness can do from there."""
    if not whistle.running:
        return []
    first = _turn(t("督办"), whistle.id, WhistleDeed.PRESS)
    if whistle.pressed_by:
        first = _turn(t("解除督办"), whistle.id, WhistleDeed.LIFT)
    rows = [[first, _turn(t("批示"), whistle.id, WhistleDeed.INSTRUCT)]]
    return [*rows, [_turn(t("现场办公"), whistle.id, WhistleDeed.VISIT)]] if whistle.summoned_at else rows


def ruling_keyboard(whistle: WhistleId, number: int, t: Texts) -> Keyboard:
    """Yes or no to a plea; the reason is the reply."""
    return [[_turn(t("准"), whistle, "grant", str(number)), _turn(t("不准"), whistle, "refuse", str(number))]]


def ratify_keyboard(whistle: WhistleId, t: Texts) -> Keyboard:
    """The secretary's word on an emergency."""
    return [[_turn(t("同意"), whistle, "ratify"), _turn(t("不同意"), whistle, "disown")]]


def _turn(words: str, whistle: WhistleId, deed: str, of: str = "") -> Button:
    return button(words, Verb.WHISTLE, whistle, f"{deed}:{of}" if of else str(deed))


def _head(shown: Shown, work: Work, t: Texts) -> str:
    whistle, ticket = shown.whistle, shown.ticket
    mark = "🚨 " if whistle.type is Urgency.EMERGENCY and whistle.running else ""
    scope = "" if whistle.scope in {Scope.COMMUNITY, Scope.STREET} else f"·{t(SCOPES[whistle.scope])}"
    again = t("（第 {n} 哨）", n=whistle.ordinal) if whistle.ordinal > 1 else ""
    return f"{mark}【{t(TYPES[whistle.type])}{scope}】{ticket.number}{again} {place_of(ticket, work.directory)}"


def _where(whistle: Whistle, work: Work, t: Texts) -> str:
    parts = [t("到 {place}", place=whistle.place) if whistle.place else ""]
    arrive = min((leg.arrive_by for leg in whistle.legs.values() if leg.arrive_by), default=None)
    parts.append(t("{when} 前到场", when=t.when(arrive, work.now)) if arrive else "")
    parts.append(t("{when} 前办完", when=t.when(whistle.due_at, work.now)) if whistle.due_at else "")
    return " · ".join(part for part in parts if part)


def _doubt(whistle: Whistle, work: Work, t: Texts) -> str:
    owing = [leg for leg in whistle.legs.values() if leg.owing and whistle.running]
    return doubt((year for leg in owing for year in unsure_years(whistle, leg, work.rules)), t)


def _leg(leg: Leg, whistle: Whistle, work: Work, t: Texts) -> str:
    name = work.directory.unit_name(leg.unit)
    lead = t("（牵头）") if leg.lead and len(whistle.legs) > 1 else ""
    late = leg.owing and leg.due_at is not None and leg.due_at < work.now
    light = "🔴" if late else _LIGHTS[leg.state]
    return f"{light} {name}{lead} {_stands(leg, whistle, work, t)}"


def _stands(leg: Leg, whistle: Whistle, work: Work, t: Texts) -> str:
    if leg.state is LegState.CONFIRMED and whistle.place:
        who = leg.comer or work.directory.name_of(leg.receiver)
        when = f" {t.when(leg.coming_at, work.now)}" if leg.coming_at else ""
        return t("{who}{when} 来", who=who, when=when)
    at = {LegState.ARRIVED: leg.arrived_at, LegState.REPORTED: leg.reported_at}.get(leg.state)
    hour = f" {t.when(at, work.now)}" if at else ""
    return t(LEGS[leg.state]) + hour


def _asked(whistle: Whistle, work: Work, t: Texts) -> str:
    waiting = [a for a in whistle.asked.values() if a.decided_at is None]
    words = [f"{work.directory.unit_name(a.unit)} {t(PLEAS[a.plea])}" for a in waiting]
    return t("等裁定：{what}", what=t("、").join(words)) if words else ""
