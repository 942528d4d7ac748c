"""Histories for figures, and closed months with their corrections."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from storage.repos.scope import Part, Scope
from storage.repos.tickets import Tickets
from storage.repos.whistles.whistles import Whistles
from storage.tables.scores import score_corrections, score_lines, score_periods, year_rests
from storage.tables.tickets import events, tickets
from tickets.ids import AreaCode, TicketId, UnitCode
from tickets.kinds import Deed
from tickets.scores.figures import Figures, Weights
from tickets.scores.periods import Period
from tickets.scores.ports import Closing, Key, Late, Rest
from tickets.scores.stories import Story
from tickets.whistles.plain import from_plain, to_plain
from tickets.whistles.whistle import WhistleEvent

_REST = ("year", "unit", "value", "source", "by", "at")
_CHUNK = 2000
"""Tickets of one statement."""
_MOVES = (Deed.SORT, Deed.PASS_ON, Deed.REFER, Deed.EDIT, Deed.ADD)
"""What may bring a ticket to another community."""


class Scores(Part):
    """The scores of one unit of work."""

    def __init__(self, scope: Scope, tickets_: Tickets, whistles: Whistles) -> None:
        super().__init__(scope)
        self._tickets = tickets_
        self._whistles = whistles

    async def stories(self, communities: Collection[AreaCode] | None, since: datetime, until: datetime) -> list[Story]:
        later = exists().where(events.c.ticket == tickets.c.id, events.c.at >= since)
        wanted = [tickets.c.posted_at < until, or_(tickets.c.ended_at.is_(None), tickets.c.ended_at >= since, later)]
        if communities is not None:
            wanted.append(_there(communities, since))
        await self._tickets.flush()
        query = select(tickets.c.id).where(*wanted).order_by(tickets.c.id)
        found: Sequence[TicketId] = (await self._connection.execute(query)).scalars().all()
        return [one for n in range(0, len(found), _CHUNK) for one in await self._told(found[n : n + _CHUNK])]

    async def first(self) -> datetime | None:
        await self._tickets.flush()
        first: datetime | None = (await self._connection.execute(select(func.min(tickets.c.posted_at)))).scalar()
        return first

    async def closing(self, start: datetime) -> Closing | None:
        query = select(score_periods).where(score_periods.c.start == start)
        row = (await self._connection.execute(query)).first()
        if row is None:
            return None
        weights: Weights = from_plain(Weights, row.weights)
        return Closing(Period(row.start, row.end, row.name), row.closed_at, weights)

    async def close(self, closing: Closing, lines: Mapping[Key, Figures]) -> bool:
        period = closing.period
        row = {"start": period.start, "end": period.end, "name": period.name, "closed_at": closing.at}
        new = insert(score_periods).values(**row, weights=to_plain(closing.weights)).on_conflict_do_nothing()
        # A replica that closes it at the same moment waits here for the other, and then finds it done.
        if (await self._connection.execute(new.returning(score_periods.c.start))).first() is None:
            return False
        rows = [
            {"start": period.start, "unit": unit, "all_in": all_in, "figures": to_plain(found)}
            for (unit, all_in), found in lines.items()
        ]
        if rows:
            await self._connection.execute(score_lines.insert(), rows)
        return True

    async def lines(self, start: datetime) -> Mapping[Key, Figures]:
        query = select(score_lines).where(score_lines.c.start == start).order_by(score_lines.c.unit)
        rows = await self._connection.execute(query)
        return {(UnitCode(row.unit), row.all_in): from_plain(Figures, row.figures) for row in rows}

    async def correct(self, start: datetime, late: Iterable[Late]) -> None:
        rows: list[dict[str, Any]] = [
            {"start": start, "unit": one.unit, "all_in": one.all_in, "at": one.at, "figures": to_plain(one.figures)}
            for one in late
        ]
        if rows:
            await self._connection.execute(score_corrections.insert(), rows)

    async def corrections(self, start: datetime) -> list[Late]:
        query = select(score_corrections).where(score_corrections.c.start == start).order_by(score_corrections.c.id)
        return [
            Late(UnitCode(row.unit), row.all_in, row.at, from_plain(Figures, row.figures))
            for row in await self._connection.execute(query)
        ]

    async def enter(self, rests: Iterable[Rest]) -> None:
        rows = [{name: getattr(one, name) for name in _REST} for one in rests]
        if rows:
            await self._connection.execute(year_rests.insert(), rows)

    async def rests(self, year: int) -> list[Rest]:
        query = select(*(year_rests.c[name] for name in _REST)).where(year_rests.c.year == year)
        return [Rest(*row) for row in await self._connection.execute(query.order_by(year_rests.c.id))]

    async def _told(self, found: Sequence[TicketId]) -> list[Story]:
        told = await self._tickets.histories(found)
        blown: dict[TicketId, list[list[WhistleEvent]]] = {}
        for ticket, history in await self._whistles.histories_of(found):
            blown.setdefault(ticket, []).append(history)
        return [Story(told[ticket], blown.get(ticket, [])) for ticket in found]


def _there(communities: Collection[AreaCode], since: datetime) -> ColumnElement[bool]:
    """There now, or perhaps taken elsewhere since: of a past day it counts where it was."""
    moved = exists().where(events.c.ticket == tickets.c.id, events.c.at >= since, events.c.deed.in_(_MOVES))
    return or_(tickets.c.community.in_(communities), moved)
