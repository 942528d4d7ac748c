"""Messages, newest last."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.records import Json, Message, Room
from storage.tables.chats import members, messages, shown


class Messages:
    """The messages of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, room: Room, message: Message, files: Sequence[str] = ()) -> None:
        """Write a message under an id that was reserved in the room, with the files that it shows."""
        await self._connection.execute(
            insert(messages),
            {
                **_key(room, message.id),
                "sender": message.sender,
                "date": message.date,
                "reply_to": message.reply_to,
                "payload": message.payload,
            },
        )
        if files:
            rows = [{**_key(room, message.id), "file": file} for file in dict.fromkeys(files)]
            await self._connection.execute(insert(shown), rows)

    async def get(self, room: Room, message: int) -> Message | None:
        row = (await self._connection.execute(select(messages).where(_is(room, message)))).first()
        return None if row is None else _message(row)

    async def some(self, room: Room, ids: Iterable[int]) -> dict[int, Message]:
        wanted = list(ids)
        if not wanted:
            return {}
        query = select(messages).where(_in(room), messages.c.message.in_(wanted))
        return {row.message: _message(row) for row in await self._connection.execute(query)}

    async def change(self, room: Room, message: int, payload: Json, at: int) -> None:
        query = update(messages).where(_is(room, message)).values(payload=payload, edited=at)
        await self._connection.execute(query)

    async def drop(self, room: Room, message: int) -> None:
        await self._connection.execute(delete(messages).where(_is(room, message)))
        gone = and_(shown.c.space == room.space, shown.c.chat == room.chat, shown.c.message == message)
        await self._connection.execute(delete(shown).where(gone))

    async def page(self, room: Room, before: int | None, limit: int) -> list[Message]:
        """The newest messages before that id, oldest first."""
        query = select(messages).where(_in(room)).order_by(messages.c.message.desc()).limit(limit)
        if before is not None:
            query = query.where(messages.c.message < before)
        return [_message(row) for row in (await self._connection.execute(query)).all()][::-1]

    async def newest(self, room: Room) -> Message | None:
        return next(iter(await self.page(room, None, 1)), None)

    async def unread(self, room: Room, user: int) -> int:
        """How many messages of others the user has not read."""
        read = select(members.c.read_upto).where(
            members.c.space == room.space, members.c.chat == room.chat, members.c.user == user
        )
        query = (
            select(func.count())
            .select_from(messages)
            .where(_in(room), messages.c.message > read.scalar_subquery(), messages.c.sender != user)
        )
        return (await self._connection.execute(query)).scalar_one()


def _key(room: Room, message: int) -> dict[str, int]:
    return {"space": room.space, "chat": room.chat, "message": message}


def _in(room: Room) -> ColumnElement[bool]:
    return and_(messages.c.space == room.space, messages.c.chat == room.chat)


def _is(room: Room, message: int) -> ColumnElement[bool]:
    return and_(_in(room), messages.c.message == message)


def _message(row: Row[Any]) -> Message:
    return Message(row.message, row.sender, row.date, row.payload, row.edited, row.reply_to)
