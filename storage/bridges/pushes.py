"""What was answered to each push of a channel, so that a push that is repeated gets the same answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.bridges import pushes
from tickets.ids import Account


async def answered(connection: AsyncConnection, account: Account, key: str, reply: Any, now: datetime) -> None:
    """This reply goes back with the push."""
    row = insert(pushes).values(account=account, key=key, at=now, reply=reply)
    await connection.execute(row.on_conflict_do_update(index_elements=["account", "key"], set_={"reply": reply}))


async def reply_to(connection: AsyncConnection, account: Account, key: str) -> Any:
    """What went back with the push; None where nothing did."""
    query = select(pushes.c.reply).where(pushes.c.account == account, pushes.c.key == key)
    return (await connection.execute(query)).scalar()


async def prune(connection: AsyncConnection, before: datetime) -> None:
    """No push comes again after that."""
    await connection.execute(delete(pushes).where(pushes.c.at < before))
