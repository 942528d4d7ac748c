"""How far business time runs ahead of the wall; only the sample community moves it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.mail import settings_kv

_KEY = "clock.offset"


async def offset(connection: AsyncConnection) -> timedelta:
    """What to add to the wall's time."""
    found = (await connection.execute(select(settings_kv.c.value).where(settings_kv.c.key == _KEY))).scalar()
    return timedelta(seconds=found or 0)


async def forward(connection: AsyncConnection, hours: float) -> timedelta:
    """Move business time on, never back; gives the offset afterwards."""
    if hours < 0:
        raise ValueError("business time does not run back")
    ahead = await offset(connection) + timedelta(hours=hours)
    row = insert(settings_kv).values(key=_KEY, value=ahead.total_seconds())
    await connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": row.excluded.value}))
    return ahead
