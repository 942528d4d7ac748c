"""Brings one account's letters: carried out by the engine, planned together, then shown and booked by a journey."""

from dataclasses import replace
from datetime import timedelta

from telegram.error import BadRequest

from bot.channels.bridge.driver import OverQuota
from bot.channels.bridge.outgoing.journey import WINDOW, Journey, Performed
from bot.channels.bridge.outgoing.plan import Item, plan
from bot.channels.bridge.outgoing.request import basket
from bot.channels.bridge.outgoing.said import SILENCE, Said, Shows
from bot.channels.bridge.way import Way, reader_at
from bot.mailroom.outbox_sender import target
from storage.bridges import books
from storage.queues import parcels
from storage.queues.outbox import Outgoing
from storage.queues.parcels import Parcel
from tickets.ids import ChatId, LetterId
from tickets.mail import Address, Purpose

SEND_SECONDS = 45.0
"""How long one letter may take to be carried out before it counts as failed."""
LEASE = timedelta(seconds=300)
"""Long enough for all that one chat may be sent at once."""


class Courier:
    """Turns parcels into journeys."""

    def __init__(self, way: Way) -> None:
        self.way = way

    async def set_out(self, parcel: Parcel, key: str | None = None) -> Journey:
        """Plan the letters of a chat; `key` names the push that waits for a reply, which costs nothing.

        What is not to be shown is booked already, and so is the reply; `Journey.go` does the rest.
        """
        done = [one for one in [await self._performed(outgoing) for outgoing in parcel.letters] if one]
        reader = await reader_at(self.way, parcel.to)
        measure = reader.measure(self.way.driver, self.way.wall(), slot=key is not None)
        todo = plan([one.item for one in done], measure)
        await self._count(parcel, len(todo.pieces))
        journey = Journey(self.way, reader, {one.item.letter: one for one in done}, todo)
        await journey.settle()
        if key is not None and journey.reply is not None:
            await journey.book(journey.reply, key)
        return journey

    async def _count(self, parcel: Parcel, pieces: int) -> None:
        """Letters that become several messages count as such."""
        pace, more = self.way.driver.traits.pace, pieces - len(parcel.letters)
        if pace is not None and more > 0:
            async with self.way.database.write() as connection:
                await parcels.count_more(connection, parcel.to, pace.of(parcel.to.chat), self.way.wall(), more)

    async def show(self, said: Said) -> None:
        """Show at once what belongs to no letter. Raises what the driver raises."""
        reader = await reader_at(self.way, Address(self.way.account.name, ChatId(said.chat)))
        todo = plan([Item(LetterId(0), said)], reader.measure(self.way.driver, self.way.wall(), slot=False))
        if todo.held or todo.refused or todo.rung:
            raise OverQuota(WINDOW)
        journey = Journey(self.way, reader, {}, todo)
        for piece in todo.pieces:
            await journey.show(piece)
            await journey.book(piece)

    async def takes(self, to: Address) -> bool:
        """Whether what matters could be said there now, or its reader be called back."""
        traits = self.way.driver.traits
        if traits.rings or not traits.metered:
            return True
        async with self.way.database.read() as connection:
            book = await books.book_of(connection, to)
        return book is not None and book.regular(self.way.wall()) > 0

    async def _performed(self, outgoing: Outgoing) -> Performed | None:
        """The letter as it is to be shown; None where its fate is known already."""
        gathered: list[Said] = []
        token = basket.set(gathered)
        try:
            await self._call(outgoing)
        except Exception as error:
            await self.way.booking.decide(outgoing, error)
            return None
        finally:
            basket.reset(token)
        letter, said = outgoing.letter, gathered[0] if gathered else SILENCE
        asked = letter.purpose is Purpose.QUESTION and said.shows is Shows.MESSAGE
        if asked and not said.buttons and letter.ticket is not None:
            said = replace(said, asks=True)
        return Performed(outgoing, Item(outgoing.id, said, letter.purpose, letter.rank, letter.ticket))

    async def _call(self, outgoing: Outgoing) -> None:
        letter, account = outgoing.letter, self.way.account
        body, uploads = await self.way.media.fill(letter.body, account.name)
        bot = account.application.bot
        try:
            result = await bot.do_api_request(f"{letter.method}_", body | target(outgoing))
        except BadRequest as error:
            if letter.method != "editMessageText" or "to edit not found" not in str(error):
                raise
            # What was to be changed was forgotten meanwhile: the reader still hears what it was to become.
            result = await bot.do_api_request("sendMessage_", body | {"chat_id": letter.to.chat})
        if any(uploads):
            await self.way.media.remember(uploads, account.name, result)
