"""Begin the sample community anew: every row goes, the tables stay."""

from storage.database import Database
from storage.tables.base import metadata


async def wipe(database: Database) -> None:
    """Delete everything, in one transaction."""
    async with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            await connection.execute(table.delete())
