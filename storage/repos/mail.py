"""The outbox as a unit of work sees it: letters written, changed, and recognised by their message."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import bindparam, or_, select
from typing_extensions import override

from storage.repos.scope import Part, Scope
from storage.tables.base import AnyRow
from storage.tables.mail import cards, outbox
from tickets.ids import LetterId, TicketId
from tickets.mail import Address, Fate, Letter, Prompt, Purpose, Rank
from tickets.records import Card

MERGED = frozenset({"editMessageText", "editMessageCaption", "editMessageReplyMarkup"})
"""The edits that a message can take over while it still waits."""
SHOWN = frozenset({"text", "entities", "caption", "caption_entities", "parse_mode", "reply_markup"})

THREAD = "message_thread_id"

_UNSENT = (Fate.WAITING, Fate.HELD)
_ALIVE = (*_UNSENT, Fate.SENDING, Fate.SENT)
_POST, _ADD_CARD = outbox.insert(), cards.insert()
_MEANT = select(outbox.c.id, outbox.c.ticket, outbox.c.prompt).where(
    outbox.c.account == bindparam("account"),
    outbox.c.chat == bindparam("chat"),
    outbox.c.message_id == bindparam("message"),
    # An edit bears the number of the message that it changed.
    outbox.c.edits.is_(None),
)
_FAMILY = (
    select(outbox)
    .where(or_(outbox.c.id == bindparam("letter"), outbox.c.edits == bindparam("letter")))
    .order_by(outbox.c.id)
    .with_for_update()
)
_SHOWN_IN = (
    select(outbox.c.id)
    .where(outbox.c.ticket == bindparam("ticket"), outbox.c.edits.is_(None), outbox.c.fate.in_(_ALIVE))
    .where(outbox.c.account == bindparam("account"), outbox.c.chat == bindparam("chat"))
    .order_by(outbox.c.id)
)
_CARDS = select(cards).where(cards.c.ticket == bindparam("ticket")).order_by(cards.c.letter)


class Mail(Part):
    """The letters and cards of one unit of work; new ones wait until `flush`, and a ticket's cards are read once."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._letters: dict[LetterId, Letter] = {}
        self._edits: dict[LetterId, LetterId] = {}
        self._kept: dict[LetterId, str] = {}
        self._families: dict[LetterId, list[AnyRow]] = {}
        self._cards: dict[TicketId, dict[LetterId, Card]] = {}
        self._new_cards: dict[LetterId, Card] = {}

    async def post(self, letter: Letter, kept: str = "") -> LetterId:
        """An edit leaves no sooner than the message that it changes."""
        key = LetterId(await self._scope.new_id())
        original = letter.edits
        if original is not None:
            letter = replace(letter, rank=max(letter.rank, await self._rank(original)))
            self._edits.setdefault(original, key)
        self._letters[key] = letter
        if kept:
            self._kept[key] = kept
        return key

    async def revise(self, letter: LetterId, method: str, body: Mapping[str, Any]) -> None:
        here = self._waiting_here(letter, method)
        if here is not None:
            self._letters[here] = _changed(self._letters[here], method, body)
            return
        rows = self._families.pop(letter, None) or await self._family(letter)
        original = next((row for row in rows if row.id == letter), None)
        if original is None or original.fate in {Fate.REFUSED, Fate.STALE}:
            return
        waiting = [row for row in rows if row.fate in _UNSENT and (row.edits or method in MERGED)]
        if waiting:
            await self._replace(waiting[-1], method, body)
        else:
            first = letter_of(original)
            edit = Letter(first.to, method, dict(body), first.purpose, first.rank, first.ticket, edits=letter)
            key = self._edits[letter] = LetterId(await self._scope.new_id())
            self._letters[key] = edit

    async def meant(self, address: Address, message: int) -> tuple[LetterId, TicketId | None, Prompt | None] | None:
        here = {"account": address.account, "chat": address.chat, "message": message}
        row = (await self._connection.execute(_MEANT, here)).first()
        return (row.id, row.ticket, prompt_of(row.prompt)) if row else None

    async def done(self, letter: LetterId) -> None:
        await self.flush()
        await self._connection.execute(outbox.update().where(outbox.c.id == letter).values(prompt=None))

    async def fates(self, ticket: TicketId) -> list[tuple[Letter, str, str]]:
        await self.flush()
        query = select(outbox).where(outbox.c.ticket == ticket).order_by(outbox.c.id)
        found = (await self._connection.execute(query)).all()
        return [(letter_of(row), row.fate, row.why) for row in found]

    async def shown(self, ticket: TicketId, to: Address) -> list[LetterId]:
        await self.flush()
        found = await self._connection.execute(_SHOWN_IN, {"ticket": ticket, "account": to.account, "chat": to.chat})
        return [LetterId(key) for key in found.scalars()]

    async def cards(self, ticket: TicketId) -> list[Card]:
        return list((await self._cards_of(ticket)).values())

    async def add_card(self, card: Card) -> None:
        (await self._cards_of(card.ticket))[card.letter] = card
        self._new_cards[card.letter] = card

    async def drop_card(self, card: Card) -> None:
        (await self._cards_of(card.ticket)).pop(card.letter, None)
        if self._new_cards.pop(card.letter, None) is None:
            await self._connection.execute(cards.delete().where(cards.c.letter == card.letter))

    @override
    async def foresee(self, tickets: Collection[TicketId]) -> None:
        """The cards, and the letters that show them with their edits."""
        wanted = [ticket for ticket in tickets if ticket not in self._cards]
        found = await self._connection.execute(select(cards).where(cards.c.ticket.in_(wanted)).order_by(cards.c.letter))
        self._cards |= {ticket: {} for ticket in wanted}
        for row in found:
            self._cards[row.ticket][row.letter] = _card(row)
        letters = [letter for ticket in wanted for letter in self._cards[ticket]]
        # Two questions: on one with OR the planner of a large SQLite file reads the whole table.
        for which in (outbox.c.id, outbox.c.edits):
            family = select(outbox).where(which.in_(letters)).order_by(outbox.c.id).with_for_update()
            for row in await self._connection.execute(family):
                self._families.setdefault(row.edits or row.id, []).append(row)

    @override
    async def flush(self) -> None:
        """Each table by one statement."""
        if self._letters:
            await self._write(_POST, [self._letter_row(*item) for item in self._letters.items()])
        await self._write(_ADD_CARD, [self._card_row(card) for card in self._new_cards.values()])
        self._letters.clear()
        self._kept.clear()
        self._edits.clear()
        self._new_cards.clear()

    def _letter_row(self, key: LetterId, letter: Letter) -> dict[str, Any]:
        row = letter_row(key, letter) | {"street": self._scope.street(letter.ticket)}
        kept = {"fate": Fate.HELD, "why": self._kept[key], "missed": True} if key in self._kept else {}
        return row | kept

    def _card_row(self, card: Card) -> dict[str, Any]:
        place = {**asdict(card.to), "street": self._scope.street(card.ticket)}
        return place | {"letter": card.letter, "ticket": card.ticket, "face": card.face, "photo": card.photo}

    async def _cards_of(self, ticket: TicketId) -> dict[LetterId, Card]:
        if ticket not in self._cards:
            self._cards[ticket] = {}
            if ticket not in self._scope.born:
                rows = await self._connection.execute(_CARDS, {"ticket": ticket})
                self._cards[ticket] = {row.letter: _card(row) for row in rows}
        return self._cards[ticket]

    async def _family(self, letter: LetterId) -> Sequence[AnyRow]:
        return (await self._connection.execute(_FAMILY, {"letter": letter})).all()

    async def _rank(self, letter: LetterId) -> Rank:
        if letter in self._letters:
            return self._letters[letter].rank
        found = (await self._connection.execute(select(outbox.c.rank).where(outbox.c.id == letter))).scalar()
        return Rank(found) if found is not None else Rank.URGENT

    def _waiting_here(self, letter: LetterId, method: str) -> LetterId | None:
        """The row of this unit of work that is not written yet and can take the edit over."""
        edit = self._edits.get(letter)
        if edit is None and letter in self._letters:
            return letter if method in MERGED else None
        return edit

    async def _replace(self, row: AnyRow, method: str, body: Mapping[str, Any]) -> None:
        letter = _changed(letter_of(row), method, body)
        change = {"method": letter.method, "body": dict(letter.body), "tries": 0}
        await self._connection.execute(outbox.update().where(outbox.c.id == row.id).values(change))


def _changed(letter: Letter, method: str, body: Mapping[str, Any]) -> Letter:
    """A waiting edit is replaced; a waiting message keeps its method and takes over what it shows."""
    if letter.edits is not None:
        return replace(letter, method=method, body=dict(body))
    gone = SHOWN if SHOWN & body.keys() - {"reply_markup"} else {"reply_markup"}
    kept = {name: value for name, value in letter.body.items() if name not in gone}
    return replace(letter, body=kept | dict(body))


def letter_row(key: LetterId, letter: Letter) -> dict[str, Any]:
    """A letter as a waiting row of the outbox."""
    return {
        "id": key,
        "account": letter.to.account,
        "chat": letter.to.chat,
        "method": letter.method,
        "body": _addressed(letter),
        "purpose": letter.purpose,
        "rank": letter.rank,
        "ticket": letter.ticket,
        "edits": letter.edits,
        "answers": letter.answers,
        "prompt": asdict(letter.prompt) if letter.prompt else None,
        "stale_at": letter.stale_at,
        "fate": Fate.WAITING,
        "tries": 0,
        "why": "",
        "missed": False,
    }


def _addressed(letter: Letter) -> dict[str, Any]:
    """A new message says in which topic it stands; what changes one need not."""
    topic = {THREAD: letter.to.thread} if letter.to.thread and letter.method.startswith("send") else {}
    return {**letter.body, **topic}


def letter_of(row: AnyRow) -> Letter:
    """A row of the outbox as the letter it was."""
    return Letter(
        to=Address(row.account, row.chat, row.body.get(THREAD, 0)),
        method=row.method,
        body=row.body,
        purpose=Purpose(row.purpose),
        rank=Rank(row.rank),
        ticket=row.ticket,
        edits=row.edits,
        answers=row.answers,
        prompt=prompt_of(row.prompt),
        stale_at=row.stale_at,
    )


def prompt_of(stored: Mapping[str, Any] | None) -> Prompt | None:
    """A prompt as it was stored."""
    return Prompt(**stored) if stored else None


def _card(row: AnyRow) -> Card:
    return Card(row.ticket, row.letter, Address(row.account, row.chat, row.thread), row.face, row.photo)
