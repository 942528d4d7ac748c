"""A ticket, and the history from which it can be rebuilt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Self

from tickets.ids import AreaCode, PersonId, TicketId, UnitCode, WordsId
from tickets.kinds import Clock, Deed, Kind, Matter, Peril, State, Topic, Urgency
from tickets.times import instant, iso


@dataclass(frozen=True, slots=True)
class Ticket:
    """One matter of one resident.

    `community` is where it belongs from the first moment; `area` the finest place known. `unit` has it in its
    pool or through `holder`; none of both while the coordinator decides (TRIAGE). `due_at` is when the resident
    must have a real answer in this `round`; `promised_for` replaces it after an interim answer.
    `unrouted` says why no rule could route it, or is empty. `missed`: something for the poster was not delivered.
    `flow` is the way of working it through, empty for the usual one; `flow_at` where it stands on it (`tickets.flows`).
    `neighbours` are the other residents who have joined it.
    """

    id: TicketId
    number: str
    community: AreaCode
    poster: PersonId
    posted_at: datetime
    due_at: datetime
    matter: Matter
    topic: Topic
    kind: Kind
    urgency: Urgency
    confidence: float
    state: State
    danger: bool = False
    peril: Peril | None = None
    area: AreaCode | None = None
    place: str = ""
    unit: UnitCode | None = None
    holder: PersonId | None = None
    round: int = 1
    hand_overs: int = 0
    claimed_at: datetime | None = None
    answered_at: datetime | None = None
    promised_for: datetime | None = None
    ended_at: datetime | None = None
    merged_into: TicketId | None = None
    explained: bool = False
    pressed: bool = False
    helpers_welcome: bool | None = None
    unrouted: str = ""
    missed: bool = False
    flow: str = ""
    flow_at: str = ""
    neighbours: int = 0

    @property
    def running(self) -> bool:
        """Somebody still owes the resident an answer."""
        return self.state in {State.TRIAGE, State.OPEN, State.HELD}

    @property
    def discreet(self) -> bool:
        """Its words stand in no group: a household matter, or one on which nobody has decided yet (design 8.6)."""
        return self.matter is Matter.HOUSEHOLD or self.state is State.TRIAGE

    @property
    def owed_at(self) -> datetime:
        """When the next word to the resident falls due."""
        return self.promised_for or self.due_at

    def facts(self) -> dict[str, Any]:
        """Every field as JSON holds it."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """The opposite of `facts`."""
        return cls(**{name: _FROM_JSON.get(name, _same)(value) for name, value in facts.items()})


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a ticket's history; never changed once written.

    `before` and `after` hold the fields that changed, as JSON. `words` points to what was said, kept apart so
    that it can be deleted. `detail` holds what is neither: reasons' codes, steps, other people.
    """

    ticket: TicketId
    deed: Deed
    at: datetime
    actor: PersonId | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    words: WordsId | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One moment at which one step of one clock falls due, once."""

    ticket: TicketId
    clock: Clock
    round: int
    step: int
    due_at: datetime


def changes(before: Ticket, after: Ticket) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ, as (before, after)."""
    old, new = before.facts(), after.facts()
    names = [name for name in old if old[name] != new[name]]
    return {n: old[n] for n in names}, {n: new[n] for n in names}


def rebuild(history: Iterable[Event]) -> Ticket | None:
    """The ticket as its history tells it, or None for an empty one."""
    facts: dict[str, Any] = {}
    for event in history:
        facts.update(event.after)
    return Ticket.from_facts(facts) if facts else None


def ended(ticket: Ticket, state: State, at: datetime) -> Ticket:
    """The ticket brought to an end of its running."""
    return replace(ticket, state=state, ended_at=at, promised_for=None)


def _plain(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value


def _same(value: Any) -> Any:
    return value


def _moment(value: Any) -> datetime | None:
    return instant(value) if value else None


_FROM_JSON: Mapping[str, Any] = {
    **dict.fromkeys(("posted_at", "due_at", "claimed_at", "answered_at", "promised_for", "ended_at"), _moment),
    "matter": Matter,
    "topic": Topic,
    "kind": Kind,
    "urgency": Urgency,
    "state": State,
    "peril": lambda value: Peril(value) if value else None,
}
