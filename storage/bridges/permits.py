"""Permits to change what was shown: each once, and for a time. A channel gives one with a card, and with each press."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.bridges import permits
from tickets.ids import Account


@dataclass(frozen=True, slots=True)
class Permit:
    """A code that changes one message once, until then."""

    code: str
    until: datetime


async def keep(connection: AsyncConnection, account: Account, external: str, message: int, permit: Permit) -> None:
    """This message can be changed with it; the same permit again is the same one."""
    key = {"account": account, "external": external, "message": message}
    await connection.execute(
        insert(permits).values(**key, code=permit.code, until=permit.until).on_conflict_do_nothing()
    )


async def take(
    connection: AsyncConnection, account: Account, external: str, message: int, now: datetime
) -> Permit | None:
    """The permit that ends first, for whoever asks alone; None where none is left."""
    query = _first(account, external, message, now).with_for_update(skip_locked=True)
    row = (await connection.execute(query)).first()
    if row is None:
        return None
    used = delete(permits).where(*_of(account, external, message), permits.c.code == row.code)
    await connection.execute(used)
    return Permit(row.code, row.until)


async def some(connection: AsyncConnection, account: Account, external: str, message: int, now: datetime) -> bool:
    """Whether one is left, for whoever would not write for nothing."""
    return (await connection.execute(_first(account, external, message, now))).first() is not None


async def prune(connection: AsyncConnection, now: datetime) -> None:
    """Forget those whose time is over."""
    await connection.execute(delete(permits).where(permits.c.until <= now))


def _of(account: Account, external: str, message: int) -> tuple[ColumnElement[bool], ...]:
    return permits.c.account == account, permits.c.external == external, permits.c.message == message


def _first(account: Account, external: str, message: int, now: datetime) -> Select[*tuple[Any, ...]]:
    here = _of(account, external, message)
    return select(permits).where(*here, permits.c.until > now).order_by(permits.c.until).limit(1)
