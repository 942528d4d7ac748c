"""`corrections`: what staff put right, masked, as `train` takes it."""

import csv
import sys
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.run import console, done, settled, with_database
from classifiers.reader import JiebaReader
from storage.database import Database
from storage.lessons import Lesson, lessons
from storage.migrate import migrate
from tickets.reading import Reader, mask

COLUMNS = ("id", "text", "matter", "topic", "kind", "urgency", "danger")


def join(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(corrections)


def corrections(
    out: Annotated[Path | None, typer.Option(help="写到哪个文件，不填就打印 · where to, else printed")] = None,
) -> None:
    """导出更正 · Write what staff corrected, personal data masked, as CSV for `train`."""

    async def work(database: Database) -> None:
        await migrate(database)
        async with database.read() as connection:
            found = await lessons(connection)
        text = written(found, JiebaReader())
        if out is None:
            sys.stdout.write(text)
        else:
            out.write_text(text, "utf-8")
            console.print(f"{len(found)} 条 · corrections written to {out}")

    done(with_database(settled(), work))


def written(found: Iterable[Lesson], reader: Reader) -> str:
    """The lessons as CSV, masked."""
    page = StringIO()
    rows = csv.writer(page, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in found:
        text = mask(one.text, reader.spans(one.text))
        rows.writerow([one.id, text, one.matter, one.topic, one.kind, one.urgency, int(one.danger)])
    return page.getvalue()
