"""What does not stay: what grew old, and what a person wants forgotten."""

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.chats import files, members, messages, posts, presses, rooms, sessions, shown, updates, users

DAY = 24 * 3600
POST_DAYS, SESSION_DAYS = 7, 400
FORGOTTEN = "—"


async def prune(connection: AsyncConnection, now: int) -> None:
    """Forget what nobody asks for again. `now` is wall time in Unix seconds."""
    await connection.execute(delete(posts).where(posts.c.at < now - POST_DAYS * DAY))
    await connection.execute(delete(presses).where(presses.c.at < now - DAY))
    await connection.execute(delete(updates).where(updates.c.at < now - DAY))
    await connection.execute(delete(sessions).where(sessions.c.seen_at < now - SESSION_DAYS * DAY))


async def forget_user(connection: AsyncConnection, user: int) -> list[str]:
    """Delete what a user said and was told, and the user with their name and sessions.

    Gives the digests of files that nobody has any more, for whoever keeps the folder.
    """
    gone = await forget_said(connection, user)
    for table, column in ((sessions, sessions.c.user), (posts, posts.c.user), (presses, presses.c.user)):
        await connection.execute(delete(table).where(column == user))
    await connection.execute(delete(members).where(members.c.user == user))
    await connection.execute(delete(rooms).where(rooms.c.chat == user))
    blank = {"name": FORGOTTEN, "username": None, "language": ""}
    await connection.execute(update(users).where(users.c.id == user).values(**blank))
    return gone


async def forget_said(connection: AsyncConnection, user: int) -> list[str]:
    """Delete what a user said and was told in private, and what they said in groups; the chat itself stays open.

    Gives the digests of files that nobody has any more.
    """
    theirs = or_(messages.c.sender == user, messages.c.chat == user)
    seen_in_theirs = exists().where(
        messages.c.space == shown.c.space,
        messages.c.chat == shown.c.chat,
        messages.c.message == shown.c.message,
        theirs,
    )
    await connection.execute(delete(shown).where(seen_in_theirs))
    await connection.execute(delete(messages).where(theirs))
    lone = and_(files.c.owner == user, ~exists().where(shown.c.file == files.c.id))
    gone = set((await connection.execute(delete(files).where(lone).returning(files.c.digest))).scalars())
    kept = set((await connection.execute(select(files.c.digest).where(files.c.digest.in_(gone)))).scalars())
    return sorted(gone - kept)


async def digests(connection: AsyncConnection) -> set[str]:
    """Every file that is still somebody's."""
    return set((await connection.execute(select(files.c.digest).distinct())).scalars())
