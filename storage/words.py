"""What was said on tickets: texts and files, in rows of their own so that they can be deleted."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from typing_extensions import override

from storage.scope import Part, Scope
from storage.tables import tickets as tables
from storage.tables.base import AnyRow
from tickets.ids import MediaId, PersonId, TicketId, WordsId
from tickets.kinds import Deed
from tickets.ports import Said

_WORDS = tables.words
_SAY = _WORDS.insert()
_EDIT = _WORDS.update().where(_WORDS.c.id == bindparam("_id")).values(text=bindparam("text"))


class Words(Part):
    """The part of the tickets' port that is about words."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._spoken: dict[WordsId, dict[str, Any]] = {}

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
        said = {"id": key, "ticket": ticket, "deed": deed, "author": author, "at": self._scope.now, "text": text}
        marks = {"media": list(media), "album": album, "origin": origin, "street": self._scope.street(ticket)}
        self._spoken[key] = said | marks
        return key

    async def said(self, ticket: TicketId, *deeds: Deed) -> list[Said]:
        by = [_WORDS.c.deed.in_(deeds)] if deeds else []
        return await self._found(_WORDS.c.ticket == ticket, *by)

    async def words(self, words: WordsId) -> Said | None:
        return next(iter(await self._found(_WORDS.c.id == words)), None)

    async def of_origin(self, origin: str) -> Said | None:
        return next(iter(await self._found(_WORDS.c.origin == origin, _WORDS.c.origin != "")), None)

    async def of_album(self, album: str) -> TicketId | None:
        found = await self._found(_WORDS.c.album == album, _WORDS.c.album != "")
        return found[0].ticket if found else None

    async def first_words(self, tickets: Sequence[TicketId]) -> Mapping[TicketId, str]:
        found = await self._found(_WORDS.c.ticket.in_(tickets), _WORDS.c.deed == Deed.POST)
        return {said.ticket: said.text for said in reversed(found)}

    async def edit_words(self, words: WordsId, text: str) -> None:
        await self.flush()
        await self._connection.execute(_EDIT, {"_id": words, "text": text})

    @override
    async def flush(self) -> None:
        await super().flush()
        await self._write(_SAY, list(self._spoken.values()))
        self._spoken.clear()

    async def _found(self, *conditions: ColumnElement[bool]) -> list[Said]:
        await self.flush()
        query = select(_WORDS).where(*conditions).order_by(_WORDS.c.id)
        return [_said(row) for row in await self._connection.execute(query)]


def _said(row: AnyRow) -> Said:
    return Said(
        row.id, row.ticket, Deed(row.deed), row.author, row.at, row.text, tuple(row.media), row.album, row.origin
    )
