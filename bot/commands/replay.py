"""`replay`: a file of messages, played through the whole path on a fast clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bot import logs
from bot.commands.run import done, give_up
from bot.replay.play import Moment, play
from bot.replay.rows import Row, Unplayable, read
from bot.replay.table import Line, shown
from classifiers.reader import JiebaReader
from storage import sums
from storage.database import Database
from storage.migrate import migrate
from tickets.times import SHANGHAI

console = Console()
_COLUMNS = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())


def join(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(replay)


def replay(
    file: Annotated[
        Path, typer.Argument(help="CSV（id,text,…）或 JSON 行 · CSV or JSON lines", exists=True, dir_okay=False)
    ],
    database: Annotated[
        str, typer.Option(help="空的数据库，不填就用临时的 · an empty database; a temporary one by default")
    ] = "",
    seed: Annotated[int, typer.Option(help="同一个数，同一出戏 · the same number, the same play")] = 1,
    most: Annotated[int, typer.Option(help="最多几条 · at most so many rows", min=1)] = 100_000,
) -> None:
    """回放 · Play a file of messages on a fast clock: residents post, staff answer, sums are checked."""
    try:
        rows = read(file)[:most]
    except Unplayable as refusal:
        give_up(str(refusal))
    logs.begin("ERROR", "auto", ())
    found = done(_played(rows, database, seed))
    console.print(shown(found))
    wrong = [line for line in found if not line.agrees]
    for line in wrong:
        console.print(f"不一致 · does not agree: {line.name}: {line.seen} ≠ {line.booked}", style="red")
    if wrong:
        raise typer.Exit(1)


async def _played(rows: list[Row], url: str, seed: int) -> list[Line]:
    async with _database(url) as database:
        await migrate(database)
        async with database.read() as connection:
            if await sums.tickets_at_all(connection):
                give_up("这个数据库里已经有事项，回放要用空的 · replay needs a database without tickets")
        with Progress(*_COLUMNS, console=console, transient=True) as progress:
            task = progress.add_task("回放 · replay", total=1.0)

            def told(moment: Moment) -> None:
                local = moment.now.astimezone(SHANGHAI)
                words = f"{local:%m-%d %H:%M} {moment.posted}/{len(rows)}"
                progress.update(task, completed=moment.done, description=words)

            played = await play(database, JiebaReader(), rows, seed, told)
        return await played.lines()


@asynccontextmanager
async def _database(url: str) -> AsyncIterator[Database]:
    """The one that was named, or one that is gone afterwards."""
    with TemporaryDirectory(prefix="shaoying-") as home:
        database = Database(url or f"sqlite:///{home}/replay.db")
        try:
            yield database
        finally:
            await database.close()
