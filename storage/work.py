"""The unit of work: one transaction, everything in it kept by one commit or not at all."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import directory
from storage.database import Database
from storage.repos.deadlines import Deadlines
from storage.repos.mail import Mail
from storage.repos.people import People
from storage.repos.scope import Scope
from storage.repos.scores import Scores
from storage.repos.talks import Talks
from storage.repos.tickets import Tickets
from storage.repos.whistles.whistles import Whistles
from tickets import ports
from tickets.directory import Directory
from tickets.ids import TicketId
from tickets.reading import Reader
from tickets.rules.clocks import Rules
from tickets.rules.places import names
from tickets.scores import ports as score_ports
from tickets.ticket import Event, Ticket
from tickets.whistles import ports as whistle_ports
from tickets.whistles.whistle import Whistle, WhistleEvent


class Unit:
    """Fulfils `tickets.ports.Work` on one connection. What is written may wait until `flush`."""

    def __init__(self, scope: Scope, rules: Rules, reader: Reader) -> None:
        self.connection = scope.connection
        self.now = scope.now
        self.rules = rules
        self.reader = reader
        self.happened: list[tuple[Event, Ticket]] = []
        self._scope = scope
        self.blown: list[tuple[WhistleEvent, Whistle]] = []
        self._parts = tickets, deadlines, mail, whistles = _written(scope, self.happened, self.blown)
        self.tickets: ports.Tickets = tickets
        self.people: ports.People = People(scope)
        self.deadlines: ports.Deadlines = deadlines
        self.mail: ports.Post = mail
        self.talks: ports.Talks = Talks(scope)
        self.scores: score_ports.Scores = Scores(scope, tickets, whistles)
        self.whistles: whistle_ports.Whistles = whistles

    @property
    def directory(self) -> Directory:
        """As it stands in this unit of work, with the groups bound in it."""
        return self._scope.directory

    @directory.setter
    def directory(self, directory: Directory) -> None:
        self._scope.directory = directory

    async def foresee(self, tickets: Collection[TicketId]) -> None:
        for part in self._parts:
            await part.foresee(tickets)

    async def flush(self) -> None:
        """Write what waits. Called before the commit; of use earlier only to those who read tables by themselves."""
        for part in self._parts:
            await part.flush()


class Storage:
    """The database as units of work. The directory is kept in memory and read again when it was changed."""

    def __init__(self, database: Database, reader: Reader, rules: Rules) -> None:
        self.database = database
        self.reader = reader
        self.rules = rules
        self._directory = Directory(zone=rules.zone)
        self._version = 0

    @asynccontextmanager
    async def unit(self, now: datetime, wall: datetime | None = None) -> AsyncIterator[Unit]:
        """One unit of work at business time `now`; commits when the block ends well, undoes all when it does not."""
        async with self.database.write() as connection:
            work = await self._unit(connection, now, wall)
            yield work
            await work.flush()

    @asynccontextmanager
    async def reading(self, now: datetime | None = None) -> AsyncIterator[Unit]:
        """A unit of work for looking only: nothing done in it is kept."""
        async with self.database.read() as connection:
            yield await self._unit(connection, now or datetime.now(UTC), None)

    async def _unit(self, connection: AsyncConnection, now: datetime, wall: datetime | None) -> Unit:
        stands = await directory.version(connection)
        if stands != self._version:
            self._directory = await directory.load(connection, self.rules.zone)
            self._version = stands
            self.reader.know(names(self._directory))
        scope = Scope(connection, now, wall or datetime.now(UTC), self._directory)
        return Unit(scope, self.rules, self.reader)


def _written(
    scope: Scope, happened: list[tuple[Event, Ticket]], blown: list[tuple[WhistleEvent, Whistle]]
) -> tuple[Tickets, Deadlines, Mail, Whistles]:
    """The parts that hold back what they write, in the order in which it may be written."""
    tickets = Tickets(scope, happened)
    return tickets, Deadlines(scope, tickets), Mail(scope), Whistles(scope, tickets, blown)
