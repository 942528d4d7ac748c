"""What was said on tickets: texts and files, in rows of their own so that they can be deleted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from typing_extensions import override

from storage.repos.scope import Part, Scope
from storage.tables import tickets as tables
from storage.tables.base import AnyRow
from tickets.ids import MediaId, PersonId, TicketId, WordsId
from tickets.kinds import Deed
from tickets.records import Said

_WORDS = tables.words
_SAID = select(_WORDS).where(_WORDS.c.ticket == bindparam("of")).order_by(_WORDS.c.id)
_SAY = _WORDS.insert()
_EDIT = _WORDS.update().where(_WORDS.c.id == bindparam("_id")).values(text=bindparam("text"))


class Words(Part):
    """The part of the tickets' port that is about words. What is said in this unit of work is remembered in it."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._told: dict[WordsId, Said] = {}
        self._unwritten: list[WordsId] = []
        self._foreseen: dict[TicketId, list[Said]] = {}

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
        key = WordsId(await self._scope.new_id())
        self._told[key] = Said(key, ticket, deed, author, self._scope.now, text, tuple(media), album, origin)
        self._unwritten.append(key)
        self._foreseen.pop(ticket, None)
        return key

    async def said(self, ticket: TicketId, *deeds: Deed) -> list[Said]:
        if ticket in self._scope.born:
            return [s for s in self._told.values() if s.ticket == ticket and (not deeds or s.deed in deeds)]
        if ticket in self._foreseen:
            return [s for s in self._foreseen[ticket] if not deeds or s.deed in deeds]
        await self.flush()
        found = [_said(row) for row in await self._connection.execute(_SAID, {"of": ticket})]
        return [s for s in found if not deeds or s.deed in deeds]

    async def words(self, words: WordsId) -> Said | None:
        return self._told.get(words) or next(iter(await self._found(_WORDS.c.id == words)), None)

    async def of_origin(self, origin: str) -> Said | None:
        return next(iter(await self._found(_WORDS.c.origin == origin, _WORDS.c.origin != "")), None)

    async def of_album(self, album: str) -> TicketId | None:
        found = await self._found(_WORDS.c.album == album, _WORDS.c.album != "")
        return found[0].ticket if found else None

    async def first_words(self, tickets: Sequence[TicketId]) -> Mapping[TicketId, str]:
        known = [said for ticket in tickets for said in self._foreseen.get(ticket, ()) if said.deed is Deed.POST]
        missing = [ticket for ticket in tickets if ticket not in self._foreseen]
        found = known + (await self._found(_WORDS.c.ticket.in_(missing), _WORDS.c.deed == Deed.POST) if missing else [])
        return {said.ticket: said.text for said in reversed(found)}

    async def spoken_by(self, author: PersonId, since: datetime, *deeds: Deed) -> int:
        await self.flush()
        theirs = (_WORDS.c.author == author, _WORDS.c.at > since, _WORDS.c.deed.in_(deeds))
        return (await self._connection.execute(select(func.count()).select_from(_WORDS).where(*theirs))).scalar_one()

    async def edit_words(self, words: WordsId, text: str) -> None:
        await self.flush()
        self._foreseen.clear()
        if words in self._told:
            self._told[words] = replace(self._told[words], text=text)
        await self._connection.execute(_EDIT, {"_id": words, "text": text})

    @override
    async def foresee(self, tickets: Collection[TicketId]) -> None:
        await super().foresee(tickets)
        self._foreseen |= {ticket: [] for ticket in tickets}
        for said in await self._found(_WORDS.c.ticket.in_(tickets)):
            self._foreseen[said.ticket].append(said)

    @override
    async def flush(self) -> None:
        await super().flush()
        await self._write(_SAY, [self._words_row(self._told[key]) for key in self._unwritten])
        self._unwritten.clear()

    def _words_row(self, said: Said) -> dict[str, Any]:
        return asdict(said) | {"media": list(said.media), "street": self._scope.street(said.ticket)}

    async def _found(self, *conditions: ColumnElement[bool]) -> list[Said]:
        await self.flush()
        query = select(_WORDS).where(*conditions).order_by(_WORDS.c.id)
        return [_said(row) for row in await self._connection.execute(query)]


def _said(row: AnyRow) -> Said:
    return Said(
        row.id, row.ticket, Deed(row.deed), row.author, row.at, row.text, tuple(row.media), row.album, row.origin
    )
