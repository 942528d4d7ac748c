"""All that leaves for one chat, taken together: for channels that let us send little, or answer while they wait."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queues.outbox import PACE, Limit, Outgoing, Pace, ready_accounts
from storage.repos.mail import letter_of, letter_row
from storage.repos.scope import Scope
from storage.tables.base import AnyRow
from storage.tables.mail import ARRIVED, HELD, LEAVING, inbox, lanes, outbox
from tickets.directory import Directory
from tickets.ids import Account, ChatId, LetterId, TicketId
from tickets.mail import Address, Fate, Letter

_DEAD = {Fate.REFUSED, Fate.STALE}
_DELETE = "deleteMessage"


@dataclass(frozen=True, slots=True)
class Parcel:
    """The letters of one chat in the order in which they leave."""

    to: Address
    letters: tuple[Outgoing, ...]


_WANTED: BindParameter[Any] = bindparam("accounts", expanding=True)
_CHATS = (
    select(outbox.c.account, outbox.c.chat, func.max(lanes.c.ready_at).label("ready_at"))
    .outerjoin(lanes, and_(lanes.c.account == outbox.c.account, lanes.c.chat == outbox.c.chat))
    .where(LEAVING, outbox.c.account.in_(_WANTED))
    .group_by(outbox.c.account, outbox.c.chat)
    .having(or_(func.max(outbox.c.lease_until).is_(None), func.max(outbox.c.lease_until) <= bindparam("now")))
    .having(or_(func.max(lanes.c.ready_at).is_(None), func.max(lanes.c.ready_at) <= bindparam("now")))
    .order_by(func.min(outbox.c.rank), func.min(outbox.c.id))
    .limit(bindparam("limit"))
)
_HERE = and_(outbox.c.account == bindparam("at_account"), outbox.c.chat == bindparam("at_chat"))
_TAKE = (
    update(outbox)
    .where(LEAVING, _HERE, or_(outbox.c.fate == Fate.WAITING, outbox.c.lease_until <= bindparam("now")))
    .values(fate=Fate.SENDING, lease_until=bindparam("until"), tries=outbox.c.tries + 1)
    .returning(outbox)
)
_FIRST = select(outbox.c.id).where(LEAVING, _HERE).order_by(outbox.c.rank, outbox.c.id).limit(bindparam("most"))
_LATE = update(outbox).where(LEAVING, _HERE, outbox.c.stale_at <= bindparam("now")).values(fate=Fate.STALE)
_RELEASE = update(outbox).where(HELD, _HERE).values(fate=Fate.WAITING, lease_until=None, tries=0)
_BUSY = select(
    exists().where(ARRIVED, inbox.c.account == bindparam("at_account"), inbox.c.chat == bindparam("at_chat"))
)


async def claim_parcels(
    connection: AsyncConnection,
    now: datetime,
    accounts: Collection[Account],
    limit: int,
    lease: timedelta,
    paces: Mapping[Account, Pace] | None = None,
) -> list[Parcel]:
    """Everything that may leave for up to `limit` chats whose lanes are free and of which nothing is on its way.

    Where an account has a pace, what it allows now.
    """
    ready = await ready_accounts(connection, accounts, now)
    if not ready:
        return []
    found = (await connection.execute(_CHATS, {"accounts": list(ready), "now": now, "limit": limit})).all()
    parcels = [await _claim(connection, row, now, lease, (paces or {}).get(row.account)) for row in found]
    return [parcel for parcel in parcels if parcel.letters]


async def _claim(
    connection: AsyncConnection, row: AnyRow, now: datetime, lease: timedelta, pace: Pace | None
) -> Parcel:
    to = Address(Account(row.account), ChatId(row.chat))
    if pace is None:
        return await claim_chat(connection, to, now, lease)
    limit = pace.of(to.chat)
    parcel = await claim_chat(connection, to, now, lease, limit.room(row.ready_at, now))
    await _count(connection, to, limit, row.ready_at, now, len(parcel.letters))
    return parcel


async def count_more(connection: AsyncConnection, to: Address, limit: Limit, now: datetime, messages: int) -> None:
    """So many messages leave for this chat beside one for each of its letters."""
    query = select(lanes.c.ready_at).where(lanes.c.account == to.account, lanes.c.chat == to.chat)
    await _count(connection, to, limit, (await connection.execute(query)).scalar(), now, messages)


async def _count(
    connection: AsyncConnection, to: Address, limit: Limit, ready_at: datetime | None, now: datetime, messages: int
) -> None:
    for _ in range(messages):
        ready_at = limit.after(ready_at, now)
    if ready_at is not None and messages:
        await hold_lane(connection, to, ready_at)


async def claim_chat(
    connection: AsyncConnection, to: Address, now: datetime, lease: timedelta, most: int | None = None
) -> Parcel:
    """Everything that may leave for this chat, whatever its lane says: for whoever holds the lane; the first `most`."""
    here = {"at_account": to.account, "at_chat": to.chat, "now": now}
    await connection.execute(_LATE, here)
    take = {**here, "until": now + lease}
    taken = _TAKE if most is None else _TAKE.where(outbox.c.id.in_(_FIRST))
    rows = (await connection.execute(taken, take if most is None else {**take, "most": most})).all()
    others = {key for row in rows for key in (row.edits, row.answers) if key is not None}
    known = {}
    if others:
        query = select(outbox.c.id, outbox.c.fate, outbox.c.message_id).where(outbox.c.id.in_(others))
        known = {row.id: row for row in await connection.execute(query)}
    letters = [_outgoing(row, known) for row in sorted(rows, key=lambda row: (row.rank, row.id))]
    return Parcel(to, tuple([letter for letter in letters if await _sensible(connection, letter, known)]))


def _outgoing(row: AnyRow, known: dict[int, AnyRow]) -> Outgoing:
    edited, answered = known.get(row.edits), known.get(row.answers)
    number, quoted = edited.message_id if edited else None, answered.message_id if answered else None
    return Outgoing(LetterId(row.id), letter_of(row), number, quoted, row.tries, row.missed)


async def _sensible(connection: AsyncConnection, outgoing: Outgoing, known: dict[int, AnyRow]) -> bool:
    """Whether it can be carried out; what changes a message that was never shown is settled here."""
    if outgoing.letter.edits is None or outgoing.edits is not None:
        return True
    original = known.get(outgoing.letter.edits)
    if original is not None and original.fate not in _DEAD:
        if original.fate == Fate.HELD and outgoing.letter.method == _DELETE:
            await settle(connection, original.id, Fate.STALE, "taken back")
            await settle(connection, outgoing.id, Fate.SENT, "")
            return False
        held = original.fate == Fate.HELD
        await settle(connection, outgoing.id, Fate.HELD if held else Fate.WAITING, "waits for what it changes")
        return False
    await settle(connection, outgoing.id, Fate.REFUSED, "edits nothing")
    return False


async def settle(
    connection: AsyncConnection, letter: LetterId, fate: Fate, why: str, message: int | None = None
) -> None:
    """The letter's fate, with why; `message` is the number that it has where it was shown."""
    change: dict[str, Any] = {"fate": fate, "why": why, "lease_until": None}
    if fate is Fate.SENT:
        change |= {"message_id": message, "sent_at": datetime.now(UTC)}
    await connection.execute(update(outbox).where(outbox.c.id == letter).values(change))


async def hold_lane(connection: AsyncConnection, to: Address, until: datetime) -> None:
    """Until then only who holds the lane takes what leaves for this chat."""
    await connection.execute(PACE, [{"account": to.account, "chat": to.chat, "ready_at": until}])


async def free_lane(connection: AsyncConnection, to: Address, now: datetime) -> None:
    """Anybody may send to this chat again."""
    change = update(lanes).where(lanes.c.account == to.account, lanes.c.chat == to.chat, lanes.c.ready_at > now)
    await connection.execute(change.values(ready_at=now))


async def release(connection: AsyncConnection, to: Address) -> int:
    """The user did something: what was held for this chat may leave; gives how many letters."""
    return (await connection.execute(_RELEASE, {"at_account": to.account, "at_chat": to.chat})).rowcount


async def held(connection: AsyncConnection, to: Address, why: str) -> list[Outgoing]:
    """What is held for this chat for that reason."""
    query = select(outbox).where(HELD, outbox.c.account == to.account, outbox.c.chat == to.chat, outbox.c.why == why)
    return [_outgoing(row, {}) for row in await connection.execute(query.order_by(outbox.c.id))]


async def told(connection: AsyncConnection, letters: Collection[LetterId]) -> tuple[list[Outgoing], bool]:
    """Those of the letters that were sent, and whether some are still on their way."""
    query = select(outbox).where(outbox.c.id.in_(letters), outbox.c.fate.in_([Fate.SENT, Fate.SENDING]))
    rows = (await connection.execute(query.order_by(outbox.c.id))).all()
    return [_outgoing(row, {}) for row in rows], any(row.fate == Fate.SENDING for row in rows)


async def overtaken(connection: AsyncConnection, to: Address, ticket: TicketId, answer: LetterId) -> None:
    """The answer has gone: what was held about the same matter and is older is old news."""
    held = update(outbox).where(HELD, outbox.c.account == to.account, outbox.c.chat == to.chat)
    await connection.execute(
        held.where(outbox.c.ticket == ticket, outbox.c.id < answer).values(
            fate=Fate.STALE, why="the answer was sooner", missed=False
        )
    )


async def busy(connection: AsyncConnection, to: Address) -> bool:
    """Whether something that came from this chat is still to be handled."""
    return bool((await connection.execute(_BUSY, {"at_account": to.account, "at_chat": to.chat})).scalar())


async def write(connection: AsyncConnection, letters: Sequence[Letter], now: datetime) -> None:
    """Letters that no deed wrote: the channel's own words."""
    scope = Scope(connection, now, now, Directory())
    rows = [letter_row(LetterId(await scope.new_id()), letter) | {"street": None} for letter in letters]
    await connection.execute(outbox.insert(), rows)
