"""From a channel's push to rows: who it was, what they may be sent, and the Bot API update that it becomes.

Once and whole: a push that is repeated changes nothing, and one that fails leaves nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.bridge.arriving import updates
from bot.channels.bridge.arriving.incoming import Incoming
from bot.channels.bridge.way import Way
from bot.channels.engine.desk import wall
from storage.bridges import books, callers, pushes
from storage.chats.bots import digest
from storage.chats.records import User
from storage.chats.store import Chats
from storage.queues import parcels
from tickets.ids import ChatId
from tickets.mail import Address

GRACE = timedelta(seconds=1)
"""How much longer a chat's letters are kept for the push that waits than it waits."""
MOST_A_MINUTE = 60


class TooFast(Exception):
    """More pushes of one user than anybody types; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Received:
    """A push that is safe. `reply` is what a repeated one was answered with before."""

    at: Address
    key: str
    repeated: bool
    reply: str | None = None


class Reception:
    """Takes the pushes of one account."""

    def __init__(self, way: Way) -> None:
        self.way = way

    async def receive(self, incoming: Incoming, now: datetime) -> Received:
        """Keep it. Raises TooFast, and what the database raises: then the channel must repeat it."""
        await self.way.request.known()
        account, key = self.way.account.name, digest(f"{incoming.external} {incoming.key}")
        async with self.way.engine.desk.store.write() as chats:
            user = await self._caller(chats, incoming)
            at = Address(account, ChatId(user.id))
            if self.way.driver.traits.answers:
                await parcels.hold_lane(chats.connection, at, now + self.way.driver.traits.patience + GRACE)
            if not await chats.people.begin(user.id, key, wall()):
                reply = await pushes.reply_to(chats.connection, account, key)
                return Received(at, key, repeated=True, reply=reply)
            if not incoming.late and await chats.people.deeds_since(user.id, wall() - 60) > MOST_A_MINUTE:
                raise TooFast
            await self._take(chats, at, user, incoming, now)
        return Received(at, key, repeated=False)

    async def _caller(self, chats: Chats, incoming: Incoming) -> User:
        number = await callers.number_of(chats.connection, self.way.account.name, incoming.external)
        known = None if incoming.name else await chats.people.user(number)
        name = incoming.name or (known.name if known else f"居民{number % 10_000:04}")
        user = User(number, name, language=incoming.language)
        await callers.welcome(chats.connection, self.way.request.bot_id, user)
        return user

    async def _take(self, chats: Chats, at: Address, user: User, incoming: Incoming, now: datetime) -> None:
        book = await books.open_book(chats.connection, at, now, incoming.grant)
        if incoming.grant:
            await parcels.release(chats.connection, at)
        scribe = updates.Scribe(self.way, chats, at, user, book, now)
        for deed in incoming.deeds:
            await scribe.write(deed)
