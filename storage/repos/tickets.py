"""Tickets, their history and what was said on them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, and_, bindparam, exists, func, or_, select
from typing_extensions import override

from storage.repos.likes import Likes
from storage.repos.opinions import Opinions
from storage.repos.scope import Scope
from storage.repos.words import Words
from storage.tables.base import AnyRow
from storage.tables.tickets import events, tickets, words
from tickets.errors import Unknown
from tickets.ids import AreaCode, PersonId, TicketId
from tickets.kinds import Deed, Kind, Matter, Peril, State, Topic, Urgency
from tickets.records import Query
from tickets.ticket import Event, Ticket

FIELDS = tuple(f.name for f in fields(Ticket))
FIRST_NUMBER = 1001
_ID = tickets.c.id
_COLUMNS = [tickets.c[name] for name in FIELDS]
_ENUMS: Mapping[str, Any] = {
    "matter": Matter,
    "topic": Topic,
    "kind": Kind,
    "urgency": Urgency,
    "state": State,
    "peril": Peril,
}
_ADD = tickets.insert()
_SAVE = tickets.update().where(tickets.c.id == bindparam("_id")).values({n: bindparam(n) for n in FIELDS if n != "id"})
_OWED = func.coalesce(tickets.c.promised_for, tickets.c.due_at)


def _select(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS).where(*conditions)


_GET = _select(bindparam("it") == _ID).with_for_update(key_share=True)
_NAMED = _select(tickets.c.number == bindparam("it")).with_for_update(key_share=True)
_LATEST = (
    _select(tickets.c.poster == bindparam("poster"), tickets.c.posted_at >= bindparam("since"))
    .order_by(tickets.c.posted_at.desc(), _ID.desc())
    .limit(1)
)
_LATER = tickets.alias("later")
_SINCE_ASKED = words.alias("since_asked")
_ASKED_OF = (
    _select(
        tickets.c.poster == bindparam("poster"),
        words.c.deed == Deed.ASK,
        words.c.at >= bindparam("since"),
        ~exists().where(
            _SINCE_ASKED.c.ticket == _ID, _SINCE_ASKED.c.author == tickets.c.poster, _SINCE_ASKED.c.id > words.c.id
        ),
        ~exists().where(_LATER.c.poster == tickets.c.poster, _LATER.c.posted_at > words.c.at),
    )
    .join(words, words.c.ticket == _ID)
    .order_by(words.c.id.desc())
    .limit(1)
)
_POSTED_BY = (
    select(tickets.c.posted_at)
    .where(tickets.c.poster == bindparam("poster"), tickets.c.posted_at > bindparam("since"))
    .order_by(tickets.c.posted_at.desc())
    .limit(bindparam("most"))
)
_HELD_BY = select(func.count()).where(tickets.c.holder == bindparam("holder"), tickets.c.state == State.HELD)
_RECORD = events.insert()


class Tickets(Words, Opinions, Likes):
    """The tickets of one unit of work. What is written waits until `flush`, so that each table is written once."""

    def __init__(self, scope: Scope, happened: list[tuple[Event, Ticket]]) -> None:
        super().__init__(scope)
        self._happened = happened
        self._new: dict[TicketId, Ticket] = {}
        self._changed: dict[TicketId, Ticket] = {}
        self._events: list[dict[str, Any]] = []

    async def number(self, community: AreaCode) -> tuple[TicketId, str]:
        area = self._scope.directory.areas.get(community)
        prefix = area.prefix or area.name[0] if area else community
        # Counted by what is printed: a street, where the lost ones land, may begin like a community.
        number = await self._scope.count(f"tickets:{prefix}", FIRST_NUMBER)
        return TicketId(await self._scope.new_id()), f"{prefix}-{number}"

    async def add(self, ticket: Ticket) -> None:
        self._scope.tickets[ticket.id] = self._new[ticket.id] = ticket
        self._scope.born.add(ticket.id)

    async def get(self, ticket: TicketId) -> Ticket:
        return self._scope.tickets.get(ticket) or await self._locked(_GET, ticket)

    async def named(self, number: str) -> Ticket:
        await self.flush()
        return await self._locked(_NAMED, number)

    def is_new(self, ticket: TicketId) -> bool:
        """Whether it was made in this unit of work and is not written yet, so that nothing stands about it."""
        return ticket in self._new

    async def several(self, tickets: Iterable[TicketId]) -> Mapping[TicketId, Ticket]:
        wanted = list(tickets)
        missing = set(wanted) - self._scope.tickets.keys()
        if missing:
            query = _select(_ID.in_(missing)).order_by(_ID).with_for_update(key_share=True)
            for row in await self._connection.execute(query):
                self._hold(row)
        return {key: self._scope.tickets[key] for key in wanted if key in self._scope.tickets}

    async def save(self, ticket: Ticket) -> None:
        self._scope.tickets[ticket.id] = ticket
        (self._new if ticket.id in self._new else self._changed)[ticket.id] = ticket

    async def record(self, event: Event) -> None:
        self._events.append(_event_row(event) | {"street": self._scope.street(event.ticket)})
        self._happened.append((event, await self.get(event.ticket)))

    async def history(self, ticket: TicketId) -> list[Event]:
        await self.flush()
        query = select(events).where(events.c.ticket == ticket).order_by(events.c.id)
        return [_event(row) for row in await self._connection.execute(query)]

    async def histories(self, tickets: Sequence[TicketId]) -> Mapping[TicketId, list[Event]]:
        await self.flush()
        found: dict[TicketId, list[Event]] = {ticket: [] for ticket in tickets}
        query = select(events).where(events.c.ticket.in_(tickets)).order_by(events.c.id)
        for row in await self._connection.execute(query) if tickets else ():
            found[row.ticket].append(_event(row))
        return found

    async def held_by(self, person: PersonId) -> int:
        await self.flush()
        return (await self._connection.execute(_HELD_BY, {"holder": person})).scalar_one()

    async def latest_of(self, poster: PersonId, since: datetime) -> Ticket | None:
        await self.flush()
        row = (await self._connection.execute(_LATEST, {"poster": poster, "since": since})).first()
        return _ticket(row) if row else None

    async def asked_of(self, poster: PersonId, since: datetime) -> Ticket | None:
        await self.flush()
        row = (await self._connection.execute(_ASKED_OF, {"poster": poster, "since": since})).first()
        return _ticket(row) if row else None

    async def posted_by(self, poster: PersonId, since: datetime, most: int) -> list[datetime]:
        await self.flush()
        found = await self._connection.execute(_POSTED_BY, {"poster": poster, "since": since, "most": most})
        return list(found.scalars())

    async def find(self, query: Query) -> list[Ticket]:
        """A poster's own, the newest first; all else in the order in which an answer is owed."""
        await self.flush()
        order = (tickets.c.posted_at.desc(), tickets.c.id.desc()) if query.poster is not None else (_OWED, tickets.c.id)
        found = _select(*_conditions(query)).order_by(*order).limit(query.limit)
        return [_ticket(row) for row in await self._connection.execute(found)]

    @override
    async def flush(self) -> None:
        await self._write(_ADD, [self._row(t) for t in self._new.values()])
        await self._write(_SAVE, [_values(t) | {"_id": t.id} for t in self._changed.values()])
        self._new.clear()
        self._changed.clear()
        await super().flush()
        await self._write(_RECORD, self._events)
        self._events.clear()

    def _row(self, ticket: Ticket) -> dict[str, Any]:
        return _values(ticket) | {"street": self._scope.street_of(ticket.community)}

    async def _locked(self, query: Executable, it: int | str) -> Ticket:
        row = (await self._connection.execute(query, {"it": it})).first()
        if row is None:
            raise Unknown("ticket")
        return self._hold(row)

    def _hold(self, row: AnyRow) -> Ticket:
        found = _ticket(row)
        return self._scope.tickets.setdefault(found.id, found)


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    limits: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {
        "states": tickets.c.state.in_,
        "unit": tickets.c.unit.__eq__,
        "communities": tickets.c.community.in_,
        "holder": tickets.c.holder.__eq__,
        "poster": tickets.c.poster.__eq__,
        "merged_into": tickets.c.merged_into.__eq__,
        "owed_before": _OWED.__lt__,
        "posted_from": tickets.c.posted_at.__ge__,
        "posted_before": tickets.c.posted_at.__lt__,
        "among": tickets.c.id.in_,
        "text": _mentions,
    }
    return [limit(getattr(query, name)) for name, limit in limits.items() if getattr(query, name) not in (None, "")]


def _mentions(text: str) -> ColumnElement[bool]:
    spoken = exists().where(and_(words.c.ticket == tickets.c.id, words.c.text.contains(text, autoescape=True)))
    return or_(
        tickets.c.number.contains(text, autoescape=True), tickets.c.place.contains(text, autoescape=True), spoken
    )


def _values(ticket: Ticket) -> dict[str, Any]:
    return {name: getattr(ticket, name) for name in FIELDS}


def _ticket(row: AnyRow) -> Ticket:
    facts = dict(zip(FIELDS, row, strict=True))
    for name, kind in _ENUMS.items():
        facts[name] = kind(facts[name]) if facts[name] is not None else None
    return Ticket(**facts)


def _event_row(event: Event) -> dict[str, Any]:
    return {
        "ticket": event.ticket,
        "deed": event.deed,
        "at": event.at,
        "actor": event.actor,
        "before": dict(event.before),
        "after": dict(event.after),
        "words": event.words,
        "detail": dict(event.detail),
    }


def _event(row: AnyRow) -> Event:
    return Event(
        ticket=row.ticket,
        deed=Deed(row.deed),
        at=row.at,
        actor=row.actor,
        before=row.before,
        after=row.after,
        words=row.words,
        detail=row.detail,
    )
