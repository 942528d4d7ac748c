"""How far each account was asked for what is new: one replica asks at a time, and the next one goes on there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.bridges import pulls
from tickets.ids import Account

OVERDUE, MANY = timedelta(minutes=30), 5


@dataclass(frozen=True, slots=True)
class Pull:
    """A turn to ask from `cursor` on. `token` shows the channel that it told us to; `asked` counts how often it did.

    `tries` counts the turns before this one that came to nothing. What was said before `began_at` was not said to us.
    """

    cursor: str
    token: str
    asked: int
    tries: int
    began_at: datetime


async def begin(connection: AsyncConnection, account: Account, now: datetime) -> None:
    """The account is served here; it is to be asked soon, for what was missed."""
    row = {"account": account, "cursor": "", "token": "", "asked": 1, "pulled": 0, "tries": 0}
    row |= {"ready_at": now, "look_at": now, "began_at": now}
    again = {"asked": pulls.c.asked + 1, "token": ""}
    await connection.execute(insert(pulls).values(row).on_conflict_do_update(index_elements=["account"], set_=again))


async def ask(connection: AsyncConnection, account: Account, token: str) -> None:
    """The channel says that there is something new."""
    change = {"asked": pulls.c.asked + 1, "token": token}
    await connection.execute(update(pulls).where(pulls.c.account == account).values(change))


async def take(connection: AsyncConnection, account: Account, now: datetime, until: datetime) -> Pull | None:
    """The turn, until then; None where nothing is to be asked for, or somebody else asks."""
    due = select(pulls).where(pulls.c.account == account, pulls.c.ready_at <= now)
    due = due.where(or_(pulls.c.asked > pulls.c.pulled, pulls.c.look_at <= now)).with_for_update(skip_locked=True)
    row = (await connection.execute(due)).first()
    if row is None:
        return None
    await connection.execute(
        update(pulls).where(pulls.c.account == account).values(ready_at=until, tries=row.tries + 1)
    )
    return Pull(row.cursor, row.token, row.asked, row.tries, row.began_at)


async def advance(connection: AsyncConnection, account: Account, before: str, cursor: str, until: datetime) -> bool:
    """All up to `cursor` is kept; False where another replica has the turn by now."""
    change = update(pulls).where(pulls.c.account == account, pulls.c.cursor == before)
    return (await connection.execute(change.values(cursor=cursor, ready_at=until))).rowcount == 1


async def finish(connection: AsyncConnection, account: Account, asked: int, now: datetime, look_at: datetime) -> None:
    """All is kept that there was when the channel said so for the `asked`-th time."""
    change = {"pulled": asked, "ready_at": now, "look_at": look_at, "tries": 0}
    await connection.execute(update(pulls).where(pulls.c.account == account).values(change))


async def again(connection: AsyncConnection, account: Account, at: datetime) -> None:
    """Not now."""
    await connection.execute(update(pulls).where(pulls.c.account == account).values(ready_at=at))


async def behind(connection: AsyncConnection, now: datetime) -> list[str]:
    """Accounts that were to be asked long ago, or whose turns have come to nothing again and again."""
    overdue = pulls.c.look_at < now - OVERDUE
    failing = (pulls.c.tries > MANY) & (pulls.c.asked > pulls.c.pulled)
    query = select(pulls.c.account).where(or_(overdue, failing)).order_by(pulls.c.account)
    return [row.account for row in await connection.execute(query)]
