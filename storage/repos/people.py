"""Persons, the chats they can be reached in, and the groups of units."""

import hashlib
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import bindparam, or_, select
from sqlalchemy.dialects.postgresql import insert

from storage.chats.membership import seat
from storage.directory import changed
from storage.repos.erasure import forget, join, moved
from storage.repos.kept import forward, leave
from storage.repos.scope import Part, Scope
from storage.tables.base import AnyRow
from storage.tables.people import groups, identities, invites, persons
from storage.visits import give
from tickets.errors import Unknown
from tickets.ids import Account, ChatId, PersonId, UnitCode
from tickets.mail import Address
from tickets.records import Person, Way

FRESH = timedelta(minutes=1)
"""A chat seen this lately need not be written down again."""
_FIELDS = ("id", "name", "phone", "language", "noticed", "agreed", "community", "area", "door", "staff")
_COLUMNS = [persons.c[name] for name in _FIELDS]
_KNOWN = (
    select(*_COLUMNS, identities.c.chat_id, identities.c.reachable, identities.c.last_seen)
    .join(identities, identities.c.person_id == persons.c.id)
    .where(identities.c.account == bindparam("account"), identities.c.user_id == bindparam("user"))
)
_LATEST = identities.c.last_seen.desc().nulls_last()
_PERSON = select(*_COLUMNS).where(persons.c.id == bindparam("person"))
_ADDRESS = (
    select(*_COLUMNS, identities.c.account, identities.c.chat_id)
    .join(identities, identities.c.person_id == persons.c.id)
    .where(identities.c.person_id == bindparam("person"), identities.c.reachable, identities.c.chat_id.is_not(None))
    .order_by((identities.c.account == persons.c.channel).desc(), _LATEST, identities.c.id)
    .limit(1)
)
_WAYS = (
    select(identities.c.account, identities.c.user_id, identities.c.reachable, persons.c.channel)
    .join(persons, persons.c.id == identities.c.person_id)
    .where(identities.c.person_id == bindparam("person"))
    .order_by(_LATEST, identities.c.id)
)
_met = identities.update().where(
    identities.c.account == bindparam("at"),
    # In the Bot API's dialect a private chat bears its user's number.
    or_(identities.c.user_id == bindparam("chat"), identities.c.chat_id == bindparam("chat")),
)
_SEEN = _met.values(reachable=True, chat_id=bindparam("chat"), last_seen=bindparam("now"))
_GONE = _met.values(reachable=False, chat_id=bindparam("chat"))


class People(Part):
    """The people of one unit of work."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._fresh: set[Address] = set()
        self._persons: dict[PersonId, Person] = {}
        self._addresses: dict[PersonId, Address | None] = {}
        self._speakers: dict[Address, PersonId] = {}

    async def known(self, account: Account, user: int) -> Person | None:
        row = (await self._connection.execute(_KNOWN, {"account": account, "user": user})).first()
        if row is None:
            return None
        self._speakers[Address(account, ChatId(user))] = row.id
        if row.reachable and row.last_seen and self._scope.now - row.last_seen < FRESH:
            self._fresh.add(Address(account, row.chat_id))
        return self._remember(row)

    async def meet(self, account: Account, user: int, name: str, language: str) -> Person:
        found = await self.known(account, user)
        if found:
            return found
        row = insert(persons).values(name=name, language=language).returning(persons.c.id)
        made = (await self._connection.execute(row)).scalar_one()
        identity = {"account": account, "user_id": user, "person_id": made, "reachable": False}
        first = insert(identities).values(identity).on_conflict_do_nothing().returning(identities.c.id)
        if (await self._connection.execute(first)).scalar() is None:
            await self._connection.execute(persons.delete().where(persons.c.id == made))
            return await self.meet(account, user, name, language)
        return Person(PersonId(made), name, language=language)

    async def person(self, person: PersonId) -> Person:
        if person in self._persons:
            return self._persons[person]
        row = (await self._connection.execute(_PERSON, {"person": person})).first()
        if row is None:
            raise Unknown("person")
        return self._remember(row)

    async def update(self, person: Person) -> None:
        changed = {name: getattr(person, name) for name in _FIELDS if name not in {"id", "staff"}}
        await self._connection.execute(persons.update().where(persons.c.id == person.id).values(changed))
        self._persons[person.id] = person

    async def address(self, person: PersonId) -> Address | None:
        if person not in self._addresses:
            row = (await self._connection.execute(_ADDRESS, {"person": person})).first()
            self._addresses[person] = Address(row.account, row.chat_id) if row else None
            if row:
                self._remember(row)
        return self._addresses[person]

    async def seen(self, address: Address, reachable: bool) -> None:
        if reachable and address in self._speakers:
            # Where somebody speaks from is the chat that they used last.
            self._addresses[self._speakers[address]] = address
        else:
            self._addresses.clear()
        if reachable and address in self._fresh:
            return
        here = {"at": address.account, "chat": address.chat}
        if reachable:
            await self._connection.execute(_SEEN, here | {"now": self._scope.now})
            await forward(self._connection, address)
        else:
            await self._connection.execute(_GONE, here)

    async def offer(self, person: PersonId, code: str, lasts: timedelta) -> None:
        ends = self._scope.wall + lasts
        await self._connection.execute(insert(invites).values(hash=_hash(code), person=person, expires=ends))

    async def redeem(self, code: str) -> PersonId | None:
        used = invites.delete().where(invites.c.hash == _hash(code), invites.c.expires > self._scope.wall)
        found: PersonId | None = (await self._connection.execute(used.returning(invites.c.person))).scalar()
        return found

    async def ways(self, person: PersonId) -> list[Way]:
        found = await self._connection.execute(_WAYS, {"person": person})
        return [Way(row.account, row.user_id, row.reachable, row.account == row.channel) for row in found]

    async def prefer(self, person: PersonId, account: Account | None) -> None:
        change = persons.update().where(persons.c.id == person)
        await self._connection.execute(change.values(channel=account or ""))
        self._addresses.clear()

    async def give(self, account: Account, user: int, person: PersonId) -> None:
        before, here = await self.known(account, user), (identities.c.account == account, identities.c.user_id == user)
        await self._connection.execute(identities.update().where(*here).values(person_id=person))
        self._addresses.clear()
        await seat(self._connection, self._scope.directory)
        if before is not None and before.id != person:
            await leave(self._connection, Address(account, ChatId(user)), await self.address(before.id))

    async def cut(self, person: PersonId, account: Account, user: int) -> None:
        here = (identities.c.person_id == person, identities.c.account == account, identities.c.user_id == user)
        await self._connection.execute(identities.delete().where(*here))
        self._addresses.clear()
        await seat(self._connection, self._scope.directory)
        await leave(self._connection, Address(account, ChatId(user)), await self.address(person))

    async def join(self, gone: PersonId, kept: PersonId) -> None:
        await join(self._connection, gone, kept)
        await seat(self._connection, self._scope.directory)
        self._fresh.clear()
        self._persons.clear()
        self._addresses.clear()

    async def admit(self, person: PersonId, page: str, code: str, lasts: timedelta) -> None:
        await give(self._connection, person, page, code, self._scope.wall + lasts)

    async def bind(self, unit: UnitCode, group: Address) -> None:
        place = {"account": group.account, "chat": group.chat, "thread": group.thread}
        row = insert(groups).values(unit=unit, **place)
        await self._connection.execute(row.on_conflict_do_update(index_elements=["unit"], set_=place))
        await self._regroup({**self._scope.directory.groups, unit: group})

    async def unbind(self, group: Address) -> list[UnitCode]:
        bound = self._scope.directory.groups
        lost = [unit for unit, at in bound.items() if (at.account, at.chat) == (group.account, group.chat)]
        gone = groups.delete().where(groups.c.account == group.account, groups.c.chat == group.chat)
        await self._connection.execute(gone)
        if lost:
            await self._regroup({unit: at for unit, at in bound.items() if unit not in lost})
        return lost

    async def moved(self, old: Address, new: Address) -> None:
        await moved(self._connection, old, new)
        await self._regroup({u: new if a == old else a for u, a in self._scope.directory.groups.items()})

    async def forget(self, person: PersonId) -> None:
        await forget(self._connection, person)
        self._persons.pop(person, None)
        self._addresses.clear()

    async def _regroup(self, bound: dict[UnitCode, Address]) -> None:
        await changed(self._connection)
        self._scope.directory = replace(self._scope.directory, groups=bound)
        await seat(self._connection, self._scope.directory)

    def _remember(self, row: AnyRow) -> Person:
        """What was read once in this unit of work need not be read again."""
        found = Person(*row[: len(_FIELDS)])
        self._persons[found.id] = found
        return found


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
