"""What each called unit did, as it stood at a moment, read off a whistle's history."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from tickets.ids import TicketId, UnitCode, WhistleId
from tickets.scores.facts import Judged, Round, Service, Spell
from tickets.times import instant
from tickets.whistles.leg import Leg
from tickets.whistles.plain import from_plain
from tickets.whistles.whistle import WhistleEvent

_LEG = "legs:"


def services(history: Iterable[WhistleEvent], ticket: Round, at: datetime) -> list[Service]:
    """By unit, in the order of the calls. `ticket` says of which place and topic the whistle is."""
    facts: dict[str, Any] = {}
    told: dict[str, Service] = {}
    legs: dict[str, Leg] = {}
    before = None
    for event in history:
        if event.at > at:
            break
        told = {unit: _waited(one, legs[unit], before, event.at, over=False) for unit, one in told.items()}
        facts.update(event.after)
        for name in event.after:
            if name.startswith(_LEG):
                leg = from_plain(Leg, facts[name])
                told[leg.unit] = _turned(told.get(leg.unit) or _called(leg, facts, ticket), leg, event.at)
                legs[leg.unit] = leg
        if facts.get("ended_at"):
            ended = instant(facts["ended_at"])
            told = {unit: replace(one, released_at=one.released_at or ended) for unit, one in told.items()}
        before = event.at
    return [_waited(one, legs[unit], before, at, over=True) for unit, one in told.items()]


def _called(leg: Leg, facts: dict[str, Any], ticket: Round) -> Service:
    spells = (Spell(leg.called_at, leg.due_at),)
    return Service(
        WhistleId(facts["id"]),
        TicketId(facts["ticket"]),
        leg.unit,
        UnitCode(facts["unit"]) if facts.get("unit") else None,
        ticket.community,
        ticket.topic,
        leg.called_at,
        ticket.area,
        arrive_by=leg.arrive_by,
        spells=spells,
    )


def _waited(one: Service, leg: Leg, since: datetime | None, until: datetime, *, over: bool) -> Service:
    """Between two lines time goes by: a limit that ran out in between was missed, whatever is written later.

    At the end (`over`) what runs out at this very moment has run out; before a line it has not: the line is in time.
    """
    if since is None or one.released_at:
        return one
    if leg.paused_at:
        spell = one.spells[-1]
        return _with(one, replace(spell, paused=spell.paused + (until - since)))
    if leg.arrive_by and not (leg.arrived_at or leg.reported_at) and _ran_out(leg.arrive_by, until, over=over):
        one = replace(one, missed_at=one.missed_at or max(leg.arrive_by, since))
    spell = one.spells[-1]
    if leg.due_at and not leg.reported_at and not spell.late_at and _ran_out(leg.due_at, until, over=over):
        one = _with(one, replace(spell, late_at=max(leg.due_at, since)))
    return one


def _ran_out(limit: datetime, until: datetime, *, over: bool) -> bool:
    return limit <= until if over else limit < until


def _turned(one: Service, leg: Leg, at: datetime) -> Service:
    spell = one.spells[-1]
    if spell.reported_at and not leg.reported_at:
        one = replace(one, spells=(*one.spells, Spell(at, leg.due_at)))
    else:
        one = _with(one, replace(spell, due_at=leg.due_at, reported_at=leg.reported_at))
    return replace(
        one,
        confirmed_at=one.confirmed_at or leg.confirmed_at,
        arrive_by=leg.arrive_by,
        arrived_at=one.arrived_at or leg.arrived_at,
        released_at=one.released_at or leg.released_at,
        excluded=leg.excluded,
        judged=_judged(one, leg),
    )


def _judged(one: Service, leg: Leg) -> Judged | None:
    """下对上: a unit's word on itself is none. A report sent back takes its marks with it."""
    if leg.mark is None or one.by == leg.unit:
        return None
    first = one.judged.at if one.judged else leg.mark.at
    return Judged(first, leg.mark.response, leg.mark.handling, leg.mark.effect)


def _with(one: Service, spell: Spell) -> Service:
    return replace(one, spells=(*one.spells[:-1], spell))
