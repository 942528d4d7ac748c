"""Which letters each message told, by its name: for channels that say later what did not arrive."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.bridges import sendings
from tickets.ids import Account, LetterId
from tickets.mail import Address


async def keep(connection: AsyncConnection, to: Address, name: str, letters: Sequence[LetterId], now: datetime) -> None:
    """The message of that name tells these letters."""
    row = insert(sendings).values(account=to.account, name=name, letters=list(letters), at=now)
    await connection.execute(row.on_conflict_do_update(index_elements=["account", "name"], set_={"at": now}))


async def letters_of(connection: AsyncConnection, account: Account, name: str) -> list[LetterId]:
    """What the message of that name told; nothing where there is no such message."""
    query = select(sendings.c.letters).where(sendings.c.account == account, sendings.c.name == name)
    found = (await connection.execute(query)).scalar()
    return [LetterId(letter) for letter in found or ()]


async def prune(connection: AsyncConnection, before: datetime) -> None:
    """No channel speaks of older messages."""
    await connection.execute(delete(sendings).where(sendings.c.at < before))
