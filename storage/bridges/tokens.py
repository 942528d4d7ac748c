"""One access token for each account, shared by all replicas. What stands in the row is sealed by whoever writes it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.bridges import tokens
from tickets.ids import Account


@dataclass(frozen=True, slots=True)
class Sealed:
    """A token that nobody can read here, and until when it lives."""

    token: str
    until: datetime


async def token_of(connection: AsyncConnection, account: Account) -> Sealed | None:
    """The account's token."""
    row = (await connection.execute(select(tokens).where(tokens.c.account == account))).first()
    return Sealed(row.sealed, row.until) if row else None


async def keep_token(connection: AsyncConnection, account: Account, sealed: Sealed) -> None:
    """This is the token from now on."""
    values = {"sealed": sealed.token, "until": sealed.until}
    row = insert(tokens).values(account=account, **values)
    await connection.execute(row.on_conflict_do_update(index_elements=["account"], set_=values))


async def demand(connection: AsyncConnection, account: Account, now: datetime, between: timedelta) -> bool:
    """Whether a new token may be demanded now; of all replicas one may, and then none for that long."""
    rested = or_(tokens.c.forced_at.is_(None), tokens.c.forced_at <= now - between)
    change = update(tokens).where(tokens.c.account == account, rested).values(forced_at=now)
    return (await connection.execute(change)).rowcount == 1
