"""The whistles' rows that the sweep claims."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from storage.repos.scope import Part, Scope
from storage.tables.whistles import deadlines
from tickets.ids import WhistleId
from tickets.whistles.kinds import WhistleClock
from tickets.whistles.whistle import WhistleDeadline

_KEY = ("whistle", "of", "clock", "round", "step")
_COLUMNS = (*_KEY, "due_at")
_row = insert(deadlines)
_SET = _row.on_conflict_do_update(index_elements=list(_KEY), set_={"due_at": _row.excluded.due_at, "fired_at": None})
# One that the sweep fires at this moment is skipped, not waited for: it waits for the ticket that we hold.
_standing = select(deadlines.c.id).where(
    deadlines.c.whistle == bindparam("whistle"),
    deadlines.c.clock.in_(bindparam("clocks", expanding=True)),
    deadlines.c.fired_at.is_(None),
)
_DROP = deadlines.delete().where(deadlines.c.id.in_(_standing.with_for_update(skip_locked=True)))
_DROP_OF = deadlines.delete().where(
    deadlines.c.id.in_(_standing.where(deadlines.c.of == bindparam("of")).with_for_update(skip_locked=True))
)


class WhistleClocks(Part):
    """The clocks of the whistles of one unit of work; they wait until `flush`."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._set: dict[tuple[object, ...], WhistleDeadline] = {}

    async def set(self, deadlines: Iterable[WhistleDeadline]) -> None:
        self._set |= {tuple(getattr(one, name) for name in _KEY): one for one in deadlines}

    async def drop(self, whistle: WhistleId, *clocks: WhistleClock, of: str | None = None) -> None:
        which = frozenset(clocks or WhistleClock)
        for key, one in list(self._set.items()):
            if one.whistle == whistle and one.clock in which and of in {None, one.of}:
                del self._set[key]
        values: dict[str, Any] = {"whistle": whistle, "clocks": sorted(which)}
        await self._connection.execute(_DROP if of is None else _DROP_OF, values | ({"of": of} if of else {}))

    async def claim_due(self, at: datetime, limit: int) -> list[WhistleDeadline]:
        due = select(deadlines.c.id).where(deadlines.c.fired_at.is_(None), deadlines.c.due_at <= at)
        due = due.order_by(deadlines.c.due_at).limit(limit).with_for_update(skip_locked=True)
        # As a CTE it runs once, whatever plan is chosen: its locks must not be taken twice.
        claimed = select(due.cte("due").c.id)
        fire = (
            deadlines.update()
            .where(deadlines.c.id.in_(claimed))
            .values(fired_at=at)
            .returning(*(deadlines.c[name] for name in _COLUMNS))
        )
        found = [
            WhistleDeadline(row.whistle, row.of, WhistleClock(row.clock), row.round, row.step, row.due_at)
            for row in await self._connection.execute(fire)
        ]
        return sorted(found, key=lambda d: (d.due_at, d.whistle, d.of, d.step))

    @override
    async def flush(self) -> None:
        await self._write(_SET, [{name: getattr(one, name) for name in _COLUMNS} for one in self._set.values()])
        self._set.clear()
