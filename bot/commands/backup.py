"""`backup`, `restore`: everything that is kept, as one file."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.run import done, give_up, settled, with_database
from storage.backup import NoBackup, save
from storage.backup import restore as put_back
from storage.database import Database
from storage.migrate import migrate

console = Console()
Target = Annotated[Path, typer.Argument(help="备份文件 · the file", dir_okay=False)]


def join(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(backup)
    app.command()(restore)


def backup(path: Target) -> None:
    """备份：把数据库写成一个文件，程序开着也行 · Write the database into one file, also while the program runs."""

    async def work(database: Database) -> int:
        await migrate(database)
        return await save(database, path)

    settings = settled()
    if path.exists():
        give_up(f"{path} 已经有了，请换个名字 · the file exists, choose another name")
    console.print(f"{done(with_database(settings, work))} 行 · rows → {path}", highlight=False)
    console.print(f"里面有居民的个人信息，请妥善保管。照片和文件在 {settings.media_dir}，请一起复制。", style="dim")


def restore(path: Target) -> None:
    """恢复：放回一个空的数据库，SQLite 和 PostgreSQL 之间也行 · Put it back into an empty database of either kind."""

    async def work(database: Database) -> int:
        await migrate(database)
        return await put_back(database, path)

    settings = settled()
    if not path.exists():
        give_up(f"没有 {path} · no such file")
    try:
        rows = done(with_database(settings, work))
    except NoBackup as refused:
        give_up(f"不能恢复：{refused} · cannot be put back")
    console.print(f"{rows} 行已放回 · rows put back", highlight=False)
