"""What the whistle's use cases need kept; storage/ fulfils it on a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tickets.ids import AreaCode, PersonId, TicketId, UnitCode, WhistleId
from tickets.ticket import Ticket
from tickets.whistles.kinds import WhistleClock
from tickets.whistles.whistle import Delegation, Whistle, WhistleDeadline, WhistleEvent


@dataclass(frozen=True, slots=True)
class Sought:
    """Which whistles; fields that are None do not limit. `unit`, or one of
    `units`, has a leg, `owing` one without a report."""

    tickets: frozenset[TicketId] | None = None
    communities: frozenset[AreaCode] | None = None
    unit: UnitCode | None = None
    units: frozenset[UnitCode] | None = None
    owing: bool | None = None
    running: bool | None = None
    blower: PersonId | None = None
    blown_from: datetime | None = None
    blown_before: datetime | None = None
    limit: int = 50


class Whistles(Protocol):
    """Whistles, their history, their clocks, and rights that were lent.

    A whistle is guarded by its ticket: whoever reads one to change it holds the ticket's row, so that everything
    about one matter happens one after the other and nobody waits in a circle.
    """

    async def begin(self, ticket: TicketId) -> tuple[WhistleId, int]:
        """An id, and which of the ticket's whistles it is: 1, 2 …; the ticket must be held."""
        ...

    async def get(self, whistle: WhistleId) -> tuple[Whistle, Ticket]:
        """The whistle, its ticket locked until the unit of work ends. Raises Unknown."""
        ...

    async def tickets_of(self, whistles: Iterable[WhistleId]) -> Mapping[WhistleId, TicketId]:
        """Whose whistles these are; nothing is locked."""
        ...

    async def of(self, ticket: TicketId) -> list[Whistle]:
        """All of a ticket, in their order. To change one, hold the ticket."""
        ...

    async def save(self, whistle: Whistle) -> None:
        """Keep it, new or changed."""
        ...

    async def record(self, event: WhistleEvent) -> None:
        """Append to the history."""
        ...

    async def history(self, whistle: WhistleId) -> list[WhistleEvent]: ...

    async def find(self, sought: Sought) -> list[Whistle]:
        """The newest first; not locked."""
        ...

    async def set(self, deadlines: Iterable[WhistleDeadline]) -> None:
        """Write them, whether they stood already or had fired."""
        ...

    async def drop(self, whistle: WhistleId, *clocks: WhistleClock, of: str | None = None) -> None:
        """The clocks' open steps will not fire; all clocks where none is named, all legs where `of` is None."""
        ...

    async def claim_due(self, at: datetime, limit: int) -> list[WhistleDeadline]:
        """Take due steps, oldest first; they count as fired when the unit of work commits."""
        ...

    async def lend(self, delegation: Delegation) -> None:
        """Keep on the record that a right was lent."""
        ...

    async def lent_to(self, taker: PersonId, at: datetime) -> list[Delegation]:
        """What the person has been lent and still has at that moment."""
        ...

    async def lent_by(self, giver: PersonId, at: datetime) -> list[Delegation]:
        """What the person has lent and is still lent at that moment."""
        ...

    async def call_back(self, giver: PersonId, taker: PersonId, at: datetime) -> int:
        """The giver takes back what runs; it ends now and stays on the record. Gives how many."""
        ...
