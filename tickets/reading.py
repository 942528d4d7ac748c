"""What a reader of words gives back: guesses with their grounds, never decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tickets.kinds import Kind, Matter, Peril, Topic, Urgency


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, in characters: `text[start:end]`.

    `what` is one of `phone`, `contact` (WeChat, QQ, mail), `identity`, `plate`, `card`, `door`, `name`.
    """

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True)
class Place:
    """One place that a text names, taken apart. Numbers are in digits (3, 甲12); unsaid parts are empty.

    `compound` is a compound, village, yard or lane (幸福里2期, 3号院, 128弄), `component` a lamp post's code.
    """

    road: str = ""
    compound: str = ""
    building: str = ""
    unit: str = ""
    floor: str = ""
    door: str = ""
    component: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one text.

    `confidence` (0…1) is that of `matter` alone. `ask` says that a person should be asked first. `why` holds
    the words of the text that decided, most weighty first. `small_talk` is a greeting or thanks with no matter
    in it. `place` is the place as the text has it, or empty; `places` are all that it names, taken apart.
    `spans` are the personal data, in order, not overlapping.
    Where the text holds two matters, `matters` are the words of each, the main one first, which alone the guesses
    are about; only danger is that of both.
    """

    matter: Matter
    topic: Topic
    kind: Kind
    urgency: Urgency
    danger: bool
    confidence: float
    ask: bool
    why: tuple[str, ...] = ()
    peril: Peril | None = None
    small_talk: bool = False
    place: str = ""
    places: tuple[Place, ...] = ()
    spans: tuple[Span, ...] = ()
    matters: tuple[str, ...] = ()

    def main(self, text: str) -> str:
        """Of the text that was read, the words that the guesses are about."""
        return self.matters[0] if self.matters else text


@dataclass(frozen=True, slots=True)
class Marks:
    """What is kept of a text to find others by: numbers, no words.

    `pieces` (a dozen at most, 64 bits each) are what others are looked for by; `weighed` is what is compared.
    """

    pieces: tuple[int, ...]
    weighed: bytes


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two texts are (0…1), and whether they name the same place; None where not both name one."""

    score: float
    place: bool | None


class Reader(Protocol):
    """Reads residents' words. Quick enough to be called while a message is handled (about 1 ms)."""

    def read(self, text: str) -> Reading:
        """Read any text, also an empty or a very long one; never raises."""
        ...

    def know(self, names: Sequence[str]) -> None:
        """From now on these are the community's own names of places; no guess depends on them."""
        ...

    def spans(self, text: str) -> tuple[Span, ...]:
        """Only the personal data of a text."""
        ...

    def marks(self, text: str) -> Marks:
        """What to keep of a text, so that likes of it can be found."""
        ...

    def compare(self, one: bytes, others: Sequence[bytes]) -> Sequence[Likeness]:
        """How like the marks `one` are to each of the `others`."""
        ...

    def answer(self, question: str, known: tuple[str, ...]) -> int | None:
        """Which of the `known` questions asks the same as `question`: its index, or None where none is near."""
        ...


def mask(text: str, spans: tuple[Span, ...]) -> str:
    """Cover the personal data: as many ＊ as characters, the first one of a name and of a plate kept."""
    out: list[str] = []
    at = 0
    for span in spans:
        kept = 1 if span.what in {"name", "plate"} else 0
        out += [text[at : span.start + kept], "＊" * (span.end - span.start - kept)]
        at = span.end
    return "".join([*out, text[at:]])
