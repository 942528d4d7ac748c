"""A ticket can be told again from its history alone, whatever was done to it and in whatever order."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.city import MONDAY, ticket
from tickets.ids import PersonId, TicketId, UnitCode
from tickets.kinds import Deed, Kind, Matter, Peril, State, Topic, Urgency
from tickets.rules.moves import MOVES
from tickets.ticket import Event, Ticket, changes, rebuild

moments = st.integers(0, 10**12).map(lambda n: MONDAY + timedelta(microseconds=n))
people = st.integers(1, 9).map(PersonId)
CHANGED: dict[str, st.SearchStrategy[Any]] = {
    "matter": st.sampled_from(Matter),
    "topic": st.sampled_from(Topic),
    "kind": st.sampled_from(Kind),
    "urgency": st.sampled_from(Urgency),
    "peril": st.none() | st.sampled_from(Peril),
    "danger": st.booleans(),
    "confidence": st.floats(0, 1),
    "place": st.text(max_size=9),
    "unit": st.none() | st.text("abc", min_size=1).map(UnitCode),
    "holder": st.none() | people,
    "round": st.integers(1, 9),
    "due_at": moments,
    "claimed_at": st.none() | moments,
    "answered_at": st.none() | moments,
    "promised_for": st.none() | moments,
    "ended_at": st.none() | moments,
    "merged_into": st.none() | st.integers(1, 99).map(TicketId),
    "helpers_welcome": st.none() | st.booleans(),
    "pressed": st.booleans(),
}
changed = st.fixed_dictionaries({}, optional=CHANGED)


@st.composite
def walks(draw: Callable[[Any], Any]) -> list[tuple[Event, Ticket]]:
    """A post, then allowed deeds in any order, each changing what it likes."""
    now = replace(ticket(), **draw(changed))
    walk = [(Event(now.id, Deed.POST, MONDAY, now.poster, {}, now.facts()), now)]
    for _ in range(draw(st.integers(0, 12))):
        deeds = [deed for state, deed in MOVES if state is now.state]
        deed = draw(st.sampled_from(deeds))
        after = replace(now, **draw(changed), state=MOVES[now.state, deed])
        old, new = changes(now, after)
        walk.append((Event(now.id, deed, MONDAY, draw(st.none() | people), old, new), after))
        now = after
    return walk


@given(walks())
def test_the_history_up_to_any_line_tells_the_ticket_as_it_then_stood(walk: list[tuple[Event, Ticket]]) -> None:
    events = [event for event, _ in walk]
    for line, (_, stood) in enumerate(walk):
        assert rebuild(events[: line + 1]) == stood


@given(walks())
def test_read_backwards_it_tells_what_stood_before_each_line(walk: list[tuple[Event, Ticket]]) -> None:
    for (_, before), (event, after) in pairwise(walk):
        assert Ticket.from_facts({**after.facts(), **event.before}) == before


@given(changed)
def test_a_tickets_facts_survive_being_stored(some: dict[str, Any]) -> None:
    stood = replace(ticket(), **some)
    assert Ticket.from_facts(json.loads(json.dumps(stood.facts()))) == stood


@given(changed)
def test_only_what_differs_is_written_down(some: dict[str, Any]) -> None:
    before, after = ticket(), replace(ticket(), **some)
    old, new = changes(before, after)
    differing = {f.name for f in fields(Ticket) if getattr(before, f.name) != getattr(after, f.name)}
    assert set(old) == set(new) == differing


def test_no_history_is_no_ticket() -> None:
    assert rebuild([]) is None


def test_every_state_but_the_first_two_is_reached_by_some_deed() -> None:
    assert set(MOVES.values()) == set(State)
