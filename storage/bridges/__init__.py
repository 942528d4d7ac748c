"""What channels that are not the Bot API keep beside its chats: see `storage.tables.bridges`."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.bridges import books, callers, files, permits, pushes, sendings

PUSH_DAYS, BOOK_DAYS, SENDING_DAYS = timedelta(days=2), timedelta(days=90), timedelta(days=7)


async def forget_old(connection: AsyncConnection, now: datetime) -> None:
    """Let go what nobody asks for again."""
    await pushes.prune(connection, now - PUSH_DAYS)
    await books.prune(connection, now - BOOK_DAYS)
    await files.prune(connection, now)
    await permits.prune(connection, now)
    await sendings.prune(connection, now - SENDING_DAYS)
    await callers.prune(connection)
