"""What each chat may still be sent, and what its next words answer.

A user's deed opens the book; each message costs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.base import AnyRow
from storage.tables.bridges import books
from tickets.mail import Address


@dataclass(frozen=True, slots=True)
class Grant:
    """What a user's deed allows: `count` messages `within` that time; `brief` ones count beside the others."""

    count: int
    within: timedelta
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """How it stands with one chat. `left` and `brief_left` count only until their moments.

    `turn` grows with each deed of the user. `prompt` is the message that the next words answer, until its moment. At
    `acted_at` the user did something last.
    """

    turn: int
    left: int
    until: datetime
    brief_left: int
    brief_until: datetime
    prompt: int | None
    prompt_until: datetime | None
    acted_at: datetime

    def regular(self, now: datetime) -> int:
        """Messages left in the long window; 0 where it is over."""
        return self.left if now < self.until else 0

    def brief(self, now: datetime) -> int:
        """Messages left in the short window."""
        return self.brief_left if now < self.brief_until else 0

    def asks(self, now: datetime) -> int | None:
        """The message that free words answer now, or None."""
        return self.prompt if self.prompt_until is not None and now < self.prompt_until else None


async def open_book(connection: AsyncConnection, to: Address, now: datetime, grant: Grant | None) -> Book:
    """The user did something. A grant replaces what was left of its kind, as the channels count."""
    values = {"account": to.account, "chat": to.chat, "turn": 1, "acted_at": now}
    values |= {"left": 0, "until": now, "brief_left": 0, "brief_until": now}
    if grant and grant.brief:
        fresh = {"brief_left": grant.count, "brief_until": now + grant.within}
    else:
        fresh = {"left": grant.count, "until": now + grant.within} if grant else {}
    change = {"turn": books.c.turn + 1, "acted_at": now, **fresh}
    row = insert(books).values(values | fresh).on_conflict_do_update(index_elements=["account", "chat"], set_=change)
    return _book((await connection.execute(row.returning(books))).one())


async def book_of(connection: AsyncConnection, to: Address) -> Book | None:
    """How it stands with the chat; None where its user never did anything."""
    row = (await connection.execute(select(books).where(_at(to)))).first()
    return _book(row) if row else None


async def spend(connection: AsyncConnection, to: Address, now: datetime) -> None:
    """A message leaves: it counts in the long window, in the short one only where the long one is over or used up."""
    regular = (books.c.left > 0) & (books.c.until > now)
    await connection.execute(
        update(books)
        .where(_at(to))
        .values(
            left=case((regular, books.c.left - 1), else_=books.c.left),
            brief_left=case((regular | (books.c.brief_left <= 0), books.c.brief_left), else_=books.c.brief_left - 1),
        )
    )


async def close_book(connection: AsyncConnection, to: Address, at: datetime | None = None) -> None:
    """The channel says that nothing is left: it knows better. What it said of `at` is old where the user did something
    since.
    """
    change = update(books).where(_at(to)).values(left=0, brief_left=0)
    await connection.execute(change if at is None else change.where(books.c.acted_at < at))


async def ask(connection: AsyncConnection, to: Address, message: int | None, until: datetime | None) -> None:
    """The next free words answer this message; None ends it."""
    await connection.execute(update(books).where(_at(to)).values(prompt=message, prompt_until=until))


async def prune(connection: AsyncConnection, before: datetime) -> None:
    """Forget how it stood with those who have done nothing since."""
    await connection.execute(delete(books).where(books.c.acted_at < before))


def _at(to: Address) -> ColumnElement[bool]:
    return and_(books.c.account == to.account, books.c.chat == to.chat)


def _book(row: AnyRow) -> Book:
    return Book(
        row.turn, row.left, row.until, row.brief_left, row.brief_until, row.prompt, row.prompt_until, row.acted_at
    )
