"""What is kept beside tickets, as the use cases see it: persons, words, files, opinions, invitations, talks, cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tickets.ids import Account, AreaCode, LetterId, MediaId, PersonId, TicketId, UnitCode, WordsId
from tickets.kinds import Deed, Grade, Matter, State, Topic
from tickets.mail import Address


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known: a resident, or staff of the directory.

    `noticed` and `agreed` are the versions of the privacy notice last shown and last agreed to, or 0.
    """

    id: PersonId
    name: str = ""
    phone: str = ""
    language: str = ""
    noticed: int = 0
    agreed: int = 0
    community: AreaCode | None = None
    area: AreaCode | None = None
    door: str = ""
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One channel account on which a person can be reached, and whether they chose it."""

    account: Account
    user: int
    reachable: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said on a ticket: words, media, a place; by whom and as what deed."""

    id: WordsId
    ticket: TicketId
    deed: Deed
    author: PersonId | None
    at: datetime
    text: str
    media: tuple[MediaId, ...] = ()
    album: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that somebody sent: what it is and where it can be had again."""

    id: MediaId
    kind: str
    account: Account
    file_id: str
    name: str = ""
    size: int = 0
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """The poster's opinion of one round; None is no opinion."""

    ticket: TicketId
    round: int
    solved: bool | None = None
    grade: Grade | None = None
    contacted: bool | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody asked to help with a ticket.

    `capacity` is helper, member, delegate or property; `accepted` is None while they have not answered.
    """

    id: int
    ticket: TicketId
    person: PersonId
    capacity: str
    asked_by: PersonId
    accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said about a class or a topic: what it was, what is right; `words` are what it is about."""

    ticket: TicketId
    said: Matter
    right: Matter
    topic_said: Topic
    topic_right: Topic
    by: PersonId
    reason: str = ""
    words: WordsId | None = None


@dataclass(frozen=True, slots=True)
class Dialog:
    """Where a talk with one person in one chat stands; a row, not memory."""

    step: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """A message that shows a ticket and is changed with it.

    `face` says to whom it speaks (group, private, page, receipt …); `photo` that its text is a caption.
    """

    ticket: TicketId
    letter: LetterId
    to: Address
    face: str
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Which tickets; fields that are None do not limit. `text` is looked for in numbers, places and words."""

    states: frozenset[State] | None = None
    unit: UnitCode | None = None
    communities: frozenset[AreaCode] | None = None
    holder: PersonId | None = None
    poster: PersonId | None = None
    merged_into: TicketId | None = None
    owed_before: datetime | None = None
    posted_from: datetime | None = None
    posted_before: datetime | None = None
    among: frozenset[TicketId] | None = None
    text: str = ""
    limit: int = 50
