"""One parcel on its way: each message is shown, then booked with the letters that end with it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from telegram.error import BadRequest, TelegramError

from bot.channels.bridge.driver import Changer, Choice, OverQuota, Ring, message_name
from bot.channels.bridge.outgoing.plan import Item, Piece, Plan
from bot.channels.bridge.way import Reader, Way
from bot.mailroom.booking import judge
from bot.mailroom.verdict import Act
from handlers import numbered
from storage.bridges import books, facts, files, menus, pushes, sendings
from storage.database import Transaction
from storage.queues import parcels
from storage.queues.outbox import Outgoing
from tickets.ids import LetterId
from tickets.mail import Fate, Purpose

PROMPT_WAITS = timedelta(minutes=30)
"""How long a prompt that the user called up waits for their words."""
QUESTION_WAITS = timedelta(hours=48)
"""How long the question of whoever works on the matter waits."""
WINDOW = "the user said nothing for too long, and the channel lets nothing through"
HELD = "held until the user says something: the channel allows no more"
RUNG = "the user was called back; it follows when they answer"
_ENDS_ALL = frozenset({Act.LATER, Act.DEAD, Act.MOVED})

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Performed:
    """A letter that the engine has carried out."""

    outgoing: Outgoing
    item: Item


class Journey:
    """Goes through a plan, message by message."""

    def __init__(self, way: Way, reader: Reader, letters: Mapping[LetterId, Performed], todo: Plan) -> None:
        self.way = way
        self.reader = reader
        self.todo = todo
        self._letters = letters
        self._open: dict[LetterId, Performed] = dict(letters)
        self._last = {letter: piece for piece in todo.pieces for letter in piece.letters}

    @property
    def reply(self) -> Piece | None:
        """What goes back with the push that waits."""
        return next((piece for piece in self.todo.pieces if piece.free), None)

    async def settle(self) -> None:
        """Book what is not shown now, and drop the buttons that are gone."""
        todo = self.todo
        changed = [one.item.said.message for one in self._letters.values() if one.outgoing.letter.edits is not None]
        if todo.silent or todo.held or changed:
            async with self.way.database.write() as connection:
                for letter in todo.silent:
                    await self._settle(connection, letter, Fate.SENT, "")
                for letter in todo.held:
                    await self._settle(connection, letter, Fate.HELD, HELD)
                await menus.drop(connection, self.reader.at, changed)
        for letter in todo.refused:
            await self._refuse(letter)
        await self._ring(todo.rung)

    async def go(self) -> None:
        """Show the rest in order; what the channel does not take is booked as what it is."""
        rest = [piece for piece in self.todo.pieces if not piece.free]
        while rest:
            piece = rest.pop(0)
            if not set(piece.letters) & self._open.keys():
                continue
            try:
                await self.show(piece)
            except OverQuota:
                await self._over_quota([piece, *rest])
                return
            except Exception as error:
                await self._failed(error, piece, rest)
            else:
                await self.book(piece)

    async def show(self, piece: Piece) -> None:
        """Bring one message, under a name of its own. Raises what the driver raises."""
        named = message_name.set(self._name(piece))
        try:
            await self._announce(piece)
            await self._show(piece)
        finally:
            message_name.reset(named)

    async def _show(self, piece: Piece) -> None:
        driver, to = self.way.driver, self.reader.external
        if not to:
            raise BadRequest("chat not found")
        if piece.changes and isinstance(driver, Changer):
            changed = await driver.change(to, piece.text, self._choices(piece), piece.about)
            if changed or not piece.wanted:
                return
        if not piece.file:
            await driver.say(to, piece.text, self._choices(piece))
            return
        try:
            left = await self._left(piece.file)
        except BadRequest as error:
            _log.info("file_not_shown", account=self.way.account.name, why=str(error))
            await driver.say(to, numbered.cannot_show(self.reader.texts))
        else:
            await driver.show(to, *left)

    def _choices(self, piece: Piece) -> list[Choice]:
        """The native buttons, with what they say where they bear it."""
        if self.way.driver.traits.bear:
            return [Choice(0, button.label, button.url, button.data, piece.about) for button in piece.native]
        pressed = piece.options if piece.native else ()
        choices = [Choice(option.number, option.label, message=option.message) for option in pressed]
        return choices + [Choice(0, button.label, button.url) for button in piece.native if button.url]

    async def _announce(self, piece: Piece) -> None:
        """Which letters are told by it, before it leaves: the channel may say at once that it did not arrive."""
        if self.way.driver.traits.reports and piece.letters:
            async with self.way.database.write() as connection:
                await sendings.keep(connection, self.reader.at, message_name.get(), piece.letters, self.way.wall())

    def _name(self, piece: Piece) -> str:
        """The same for the same letters, whenever and by whom they are sent."""
        same = [one for one in self.todo.pieces if one.letters == piece.letters]
        place = next((number for number, one in enumerate(same) if one is piece), 0)
        whole = f"{self.reader.at} {piece.letters} {place} {piece.text} {piece.file}"
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]

    async def book(self, piece: Piece, key: str | None = None) -> None:
        """It was shown: menus and questions count from now on, and letters that end with it are sent."""
        at, book, now = self.reader.at, self.reader.book, self.way.wall()
        async with self.way.database.write() as connection:
            if key is not None:
                await pushes.answered(connection, at.account, key, piece.text, now)
            elif self.way.driver.traits.metered:
                await books.spend(connection, at, now)
            if piece.options:
                await menus.lay(connection, at, book.turn if book else 0, piece.options)
            if piece.asks is not None:
                await books.ask(connection, at, piece.asks, now + self._waits(piece))
            ended = [letter for letter in piece.letters if self._last.get(letter) is piece]
            for letter in ended:
                await self._sent(connection, letter)
        for one in [self._letters[letter] for letter in ended if letter in self._letters]:
            await self.way.booking.arrived(one.outgoing)

    async def _sent(self, connection: Transaction, letter: LetterId) -> None:
        item = self._letters[letter].item if letter in self._letters else None
        await self._settle(connection, letter, Fate.SENT, "")
        if item and item.purpose is Purpose.ANSWER and item.ticket is not None:
            await parcels.overtaken(connection, self.reader.at, item.ticket, letter)

    def _waits(self, piece: Piece) -> timedelta:
        purposes = {self._letters[letter].item.purpose for letter in piece.letters if letter in self._letters}
        return QUESTION_WAITS if Purpose.QUESTION in purposes else PROMPT_WAITS

    async def _settle(self, connection: Transaction, letter: LetterId, fate: Fate, why: str) -> None:
        one = self._open.pop(letter, None)
        if one is not None:
            number = one.item.said.message or one.outgoing.edits
            await parcels.settle(connection, letter, fate, why, number)

    async def _over_quota(self, rest: Sequence[Piece]) -> None:
        """The channel counts otherwise than we do, and it is right."""
        async with self.way.database.write() as connection:
            await books.close_book(connection, self.reader.at)
        left = [self._open[name].item for piece in rest for name in piece.letters if name in self._open]
        essential = tuple(dict.fromkeys(item.letter for item in left if item.essential))
        async with self.way.database.write() as connection:
            for item in left:
                if not item.essential:
                    await self._settle(connection, item.letter, Fate.HELD, HELD)
        if self.way.driver.traits.rings:
            await self._ring(essential)
        else:
            for letter in essential:
                await self._refuse(letter)

    async def _failed(self, error: Exception, piece: Piece, rest: list[Piece]) -> None:
        """Where others would fail as well they wait too, so that the order stays."""
        first = next((self._open[name] for name in piece.letters if name in self._open), None)
        everything = first is not None and judge(error, first.outgoing).act in _ENDS_ALL
        names = [name for one in ([piece, *rest] if everything else [piece]) for name in one.letters]
        for name in dict.fromkeys(names):
            one = self._open.pop(name, None)
            if one is not None:
                await self.way.booking.decide(one.outgoing, error)
        if everything:
            rest.clear()

    async def _refuse(self, letter: LetterId) -> None:
        one = self._open.pop(letter, None)
        if one is not None:
            await self.way.booking.strand(one.outgoing, WINDOW)

    async def _ring(self, letters: Sequence[LetterId]) -> None:
        """One call-back for all of them; they are held until the user answers it."""
        waiting = [self._open[letter] for letter in letters if letter in self._open]
        if not waiting:
            return
        try:
            await self.way.driver.ring(self.reader.external, await self._call_back(waiting[0].item))
        except TelegramError as error:
            for one in waiting:
                self._open.pop(one.item.letter)
                await self.way.booking.decide(one.outgoing, error, again=True)
            return
        async with self.way.database.write() as connection:
            for one in waiting:
                await self._settle(connection, one.item.letter, Fate.HELD, RUNG)

    async def _call_back(self, item: Item) -> Ring:
        async with self.way.database.read() as connection:
            number = await facts.number_of_ticket(connection, item.ticket)
        return Ring(item.purpose, number, numbered.waits(self.reader.texts, asks=item.said.asks))

    async def _left(self, file_id: str) -> tuple[str, str]:
        """The file's kind and what the channel calls it, left there if it is not. Raises BadRequest."""
        way, account = self.way, self.way.account.name
        async with way.engine.desk.store.read() as chats:
            file = await chats.files.seen_by(file_id, way.request.bot_id)
            known = (
                await files.upload_of(chats.connection, account, file.digest, file.kind, way.wall()) if file else None
            )
        if file is None:
            raise BadRequest("the file is no longer kept")
        if known is None:
            known = await way.driver.upload(file, await way.engine.desk.depot.read(file))
            async with way.database.write() as connection:
                until = way.wall() + way.driver.traits.copies
                await files.uploaded(connection, account, file.digest, file.kind, known, until)
        return file.kind, known
