"""What the use cases need from outside, as Protocols. storage/ fulfils them on a database, tests on the same."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from tickets.directory import Directory
from tickets.ids import Account, AreaCode, LetterId, MediaId, PersonId, TicketId, UnitCode, WordsId
from tickets.kinds import Clock, Deed
from tickets.mail import Address, Letter, Prompt
from tickets.reading import Marks, Reader
from tickets.records import Card, Correction, Dialog, Invitation, Medium, Person, Query, Rating, Said, Way
from tickets.rules.clocks import Rules
from tickets.scores.ports import Scores
from tickets.ticket import Deadline, Event, Ticket
from tickets.whistles.ports import Whistles
from tickets.whistles.whistle import Whistle, WhistleEvent


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

    async def histories(self, tickets: Sequence[TicketId]) -> Mapping[TicketId, list[Event]]: ...

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

    async def mark(self, ticket: TicketId, community: AreaCode, kept: Marks) -> None:
        """Keep what the ticket can be found by, in the place of what was kept before."""
        ...

    async def marks_of(self, ticket: TicketId) -> Marks | None: ...

    async def like(self, ticket: TicketId, community: AreaCode, pieces: Sequence[int]) -> list[tuple[TicketId, bytes]]:
        """Open tickets of the community that share pieces with it, a few dozen at most, with their marks."""
        ...

    async def held_by(self, person: PersonId) -> int:
        """How many running tickets the person holds."""
        ...

    async def latest_of(self, poster: PersonId, since: datetime) -> Ticket | None:
        """The poster's newest ticket since then; not locked."""

    async def asked_of(self, poster: PersonId, since: datetime) -> Ticket | None:
        """The poster's ticket on which something was asked since then, and nothing said or posted by them after it."""

    async def posted_by(self, poster: PersonId, since: datetime, most: int) -> list[datetime]:
        """When the poster has posted after that moment, the newest first, no more than so many."""

    async def spoken_by(self, author: PersonId, since: datetime, *deeds: Deed) -> int:
        """How many times the person has said something by these deeds after that moment."""

    async def find(self, query: Query) -> list[Ticket]: ...

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

    async def correct(self, correction: Correction) -> None:
        """Keep a correction of class or topic, as material to learn from."""
        ...

    async def account_for(self, ticket: TicketId, by: PersonId, reason: str) -> bool:
        """The reason of that person's newest correction of the ticket; False where they made none."""
        ...


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

    async def offer(self, person: PersonId, code: str, lasts: timedelta) -> None:
        """Let `code` lead to this person once, for so much wall time; only its hash is kept."""
        ...

    async def redeem(self, code: str) -> PersonId | None:
        """Whom a one-time code leads to; None where it is not (or no longer) one."""
        ...

    async def ways(self, person: PersonId) -> list[Way]:
        """Where the person can be reached, the one used last first."""
        ...

    async def prefer(self, person: PersonId, account: Account | None) -> None:
        """What is for the person goes to that account, or to the one used last."""
        ...

    async def give(self, account: Account, user: int, person: PersonId) -> None:
        """That user of the account is this person from now on, whoever it was before."""
        ...

    async def cut(self, person: PersonId, account: Account, user: int) -> None:
        """That user of the account is this person no more."""
        ...

    async def join(self, gone: PersonId, kept: PersonId) -> None:
        """The two are one: whatever points at the first points at the second; tickets are the caller's to move."""
        ...

    async def admit(self, person: PersonId, page: str, code: str, lasts: timedelta) -> None:
        """Let `code` open a page as this person, once, for so long."""
        ...

    async def bind(self, unit: UnitCode, group: Address) -> None: ...

    async def unbind(self, group: Address) -> list[UnitCode]:
        """The group, with all its topics, is no unit's any more; gives whose it was."""
        ...

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
    """The outbox, and what is remembered of it. What is `kept`, which tells why, leaves once its reader speaks."""

    async def post(self, letter: Letter, kept: str = "") -> LetterId: ...

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

    async def shown(self, ticket: TicketId, to: Address) -> list[LetterId]:
        """The ticket's letters in that chat which are messages, oldest first."""
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
    speaks for the tickets in chat reads it before the commit. `blown` holds the same of the whistles.
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
    whistles: Whistles
    scores: Scores
    happened: list[tuple[Event, Ticket]]
    blown: list[tuple[WhistleEvent, Whistle]]

    async def foresee(self, tickets: Collection[TicketId]) -> None:
        """Read at once the words, the cards and the letters of these tickets, which will be asked for one by one."""
        ...
