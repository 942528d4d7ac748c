"""Who is in the web channel's work groups: whoever has a post in a unit that works there, in each browser of theirs."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.records import BUILT_IN_ACCOUNT, GROUPS
from storage.chats.rooms import Rooms
from storage.tables.people import identities
from tickets.directory import Directory, Role
from tickets.ids import ChatId, PersonId


async def seat(connection: AsyncConnection, directory: Directory) -> None:
    """Let in who belongs, and out who does not; nobody else ever sees what is said there.

    Operators stay where they are: whoever binds a group has to see that it is bound.
    """
    rooms = Rooms(connection)
    operators = await _browsers(connection, [p.person for p in directory.posts if p.role is Role.OPERATOR])
    for chat, people in _groups(directory).items():
        members = await rooms.members(GROUPS, chat)
        present = {one.user.id for one in members if not one.user.is_bot}
        wanted = await _browsers(connection, people) | (present & operators)
        if members:
            await rooms.admit(GROUPS, chat, wanted - present)
        for user in present - wanted:
            await rooms.dismiss(GROUPS, chat, user)


def _groups(directory: Directory) -> dict[ChatId, set[PersonId]]:
    """The web groups in which some unit works, with the people of those units."""
    found: defaultdict[ChatId, set[PersonId]] = defaultdict(set)
    for unit, to in directory.groups.items():
        if to.account == BUILT_IN_ACCOUNT:
            found[to.chat] |= {post.person for post in directory.posts if post.unit == unit}
    return found


async def _browsers(connection: AsyncConnection, people: Collection[PersonId]) -> set[int]:
    """The web channel's users that are these people."""
    query = select(identities.c.user_id).where(identities.c.account == BUILT_IN_ACCOUNT)
    return set((await connection.execute(query.where(identities.c.person_id.in_(people)))).scalars())
