"""How a database means to find what a statement asks for."""

from collections.abc import Awaitable
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection


async def statements(connection: AsyncConnection, call: Awaitable[object]) -> list[tuple[str, Any]]:
    """What the call says to the database, with its values."""
    said: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        said.append((statement, values))

    event.listen(connection.sync_connection, "before_cursor_execute", hear)
    await call
    event.remove(connection.sync_connection, "before_cursor_execute", hear)
    return said


async def plans(connection: AsyncConnection, call: Awaitable[object]) -> str:
    """The planner's own words on every statement of the call."""
    explain = "EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    lines: list[str] = []
    for statement, values in await statements(connection, call):
        rows = await connection.exec_driver_sql(explain + statement, values)
        lines += [str(row[-1]) for row in rows]
    return "\n".join(lines)
