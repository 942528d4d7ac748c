"""`wechat menu|codes`: what is set up once in a WeChat account."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from telegram.error import TelegramError

from bot.channels.wechat.api import Api
from bot.channels.wechat.channel import account_of
from bot.channels.wechat.console import NoScene, make_codes, make_menu
from bot.commands.run import done, give_up, settled, with_database
from bot.settings import Settings
from handlers import COMMANDS, Texts
from storage import directory
from storage.database import Database
from storage.migrate import migrate
from tickets.directory import Area, Level

app = typer.Typer(help="微信公众号 · the WeChat account", no_args_is_help=True)
console = Console()
_IN_MENU = ("my", "help", "lang")
_PLACES = frozenset({Level.COMMUNITY, Level.GRID, Level.BUILDING, Level.ENTRANCE})


@app.command()
def menu() -> None:
    """装上聊天下面的菜单 · Put the menu below the chat."""
    settings = _joined()
    t = Texts(settings.language)
    items = {name: t(COMMANDS[name]) for name in _IN_MENU}

    async def work(api: Api, _database: Database) -> None:
        await make_menu(api, items)

    _call(settings, work)
    console.print("菜单：" + "、".join(items.values()), highlight=False)


@app.command()
def codes(folder: Annotated[Path, typer.Argument(help="放图片的文件夹 · where the pictures go")]) -> None:
    """给每个社区、网格、楼栋、单元做一张二维码 · A printed code for every place of the people file."""
    settings = _joined()

    async def work(api: Api, database: Database) -> None:
        async with database.read() as connection:
            known = await directory.load(connection, settings.timezone)
        places: list[Area] = [area for area in known.areas.values() if area.level in _PLACES]
        count = await make_codes(api, places, folder)
        console.print(f"{count} 张二维码在 {folder} · codes", highlight=False)

    _call(settings, work)


def _joined() -> Settings:
    settings = settled()
    if not settings.wechat_app_id:
        give_up("没有设 WECHAT_APP_ID，见 docs/wechat.md · no WECHAT_APP_ID is set")
    return settings


def _call(settings: Settings, work: Callable[[Api, Database], Awaitable[None]]) -> None:
    async def called(database: Database) -> None:
        await migrate(database)
        _, api = account_of(settings, database, lambda: datetime.now(UTC))
        try:
            await work(api, database)
        except NoScene as odd:
            give_up(f"这些编号不能做二维码，只能用字母、数字、_ 和 -：{odd} · codes of letters, digits, _ and - only")
        except TelegramError as error:
            give_up(f"微信没有答应：{error} · WeChat refused")
        finally:
            await api.close()

    done(with_database(settings, called))
