"""Users, and the sessions by which a browser is one of them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.once import insert_once
from storage.chats.records import User
from storage.tables.chats import posts, sessions, users


class People:
    """The users of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def user(self, user: int) -> User | None:
        row = (await self._connection.execute(select(users).where(users.c.id == user))).first()
        return None if row is None else user_of(row)

    async def named(self, username: str) -> User | None:
        query = select(users).where(func.lower(users.c.username) == username.lower())
        row = (await self._connection.execute(query)).first()
        return None if row is None else user_of(row)

    async def some(self, ids: Iterable[int]) -> list[User]:
        wanted = list(ids)
        if not wanted:
            return []
        query = select(users).where(users.c.id.in_(wanted))
        return [user_of(row) for row in await self._connection.execute(query)]

    async def save(self, user: User) -> bool:
        """Make the user, or give them their present name; whether they were new."""
        values = {
            "id": user.id,
            "name": user.name,
            "username": user.username,
            "language": user.language,
            "is_bot": user.is_bot,
        }
        new = await insert_once(self._connection, users, values)
        if not new:
            await self._connection.execute(update(users).where(users.c.id == user.id).values(**values))
        return new

    async def begin_session(self, digest: str, user: int, at: int) -> None:
        values = {"digest": digest, "user": user, "made_at": at, "seen_at": at}
        await self._connection.execute(insert(sessions).values(**values))

    async def sessions_since(self, since: int) -> int:
        """How many sessions were begun after that."""
        query = select(func.count()).select_from(sessions).where(sessions.c.made_at > since)
        return (await self._connection.execute(query)).scalar_one()

    async def of_session(self, digest: str) -> User | None:
        """Whose session it is."""
        query = select(users).join(sessions, sessions.c.user == users.c.id).where(sessions.c.digest == digest)
        row = (await self._connection.execute(query)).first()
        return None if row is None else user_of(row)

    async def seen(self, digest: str, at: int) -> None:
        """Note that the session is still in use."""
        await self._connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen_at=at))

    async def answered(self, user: int, uuid: str) -> Any | None:
        """What was answered to that deed, if it was done before."""
        query = select(posts.c.answer).where(posts.c.user == user, posts.c.uuid == uuid)
        return (await self._connection.execute(query)).scalar()

    async def begin(self, user: int, uuid: str, at: int) -> bool:
        """Note a deed, once; False where it stands already. Waits for another replica that is just doing it."""
        return await insert_once(self._connection, posts, {"user": user, "uuid": uuid, "at": at, "answer": {}})

    async def conclude(self, user: int, uuid: str, answer: Any) -> None:
        query = update(posts).where(posts.c.user == user, posts.c.uuid == uuid).values(answer=answer)
        await self._connection.execute(query)

    async def deeds_since(self, user: int, since: int) -> int:
        query = select(func.count()).select_from(posts).where(posts.c.user == user, posts.c.at > since)
        return (await self._connection.execute(query)).scalar_one()


def user_of(row: Row[Any]) -> User:
    """The user that a row of the users' table tells of."""
    return User(row.id, row.name, row.username, row.language, row.is_bot)
