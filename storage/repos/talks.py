"""Dialogs and received media."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from storage.repos.scope import Part, Scope
from storage.tables.mail import dialogs
from storage.tables.tickets import media
from tickets.ids import MediaId, PersonId
from tickets.mail import Address
from tickets.records import Dialog, Medium

_MEDIUM = ("kind", "account", "file_id", "name", "size", "mime")
_PLACE = ("account", "chat", "person")
_HERE = and_(*(dialogs.c[name] == bindparam(name) for name in _PLACE))
_DIALOG = select(dialogs.c.step, dialogs.c.detail).where(_HERE)
_END = dialogs.delete().where(_HERE)
_row = insert(dialogs)
_REMEMBER = _row.on_conflict_do_update(
    index_elements=_PLACE, set_={name: _row.excluded[name] for name in ("step", "detail", "at")}
)


class Talks(Part):
    """The dialogs and media of one unit of work."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._received: dict[MediaId, Medium] = {}

    async def dialog(self, address: Address, person: PersonId) -> Dialog | None:
        row = (await self._connection.execute(_DIALOG, _place(address, person))).first()
        return Dialog(row.step, row.detail) if row else None

    async def remember(self, address: Address, person: PersonId, dialog: Dialog | None) -> None:
        place = _place(address, person)
        if dialog is None:
            await self._connection.execute(_END, place)
            return
        state = {"step": dialog.step, "detail": dict(dialog.detail), "at": self._scope.now}
        await self._connection.execute(_REMEMBER, {**place, **state})

    async def receive(self, medium: Medium) -> MediaId:
        row = insert(media).values({name: getattr(medium, name) for name in _MEDIUM})
        # Nothing changes where it stands already, but only a written row is returned.
        kept = row.on_conflict_do_update(index_elements=["account", "file_id"], set_={"kind": media.c.kind})
        key = MediaId((await self._connection.execute(kept.returning(media.c.id))).scalar_one())
        self._received[key] = replace(medium, id=key)
        return key

    async def media(self, ids: Sequence[MediaId]) -> list[Medium]:
        known = {key: self._received[key] for key in ids if key in self._received}
        if missing := set(ids) - known.keys():
            rows = await self._connection.execute(select(media).where(media.c.id.in_(missing)))
            known |= {row.id: Medium(row.id, *(getattr(row, name) for name in _MEDIUM)) for row in rows}
        return [known[key] for key in ids if key in known]


def _place(address: Address, person: PersonId) -> dict[str, Any]:
    return {"account": address.account, "chat": address.chat, "person": person}
