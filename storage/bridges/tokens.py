"""One access token for each account, shared by all replicas. What stands in the row is sealed by whoever writes it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.bridges import tokens
from tickets.ids import Account


@dataclass(frozen=True, slots=True)
class Sealed:
    """A token that nobody can read here. `forced_at` is when a new one was last demanded."""

    token: str
    until: datetime
    forced_at: datetime | None = None


async def token_of(connection: AsyncConnection, account: Account, *, locked: bool = False) -> Sealed | None:
    """The account's token; `locked` makes others who want to renew it wait until the commit."""
    query = select(tokens).where(tokens.c.account == account)
    row = (await connection.execute(query.with_for_update() if locked else query)).first()
    return Sealed(row.sealed, row.until, row.forced_at) if row else None


async def keep_token(connection: AsyncConnection, account: Account, sealed: Sealed) -> None:
    """This is the token from now on."""
    values = {"sealed": sealed.token, "until": sealed.until, "forced_at": sealed.forced_at}
    row = insert(tokens).values(account=account, **values)
    await connection.execute(row.on_conflict_do_update(index_elements=["account"], set_=values))
