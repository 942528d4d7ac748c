"""`bench`: how fast, how big, how soon, beside a bare python-telegram-bot program."""

import asyncio
from importlib import import_module
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.run import give_up

console = Console()


def join(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(bench)


def bench(quick: Annotated[bool, typer.Option("--quick", help="两分钟以内 · within two minutes")] = False) -> None:
    """测速 · Measure speed, memory and start beside a bare python-telegram-bot program."""
    try:
        benchmarks = import_module("benchmarks.run")
        report = import_module("benchmarks.report")
    except ImportError:
        give_up("要在源代码目录里用 make bench · run make bench in the source folder")
    pace = benchmarks.QUICK if quick else benchmarks.Pace()
    with console.status("…") as status:
        found = asyncio.run(benchmarks.measure(pace, status.update, sweeps=not quick))
    console.print(report.table(found.programs))
    console.print(report.messages(found.outbound))
    console.print(report.replies(found.passive))
    console.print(report.receipts(found.asked))
    if found.sweep:
        console.print(report.sweeps(found.sweep))
    console.print(f"一个账号每秒最多 {report.CEILING:g} 件 · what one account's limits allow", highlight=False)
    path = report.save(found.programs, found.sweep, found.outbound, found.passive, found.asked, quick=quick)
    console.print(f"{path}", highlight=False)
