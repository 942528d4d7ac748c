"""Inserting what may stand already."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def insert_once(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert the row unless its key stands already; whether it was new."""
    if connection.dialect.name == "postgresql":
        done = await connection.execute(postgresql.insert(table).values(**values).on_conflict_do_nothing())
    else:
        done = await connection.execute(sqlite.insert(table).values(**values).on_conflict_do_nothing())
    return done.rowcount == 1
