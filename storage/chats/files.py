"""Files and who may see them."""

from dataclasses import asdict

from sqlalchemy import and_, exists, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.records import File
from storage.tables.chats import files, members, shown


class Files:
    """The files of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, file: File) -> None:
        await self._connection.execute(insert(files), asdict(file))

    async def seen_by(self, file: str, user: int) -> File | None:
        """The file, if that user or bot brought it or is in a room that shows it."""
        room = and_(members.c.space == shown.c.space, members.c.chat == shown.c.chat)
        visible = exists().where(shown.c.file == files.c.id, room, members.c.user == user)
        query = select(files).where(files.c.id == file, or_(files.c.owner == user, visible))
        row = (await self._connection.execute(query)).first()
        return None if row is None else File(**row._mapping)
