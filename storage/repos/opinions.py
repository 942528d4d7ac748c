"""What hangs on a ticket beside its history: ratings, invitations, corrections."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert

from storage.repos.scope import Part
from storage.tables.base import AnyRow
from storage.tables.tickets import corrections, invitations, ratings, tickets
from tickets.errors import Unknown
from tickets.ids import PersonId, TicketId
from tickets.kinds import Grade, State
from tickets.records import Correction, Invitation, Rating

_OPINION = ("solved", "grade", "contacted")


class Opinions(Part):
    """The half of the tickets' port that is about opinions and helpers."""

    async def rate(self, rating: Rating) -> None:
        await self.flush()
        row = insert(ratings).values(
            ticket=rating.ticket,
            round=rating.round,
            solved=rating.solved,
            grade=rating.grade,
            contacted=rating.contacted,
            street=self._scope.street(rating.ticket),
        )
        added = {name: func.coalesce(row.excluded[name], ratings.c[name]) for name in _OPINION}
        await self._connection.execute(row.on_conflict_do_update(index_elements=["ticket", "round"], set_=added))

    async def rating(self, ticket: TicketId, round_: int) -> Rating | None:
        query = select(ratings).where(ratings.c.ticket == ticket, ratings.c.round == round_)
        row = (await self._connection.execute(query)).first()
        return _rating(row) if row else None

    async def ratings(self, tickets: Sequence[TicketId]) -> list[Rating]:
        query = select(ratings).where(ratings.c.ticket.in_(tickets)).order_by(ratings.c.ticket, ratings.c.round)
        return [_rating(row) for row in await self._connection.execute(query)]

    async def invite(self, ticket: TicketId, person: PersonId, capacity: str, asked_by: PersonId) -> int:
        await self.flush()
        row = insert(invitations).values(
            ticket=ticket, person=person, capacity=capacity, asked_by=asked_by, street=self._scope.street(ticket)
        )
        return int((await self._connection.execute(row.returning(invitations.c.id))).scalar_one())

    async def invitation(self, invitation: int) -> Invitation:
        query = select(invitations).where(invitations.c.id == invitation)
        row = (await self._connection.execute(query)).first()
        if row is None:
            raise Unknown("invitation")
        return _invitation(row)

    async def invitations(self, ticket: TicketId) -> list[Invitation]:
        query = select(invitations).where(invitations.c.ticket == ticket).order_by(invitations.c.id)
        return [_invitation(row) for row in await self._connection.execute(query)]

    async def reply_to_invitation(self, invitation: int, accepted: bool) -> None:
        change = invitations.update().where(invitations.c.id == invitation).values(accepted=accepted)
        await self._connection.execute(change)

    async def open_invitations(self, persons: Iterable[PersonId]) -> Mapping[PersonId, int]:
        await self.flush()
        query = (
            select(invitations.c.person, func.count().label("number"))
            .join(tickets, tickets.c.id == invitations.c.ticket)
            .where(invitations.c.person.in_(list(persons)))
            .where(tickets.c.state.in_((State.TRIAGE, State.OPEN, State.HELD)))
            .where(or_(invitations.c.accepted.is_(None), invitations.c.accepted))
            .group_by(invitations.c.person)
        )
        return {PersonId(row.person): row.number for row in await self._connection.execute(query)}

    async def correct(self, correction: Correction) -> None:
        await self.flush()
        kept = asdict(correction) | {"at": self._scope.now, "street": self._scope.street(correction.ticket)}
        await self._connection.execute(corrections.insert(), kept)

    async def account_for(self, ticket: TicketId, by: PersonId, reason: str) -> bool:
        theirs = select(func.max(corrections.c.id)).where(corrections.c.ticket == ticket, corrections.c.by == by)
        change = corrections.update().where(corrections.c.id == theirs.scalar_subquery()).values(reason=reason)
        return (await self._connection.execute(change)).rowcount > 0


def _rating(row: AnyRow) -> Rating:
    return Rating(row.ticket, row.round, row.solved, Grade(row.grade) if row.grade else None, row.contacted)


def _invitation(row: AnyRow) -> Invitation:
    return Invitation(row.id, row.ticket, row.person, row.capacity, row.asked_by, row.accepted)
