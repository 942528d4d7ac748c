"""`run`, `migrate`, `seed`, `doctor`: the program itself and its database."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NoReturn, TypeVar

import typer
from rich.console import Console

from bot import logs
from bot.assembly import serve
from bot.doctor import Health, examine
from bot.logs import Scrubber
from bot.people import sample
from bot.people.workbook import BrokenWorkbook
from bot.serving import NoSuchPlace, PortTaken
from bot.settings import Settings, WrongSetting, load
from storage.checkup import Unusable, reach
from storage.database import Database
from storage.migrate import NewerDatabase, migrate, revision
from storage.queues.inbox import parked, retry

T = TypeVar("T")
_COLOURS = {Health.OK: "green", Health.WARN: "yellow", Health.BAD: "red"}

console = Console()
complaints = Console(stderr=True)


def join(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(run)
    app.command("migrate")(upgrade)
    app.command()(seed)
    app.command()(doctor)
    app.command("retry")(again)


def run() -> None:
    """启动 · Start the program; stop it with Ctrl-C."""
    settings = settled()
    done(_serve(settings))


def upgrade() -> None:
    """升级数据库 · Bring the database to this program's version."""

    async def work(database: Database) -> None:
        await migrate(database)
        console.print(f"数据库版本 {await revision(database)} · database revision")

    done(with_database(settled(), work))


def seed() -> None:
    """放入示例社区 · Put the sample community into the database."""
    settings = settled()
    if not settings.sample:
        give_up(
            "设了 TELEGRAM_TOKEN 或 PEOPLE_FILE，或者地址不是本机，不能放示例 · the sample is for an empty set-up only"
        )

    async def work(database: Database) -> None:
        await migrate(database)
        await sample.seed(database, settings.language)

    done(with_database(settings, work))


def doctor() -> None:
    """检查安装 · Look at everything and say what to do; exit code 1 where something is bad."""
    settings = settled()

    async def work(database: Database) -> bool:
        findings = await examine(settings, database)
        for found in findings:
            console.print(f"[{_COLOURS[found.health]}]●[/] {found.text}", highlight=False)
            if found.remedy:
                console.print(f"  → {found.remedy}", style="dim", highlight=False)
        return any(found.health is Health.BAD for found in findings)

    if done(_opened(settings, work)):
        raise typer.Exit(1)


def again() -> None:
    """重试放到一边的消息 · Try again the messages that were put aside."""

    async def work(database: Database) -> None:
        async with database.write() as connection:
            rows = await parked(connection)
            console.print(f"{await retry(connection, [row.id for row in rows])} 条 · messages will be tried again")

    done(with_database(settled(), work))


def settled() -> Settings:
    """The settings, with the log begun; ends with one line where they are wrong."""
    try:
        settings = load()
    except WrongSetting as wrong:
        give_up(str(wrong))
    logs.begin(settings.log_level, settings.log_format, settings.secrets())
    if settings.database_url.startswith("sqlite:///"):
        try:
            Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            _no_database(str(error))
    return settings


def give_up(line: str) -> NoReturn:
    """One line for people, and exit code 2."""
    complaints.print(line, style="red", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(2)


def _no_database(reason: str) -> NoReturn:
    """What the driver said may bear a secret."""
    known = Scrubber(load().secrets()).text(reason)
    give_up(f"用不了数据库，请检查 DATABASE_URL：{known} · the database cannot be used, check DATABASE_URL")


def done(work: Awaitable[T]) -> T:
    """Run to the end; what people can mend is told in a line, not in a traceback."""

    async def whole() -> T:
        return await work

    try:
        return asyncio.run(whole())
    except NewerDatabase as newer:
        give_up(f"数据库比程序新（{newer}），请更新程序 · the database is newer than the program: update the program")
    except BrokenWorkbook as broken:
        give_up(str(broken))
    except PortTaken as taken:
        give_up(f"{taken} 已被占用，请换 WEB_PORT · the port is taken, set another WEB_PORT")
    except NoSuchPlace as place:
        give_up(f"不能用 {place}，请换 WEB_HOST 或 WEB_PORT · cannot listen there, set another WEB_HOST or WEB_PORT")
    except Unusable as unusable:
        _no_database(str(unusable))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


async def with_database(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Open the database, work, close it. Raises Unusable."""

    async def reached(database: Database) -> T:
        await reach(database)
        return await work(database)

    return await _opened(settings, reached)


async def _opened(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    database = Database(settings.database_url)
    try:
        return await work(database)
    finally:
        await database.close()


async def _serve(settings: Settings) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)

    def ready(url: str) -> None:
        console.print(f"哨应已启动，请打开 {url} · open it in a browser", highlight=False)

    await serve(settings, ready, asyncio.ensure_future(stopped.wait()))
