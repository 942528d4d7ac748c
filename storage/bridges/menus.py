"""The numbered menus of each chat: which number, typed, presses which button of which message."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.bridges import options
from tickets.mail import Address


@dataclass(frozen=True, slots=True)
class Option:
    """A button under its number: `data` is what a press of it says about `message`."""

    number: int
    label: str
    data: str
    message: int


async def lay(connection: AsyncConnection, to: Address, turn: int, fresh: Sequence[Option]) -> None:
    """A menu was shown in the user's present turn: those of earlier turns are over, others of this turn stay."""
    old = delete(options).where(_at(to), (options.c.turn < turn) | options.c.message.in_({o.message for o in fresh}))
    await connection.execute(old)
    rows = [
        {"account": to.account, "chat": to.chat, "turn": turn}
        | {"message": o.message, "number": o.number, "label": o.label, "data": o.data}
        for o in fresh
    ]
    if rows:
        await connection.execute(insert(options).on_conflict_do_nothing(), rows)


async def drop(connection: AsyncConnection, to: Address, messages: Sequence[int]) -> None:
    """Those messages have no buttons any more."""
    await connection.execute(delete(options).where(_at(to), options.c.message.in_(messages)))


async def live(connection: AsyncConnection, to: Address) -> list[Option]:
    """What can be pressed now, in the order in which it was shown."""
    query = select(options).where(_at(to)).order_by(options.c.message, options.c.number)
    return [Option(row.number, row.label, row.data, row.message) for row in await connection.execute(query)]


async def highest(connection: AsyncConnection, to: Address, turn: int) -> int:
    """The highest number shown in this turn, so that the next menu goes on from it; 0 where there is none."""
    query = select(func.max(options.c.number)).where(_at(to), options.c.turn == turn)
    return (await connection.execute(query)).scalar() or 0


def _at(to: Address) -> ColumnElement[bool]:
    return and_(options.c.account == to.account, options.c.chat == to.chat)
