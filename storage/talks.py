"""Dialogs and received media."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.dialects.postgresql import insert

from storage.scope import Part
from storage.tables.mail import dialogs
from storage.tables.tickets import media
from tickets.ids import MediaId, PersonId
from tickets.mail import Address
from tickets.ports import Dialog, Medium

_MEDIUM = ("kind", "account", "file_id", "name", "size", "mime")


class Talks(Part):
    """The dialogs and media of one unit of work."""

    async def dialog(self, address: Address, person: PersonId) -> Dialog | None:
        query = select(dialogs.c.step, dialogs.c.detail).where(_of(address, person))
        row = (await self._connection.execute(query)).first()
        return Dialog(row.step, row.detail) if row else None

    async def remember(self, address: Address, person: PersonId, dialog: Dialog | None) -> None:
        if dialog is None:
            await self._connection.execute(dialogs.delete().where(_of(address, person)))
            return
        state = {"step": dialog.step, "detail": dict(dialog.detail), "at": self._scope.now}
        row = insert(dialogs).values(account=address.account, chat=address.chat, person=person, **state)
        kept = row.on_conflict_do_update(index_elements=["account", "chat", "person"], set_=state)
        await self._connection.execute(kept)

    async def receive(self, medium: Medium) -> MediaId:
        row = insert(media).values({name: getattr(medium, name) for name in _MEDIUM})
        # Nothing changes where it stands already, but only a written row is returned.
        kept = row.on_conflict_do_update(index_elements=["account", "file_id"], set_={"kind": media.c.kind})
        return MediaId((await self._connection.execute(kept.returning(media.c.id))).scalar_one())

    async def media(self, ids: Sequence[MediaId]) -> list[Medium]:
        found = {row.id: row for row in await self._connection.execute(select(media).where(media.c.id.in_(ids)))}
        return [Medium(key, *(getattr(found[key], name) for name in _MEDIUM)) for key in ids if key in found]


def _of(address: Address, person: PersonId) -> ColumnElement[bool]:
    here = and_(dialogs.c.account == address.account, dialogs.c.chat == address.chat)
    return and_(here, dialogs.c.person == person)
