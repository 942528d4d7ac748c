"""Sorting: a class for a ticket, from the reader's guess or a person's word, and the unit that follows from it."""

from dataclasses import replace

from tickets.deeds.likening import mark
from tickets.deeds.step import begin, finish
from tickets.directory import Directory, UnitKind
from tickets.errors import NotAllowed, Unknown, Unusable
from tickets.ids import AreaCode, PersonId, TicketId, UnitCode
from tickets.kinds import Clock, Deed, Matter, State, Topic
from tickets.ports import Work
from tickets.reading import Reading
from tickets.records import Correction
from tickets.rules.clocks import deadlines
from tickets.rules.places import locate, placed
from tickets.rules.rights import Standing, check, standings
from tickets.rules.routing import Unrouted, land
from tickets.ticket import Ticket

_PLACELESS = frozenset({Unrouted.NO_COMMUNITY, Unrouted.NO_GRID, Unrouted.NO_LEADER})
"""What the poster's home may cure."""


def doubt(reading: Reading, wordless: bool, other: Reading | None = None) -> Unrouted | None:
    """Why a person must decide before anybody else sees the post, or None (design 8.6).

    `other` is the reading of a second matter in the same words: where that is a household's, they stand in no group.
    """
    if wordless:
        return Unrouted.WORDLESS
    homely = {one.matter is Matter.HOUSEHOLD for one in (reading, other) if one}
    if reading.danger and True in homely:
        return Unrouted.DANGER
    if homely == {True, False} and reading.matter is not Matter.HOUSEHOLD:
        return Unrouted.MIXED
    return Unrouted.UNSURE if reading.ask else None


def beside(work: Work, reading: Reading) -> Reading | None:
    """The reading of the second matter in the words, where there is one."""
    return work.reader.read(reading.matters[1]) if reading.matters else None


def settle(ticket: Ticket, directory: Directory, doubted: Unrouted | None) -> Ticket:
    """The ticket in the pool of its unit, or in TRIAGE with the reason; pure."""
    if doubted is not None:
        return replace(ticket, state=State.TRIAGE, unit=None, unrouted=doubted)
    if not placed(directory, ticket.community):
        return replace(ticket, state=State.TRIAGE, unit=None, unrouted=Unrouted.NO_COMMUNITY)
    landing = land(ticket.matter, ticket.community, ticket.area, directory)
    state = State.OPEN if landing.unit else State.TRIAGE
    return replace(ticket, state=state, unit=landing.unit, unrouted=landing.unrouted)


async def sort(work: Work, ticket_id: TicketId, actor: PersonId, matter: Matter, reason: str = "") -> Ticket:
    """A person says whose business it is. Kept as a correction where it differs, and routed anew.

    The poster may always say; a danger in a household stays with the coordinator until staff decide, and a poster's
    word never takes a ticket from the hands of somebody who works on it. Staff may give a reason, now or after.
    Raises Unusable("held").
    """
    ticket = await begin(work, ticket_id, Deed.SORT, actor)
    by_poster = Standing.POSTER in standings(ticket, actor, work.directory, work.now)
    if ticket.state is State.HELD and by_poster:
        raise Unusable("held")
    if matter is not ticket.matter or ticket.unrouted == Unrouted.UNSURE:
        await _correct(work, ticket, actor, matter, ticket.topic, reason)
    decided = replace(ticket, matter=matter, confidence=1.0)
    danger = ticket.danger and matter is Matter.HOUSEHOLD and by_poster
    settled = settle(decided, work.directory, Unrouted.DANGER if danger else None)
    return await _go(work, ticket, actor, settled, reason)


async def label(work: Work, ticket_id: TicketId, actor: PersonId, topic: Topic) -> Ticket:
    """Staff say what it is about; it stays where it is. Kept as a correction where it differs."""
    ticket = await begin(work, ticket_id, Deed.LABEL, actor)
    if topic is not ticket.topic:
        await _correct(work, ticket, actor, ticket.matter, topic)
    return await finish(work, ticket, Deed.LABEL, actor, topic=topic)


async def account_for(work: Work, ticket_id: TicketId, actor: PersonId, reason: str) -> Ticket:
    """Why they corrected it, said after. Raises NotAllowed where they did not, Unusable("reason") for no words."""
    if not reason.strip():
        raise Unusable("reason")
    ticket = await work.tickets.get(ticket_id)
    if not await work.tickets.account_for(ticket.id, actor, reason):
        raise NotAllowed(Deed.SORT)
    said = await work.tickets.say(ticket.id, Deed.NOTE, actor, reason)
    return await finish(work, ticket, Deed.NOTE, actor, words=said)


async def _correct(work: Work, ticket: Ticket, actor: PersonId, matter: Matter, topic: Topic, reason: str = "") -> None:
    said = await work.tickets.said(ticket.id, Deed.POST, Deed.ADD)
    words = next((one.id for one in said if one.text.strip()), None)
    await work.tickets.correct(Correction(ticket.id, ticket.matter, matter, ticket.topic, topic, actor, reason, words))


async def reread(work: Work, ticket: Ticket, actor: PersonId, reading: Reading, text: str) -> Ticket:
    """A ticket that had no words has some now: sorted as if they had been there from the first."""
    read = replace(
        ticket,
        matter=reading.matter,
        topic=reading.topic,
        kind=reading.kind,
        confidence=reading.confidence,
        area=locate(work.directory, ticket.community, reading.main(text), reading.places, ticket.area) or ticket.area,
        place=ticket.place or reading.place,
    )
    await mark(work, read, reading.main(text))
    doubted = doubt(reading, wordless=False, other=beside(work, reading))
    return await _go(work, ticket, actor, settle(read, work.directory, doubted), reading=reading)


async def place(work: Work, ticket: Ticket, poster: PersonId, community: AreaCode, home: AreaCode | None) -> Ticket:
    """The poster has said where they live: what lacked a place goes where it belongs. Number and clock stay."""
    if ticket.state is not State.TRIAGE:
        return ticket
    lost = not placed(work.directory, ticket.community)
    said = await work.tickets.said(ticket.id, Deed.POST, Deed.ADD)
    text = "\n".join(s.text for s in said)
    area = locate(work.directory, community, text, work.reader.read(text).places, home) or home
    finer = lost or ticket.area is None or work.directory.inside(area, ticket.area)
    moved = replace(ticket, community=community, area=area if finer else ticket.area)
    doubted = None if ticket.unrouted in _PLACELESS else Unrouted(ticket.unrouted)
    settled = settle(moved, work.directory, doubted)
    if not lost and settled.state is State.TRIAGE:
        return ticket
    return await _go(work, ticket, poster, settled, placed=True)


async def pass_on(work: Work, ticket_id: TicketId, actor: PersonId, unit: UnitCode, reason: str) -> Ticket:
    """To another unit's pool, with a reason. The clock runs on; too many hand-overs refer it to the coordinator.

    Out of somebody's hands only they or those who decide may take it. Raises Unknown("unit"), Unusable("reason")
    and Unusable("household") where a household matter would be shown to others than a micro-grid's leader.
    """
    ticket = await begin(work, ticket_id, Deed.PASS_ON, actor)
    if ticket.state is State.HELD:
        check(Deed.ASSIGN, standings(ticket, actor, work.directory, work.now))
    if unit not in work.directory.units:
        raise Unknown("unit")
    if not reason.strip():
        raise Unusable("reason")
    if ticket.matter is Matter.HOUSEHOLD and work.directory.units[unit].kind is not UnitKind.MICROGRID:
        raise Unusable("household")
    handed = ticket.hand_overs + 1
    if ticket.state is State.HELD and handed >= work.rules.hand_overs:
        return await refer(work, ticket, actor, Unrouted.HAND_OVERS, reason)
    passed = replace(ticket, unit=unit, unrouted="", state=State.OPEN, hand_overs=handed)
    return await _go(work, ticket, actor, passed, reason, deed=Deed.PASS_ON)


async def refer(work: Work, ticket: Ticket, actor: PersonId | None, why: Unrouted, reason: str = "") -> Ticket:
    """To the community's coordinator, who decides what no rule decides."""
    referred = replace(ticket, state=State.TRIAGE, unit=None, unrouted=why, hand_overs=ticket.hand_overs)
    return await _go(work, ticket, actor, referred, reason)


async def _go(
    work: Work,
    before: Ticket,
    actor: PersonId | None,
    to: Ticket,
    reason: str = "",
    *,
    reading: Reading | None = None,
    deed: Deed = Deed.SORT,
    **detail: object,
) -> Ticket:
    """Save where it goes now; who had it is in the event's `before`."""
    deed = deed if to.state is State.OPEN else Deed.REFER
    old, new = before.facts(), to.facts()
    changed = {name: getattr(to, name) for name in new if new[name] != old[name] and name != "state"}
    detail |= {"reason": reason, "why": list(reading.why) if reading else [], "reread": reading is not None}
    after = await finish(work, before, deed, actor, detail=detail, **changed | {"holder": None, "claimed_at": None})
    clock = Clock.CLAIM if after.state is State.OPEN else Clock.TRIAGE
    await work.deadlines.drop(after.id, Clock.CLAIM, Clock.TRIAGE, Clock.IDLE)
    await work.deadlines.restart(deadlines(clock, after, work.now, work.rules))
    return after
