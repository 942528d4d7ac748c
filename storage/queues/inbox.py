"""What came in: kept once before it is acknowledged, handled in each chat's order by whoever is free."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import nudge
from storage.tables.base import AnyRow
from storage.tables.mail import ARRIVED, inbox
from tickets.ids import Account, ChatId


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update as it came. `chat` is whose order it stands in: the chat's id, or the user's where there is none."""

    account: Account
    update_id: int
    chat: ChatId
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that is held until the transaction ends. `tries` counts the times it has failed before."""

    id: int
    account: Account
    update_id: int
    chat: ChatId
    body: Mapping[str, Any]
    tries: int
    received_at: datetime
    error: str


_COLUMNS = [inbox.c[name] for name in ("id", "account", "update_id", "chat", "body", "tries", "received_at", "error")]
_KEEP = insert(inbox).on_conflict_do_nothing(index_elements=["account", "update_id"]).returning(inbox.c.id)
_open = inbox.alias("open")
_FIRST_OF_CHAT = (
    select(func.min(_open.c.id))
    .where(_open.c.account == inbox.c.account, _open.c.chat == inbox.c.chat, text("open.state = 'open'"))
    .scalar_subquery()
)
_TAKE = (
    select(*_COLUMNS)
    .where(ARRIVED, inbox.c.ready_at <= bindparam("now"), inbox.c.id == _FIRST_OF_CHAT)
    .order_by(inbox.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_TAKE_OF = _TAKE.where(inbox.c.account.in_(bindparam("accounts", expanding=True)))


async def keep(connection: AsyncConnection, arrivals: Sequence[Arrival], *, aloud: bool = True) -> int:
    """Keep what is not kept already; gives how many that were. `aloud` wakes the workers of every replica on commit."""
    now = datetime.now(UTC)
    rows = [
        {
            "account": a.account,
            "update_id": a.update_id,
            "chat": a.chat,
            "body": dict(a.body),
            "state": "open",
            "tries": 0,
            "received_at": now,
            "ready_at": now,
            "error": "",
        }
        for a in arrivals
    ]
    if not rows:
        return 0
    new = len((await connection.execute(_KEEP, rows)).all())
    if new and aloud:
        await nudge(connection, "inbox")
    return new


async def take(connection: AsyncConnection, now: datetime, accounts: Collection[Account] | None = None) -> Taken | None:
    """The oldest row that is ready and whose chat has no older one open; nobody else gets it meanwhile."""
    wanted = {} if accounts is None else {"accounts": list(accounts)}
    query = _TAKE if accounts is None else _TAKE_OF
    row = (await connection.execute(query, wanted | {"now": now})).first()
    return _taken(row) if row else None


async def finish(connection: AsyncConnection, row: Taken) -> None:
    """It was handled; to be committed together with what came of it."""
    await connection.execute(_FINISH, {"_id": row.id, "done_at": datetime.now(UTC)})


async def fail(connection: AsyncConnection, row: Taken, error: str, again_at: datetime | None) -> None:
    """Handling failed and was undone. It is tried again, its chat waiting; or, without a moment, parked."""
    again = {"ready_at": again_at} if again_at else {"state": "parked", "done_at": datetime.now(UTC)}
    change = inbox.update().where(inbox.c.id == row.id, ARRIVED)
    await connection.execute(change.values(again | {"tries": inbox.c.tries + 1, "error": error}))
    if again_at is None:
        await nudge(connection, "inbox")


async def parked(connection: AsyncConnection) -> list[Taken]:
    """Those that were given up, oldest first."""
    query = select(*_COLUMNS).where(inbox.c.state == "parked").order_by(inbox.c.id)
    return [_taken(row) for row in await connection.execute(query)]


async def retry(connection: AsyncConnection, ids: Collection[int]) -> int:
    """Open parked rows again, after what made them fail was mended."""
    change = inbox.update().where(inbox.c.id.in_(ids), inbox.c.state == "parked")
    found = await connection.execute(change.values(state="open", tries=0, done_at=None))
    await nudge(connection, "inbox")
    return found.rowcount


async def prune(connection: AsyncConnection, before: datetime) -> int:
    """Delete what was done before that moment; what is parked stays."""
    gone = inbox.delete().where(inbox.c.state == "done", inbox.c.done_at < before)
    return (await connection.execute(gone)).rowcount


async def next_ready(connection: AsyncConnection) -> datetime | None:
    """When the next open row becomes ready: how long a worker that found nothing may sleep."""
    query = select(inbox.c.ready_at).where(ARRIVED, inbox.c.id == _FIRST_OF_CHAT).order_by(inbox.c.ready_at).limit(1)
    return (await connection.execute(query)).scalar()


_FINISH = inbox.update().where(inbox.c.id == bindparam("_id")).values(state="done", done_at=bindparam("done_at"))


def _taken(row: AnyRow) -> Taken:
    return Taken(*row)
