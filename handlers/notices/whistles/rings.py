"""What a whistle's clocks tell: an emergency rings by itself, all else due together for a reader is one message."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.card import gist, masked
from handlers.desk import Desk
from handlers.notices.digest import SHOWN
from handlers.notices.whistles import gatherings
from handlers.notices.whistles.calling import reach_unit
from handlers.notices.whistles.cards import reach
from handlers.texts import Texts
from handlers.whistle.said.card import (
    blower_keyboard,
    leader_keyboard,
    ratify_keyboard,
    shown_of,
    text_of,
    turn,
    unit_keyboard,
)
from handlers.whistle.said.names import CLOCKS
from tickets.ids import PersonId, TicketId, UnitCode, WhistleId
from tickets.kinds import Urgency
from tickets.mail import Address, Purpose, Rank
from tickets.ticket import Ticket
from tickets.times import instant
from tickets.whistles.kinds import WhistleClock, WhistleDeed
from tickets.whistles.rules.clocks import UNIT_CLOCKS, decided
from tickets.whistles.rules.rights import chiefs, leaders_over
from tickets.whistles.whistle import Whistle, WhistleEvent

_BLOWERS = frozenset({WhistleClock.SCORE, WhistleClock.RULING, WhistleClock.DECISION, WhistleClock.PRESS})
"""Clocks of the whole whistle, which its blower hears."""
_MEETINGS = frozenset({WhistleClock.DECISION, WhistleClock.MINUTES})
"""Clocks of a meeting, which its chair or a decision's owner hears."""
_BUTTONS = 4


class Hears(StrEnum):
    """As what somebody hears of it; it decides which buttons stand below."""

    UNIT = "unit"
    BLOWER = "blower"
    CHIEF = "chief"
    LEADER = "leader"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Ring:
    """One clock that ran out or warns, as one reader hears of it.

    `unit` is whose turn it is, None where the whole whistle waits; `of` names the meeting or decision, if it is one's.
    """

    whistle: Whistle
    ticket: Ticket
    clock: WhistleClock
    unit: UnitCode | None
    due_at: datetime
    hears: Hears
    of: str = ""

    @property
    def urgent(self) -> bool:
        """What never waits in a digest, nor for the morning."""
        rings = self.clock in UNIT_CLOCKS or self.clock is WhistleClock.VISIT
        return rings and self.whistle.type is Urgency.EMERGENCY


def rings(event: WhistleEvent) -> bool:
    """Whether the line is one of a clock; the others of the program count a failure and ring nowhere."""
    return event.deed is WhistleDeed.SUMMON or (event.deed is WhistleDeed.REMIND and "clock" in event.detail)


async def gather(
    desk: Desk, heard: dict[Address, list[Ring]], event: WhistleEvent, whistle: Whistle, ticket: Ticket
) -> None:
    """Add what a line of the clocks is to each of its readers, each by the nearest of what they are to it."""
    summons = event.deed is WhistleDeed.SUMMON
    clock = WhistleClock.VISIT if summons else WhistleClock(event.detail["clock"])
    due_at = event.at if summons else instant(event.detail["due_at"])
    of = str(event.detail.get("of", "")) if clock in _MEETINGS else ""
    told: set[Address] = set()
    for hears, chats in (await _who_hears(desk, event, whistle, clock)).items():
        for to in chats:
            if to not in told:
                told.add(to)
                heard.setdefault(to, []).append(Ring(whistle, ticket, clock, event.unit, due_at, hears, of))


async def tell(desk: Desk, heard: Mapping[Address, Sequence[Ring]]) -> None:
    """Each emergency a message of its own; of the rest one message to each chat."""
    quiet = {r.ticket.id for theirs in heard.values() for r in theirs if not (r.urgent or r.ticket.discreet)}
    said = await desk.work.tickets.first_words(list(quiet)) if quiet else {}
    words = {ticket: gist(masked(desk.work, text)) for ticket, text in said.items()}
    for to, theirs in heard.items():
        for loud in _by_whistle([ring for ring in theirs if ring.urgent]):
            await _card(desk, to, loud)
        rest = _by_whistle([ring for ring in theirs if not ring.urgent])
        if len(rest) == 1 and await _alone(desk, to, rest[0]):
            continue
        if rest:
            await _digest(desk, to, rest, words)


async def _who_hears(
    desk: Desk, event: WhistleEvent, whistle: Whistle, clock: WhistleClock
) -> dict[Hears, list[Address]]:
    """The unit's own people first; whoever leads from the first level up, and whoever blew with them."""
    directory, unit = desk.work.directory, event.unit
    blower: list[PersonId] = [whistle.blower] if whistle.blower else []
    found: dict[Hears, list[Address]] = {}
    summons = clock is WhistleClock.VISIT
    if clock in _MEETINGS:
        found[Hears.MEETING] = await gatherings.hear(desk, whistle, str(event.detail["of"]))
    if unit and not summons:
        found[Hears.UNIT] = await reach_unit(desk, unit)
    elif clock is WhistleClock.RATIFY:
        found[Hears.CHIEF] = await reach(desk, chiefs(whistle.unit, directory))
    elif clock in _BLOWERS:
        found[Hears.BLOWER] = await reach(desk, blower)
    if summons or int(event.detail["level"]):
        found.setdefault(Hears.BLOWER, await reach(desk, blower if unit and not summons else []))
        found[Hears.LEADER] = await reach(desk, leaders_over(whistle, unit, directory))
    return found


def _by_whistle(theirs: Sequence[Ring]) -> list[list[Ring]]:
    """What is about one whistle together, the longest running first."""
    found: dict[WhistleId, list[Ring]] = {}
    for ring in sorted(theirs, key=lambda r: (r.whistle.blown_at or r.due_at, r.whistle.id)):
        found.setdefault(ring.whistle.id, []).append(ring)
    return list(found.values())


async def _alone(desk: Desk, to: Address, about: Sequence[Ring]) -> bool:
    """What is due of one whistle alone is its own card, or its decision's; False where it is several things."""
    meeting = [ring for ring in about if ring.hears is Hears.MEETING]
    if not meeting:
        await _card(desk, to, about)
    elif len(about) == 1:
        whistle, ticket = await desk.work.whistles.get(about[0].whistle.id)
        await gatherings.remind(desk, to, about[0].clock, about[0].of, whistle, ticket)
    return not meeting or len(about) == 1


async def _card(desk: Desk, to: Address, about: Sequence[Ring]) -> None:
    """The whistle as it stands, under what its clocks say; a ring of an emergency leaves before all else."""
    first, t = about[0], await desk.texts_at(to)
    whistle, ticket = await desk.work.whistles.get(first.whistle.id)
    text = text_of(await shown_of(desk.work, whistle, ticket), desk.work, t)
    purpose, rank = (Purpose.PAGE, Rank.URGENT) if first.urgent else (Purpose.ALERT, Rank.NORMAL)
    await desk.say(to, "\n".join([*_heads(desk, about, t), text]), _keyboard(desk, first, whistle, t),
                   purpose=purpose, rank=rank, ticket=ticket.id)  # fmt: skip


def _heads(desk: Desk, about: Sequence[Ring], t: Texts) -> Iterator[str]:
    """What each clock says, of all units that it says it of."""
    legs = about[0].whistle.legs
    for clock in [clock for clock in WhistleClock if any(ring.clock is clock for ring in about)]:
        units = {ring.unit for ring in about if ring.clock is clock and ring.unit}
        who = t("、").join(
            desk.work.directory.unit_name(unit) for unit in sorted(units, key=lambda one: (not legs[one].lead, one))
        )
        if clock is WhistleClock.VISIT and who:
            yield t("{unit} 两次没办好，请一把手到现场。", unit=who)
        else:
            yield f"{t(CLOCKS[clock])}：{who}" if who else t(CLOCKS[clock])


def _keyboard(desk: Desk, ring: Ring, whistle: Whistle, t: Texts) -> Keyboard:
    match ring.hears:
        case Hears.UNIT:
            return unit_keyboard(whistle, ring.unit or UnitCode(""), t)
        case Hears.BLOWER:
            return blower_keyboard(whistle, desk.work, t)
        case Hears.CHIEF:
            return ratify_keyboard(whistle, t)
        case Hears.LEADER:
            return leader_keyboard(whistle, t)
        case Hears.MEETING:
            return []


async def _digest(desk: Desk, to: Address, rest: Sequence[Sequence[Ring]], words: Mapping[TicketId, str]) -> None:
    """Unit by unit, the longest running first, as many lines as a screen holds; the rest is counted."""
    t = await desk.texts_at(to)
    shown = [ring for about in rest for ring in _worst(about)][:SHOWN]
    units: dict[str, list[str]] = {}
    for ring in shown:
        who = desk.work.directory.unit_name(_turn_of(ring))
        units.setdefault(who, []).append(_line(desk, ring, words.get(ring.ticket.id, ""), t))
    lines = [t("到点的哨 {n} 声：", n=len(rest)), *(line for who, theirs in units.items() for line in (who, *theirs))]
    if more := len(rest) - len({ring.whistle.id for ring in shown}):
        lines.append(t("还有 {n} 声，发 /whistles 看。", n=more))
    first = {(ring.whistle.id, ring.of): ring for ring in reversed(shown)}
    keyboard = [row for ring in list(first.values())[::-1] if (row := _row(ring, t))][:_BUTTONS]
    await desk.say(to, "\n".join(lines), keyboard, purpose=Purpose.ALERT)


def _turn_of(ring: Ring) -> UnitCode | None:
    """Whose turn it is: a called unit's, a decision's owner's, else the body's that blew."""
    _meeting, one = decided(ring.whistle, ring.of) if ring.of else (None, None)
    return ring.unit or (one.owner if one else ring.whistle.unit)


def _worst(about: Sequence[Ring]) -> list[Ring]:
    """A unit once for each whistle, by what was due first; each thing of a meeting for itself."""
    found: dict[tuple[UnitCode | None, str], Ring] = {}
    for ring in sorted(about, key=lambda r: r.due_at):
        found.setdefault((ring.unit, ring.of), ring)
    return list(found.values())


def _line(desk: Desk, ring: Ring, words: str, t: Texts) -> str:
    """One unit's part in one line: number, matter, what its clock says, how late or how near."""
    limit, now = _limit(ring), desk.work.now
    late = limit is None or limit <= now
    when = ""
    if limit:
        left = t.left(limit, now)
        when = t("超 {left}", left=left) if late else t("剩 {left}", left=left)
    parts = (f"{'🔴' if late else '🟡'} {ring.ticket.number} {words}".rstrip(), t(CLOCKS[ring.clock]), when)
    return " · ".join(part for part in parts if part)


def _limit(ring: Ring) -> datetime | None:
    """Until when it was to be done; None for a clock that only asks again."""
    leg = ring.whistle.legs.get(ring.unit) if ring.unit else None
    match ring.clock:
        case WhistleClock.ARRIVE:
            return leg.arrive_by if leg else None
        case WhistleClock.DONE:
            return leg.due_at if leg else None
        case WhistleClock.DECISION:
            _meeting, one = decided(ring.whistle, ring.of)
            return one.due_at if one else None
        case _:
            return None


def _row(ring: Ring, t: Texts) -> list[Button]:
    """The card, and what a leader or a decision's owner does from there; the number tells them apart."""
    if ring.hears is Hears.MEETING:
        return gatherings.first_press(ring.whistle, ring.of, f" {ring.ticket.number}·{ring.of.rpartition(':')[2]}", t)
    see = button(t("看 {number}", number=ring.ticket.number), Verb.WHISTLE, ring.whistle.id, "see")
    if ring.hears is Hears.LEADER and ring.whistle.pressed_by is None:
        return [turn(t("督办 {number}", number=ring.ticket.number), ring.whistle, "press"), see]
    return [see]
