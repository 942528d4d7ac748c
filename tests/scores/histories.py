"""Random histories: tickets and whistles to which things happen in any order that a history can hold."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.rules.city import MONDAY, ticket
from tests.whistles.things import whistle
from tickets.ids import AreaCode, PersonId, TicketId, UnitCode, WhistleId, WordsId
from tickets.kinds import Deed, Grade, State, Topic
from tickets.scores.stories import Story
from tickets.ticket import Event, Ticket, changes
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.leg import Leg, Mark
from tickets.whistles.whistle import Whistle, WhistleEvent
from tickets.whistles.whistle import changes as whistle_changes

UNITS = tuple(map(UnitCode, ("sq", "zf", "pcs", "sw")))
PLACES = (AreaCode("huai"), AreaCode("liu"))
TOPICS = (Topic.ROADS, Topic.NOISE)
POSTER, WORKER = PersonId(1), PersonId(9)
HOUR = timedelta(hours=1)


def story(random: Random, number: int) -> Story:
    """A ticket with up to three whistles."""
    told = _ticket(random, number)
    start = told[0].at
    count = random.choice((0, 1, 1, 2, 3))
    return Story(told, [_whistle(random, WhistleId(number * 10 + n), told[0], start) for n in range(count)])


def _ticket(random: Random, number: int) -> list[Event]:
    at = MONDAY + random.randrange(60 * 24) * HOUR
    one = ticket(
        id=TicketId(number), posted_at=at, due_at=at + 48 * HOUR, community=random.choice(PLACES), poster=POSTER,
        topic=random.choice(TOPICS), state=State.OPEN, unit=UnitCode("sq"),
    )  # fmt: skip
    told = [Event(one.id, Deed.POST, at, POSTER, after=one.facts())]
    for _ in range(random.randrange(9)):
        at += random.choice((0, 1, 5, 24, 48, 49, 300)) * HOUR
        deed, actor, changed, detail = _turn(random, one, at)
        before, one = one, replace(one, **changed)
        old, new = changes(before, one)
        told.append(Event(one.id, deed, at, actor, old, new, detail=detail))
    return told


def _turn(random: Random, one: Ticket, at: datetime) -> tuple[Deed, PersonId | None, dict[str, Any], dict[str, Any]]:
    first = one.answered_at or at
    if one.state in {State.OPEN, State.HELD}:
        return random.choice(
            [
                (
                    Deed.SOLVE,
                    WORKER,
                    {"state": State.ANSWERED, "answered_at": one.answered_at or at, "ended_at": at},
                    {},
                ),
                (Deed.PROMISE, WORKER, {"state": State.HELD, "answered_at": first}, {}),
                (Deed.PASS_ON, WORKER, {"unit": random.choice(UNITS), "state": State.OPEN}, {}),
                (Deed.SORT, WORKER, {"topic": random.choice(TOPICS), "community": random.choice(PLACES)}, {}),
                (Deed.WITHDRAW, POSTER, {"state": State.WITHDRAWN, "ended_at": at}, {}),
                (Deed.NOTE, WORKER, {}, {}),
            ]
        )
    if one.state is State.WITHDRAWN:
        return Deed.NOTE, WORKER, {}, {}
    again = {
        "state": State.OPEN,
        "round": one.round + 1,
        "due_at": at + 48 * HOUR,
        "answered_at": None,
        "ended_at": None,
    }
    who = random.choice((POSTER, POSTER, POSTER, WORKER))
    return random.choice(
        [
            (Deed.CONFIRM, who, {"state": State.CLOSED}, {}),
            (Deed.DENY, who, {}, {}),
            (Deed.GRADE, who, {}, {"grade": random.choice(list(Grade))}),
            (Deed.GRADE, who, {}, {"contacted": random.random() < 0.7}),
            (Deed.REMARK, who, {}, {}),
            (Deed.LAPSE, None, {"state": State.CLOSED}, {}),
            (Deed.REOPEN, POSTER, again, {}),
        ]
    )


def _whistle(random: Random, number: WhistleId, post: Event, at: datetime) -> list[WhistleEvent]:
    at += random.choice((0, 1, 30, 100)) * HOUR
    called = random.sample(UNITS, random.randrange(1, 4))
    place = random.random() < 0.7
    one = whistle(
        id=number, ticket=post.ticket, raised_at=at, blown_at=at, unit=random.choice((UnitCode("sq"), UnitCode("jd"))),
        legs={unit: _leg(random, unit, at, place=place) for unit in called},
    )  # fmt: skip
    told = [WhistleEvent(number, WhistleDeed.BLOW, at, WORKER, after=whistle_changes(None, one)[1])]
    for _ in range(random.randrange(14)):
        at += random.choice((0, 1, 1, 2, 12, 24, 25, 200)) * HOUR
        deed, after, unit = _move(random, one, at)
        if one.ended_at and deed is not WhistleDeed.RULE:
            continue
        old, new = whistle_changes(one, after)
        told.append(WhistleEvent(number, deed, at, WORKER, unit, old, new))
        one = after
    return told


def _leg(random: Random, unit: UnitCode, at: datetime, *, place: bool) -> Leg:
    due = at + random.choice((1, 24, 72)) * HOUR if random.random() < 0.9 else None
    return Leg(unit, at, arrive_by=at + HOUR if place and random.random() < 0.8 else None, due_at=due)


def _move(random: Random, one: Whistle, at: datetime) -> tuple[WhistleDeed, Whistle, UnitCode | None]:
    what = random.random()
    if what < 0.04:
        return WhistleDeed.END, replace(one, ended_at=at, dropped=random.random() < 0.5), None
    if what < 0.1:
        unit = random.choice(UNITS)
        if unit not in one.legs:
            return WhistleDeed.ADD_UNIT, one.with_leg(_leg(random, unit, at, place=True)), unit
    if what < 0.2:
        return WhistleDeed.REMIND, one, None
    leg = random.choice(list(one.legs.values()))
    deed, changed = random.choice(_leg_moves(random, leg, at))
    return deed, one.with_leg(replace(leg, **changed)), leg.unit


def _leg_moves(random: Random, leg: Leg, at: datetime) -> list[tuple[WhistleDeed, dict[str, Any]]]:
    excluded = (WhistleDeed.RULE, {"excluded": True})
    if leg.released_at:
        return [(WhistleDeed.REMIND, {})]
    if leg.reported_at:
        mark = Mark(WORKER, at, *(random.randint(1, 5) for _ in range(3)), (WordsId(1),))
        back = {"reported_at": None, "mark": None, "due_at": at + 24 * HOUR, "round": leg.round + 1}
        return [*[(WhistleDeed.SCORE, {"mark": mark})] * 4, (WhistleDeed.SEND_BACK, back), excluded]
    if leg.paused_at:
        due = leg.due_at + (at - leg.paused_at) if leg.due_at else None
        return [(WhistleDeed.RESUME, {"paused_at": None, "due_at": due})]
    found: list[tuple[WhistleDeed, dict[str, Any]]] = [
        (WhistleDeed.CONFIRM, {"confirmed_at": leg.confirmed_at or at}),
        (WhistleDeed.RULE, {"paused_at": at}),
        (WhistleDeed.RULE, {"released_at": at}),
        excluded,
    ]
    if leg.arrived_at or not leg.arrive_by:
        # Where a unit is to be on the scene it reports from there.
        found += [(WhistleDeed.REPORT, {"confirmed_at": leg.confirmed_at or at, "reported_at": at})] * 4
    if not leg.arrived_at:
        found += [(WhistleDeed.ARRIVE, {"arrived_at": at})] * 4
    if leg.due_at and at < leg.due_at:
        found.append((WhistleDeed.RULE, {"due_at": leg.due_at + 24 * HOUR}))
    return found
