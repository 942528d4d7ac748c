"""`door add|list|withdraw`: tokens for other bots that serve the web channel's users."""

from typing import Annotated

import typer
from rich.console import Console

from bot.commands.run import done, give_up, settled, with_database
from storage.chats import hand_over as give
from storage.chats import list_bots, make_bot
from storage.chats import take_back as fetch_back
from storage.chats import withdraw as take_back
from storage.chats.records import Right
from storage.database import Database
from storage.migrate import migrate

app = typer.Typer(help="给别的机器人开的门 · the door for other bots", no_args_is_help=True)
console = Console()
Username = Annotated[str, typer.Argument(help="以 bot 结尾的英文名 · a name that ends with bot")]


May = Annotated[
    list[Right], typer.Option(help="能做什么，可写几次 · what it may do; may be given several times", show_default=True)
]
USUAL = [Right.PRIVATE, Right.FILES]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="显示的名字 · its name")], username: Username, may: May = USUAL
) -> None:
    """新的机器人，给出它的口令；已有的换口令和权限 · A new bot, or another token and other rights; shown once."""

    async def work(database: Database) -> str:
        await migrate(database)
        async with database.write() as connection:
            return await make_bot(connection, name, username, may)

    settings = settled()
    console.print(done(with_database(settings, work)), highlight=False)
    console.print(f"API: {settings.public_url}/bot<token>/<method>", style="dim", highlight=False)


@app.command("hand-over")
def hand_over(
    account: Annotated[str, typer.Argument(help="比如 wechat:wx1234 · such as wechat:wx1234")], may: May = USUAL
) -> None:
    """把一个渠道账号交给别的机器人 · Let another bot serve a channel's account; its token is shown once."""

    async def work(database: Database) -> str | None:
        async with database.write() as connection:
            return await give(connection, account, may)

    token = done(with_database(settled(), work))
    if token is None:
        give_up("没有这个账号，或者它还没启动过 · no such account, or it has not said hello yet")
    console.print(token, highlight=False)


@app.command("take-back")
def taken_back(account: str) -> None:
    """账号收回来，还由哨应办 · The house serves the account again."""

    async def work(database: Database) -> bool:
        async with database.write() as connection:
            return await fetch_back(connection, account)

    if not done(with_database(settled(), work)):
        give_up("这个账号没有交出去 · that account was not handed over")


@app.command("list")
def listed() -> None:
    """有哪些 · Which there are."""

    async def work(database: Database) -> None:
        async with database.read() as connection:
            for bot, opens in await list_bots(connection):
                rights = "、".join(sorted(bot.rights)) if opens else "口令已收回 · withdrawn"
                name = f"@{bot.user.username}" if bot.user.username else bot.account
                console.print(f"{name}\t{bot.user.name}\t{rights}", highlight=False)

    done(with_database(settled(), work))


@app.command()
def withdraw(username: Username) -> None:
    """收回口令 · Withdraw the token."""

    async def work(database: Database) -> bool:
        async with database.write() as connection:
            return await take_back(connection, username)

    if not done(with_database(settled(), work)):
        give_up("没有这个机器人 · no such bot")
