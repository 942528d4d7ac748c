"""Where channels join the program: an account is opened for a driver, and all its parts come with it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Protocol

from aiohttp import web

from bot.channels.account import ChannelAccount, Tidings, application
from bot.channels.bridge.arriving.fetcher import Fetcher
from bot.channels.bridge.arriving.incoming import File, Incoming
from bot.channels.bridge.arriving.reception import Reception
from bot.channels.bridge.arriving.replies import Handled, Replies
from bot.channels.bridge.driver import Choice, Driver
from bot.channels.bridge.outgoing.courier import Courier
from bot.channels.bridge.outgoing.journey import RUNG
from bot.channels.bridge.outgoing.request import BridgeRequest
from bot.channels.bridge.outgoing.said import seen
from bot.channels.bridge.outgoing.sender import ParcelSender
from bot.channels.bridge.way import Way
from bot.channels.engine.engine import Engine
from bot.channels.engine.shapes import rendered
from bot.mailroom.booking import Booking
from bot.mailroom.booking import wall as wall_time
from bot.mailroom.media import Media
from bot.mailroom.verdict import BLOCKED
from storage.bridges import books, callers, sendings
from storage.chats.records import space_of
from storage.queues import parcels
from storage.work import Storage
from tickets.ids import Account, ChatId
from tickets.mail import Address

_BOOKED_SECONDS, _BOOKED_TRIES = 0.2, 25
"""How long a message that the channel speaks of already may still be about to be booked."""
_NO_TOKEN = "1:IN-PROCESS"


class Channel(Protocol):
    """What the program asks of a channel once it is joined."""

    def routes(self, app: web.Application) -> None:
        """Add the addresses to which it pushes."""
        ...

    async def run(self) -> None:
        """Serve until cancelled."""
        ...


@dataclass(frozen=True, slots=True)
class Station:
    """One account's parts, for the channel's own folder."""

    way: Way
    reception: Reception
    replies: Replies
    fetcher: Fetcher
    wake: Callable[[], None]

    async def take(self, incoming: Incoming) -> str | None:
        """Keep a push and, where the channel waits for one, give its reply. Raises TooFast, and what the database
        raises: then nothing was kept and the channel is to repeat it.
        """
        begun = monotonic()
        received = await self.reception.receive(incoming, self.way.wall())
        self.wake()
        if any(isinstance(deed, File) for deed in incoming.deeds):
            self.fetcher.wake()
        if not self.way.driver.traits.answers:
            return None
        return await self.replies.to(received, self.way.wall, begun)

    async def not_rung(self, external: str) -> None:
        """A call-back did not reach this user: those who have the matter hear of it."""
        way = self.way
        async with way.database.read() as connection:
            number = await callers.known_number(connection, way.account.name, external)
            held = await parcels.held(connection, Address(way.account.name, ChatId(number or 0)), RUNG)
        for outgoing in held:
            await way.booking.strand(outgoing, "the call-back did not reach the user")

    async def seen(self, external: str, message: int) -> tuple[str, list[Choice]] | None:
        """What a message of ours says there now, and its buttons; None where there is none."""
        way = self.way
        async with way.engine.desk.store.read() as chats:
            number = await callers.known_number(chats.connection, way.account.name, external)
            bot = way.request.bot_id
            room = await chats.rooms.find(space_of(bot, number), number, bot) if number else None
            found = await chats.messages.get(room, message) if room else None
            if room is None or found is None or found.sender != bot:
                return None
            said = seen((await rendered(chats, room, [found]))[0])
        return said.text, [Choice(0, button.label, button.url, button.data, message) for button in said.buttons]

    async def not_delivered(self, name: str, why: str, *, closes: bool) -> None:
        """The channel says that a message did not arrive, which it had taken: those who have the matter hear of it.

        Where it `closes` the chat, what is awaited follows once its user says something.
        """
        way = self.way
        for _ in range(_BOOKED_TRIES):
            async with way.database.read() as connection:
                letters = await sendings.letters_of(connection, way.account.name, name)
                told, coming = await parcels.told(connection, letters)
            if not coming:
                break
            await asyncio.sleep(_BOOKED_SECONDS)
        book = way.booking.strand if closes or why == BLOCKED else way.booking.refuse
        for outgoing in told:
            await book(outgoing, why)

    async def closed(self, external: str, at: datetime) -> None:
        """Since then the channel lets us send nothing more to this user until they say something."""
        way = self.way
        async with way.database.write() as connection:
            number = await callers.known_number(connection, way.account.name, external)
            await books.close_book(connection, Address(way.account.name, ChatId(number or 0)), at)

    async def run(self) -> None:
        """Say hello to the channel, then bring home what users send, until cancelled."""
        await self.way.account.start()
        await self.fetcher.run()


class Office:
    """Opens accounts. `wake` is told that there is something for the inbox's workers, `now` gives business time."""

    def __init__(
        self,
        engine: Engine,
        storage: Storage,
        accounts: dict[Account, ChannelAccount],
        tidings: Tidings,
        language: str,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        wall: Callable[[], datetime] = wall_time,
    ) -> None:
        self.engine = engine
        self.storage = storage
        self.accounts = accounts
        self.language = language
        self.wake = wake
        self.wall = wall
        self.handled = Handled()
        self.couriers: dict[Account, Courier] = {}
        self.sender = ParcelSender(storage.database, self.couriers, wall)
        self._booking = Booking(storage, accounts, now, tidings, language)
        self._media = Media(accounts, storage.database)

    def open(self, name: Account, driver: Driver) -> Station:
        """An account with its Application, in the program's accounts from now on."""
        request = BridgeRequest(self.engine, self.storage.database, name)
        account = ChannelAccount(name, application(_NO_TOKEN, request), None, alone=False)
        way = Way(
            account,
            request,
            driver,
            self.engine,
            self.storage.database,
            self._booking,
            self._media,
            self.language,
            self.wall,
        )
        courier, fetcher = Courier(way), Fetcher(way)
        request.show, request.fetch, account.takes = courier.show, fetcher.now, courier.takes
        self.accounts[name] = account
        self.couriers[name] = courier
        replies = Replies(courier, self.handled, self.sender.follow, self.sender.wake)
        return Station(way, Reception(way), replies, fetcher, self.wake)
