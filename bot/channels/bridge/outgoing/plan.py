"""Which letters leave together, which wait, and which cannot be told: where a channel counts what it takes. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.channels.bridge.outgoing.cutting import cut, size
from bot.channels.bridge.outgoing.said import Button, Said, Shows
from storage.bridges.menus import Option
from tickets.ids import LetterId, TicketId
from tickets.mail import Purpose, Rank

KEEPS = {Purpose.ADVICE: 0, Purpose.ANSWER: 0, Purpose.QUESTION: 1, Purpose.PROMPT: 1, Purpose.PAGE: 1}
"""How many messages a letter leaves for others: the last one is the answer's, the last but one a question's."""
_KEEPS_ELSE, _KEEPS_BULK, _KEEPS_URGENT = 2, 3, 1
_ESSENTIAL = frozenset({Purpose.ADVICE, Purpose.ANSWER})


@dataclass(frozen=True, slots=True)
class Item:
    """A letter and what it shows."""

    letter: LetterId
    said: Said
    purpose: Purpose = Purpose.PLAIN
    rank: Rank = Rank.NORMAL
    ticket: TicketId | None = None

    @property
    def keeps(self) -> int:
        """How many messages must be left after it."""
        if self.said.files and not self.said.text:
            # A picture of the answer must not take what the words of the next answer need.
            return max(1, KEEPS.get(self.purpose, _KEEPS_ELSE))
        if self.rank is Rank.BULK:
            return _KEEPS_BULK
        usual = KEEPS.get(self.purpose, _KEEPS_ELSE)
        return min(usual, _KEEPS_URGENT) if self.rank is Rank.URGENT else usual

    @property
    def essential(self) -> bool:
        """Whether somebody must hear of it if it cannot be told: answers, advice, and questions put by a person."""
        asked = self.purpose is Purpose.QUESTION and not self.said.buttons
        return bool(self.said.text) and (asked or self.purpose in _ESSENTIAL)


@dataclass(frozen=True, slots=True)
class Measure:
    """What may be sent now. `left` is None where nobody counts.

    `spare` tells that what must be left for others counts. `slot` is a reply that costs nothing. `base` is the highest
    number that can be pressed already. Up to `native_choices` buttons below `native_bytes` of words are shown as such.
    `how_to_press` and `how_to_stop` are the sentences below menus and prompts. `bear` and `toasts` as in `Traits`;
    `changes` where what was shown can be changed. `fresh` where the user has just done something and is to see what it
    did.
    """

    text_bytes: int
    left: int | None = None
    spare: bool = True
    slot: bool = False
    base: int = 0
    native_choices: int = 0
    rings: bool = False
    how_to_press: str = ""
    how_to_stop: str = ""
    bear: bool = False
    toasts: bool = False
    changes: bool = False
    native_bytes: int = 65536
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One message of the channel: a text with its menu, or a file.

    `letters` are told, wholly or in part, by it; `asks` is the message that the user's next words answer. `about` is
    the message whose native buttons it has. One that `changes` it stands in its place, and is said anew where that
    cannot be and it is `wanted`.
    """

    text: str = ""
    file: str = ""
    letters: tuple[LetterId, ...] = ()
    options: tuple[Option, ...] = ()
    native: tuple[Button, ...] = ()
    asks: int | None = None
    free: bool = False
    keeps: int = 0
    about: int = 0
    changes: bool = False
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of each letter: in `pieces`, or told by nothing at all, held, rung for, or refused."""

    pieces: tuple[Piece, ...] = ()
    silent: tuple[LetterId, ...] = ()
    held: tuple[LetterId, ...] = ()
    rung: tuple[LetterId, ...] = ()
    refused: tuple[LetterId, ...] = ()


def plan(items: Sequence[Item], measure: Measure) -> Plan:
    """The letters of one chat, the urgent first, as messages within the measure."""
    shown = [item for item in items if _is_shown(item, measure)]
    silent = tuple(item.letter for item in items if item not in shown)
    pieces = _Assembly(measure).pieces(shown)
    sent, dropped = _afford(pieces, measure)
    left_out = [item for item in shown if item.letter in dropped]
    called = [item for item in left_out if item.essential]
    late = tuple(item.letter for item in left_out if not item.essential and item.said.shows is not Shows.MESSAGE)
    held = tuple(item.letter for item in left_out if not item.essential and item.letter not in late)
    names = tuple(item.letter for item in called)
    return Plan(sent, silent + late, held, names if measure.rings else (), () if measure.rings else names)


def _is_shown(item: Item, measure: Measure) -> bool:
    """Changes and toasts are told only to who waits for a reply or has just pressed; a changed answer always.

    Where the channel can show them as what they are, they are.
    """
    said = item.said
    if not (said.text or said.files or said.buttons or said.stands):
        return False
    waits = measure.slot or measure.fresh
    if said.shows is Shows.CHANGE:
        corrects = item.purpose is Purpose.ANSWER and bool(said.text)
        return measure.changes or corrects or (waits and bool(said.text or said.files or said.buttons))
    return said.shows is Shows.MESSAGE or (said.shows is Shows.TOAST and (waits or measure.toasts))


@dataclass
class _Assembly:
    """Puts texts together until a message is full; files follow the text that they belong to."""

    measure: Measure
    done: list[Piece] = field(default_factory=list)
    open: Piece | None = None
    files: list[Piece] = field(default_factory=list)
    number: int = 0

    def pieces(self, items: Iterable[Item]) -> list[Piece]:
        self.number = self.measure.base
        for item in items:
            alone = item.purpose is Purpose.ADVICE
            if alone:
                self._close()
            self._add(item)
            if alone:
                self._close()
        self._close()
        return self.done

    def _add(self, item: Item) -> None:
        if self.measure.changes and item.said.shows is Shows.CHANGE:
            self._change(item)
            return
        text, options, native = self._written(item)
        asks = item.said.message if item.said.asks else None
        if text:
            about = item.said.message if native else 0
            self._say(Piece(text, "", (item.letter,), options, native, asks, keeps=item.keeps, about=about))
        keeps = max(1, item.keeps)
        self.files += [Piece("", file, (item.letter,), keeps=keeps) for file in item.said.files]

    def _change(self, item: Item) -> None:
        """Of several changes of a message the last one counts; whoever pressed a button wants to see what it did."""
        self._close()
        said = item.said
        before = [piece for piece in self.done if piece.changes and piece.about == said.message]
        self.done = [piece for piece in self.done if piece not in before]
        letters = (*(letter for piece in before for letter in piece.letters), item.letter)
        text, buttons = said.text or said.stands, said.buttons[: self.measure.native_choices]
        opened = bool(buttons) and not said.text
        just_done = self.measure.fresh and bool(buttons)
        wanted = opened or just_done or item.purpose is Purpose.ANSWER or any(piece.wanted for piece in before)
        whole = Piece(text, "", letters, (), buttons, about=said.message, changes=True, wanted=wanted)
        self.done.append(whole)

    def _written(self, item: Item) -> tuple[str, tuple[Option, ...], tuple[Button, ...]]:
        """The text with its menu below it, and what can be pressed."""
        said, options = item.said, []
        native = 0 < len(said.buttons) <= self.measure.native_choices and size(said.text) <= self.measure.native_bytes
        lines = [said.text] if said.text else []
        for button in said.buttons:
            if not button.data:
                lines += [] if native else [f"{button.label}：{button.url}"]
                continue
            if native and self.measure.bear:
                continue
            self.number += 1
            options.append(Option(self.number, button.label, button.data, said.message))
            lines += [] if native else [f"{self.number} {button.label}"]
        return "\n".join(lines), tuple(options), said.buttons if native else ()

    def _say(self, piece: Piece) -> None:
        """Native buttons are one message's own, so that nothing is put together with them."""
        if self.open is not None and (piece.native or self.open.native):
            self._close()
        joined = _joined(self.open, piece) if self.open else piece
        if self.open is not None and size(self._footed(joined).text) > self.measure.text_bytes:
            self._close()
            joined = piece
        self.open = joined

    def _close(self) -> None:
        if self.open is not None:
            self.done += self._split(self.open)
        self.done += self.files
        self.open, self.files = None, []

    def _split(self, piece: Piece) -> list[Piece]:
        whole = self._footed(piece)
        if size(whole.text) <= self.measure.text_bytes:
            return [whole]
        *before, last = cut(whole.text, self.measure.text_bytes)
        bare = Piece(letters=piece.letters, keeps=piece.keeps)
        return [*(replace(bare, text=part) for part in before), replace(whole, text=last)]

    def _footed(self, piece: Piece) -> Piece:
        """With how to press and how to get out."""
        lines = [piece.text]
        if piece.options and not piece.native and self.measure.how_to_press:
            lines.append(self.measure.how_to_press)
        if piece.asks is not None and self.measure.how_to_stop:
            lines.append(self.measure.how_to_stop)
        return replace(piece, text="\n".join(lines))


def _joined(first: Piece, second: Piece) -> Piece:
    return Piece(
        f"{first.text}\n\n{second.text}",
        "",
        (*first.letters, *second.letters),
        (*first.options, *second.options),
        (),
        second.asks if second.asks is not None else first.asks,
        keeps=min(first.keeps, second.keeps),
    )


def _afford(pieces: Sequence[Piece], measure: Measure) -> tuple[tuple[Piece, ...], frozenset[LetterId]]:
    """What can be sent, and the letters of what cannot: one of whose files too many is left out wholly.

    What matters more and is still to come has its messages before.
    """
    left, slot = measure.left, measure.slot
    sent: list[Piece] = []
    dropped: set[LetterId] = set()
    for place, piece in enumerate(pieces):
        if dropped.issuperset(piece.letters):
            continue
        if slot and piece.text:
            sent.append(replace(piece, free=True))
            slot = False
            continue
        if left is not None:
            wanted = sum(other.letters == piece.letters for other in pieces) if piece.file else 1
            first = not any(one.file and one.letters == piece.letters for one in sent)
            to_come = sum(other.keeps < piece.keeps for other in pieces[place + 1 :])
            if left < (wanted if first else 1) + max(piece.keeps if measure.spare else 0, to_come):
                dropped.update(piece.letters)
                continue
            left -= 1
        sent.append(piece)
    return tuple(piece for piece in sent if not dropped.issuperset(piece.letters)), frozenset(dropped)
