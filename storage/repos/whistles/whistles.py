"""Whistles, their history, their clocks, and rights that were lent."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from storage.repos.scope import Scope
from storage.repos.tickets import Tickets
from storage.repos.whistles.clocks import WhistleClocks
from storage.tables.base import AnyRow
from storage.tables.whistles import delegations, events, legs, whistles
from tickets.errors import Unknown
from tickets.ids import PersonId, TicketId, WhistleId
from tickets.ticket import Ticket
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.leg import Leg
from tickets.whistles.ports import Sought
from tickets.whistles.whistle import Delegation, Whistle, WhistleEvent

_SHOWN = ("blower", "blown_at", "ended_at", "community", "type", "scope", "facts")
_LEG = ("called_at", "due_at", "reported_at", "released_at")
_row, _leg_row = insert(whistles), insert(legs)
_SAVE = _row.on_conflict_do_update(index_elements=["id"], set_={name: _row.excluded[name] for name in _SHOWN})
_SAVE_LEG = _leg_row.on_conflict_do_update(
    index_elements=["whistle", "unit"], set_={name: _leg_row.excluded[name] for name in _LEG}
)
_RECORD = events.insert()
_COUNT = select(func.count()).where(whistles.c.ticket == bindparam("ticket"))
_TICKET = select(whistles.c.ticket).where(whistles.c.id == bindparam("it"))
_FACTS = select(whistles.c.facts).where(whistles.c.id == bindparam("it"))
_OF = select(whistles.c.id, whistles.c.facts).where(whistles.c.ticket == bindparam("ticket"))
_OF_TICKET = _OF.order_by(whistles.c.ordinal)
_RUNNING = select(delegations).where(delegations.c.until > bindparam("at")).order_by(delegations.c.id)
_LENT_TO = _RUNNING.where(delegations.c.taker == bindparam("person"))
_LENT_BY = _RUNNING.where(delegations.c.giver == bindparam("person"))
_LENT = ("giver", "taker", "deed", "given_at", "until", "reason")


class Whistles(WhistleClocks):
    """The whistles of one unit of work; what is written waits until `flush`."""

    def __init__(self, scope: Scope, tickets: Tickets, blown: list[tuple[WhistleEvent, Whistle]]) -> None:
        super().__init__(scope)
        self._tickets = tickets
        self._blown = blown
        self._held: dict[WhistleId, Whistle] = {}
        self._changed: dict[WhistleId, Whistle] = {}
        self._legs: dict[tuple[WhistleId, str], Leg] = {}
        self._events: list[dict[str, Any]] = []
        self._none: set[TicketId] = set()

    async def begin(self, ticket: TicketId) -> tuple[WhistleId, int]:
        await self.flush()
        self._none.discard(ticket)
        standing: int = (await self._connection.execute(_COUNT, {"ticket": ticket})).scalar_one()
        return WhistleId(await self._scope.new_id()), standing + 1

    async def get(self, whistle: WhistleId) -> tuple[Whistle, Ticket]:
        if whistle in self._held:
            held = self._held[whistle]
            return held, await self._tickets.get(held.ticket)
        of = (await self._connection.execute(_TICKET, {"it": whistle})).scalar()
        if of is None:
            raise Unknown("whistle")
        ticket = await self._tickets.get(of)
        # Read only now that the ticket is held: what stood before may have been changed by whoever held it.
        facts = (await self._connection.execute(_FACTS, {"it": whistle})).scalar_one()
        return self._hold(facts), ticket

    async def tickets_of(self, whistles_: Iterable[WhistleId]) -> Mapping[WhistleId, TicketId]:
        wanted = set(whistles_)
        if not wanted:
            return {}
        query = select(whistles.c.id, whistles.c.ticket).where(whistles.c.id.in_(wanted))
        return {row.id: row.ticket for row in await self._connection.execute(query)}

    async def of(self, ticket: TicketId) -> list[Whistle]:
        known = any(held.ticket == ticket for held in self._held.values())
        if not known and (ticket in self._none or ticket in self._scope.born):
            return []
        await self.flush()
        rows = (await self._connection.execute(_OF_TICKET, {"ticket": ticket})).all()
        return [self._held.get(row.id) or Whistle.from_facts(row.facts) for row in rows]

    async def save(self, whistle: Whistle) -> None:
        before = self._held.get(whistle.id)
        for unit, leg in whistle.legs.items():
            if before is None or before.legs.get(unit) != leg:
                self._legs[whistle.id, unit] = leg
        self._held[whistle.id] = self._changed[whistle.id] = whistle

    async def record(self, event: WhistleEvent) -> None:
        held = self._held[event.whistle]
        self._events.append(_event_row(event) | {"street": self._scope.street_of(held.community)})
        self._blown.append((event, held))

    async def history(self, whistle: WhistleId) -> list[WhistleEvent]:
        await self.flush()
        query = select(events).where(events.c.whistle == whistle).order_by(events.c.id)
        return [_event(row) for row in await self._connection.execute(query)]

    async def histories_of(self, tickets_: Collection[TicketId]) -> list[tuple[TicketId, list[WhistleEvent]]]:
        """The history of every whistle of these tickets, for figures."""
        await self.flush()
        query = select(events, whistles.c.ticket).join(whistles, whistles.c.id == events.c.whistle)
        found: dict[WhistleId, tuple[TicketId, list[WhistleEvent]]] = {}
        for row in await self._connection.execute(query.where(whistles.c.ticket.in_(tickets_)).order_by(events.c.id)):
            found.setdefault(row.whistle, (row.ticket, []))[1].append(_event(row))
        return list(found.values())

    async def find(self, sought: Sought) -> list[Whistle]:
        await self.flush()
        query = _sought(sought).order_by(whistles.c.id.desc()).limit(sought.limit)
        return [Whistle.from_facts(row.facts) for row in await self._connection.execute(query)]

    async def lend(self, delegation: Delegation) -> None:
        facts = {name: getattr(delegation, name) for name in _LENT}
        await self._connection.execute(delegations.insert().values(**facts, called_back=False))

    async def lent_to(self, taker: PersonId, at: datetime) -> list[Delegation]:
        rows = await self._connection.execute(_LENT_TO, {"person": taker, "at": at})
        return [_delegation(row) for row in rows]

    async def lent_by(self, giver: PersonId, at: datetime) -> list[Delegation]:
        rows = await self._connection.execute(_LENT_BY, {"person": giver, "at": at})
        return [_delegation(row) for row in rows]

    async def call_back(self, giver: PersonId, taker: PersonId, at: datetime) -> int:
        running = (delegations.c.giver == giver, delegations.c.taker == taker, delegations.c.until > at)
        ended = delegations.update().where(*running).values(until=at, called_back=True)
        return (await self._connection.execute(ended)).rowcount

    @override
    async def foresee(self, tickets: Collection[TicketId]) -> None:
        """Which of them have no whistle, as most have none."""
        query = select(whistles.c.ticket).where(whistles.c.ticket.in_(tickets))
        self._none = set(tickets) - set((await self._connection.execute(query)).scalars())

    @override
    async def flush(self) -> None:
        await self._write(_SAVE, [self._row(w) for w in self._changed.values()])
        await self._write(_SAVE_LEG, [self._leg_row(key, leg) for key, leg in self._legs.items()])
        self._changed.clear()
        self._legs.clear()
        await self._write(_RECORD, self._events)
        self._events.clear()
        await super().flush()

    def _hold(self, facts: Mapping[str, Any]) -> Whistle:
        found = Whistle.from_facts(facts)
        return self._held.setdefault(found.id, found)

    def _row(self, whistle: Whistle) -> dict[str, Any]:
        plain = {name: getattr(whistle, name) for name in ("id", "ticket", "ordinal", *_SHOWN[:-1])}
        return plain | {"facts": whistle.facts(), "street": self._scope.street_of(whistle.community)}

    def _leg_row(self, key: tuple[WhistleId, str], leg: Leg) -> dict[str, Any]:
        whistle, unit = key
        street = self._scope.street_of(self._held[whistle].community)
        return {name: getattr(leg, name) for name in _LEG} | {"whistle": whistle, "unit": unit, "street": street}


def _sought(sought: Sought) -> Select[*tuple[Any, ...]]:
    limits: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {
        "tickets": whistles.c.ticket.in_,
        "communities": whistles.c.community.in_,
        "running": _running,
        "blower": whistles.c.blower.__eq__,
        "blown_from": whistles.c.blown_at.__ge__,
        "blown_before": whistles.c.blown_at.__lt__,
    }
    found = [limit(getattr(sought, name)) for name, limit in limits.items() if getattr(sought, name) is not None]
    if sought.unit is not None or sought.units is not None or sought.owing is not None:
        found.append(_with_leg(sought))
    return select(whistles.c.facts).where(*found)


def _running(running: bool) -> ColumnElement[bool]:
    runs = whistles.c.ended_at.is_(None)
    return runs & whistles.c.blown_at.is_not(None) if running else ~runs


def _with_leg(sought: Sought) -> ColumnElement[bool]:
    owing = legs.c.reported_at.is_(None) & legs.c.released_at.is_(None)
    wanted: list[ColumnElement[bool]] = [legs.c.whistle == whistles.c.id]
    wanted += [legs.c.unit == sought.unit] if sought.unit is not None else []
    wanted += [legs.c.unit.in_(sorted(sought.units))] if sought.units is not None else []
    wanted += [] if sought.owing is None else [owing if sought.owing else ~owing]
    return exists().where(*wanted)


_EVENT = ("whistle", "at", "actor", "unit", "words")


def _event_row(event: WhistleEvent) -> dict[str, Any]:
    plain = {name: getattr(event, name) for name in (*_EVENT, "deed")}
    return plain | {name: dict(getattr(event, name)) for name in ("before", "after", "detail")}


def _event(row: AnyRow) -> WhistleEvent:
    plain = {name: getattr(row, name) for name in (*_EVENT, "before", "after", "detail")}
    return WhistleEvent(deed=WhistleDeed(row.deed), **plain)


def _delegation(row: AnyRow) -> Delegation:
    deed = WhistleDeed(row.deed) if row.deed else None
    return Delegation(row.giver, row.taker, deed, row.given_at, row.until, row.reason)
