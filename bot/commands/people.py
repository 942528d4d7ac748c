"""`people check|load|show|invite`: the workbook that says who is who."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.channels.wecom.channel import account_of
from bot.commands.run import done, give_up, settled, with_database
from bot.people.gaps import warnings
from bot.people.loading import enter, release
from bot.people.roster import Roster
from bot.people.sample import WORKBOOK
from bot.people.show import describe
from bot.people.workbook import BrokenWorkbook, load
from classifiers.reader import JiebaReader
from storage import directory
from storage.checkup import unreachable_staff
from storage.database import Database
from storage.migrate import migrate
from storage.repos.people import People
from storage.repos.scope import Scope
from storage.work import Storage
from tickets.ids import Account

app = typer.Typer(help="人员表 · the people workbook", no_args_is_help=True)
console = Console()
Workbook = Annotated[Path, typer.Argument(help="人员表 .xlsx · the workbook", exists=True, dir_okay=False)]
_VALID = timedelta(days=7)


@app.command()
def check(workbook: Workbook) -> None:
    """检查，什么都不改 · Check; nothing is changed."""
    _warn(_read(workbook))
    console.print("没有错误 · no mistakes")


@app.command()
def show(workbook: Annotated[Path, typer.Argument(help="人员表 .xlsx")] = WORKBOOK) -> None:
    """按区域列出来 · Show the workbook as a tree."""
    console.print(describe(_read(workbook)), highlight=False)


@app.command("load")
def load_workbook(workbook: Workbook) -> None:
    """装进数据库，可以反复装 · Load it into the database, as often as you like."""
    settings, roster = settled(), _read(workbook)
    _warn(roster)
    tokens = [secret.get_secret_value() for secret in settings.telegram_token]
    telegram = [Account(f"telegram:{token.partition(':')[0]}") for token in tokens]

    async def work(database: Database) -> None:
        await migrate(database)
        await enter(database, roster, telegram, account_of(settings))
        storage = Storage(database, JiebaReader(), settings.working_rules())
        if freed := await release(storage, datetime.now(UTC), settings.language):
            console.print(
                f"{freed} 件放回待认领：原来办的人不在表里了 · went back to their units, their holders are gone"
            )

    done(with_database(settings, work))
    console.print(f"已装入 {len(roster.people)} 人 · people loaded")


@app.command()
def invite() -> None:
    """给还没连上的工作人员一次性代码 · One-time codes for staff whom no channel reaches, valid for a week."""

    async def work(database: Database) -> None:
        async with database.write() as connection:
            now = datetime.now(UTC)
            known = await directory.load(connection, settings.timezone)
            people = People(Scope(connection, now, now, known))
            for person in await unreachable_staff(connection):
                code = secrets.token_urlsafe(9)
                await people.offer(person, code, _VALID)
                console.print(f"{known.name_of(person)}\t/start s_{code}", highlight=False)

    settings = settled()
    done(with_database(settings, work))


def _read(workbook: Path) -> Roster:
    try:
        return load(workbook)
    except BrokenWorkbook as broken:
        give_up(str(broken))


def _warn(roster: Roster) -> None:
    for remark in warnings(roster, datetime.now().astimezone().date()):
        console.print(f"注意 {remark}", style="yellow", highlight=False)
