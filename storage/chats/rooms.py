"""Rooms and who is in them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import BigInteger, BindParameter, ColumnElement, and_, bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.once import insert_once
from storage.chats.people import user_of
from storage.chats.records import Json, Member, Room, User
from storage.tables.chats import members, rooms, users


class Rooms:
    """The rooms of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, space: int, chat: int, member: int) -> Room | None:
        """The room, if that user or bot is in it."""
        query = select(rooms.c.face).where(_is(space, chat), _has(member))
        face = (await self._connection.execute(query)).scalar()
        return None if face is None else Room(space, chat, face)

    async def take(self, space: int, chat: int, member: int, count: int = 1) -> Room | None:
        """The room with message ids reserved, locked for others until the commit; None where `member` is not in it."""
        asked = {"at_space": space, "at_chat": chat, "at_member": member, "count": count}
        row = (await self._connection.execute(_TAKE, asked)).first()
        return None if row is None else Room(space, chat, row.face, row.last_message - count + 1)

    async def face(self, space: int, chat: int) -> Json | None:
        """The room's Bot API Chat, whoever asks; None where there is no such room."""
        return (await self._connection.execute(select(rooms.c.face).where(_is(space, chat)))).scalar()

    async def of_user(self, user: int, spaces: Sequence[int]) -> list[Room]:
        """The rooms that the user is in, of those spaces."""
        query = (
            select(rooms)
            .join(members, (members.c.space == rooms.c.space) & (members.c.chat == rooms.c.chat))
            .where(members.c.user == user, rooms.c.space.in_(spaces))
        )
        return [Room(row.space, row.chat, row.face) for row in await self._connection.execute(query)]

    async def members(self, space: int, chat: int) -> list[Member]:
        found = await self._connection.execute(_MEMBERS, {"at_space": space, "at_chat": chat})
        return [Member(user_of(row), row.status) for row in found]

    async def member(self, space: int, chat: int, user: int) -> Member | None:
        return next((one for one in await self.members(space, chat) if one.user.id == user), None)

    async def open(self, space: int, chat: int, face: Json) -> None:
        """Make the room, or give it its present face."""
        values = {"space": space, "chat": chat, "face": face}
        if not await insert_once(self._connection, rooms, values):
            await self._connection.execute(update(rooms).where(_is(space, chat)).values(face=face))

    async def open_private(self, bot: int, user: User) -> None:
        """The private chat of a bot and a user, made or with the user's present name."""
        face: Json = {"id": user.id, "type": "private", "first_name": user.name}
        await self.open(bot, user.id, {**face, "username": user.username} if user.username else face)
        await self.admit(bot, user.id, (user.id, bot))

    async def admit(self, space: int, chat: int, people: Iterable[int], status: str = "member") -> None:
        """Let people in; those who are in already get that status."""
        for user in people:
            key = {"space": space, "chat": chat, "user": user}
            if not await insert_once(self._connection, members, {**key, "status": status}):
                await self._connection.execute(update(members).where(_membership(**key)).values(status=status))

    async def dismiss(self, space: int, chat: int, user: int) -> None:
        await self._connection.execute(delete(members).where(_membership(space, chat, user)))

    async def read_upto(self, space: int, chat: int, user: int, message: int) -> None:
        """Mark what the user has read; marks only move on."""
        unread = members.c.read_upto < message
        query = update(members).where(_membership(space, chat, user), unread).values(read_upto=message)
        await self._connection.execute(query)


def _is(space: int, chat: int) -> ColumnElement[bool]:
    return and_(rooms.c.space == space, rooms.c.chat == chat)


def _has(member: int | BindParameter[int]) -> ColumnElement[bool]:
    return exists().where(members.c.space == rooms.c.space, members.c.chat == rooms.c.chat, members.c.user == member)


def _membership(space: int, chat: int, user: int) -> ColumnElement[bool]:
    return and_(members.c.space == space, members.c.chat == chat, members.c.user == user)


_SPACE, _CHAT, _MEMBER = (bindparam(name, type_=BigInteger()) for name in ("at_space", "at_chat", "at_member"))
_TAKE = (
    update(rooms)
    .where(rooms.c.space == _SPACE, rooms.c.chat == _CHAT, _has(_MEMBER))
    .values(last_message=rooms.c.last_message + bindparam("count", type_=BigInteger()))
    .returning(rooms.c.face, rooms.c.last_message)
)
_MEMBERS = (
    select(users, members.c.status)
    .join(members, members.c.user == users.c.id)
    .where(members.c.space == _SPACE, members.c.chat == _CHAT)
    .order_by(users.c.id)
)
