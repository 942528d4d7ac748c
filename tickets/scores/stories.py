"""A ticket with its whistles, and what of them counts at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tickets.ids import UnitCode
from tickets.scores.facts import Facts, Round, Service
from tickets.scores.tickets import rounds
from tickets.scores.whistles import services
from tickets.ticket import Event
from tickets.whistles.whistle import WhistleEvent


@dataclass(frozen=True, slots=True)
class Story:
    """The history of a ticket, and those of its whistles."""

    ticket: Sequence[Event]
    whistles: Sequence[Sequence[WhistleEvent]] = ()


def tell(stories: Iterable[Story], at: datetime) -> Facts:
    """All that counts, as it stood at that moment: the same of any day, whenever it is asked."""
    told: list[Round] = []
    served: list[Service] = []
    for story in stories:
        mine = rounds(story.ticket, at)
        if not mine:
            continue
        found = [one for history in story.whistles for one in services(history, mine[-1], at)]
        served += found
        ends = [*(one.began_at for one in mine[1:]), None]
        told += [replace(one, called=_called(found, one, end)) for one, end in zip(mine, ends, strict=True)]
    return Facts(at, tuple(told), tuple(served))


def _called(served: Iterable[Service], during: Round, end: datetime | None) -> dict[UnitCode, bool]:
    """The units called in that round: the resident's word on it is a word on them too, unless all of it is left out."""
    found: dict[UnitCode, bool] = {}
    for one in served:
        if during.began_at <= one.called_at and (end is None or one.called_at < end) and one.spells[-1].reported_at:
            found[one.unit] = found.get(one.unit, True) and one.excluded
    return found
