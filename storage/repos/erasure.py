"""What changes rows all over the house: a person forgotten, a group that moved."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.clearing import forget_said
from storage.tables.bridges import books, options
from storage.tables.chats import bots
from storage.tables.mail import LEAVING, cards, dialogs, inbox, outbox
from storage.tables.marks import mark_pieces, marks
from storage.tables.people import groups, identities, invites, persons
from storage.tables.tickets import corrections, events, invitations, media, tickets, words
from storage.tables.whistles import events as blown_events
from storage.tables.whistles import whistles
from tickets.ids import PersonId
from tickets.mail import Address, Fate

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def moved(connection: AsyncConnection, old: Address, new: Address) -> None:
    """Point at the new chat all that pointed at the old one and still matters."""
    there = select(dialogs.c.person).where(_at(dialogs, new))
    await connection.execute(dialogs.delete().where(_at(dialogs, old), dialogs.c.person.in_(there)))
    for table, still in ((groups, true()), (cards, true()), (dialogs, true()), (outbox, LEAVING)):
        change = table.update().where(_at(table, old), still)
        await connection.execute(change.values(account=new.account, chat=new.chat))


async def forget(connection: AsyncConnection, person: PersonId) -> None:
    """Delete what is personal. Tickets and their events stay, without words, files and places."""
    mine = select(tickets.c.id).where(tickets.c.poster == person)
    await _forget_words(connection, person, mine)
    await connection.execute(corrections.update().where(corrections.c.ticket.in_(mine)).values(reason="", words=None))
    for table in (mark_pieces, marks):
        await connection.execute(table.delete().where(table.c.ticket.in_(mine)))
    await _forget_places(connection, mine)
    await connection.execute(tickets.update().where(tickets.c.poster == person).values(_NOWHERE))
    await _forget_scenes(connection, mine)
    await connection.execute(outbox.update().where(outbox.c.ticket.in_(mine)).values(body={}, prompt=None))
    for row in (await connection.execute(select(identities).where(identities.c.person_id == person))).all():
        await _forget_chat(connection, Address(row.account, row.user_id))
        if await connection.scalar(select(bots.c.id).where(bots.c.account == row.account)):
            await forget_said(connection, row.user_id)
    await connection.execute(dialogs.delete().where(dialogs.c.person == person))
    await connection.execute(identities.delete().where(identities.c.person_id == person))
    await connection.execute(persons.update().where(persons.c.id == person).values(_NOBODY))


async def join(connection: AsyncConnection, gone: PersonId, kept: PersonId) -> None:
    """All that is the one's becomes the other's, who keeps what they had told of themselves already."""
    for table, column in ((identities, "person_id"), (invitations, "person"), (words, "author"), (corrections, "by")):
        await connection.execute(table.update().where(table.c[column] == gone).values({column: kept}))
    await connection.execute(dialogs.delete().where(dialogs.c.person == gone))
    await connection.execute(invites.delete().where(invites.c.person == gone))
    told = (await connection.execute(select(persons).where(persons.c.id.in_((gone, kept))))).all()
    of = {row.id: row for row in told}
    filled = {name: getattr(of[kept], name) or getattr(of[gone], name) for name in _TOLD}
    read = {name: max(getattr(of[kept], name), getattr(of[gone], name)) for name in ("noticed", "agreed")}
    await connection.execute(persons.update().where(persons.c.id == kept).values(**filled, **read))
    await connection.execute(persons.update().where(persons.c.id == gone).values(_NOBODY))


def _at(table: Table, address: Address) -> ColumnElement[bool]:
    return and_(table.c.account == address.account, table.c.chat == address.chat)


async def _forget_chat(connection: AsyncConnection, chat: Address) -> None:
    unsent = outbox.update().where(_at(outbox, chat), outbox.c.fate.in_((Fate.WAITING, Fate.HELD)))
    await connection.execute(unsent.values(fate=Fate.STALE, why="forgotten"))
    await connection.execute(outbox.update().where(_at(outbox, chat)).values(body={}, prompt=None))
    await connection.execute(options.delete().where(_at(options, chat)))
    # What the channel calls them is forgotten with the book, in the night after the last word.
    await connection.execute(books.update().where(_at(books, chat)).values(acted_at=_LONG_AGO, prompt=None))
    await connection.execute(inbox.update().where(_at(inbox, chat), inbox.c.state != "open").values(body={}))


async def _forget_words(connection: AsyncConnection, person: PersonId, mine: Select[*tuple[Any, ...]]) -> None:
    theirs = (words.c.author == person) | words.c.ticket.in_(mine)
    gone = await connection.execute(words.delete().where(theirs).returning(words.c.media))
    files = {number for row in gone for number in row.media}
    if files:
        await connection.execute(media.delete().where(media.c.id.in_(files)))


async def _forget_places(connection: AsyncConnection, mine: Select[*tuple[Any, ...]]) -> None:
    """The one change that history knows: a place that its teller wants forgotten leaves it."""
    told = (await connection.execute(select(events).where(events.c.ticket.in_(mine)))).all()
    for row in told:
        change = {"before": _placeless(row.before), "after": _placeless(row.after)}
        if change != {"before": row.before, "after": row.after}:
            await connection.execute(events.update().where(events.c.id == row.id).values(change))


async def _forget_scenes(connection: AsyncConnection, mine: Select[*tuple[Any, ...]]) -> None:
    """Where units were called to; that there was a place stays, since what they owe follows from it."""
    blown = (await connection.execute(select(whistles).where(whistles.c.ticket.in_(mine)))).all()
    for row in blown:
        facts = _sceneless(row.facts)
        await connection.execute(whistles.update().where(whistles.c.id == row.id).values(facts=facts))
    told = select(blown_events).where(blown_events.c.whistle.in_([row.id for row in blown]))
    for row in (await connection.execute(told)).all() if blown else ():
        change = {"before": _sceneless(row.before), "after": _sceneless(row.after)}
        await connection.execute(blown_events.update().where(blown_events.c.id == row.id).values(change))


def _sceneless(facts: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: hidden for name, hidden in _NO_SCENE.items() if facts.get(name)}
    return {**facts, **told}


def _placeless(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {**facts, **{name: _NOWHERE[name] for name in _NOWHERE if name in facts}}


_TOLD = ("name", "phone", "language", "community", "area", "door")
_NOBODY: Mapping[str, Any] = {
    "name": "", "phone": "", "language": "", "door": "", "area": None, "channel": "", "noticed": 0, "agreed": 0,
}  # fmt: skip
_NOWHERE: Mapping[str, Any] = {"place": "", "area": None}
_NO_SCENE: Mapping[str, Any] = {"place": "—", "point": None}
