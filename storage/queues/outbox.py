"""What leaves: claimed in order and within each channel's limits, by any number of senders."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, case, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repos.mail import letter_of
from storage.tables.base import AnyRow
from storage.tables.mail import LEAVING, lanes, outbox
from tickets.ids import Account, ChatId, LetterId
from tickets.mail import Fate, Letter, Purpose

_DEAD = {Fate.REFUSED, Fate.STALE}
WHOLE = ChatId(0)
"""The lane of a whole account. No chat bears this number."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `burst` at once and one in every `interval` over time: in a span T never more than burst + T/interval."""

    interval: timedelta
    burst: int = 1

    def after(self, ready_at: datetime | None, now: datetime) -> datetime:
        """When the next one may leave, after one that left now."""
        floor = now - (self.burst - 1) * self.interval
        return max(ready_at or floor, floor) + self.interval

    def room(self, ready_at: datetime | None, now: datetime) -> int:
        """How many may leave together now."""
        floor = now - (self.burst - 1) * self.interval
        return max((now - max(ready_at or floor, floor)) // self.interval + 1, 0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an account may send: to one person, to one group, and in all."""

    private: Limit
    group: Limit
    whole: Limit

    def of(self, chat: ChatId) -> Limit:
        return self.group if chat < 0 else self.private


TELEGRAM = Pace(
    private=Limit(timedelta(seconds=1)),
    group=Limit(timedelta(seconds=3.5), burst=3),
    whole=Limit(timedelta(seconds=1) / 27, burst=3),
)
"""1 a second to a chat, 20 a minute to a group (3 + 60/3.5), 30 a second in all (3 + 27)."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter to be sent now. `edits` and `answers` are the channel's numbers of the messages that it speaks of.

    `tries` counts this one. It was `missed` where whoever has its matter knows that it had not arrived.
    """

    id: LetterId
    letter: Letter
    edits: int | None
    answers: int | None
    tries: int
    missed: bool = False


async def claim(
    connection: AsyncConnection,
    now: datetime,
    accounts: Mapping[Account, Pace | None],
    limit: int,
    lease: timedelta,
) -> list[Outgoing]:
    """Take up to `limit` letters: of each free lane the first, the urgent before the rest.

    Whoever claims for an account does so alone, so that its limits hold across replicas. A letter whose fate is not
    told before the lease ends is taken again.
    """
    ready = await ready_accounts(connection, accounts, now)
    heads = await _heads(connection, now, ready, limit)
    hopeless = [row for row in heads if _hopeless(row, now)]
    if hopeless:
        await _give_up(connection, now, hopeless, accounts)
        heads = [row for row in await _heads(connection, now, ready, limit) if not _hopeless(row, now)]
    taken, paces = _within(heads, accounts, ready, now)
    if paces:
        await connection.execute(PACE, paces)
    return await _send(connection, taken, now + lease) if taken else []


async def sent(connection: AsyncConnection, done: Sequence[tuple[LetterId, int | None]], now: datetime) -> None:
    """They arrived, as the messages with those numbers."""
    if done:
        await connection.execute(_SENT, [{"_id": key, "message": number, "at": now} for key, number in done])


async def refused(connection: AsyncConnection, letter: LetterId, why: str) -> None:
    """The channel will never take it."""
    change = outbox.update().where(outbox.c.id == letter).values(fate=Fate.REFUSED, why=why, lease_until=None)
    await connection.execute(change)


async def stale(connection: AsyncConnection, letter: LetterId, why: str) -> None:
    """It came too late to matter."""
    change = outbox.update().where(outbox.c.id == letter).values(fate=Fate.STALE, why=why, lease_until=None)
    await connection.execute(change)


async def later(
    connection: AsyncConnection, letter: LetterId, again_at: datetime, why: str, *, whole_account: bool = False
) -> None:
    """Not now: its lane, or its whole account, waits until then."""
    change = outbox.update().where(outbox.c.id == letter, LEAVING)
    change = change.values(fate=Fate.WAITING, why=why, lease_until=None if whole_account else again_at)
    account = (await connection.execute(change.returning(outbox.c.account))).scalar()
    if account and whole_account:
        await connection.execute(PACE, [{"account": account, "chat": WHOLE, "ready_at": again_at}])


async def prune(connection: AsyncConnection, before: datetime) -> int:
    """Delete what was sent before that moment and belongs to no ticket."""
    gone = outbox.delete().where(outbox.c.ticket.is_(None), outbox.c.fate == Fate.SENT, outbox.c.sent_at < before)
    return (await connection.execute(gone)).rowcount


async def next_ready(connection: AsyncConnection, accounts: Iterable[Account]) -> datetime | None:
    """When the next letter may leave, as far as is known: how long a sender that claimed nothing may sleep.

    None where nothing waits at all.
    """
    found = await connection.execute(_NEXT, {"accounts": list(accounts)})
    return min((max((m for m in row if m), default=_LONG_AGO) for row in found), default=None)


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SENT = (
    outbox.update()
    .where(outbox.c.id == bindparam("_id"))
    .values(fate=Fate.SENT, message_id=bindparam("message"), sent_at=bindparam("at"), lease_until=None, why="")
)
_pace = insert(lanes)
PACE = _pace.on_conflict_do_update(
    index_elements=["account", "chat"],
    set_={
        "ready_at": case((lanes.c.ready_at > _pace.excluded.ready_at, lanes.c.ready_at), else_=_pace.excluded.ready_at)
    },
)


def _same_lane(lane: Any) -> Any:
    return and_(lane.c.account == outbox.c.account, lane.c.chat == outbox.c.chat)


_WANTED: BindParameter[Any] = bindparam("accounts", expanding=True)
_ACCOUNTS = (
    select(lanes.c.account, lanes.c.ready_at)
    .where(lanes.c.account.in_(_WANTED), lanes.c.chat == WHOLE)
    .order_by(lanes.c.account)
    .with_for_update()
)
_KNOW = insert(lanes).on_conflict_do_nothing()
_lane, _whole = lanes.alias("lane"), lanes.alias("whole")
_NEXT = (
    select(func.max(outbox.c.lease_until), func.max(_lane.c.ready_at), func.max(_whole.c.ready_at))
    .select_from(outbox)
    .outerjoin(_lane, _same_lane(_lane))
    .outerjoin(_whole, and_(_whole.c.account == outbox.c.account, _whole.c.chat == WHOLE))
    .where(LEAVING, outbox.c.account.in_(_WANTED))
    .group_by(outbox.c.account, outbox.c.chat)
)


async def ready_accounts(
    connection: AsyncConnection, accounts: Iterable[Account], now: datetime
) -> dict[Account, datetime]:
    """Those that may send now and when they were ready, locked against other claimers."""
    wanted = list(accounts)
    found = {row.account: row.ready_at for row in await connection.execute(_ACCOUNTS, {"accounts": wanted})}
    if len(found) < len(wanted):
        fresh = [{"account": a, "chat": WHOLE, "ready_at": _LONG_AGO} for a in wanted]
        await connection.execute(_KNOW, fresh)
        return await ready_accounts(connection, wanted, now)
    return {account: ready_at for account, ready_at in found.items() if ready_at <= now}


_past = case((outbox.c.purpose == Purpose.TOAST, outbox.c.id), else_=0)
"""Toasts answer a press that waits for them: each goes by itself, past the queue."""
_own = (outbox.c.account, outbox.c.chat, _past)
_queue = (
    select(
        outbox.c.id,
        outbox.c.account,
        outbox.c.rank,
        lanes.c.ready_at,
        func.row_number().over(partition_by=_own, order_by=(outbox.c.rank, outbox.c.id)).label("place"),
        func.max(outbox.c.lease_until).over(partition_by=_own).label("leased"),
    )
    .outerjoin(lanes, and_(_same_lane(lanes), outbox.c.purpose != Purpose.TOAST))
    .where(LEAVING, outbox.c.account.in_(_WANTED))
    .subquery("queue")
)
_turn = func.row_number().over(partition_by=_queue.c.account, order_by=(_queue.c.rank, _queue.c.id))
_free = (
    select(_queue.c.id, _queue.c.ready_at, _turn.label("turn"))
    .where(_queue.c.place == 1)
    .where(or_(_queue.c.leased.is_(None), _queue.c.leased <= bindparam("now")))
    .where(or_(_queue.c.ready_at.is_(None), _queue.c.ready_at <= bindparam("now")))
    .subquery("free")
)
_edited, _answered = outbox.alias("edited"), outbox.alias("answered")
_HEADS = (
    select(
        *(outbox.c[name] for name in ("id", "account", "chat", "purpose", "stale_at")),
        _free.c.ready_at,
        _edited.c.fate.label("edited_fate"),
        _edited.c.message_id.label("edited"),
        _answered.c.message_id.label("answered"),
    )
    .join(_free, _free.c.id == outbox.c.id)
    .outerjoin(_edited, _edited.c.id == outbox.c.edits)
    .outerjoin(_answered, _answered.c.id == outbox.c.answers)
    .order_by(outbox.c.rank, _free.c.turn, outbox.c.id)
    .limit(bindparam("limit"))
)
"""The first letter of every lane that is free; account by account in turn, so that none starves another."""


async def _heads(connection: AsyncConnection, now: datetime, ready: Iterable[Account], limit: int) -> Sequence[AnyRow]:
    accounts = list(ready)
    if not accounts:
        return []
    return (await connection.execute(_HEADS, {"accounts": accounts, "now": now, "limit": limit})).all()


def _hopeless(row: AnyRow, now: datetime) -> bool:
    """Too late to be worth sending, or changing a message that was never there."""
    return (row.stale_at is not None and row.stale_at <= now) or row.edited_fate in _DEAD


async def _give_up(
    connection: AsyncConnection, now: datetime, rows: Sequence[AnyRow], accounts: Iterable[Account]
) -> None:
    """Those rows, and at once all that have become stale behind them."""
    orphans = outbox.c.id.in_([row.id for row in rows if row.edited_fate in _DEAD])
    await connection.execute(outbox.update().where(orphans, LEAVING).values(fate=Fate.REFUSED, why="edits nothing"))
    late = outbox.update().where(LEAVING, outbox.c.account.in_(list(accounts)), outbox.c.stale_at <= now)
    await connection.execute(late.values(fate=Fate.STALE))


def _within(
    heads: Sequence[AnyRow],
    accounts: Mapping[Account, Pace | None],
    ready: dict[Account, datetime],
    now: datetime,
) -> tuple[list[AnyRow], list[dict[str, Any]]]:
    """What the paces allow of the heads, and when lanes and accounts are ready again."""
    taken: list[AnyRow] = []
    lane_ready: dict[tuple[Account, ChatId], datetime] = {}
    for row in heads:
        pace = accounts[row.account]
        if pace is not None and row.purpose != Purpose.TOAST:
            if ready[row.account] > now:
                continue
            ready[row.account] = lane_ready[row.account, WHOLE] = pace.whole.after(ready[row.account], now)
            lane_ready[row.account, row.chat] = pace.of(row.chat).after(row.ready_at, now)
        taken.append(row)
    keys = sorted(lane_ready)
    return taken, [{"account": a, "chat": c, "ready_at": lane_ready[a, c]} for a, c in keys]


_TAKE = (
    outbox.update()
    .where(outbox.c.id.in_(bindparam("taken", expanding=True)), LEAVING)
    .values(fate=Fate.SENDING, lease_until=bindparam("until"), tries=outbox.c.tries + 1)
    .returning(outbox)
)


async def _send(connection: AsyncConnection, taken: Sequence[AnyRow], until: datetime) -> list[Outgoing]:
    """Marked as being sent, in the words that they have now: one may have been revised meanwhile."""
    found = await connection.execute(_TAKE, {"taken": [row.id for row in taken], "until": until})
    now = {row.id: row for row in found}
    return [
        Outgoing(row.id, letter_of(now[row.id]), row.edited, row.answered, now[row.id].tries, now[row.id].missed)
        for row in taken
        if row.id in now
    ]
