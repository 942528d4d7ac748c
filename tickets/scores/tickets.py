"""The rounds of a ticket as they stood at a moment, read off its history."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tickets.ids import AreaCode, TicketId, UnitCode
from tickets.kinds import Deed, Grade, State, Topic
from tickets.scores.facts import Round
from tickets.ticket import Event
from tickets.times import instant


def rounds(history: Iterable[Event], at: datetime) -> list[Round]:
    """What was written later than `at` is not known yet."""
    facts: dict[str, Any] = {}
    told: list[Round] = []
    for event in history:
        if event.at > at:
            break
        facts.update(event.after)
        if not told or event.deed is Deed.REOPEN:
            told.append(_begun(event, facts))
        told[-1] = _said(_moved(told[-1], facts), event, facts)
    return told


def _begun(event: Event, facts: Mapping[str, Any]) -> Round:
    return Round(
        TicketId(event.ticket),
        facts["round"],
        AreaCode(facts["community"]),
        Topic(facts["topic"]),
        event.at,
        instant(facts["due_at"]),
    )


def _moved(told: Round, facts: Mapping[str, Any]) -> Round:
    """The first answer stands; the unit, the place and the topic are the last ones."""
    gone = facts["ended_at"] if facts["state"] == State.WITHDRAWN else None
    answered = told.answered_at or (instant(facts["answered_at"]) if facts.get("answered_at") else None)
    return replace(
        told,
        community=AreaCode(facts["community"]),
        topic=Topic(facts["topic"]),
        unit=UnitCode(facts["unit"]) if facts.get("unit") else None,
        area=AreaCode(facts["area"]) if facts.get("area") else None,
        due_at=instant(facts["due_at"]),
        answered_at=answered,
        withdrawn_at=instant(gone) if gone else None,
    )


def _said(told: Round, event: Event, facts: Mapping[str, Any]) -> Round:
    """下对上: only the poster's own word counts."""
    if event.actor is None or event.actor != facts["poster"]:
        return told
    said_at = told.said_at or event.at
    match event.deed:
        case Deed.CONFIRM | Deed.DENY:
            return replace(told, said_at=said_at, solved=event.deed is Deed.CONFIRM)
        case Deed.GRADE if "grade" in event.detail:
            return replace(told, said_at=said_at, grade=Grade(event.detail["grade"]))
        case Deed.GRADE if "contacted" in event.detail:
            return replace(told, said_at=said_at, contacted=bool(event.detail["contacted"]))
        case _:
            return told
