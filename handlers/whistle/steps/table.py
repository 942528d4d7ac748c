"""What can be done from a whistle's card: one table a room, each step a press or the words that answer its prompt."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Location, Message

from handlers.texts import Texts
from tickets.deeds.poster.posting import Words
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.ports import Work
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.leg import Point
from tickets.whistles.rules.rights import Side
from tickets.whistles.whistle import Whistle

_NOTHING = Words()


@dataclass(frozen=True, slots=True)
class Turn:
    """A step being done: on which whistle, by whom, about what, and the words or the place that came with it.

    `of` is a unit's code, the number of a plea, or empty; after `>` stands the other unit that was chosen.
    """

    work: Work
    whistle: WhistleId
    person: PersonId
    of: str
    t: Texts
    words: Words = _NOTHING
    point: Point | None = None

    @property
    def unit(self) -> UnitCode:
        return UnitCode(self.of.partition(">")[0])

    @property
    def other(self) -> UnitCode:
        return UnitCode(self.of.partition(">")[2])


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the deed whose right and move are checked at the press, and what is done then.

    With `asks` the press opens a prompt, and the reply does it; with `others` a unit is chosen from these first.
    `only` are the sides that may do it in this case, `check` refuses it: nobody writes words for nothing. `do` gives
    the sentence that says so.
    """

    deed: WhistleDeed
    do: Callable[[Turn], Awaitable[str]]
    asks: str = ""
    others: Callable[[Work, Whistle, UnitCode], list[UnitCode]] | None = None
    only: Callable[[Whistle, str], frozenset[Side]] | None = None
    check: Callable[[Whistle, str], None] | None = None


def point_of(message: Message) -> Point | None:
    """The place on the map that a message shows."""
    place: Location | None = message.location or (message.venue.location if message.venue else None)
    return Point(place.latitude, place.longitude) if place else None
