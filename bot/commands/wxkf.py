"""`wxkf links`: what is set up once in 微信客服."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from telegram.error import TelegramError

from bot.channels.wxkf.channel import api_of
from bot.channels.wxkf.console import Link, NoScene, draw, make_links
from bot.commands.run import done, give_up, settled, with_database
from storage import directory
from storage.database import Database
from storage.migrate import migrate
from tickets.directory import Level

app = typer.Typer(help="微信客服", no_args_is_help=True)
console = Console()
_PLACES = frozenset({Level.COMMUNITY, Level.GRID, Level.BUILDING, Level.ENTRANCE})
Folder = Annotated[Path | None, typer.Argument(help="放二维码的文件夹，不给就只列链接 · where the printed codes go")]
Account = Annotated[str, typer.Option("--account", help="用哪个客服账号，默认第一个 · which account; the first one")]


@app.callback()
def group() -> None:
    """A group, though it has one command."""


@app.command()
def links(folder: Folder = None, account: Account = "") -> None:
    """给每个社区、网格、楼栋、单元做一个链接和二维码 · A link and a printed code for every place of the people file."""
    settings = settled()
    if not settings.wxkf_ids:
        give_up("没有设 WXKF_IDS，见 docs/wxkf.md · no WXKF_IDS is set")
    kf = account or settings.wxkf_ids[0]
    if kf not in settings.wxkf_ids:
        give_up(f"WXKF_IDS 里没有 {kf} · not among WXKF_IDS")

    async def work(database: Database) -> list[Link]:
        await migrate(database)
        async with database.read() as connection:
            known = await directory.load(connection, settings.timezone)
        api = api_of(settings, database, lambda: datetime.now(UTC))
        try:
            return await make_links(api, kf, [area for area in known.areas.values() if area.level in _PLACES])
        except NoScene as odd:
            give_up(f"这些编号不能做链接，只能用 32 个以内的字母、数字、_ 和 -：{odd} · letters, digits, _ and - only")
        except TelegramError as error:
            give_up(f"企业微信没有答应：{error} · WeCom refused")
        finally:
            await api.close()

    found = done(with_database(settings, work))
    if folder:
        draw(found, folder)
    for area, url in found:
        console.print(f"{area.code}\t{area.name}\t{url}", highlight=False, soft_wrap=True)
