"""The reply that goes back with a push: what the deed had to say to this chat, gathered while the channel waits."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from bot.channels.bridge.arriving.reception import Received
from bot.channels.bridge.outgoing.courier import LEASE, Courier
from bot.channels.bridge.outgoing.journey import Journey
from storage.queues import parcels
from tickets.ids import Account, ChatId
from tickets.mail import Address

_LOOK_SECONDS = 0.15
"""How often to look whether another replica has handled it; this one's own workers tell."""


class Handled:
    """Tells those who wait when this process has handled something of a chat."""

    def __init__(self) -> None:
        self._waiting: defaultdict[Address, list[asyncio.Future[None]]] = defaultdict(list)

    def tell(self, account: Account, chat: ChatId) -> None:
        """Something of this chat was handled."""
        for waiter in self._waiting.pop(Address(account, chat), ()):
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, at: Address, seconds: float) -> None:
        """Until it is told, or for so long."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[at].append(waiter)
        await asyncio.wait([waiter], timeout=seconds)
        waiter.cancel()
        if at in self._waiting and waiter in self._waiting[at]:
            self._waiting[at].remove(waiter)
            if not self._waiting[at]:
                del self._waiting[at]


class Replies:
    """Waits for the deeds of one account's pushes and takes what they say.

    `follow` is given journeys of which more than the reply is left; `wake` tells the sender that a lane is free.
    """

    def __init__(
        self, courier: Courier, handled: Handled, follow: Callable[[Journey], None], wake: Callable[[], None]
    ) -> None:
        self.courier = courier
        self.handled = handled
        self.follow = follow
        self.wake = wake

    async def to(self, received: Received, now: Callable[[], datetime], begun: float) -> str | None:
        """The reply's text; None where nothing is to be said, or not in time: then it leaves by the sender.

        `begun` is when the push came, by `time.monotonic`.
        """
        if received.reply is not None:
            return received.reply
        patience = self.courier.way.driver.traits.patience.total_seconds()
        if not await self._done(received.at, begun + patience):
            return None
        database = self.courier.way.database
        async with database.write() as connection:
            parcel = await parcels.claim_chat(connection, received.at, now(), LEASE)
            await parcels.free_lane(connection, received.at, now())
        if not parcel.letters:
            return None
        journey = await self.courier.set_out(parcel, received.key)
        self.follow(journey)
        return journey.reply.text if journey.reply else None

    async def _done(self, at: Address, until: float) -> bool:
        """Wait until nothing that came from this chat is still to be handled."""
        while True:
            async with self.courier.way.database.read() as connection:
                if not await parcels.busy(connection, at):
                    return True
            left = until - monotonic()
            if left <= 0:
                return False
            await self.handled.wait(at, min(left, _LOOK_SECONDS))
