"""One account's way to its users, and what is known of each of them when something is to be shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.account import ChannelAccount
from bot.channels.bridge.driver import Changer, Driver
from bot.channels.bridge.outgoing.plan import Measure
from bot.channels.bridge.outgoing.request import BridgeRequest
from bot.channels.engine.engine import Engine
from bot.mailroom.booking import Booking
from bot.mailroom.media import Media
from handlers import Texts, numbered
from storage.bridges import books, callers, facts, menus
from storage.bridges.books import Book
from storage.database import Database
from tickets.mail import Address

ECHO = timedelta(seconds=15)
"""For so long what changes is taken for what the user's own deed did."""


@dataclass(frozen=True, slots=True)
class Way:
    """What is needed to show something on one account. `wall` is the time by which the channel counts."""

    account: ChannelAccount
    request: BridgeRequest
    driver: Driver
    engine: Engine
    database: Database
    booking: Booking
    media: Media
    language: str
    wall: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads a chat: what the channel calls them, how it stands with them, and their language."""

    at: Address
    external: str
    book: Book | None
    highest: int
    texts: Texts

    def measure(self, driver: Driver, now: datetime, *, slot: bool) -> Measure:
        """What may be sent to them now."""
        traits, changes = driver.traits, isinstance(driver, Changer)
        left, spare = None, True
        if traits.metered:
            regular = self.book.regular(now) if self.book else 0
            left, spare = (regular, True) if regular else (self.book.brief(now) if self.book else 0, False)
        return Measure(
            traits.text_bytes,
            left,
            spare,
            slot,
            self.highest,
            traits.native_choices,
            traits.rings,
            numbered.how_to_press(self.texts),
            numbered.how_to_stop(self.texts),
            traits.bear,
            traits.toasts,
            changes,
            traits.native_bytes,
            traits.echoes and self.book is not None and now - self.book.acted_at < ECHO,
        )


async def reader_at(way: Way, to: Address) -> Reader:
    """Who reads there."""
    async with way.database.read() as connection:
        external = await callers.external_of(connection, to.account, to.chat)
        book = await books.book_of(connection, to)
        language = await facts.language_at(connection, to)
        highest = await menus.highest(connection, to, book.turn) if book else 0
    return Reader(to, external or "", book, highest, Texts(language or way.language))
