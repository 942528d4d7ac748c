"""What the use cases need from outside, as Protocols. storage/ fulfils them on a database, tests on the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from tickets.clocks import Rules
from tickets.directory import Directory
from tickets.ids import Account, AreaCode, LetterId, MediaId, PersonId, TicketId, UnitCode, WordsId
from tickets.kinds import Clock, Deed, Grade, Matter, State
from tickets.mail import Address, Letter, Prompt
from tickets.reading import Reader
from tickets.ticket import Deadline, Event, Ticket


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


class Tickets(Protocol):
    """Tickets, their history and what hangs on them."""

    async def number(self, community: AreaCode) -> tuple[TicketId, str]:
        """The next ticket's id and number (prefix and a running number of the community)."""
        ...

    async def add(self, ticket: Ticket) -> None: ...

    async def get(self, ticket: TicketId) -> Ticket:
        """The ticket, locked until the unit of work ends. Raises Unknown."""
        ...

    async def several(self, tickets: Iterable[TicketId]) -> Mapping[TicketId, Ticket]:
        """Those tickets, locked in one order for everybody."""
        ...

    async def named(self, number: str) -> Ticket:
        """The ticket of that number, locked. Raises Unknown."""
        ...

    async def save(self, ticket: Ticket) -> None: ...

    async def record(self, event: Event) -> None:
        """Append to the history."""
        ...

    async def history(self, ticket: TicketId) -> list[Event]: ...

    async def say(
        self,
        ticket: TicketId,
        deed: Deed,
        author: PersonId | None,
        text: str,
        media: Sequence[MediaId] = (),
        album: str = "",
        origin: str = "",
    ) -> WordsId:
        """Keep words. `origin` is the chat message they came as, so that an edit of it finds them."""
        ...

    async def of_origin(self, origin: str) -> Said | None:
        """What came as that chat message."""
        ...

    async def said(self, ticket: TicketId, *deeds: Deed) -> list[Said]:
        """What was said, oldest first; only by the deeds named, where any is."""
        ...

    async def words(self, words: WordsId) -> Said | None:
        """One thing said; None where it was deleted."""
        ...

    async def first_words(self, tickets: Sequence[TicketId]) -> Mapping[TicketId, str]:
        """What each post said, as far as it is kept."""
        ...

    async def edit_words(self, words: WordsId, text: str) -> None: ...

    async def of_album(self, album: str) -> TicketId | None: ...

    async def held_by(self, person: PersonId) -> int:
        """How many running tickets the person holds."""
        ...

    async def latest_of(self, poster: PersonId, since: datetime) -> Ticket | None:
        """The poster's newest ticket since then; not locked."""
        ...

    async def find(self, query: "Query") -> list[Ticket]: ...

    async def rate(self, rating: Rating) -> None:
        """Add to (or make) the rating of that round: what is None in it is left as it was."""
        ...

    async def rating(self, ticket: TicketId, round_: int) -> Rating | None: ...

    async def ratings(self, tickets: Sequence[TicketId]) -> list[Rating]: ...

    async def invite(self, ticket: TicketId, person: PersonId, capacity: str, asked_by: PersonId) -> int: ...

    async def invitation(self, invitation: int) -> Invitation:
        """Raises Unknown."""
        ...

    async def invitations(self, ticket: TicketId) -> list[Invitation]: ...

    async def reply_to_invitation(self, invitation: int, accepted: bool) -> None: ...

    async def open_invitations(self, persons: Iterable[PersonId]) -> Mapping[PersonId, int]:
        """How many running tickets each has been drawn into, for sharing the load."""
        ...

    async def correct(self, ticket: TicketId, said: Matter, right: Matter, by: PersonId, reason: str) -> None:
        """Keep a correction of the class, as material to learn from."""
        ...


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
    text: str = ""
    limit: int = 50


class People(Protocol):
    """Persons and where they can be reached."""

    async def known(self, account: Account, user: int) -> Person | None: ...

    async def meet(self, account: Account, user: int, name: str, language: str) -> Person:
        """The person behind a user of an account, made on the first meeting."""
        ...

    async def person(self, person: PersonId) -> Person: ...

    async def update(self, person: Person) -> None: ...

    async def address(self, person: PersonId) -> Address | None:
        """The private chat they used last, or None where none is known or all are blocked."""
        ...

    async def seen(self, address: Address, reachable: bool) -> None:
        """The private chat can, or can no longer, be written to."""
        ...

    async def link(self, code: str, account: Account, user: int) -> Person | None:
        """Redeem a staff member's one-time code; None where it is not (or no longer) one."""
        ...

    async def bind(self, unit: UnitCode, group: Address) -> None: ...

    async def moved(self, old: Address, new: Address) -> None:
        """A group became a supergroup: everything that pointed at it points at the new one."""
        ...

    async def forget(self, person: PersonId) -> None:
        """Delete what is personal; tickets stay, without words, names and places of theirs."""
        ...


class Deadlines(Protocol):
    """The rows that the sweep claims."""

    async def set(self, deadlines: Iterable[Deadline]) -> None:
        """Write those that do not stand already."""
        ...

    async def restart(self, deadlines: Iterable[Deadline]) -> None:
        """Write them, whether they stood already or had fired."""
        ...

    async def drop(self, ticket: TicketId, *clocks: Clock) -> None:
        """The clocks' open steps will not fire; all clocks, where none is named."""
        ...

    async def claim_due(self, at: datetime, limit: int) -> list[Deadline]:
        """Take due steps, oldest first; they count as fired when the unit of work commits."""
        ...


class Post(Protocol):
    """The outbox and what is remembered about what left by it."""

    async def post(self, letter: Letter) -> LetterId: ...

    async def revise(self, letter: LetterId, method: str, body: Mapping[str, Any]) -> None:
        """Change what a letter shows: in place while it waits, by an edit once it was sent; edits do not pile up."""
        ...

    async def meant(self, address: Address, message: int) -> tuple[LetterId, TicketId | None, Prompt | None] | None:
        """Which letter a message of ours was."""
        ...

    async def done(self, letter: LetterId) -> None:
        """The letter's prompt was answered; a second reply to it means nothing."""
        ...

    async def fates(self, ticket: TicketId) -> list[tuple[Letter, str, str]]:
        """The ticket's letters with their fate and, where refused, why."""
        ...

    async def cards(self, ticket: TicketId) -> list[Card]: ...

    async def add_card(self, card: Card) -> None: ...

    async def drop_card(self, card: Card) -> None: ...


class Talks(Protocol):
    """Dialogs and received media."""

    async def dialog(self, address: Address, person: PersonId) -> Dialog | None: ...

    async def remember(self, address: Address, person: PersonId, dialog: Dialog | None) -> None: ...

    async def receive(self, medium: Medium) -> MediaId:
        """Keep a file's whereabouts; the same file again gives the same id. `medium.id` is not looked at."""
        ...

    async def media(self, ids: Sequence[MediaId]) -> list[Medium]: ...


class Work(Protocol):
    """One unit of work: everything in it is kept by one commit, or nothing.

    `now` is business time. `happened` holds the events of this unit in order, with the ticket as each left it; whoever
    speaks for the tickets in chat reads it before the commit.
    """

    now: datetime
    rules: Rules
    directory: Directory
    reader: Reader
    tickets: Tickets
    people: People
    deadlines: Deadlines
    mail: Post
    talks: Talks
    happened: list[tuple[Event, Ticket]]
