"""The figures for people and for machines."""

import json
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.load import Spread

FOLDER = Path("var/bench")
CEILING = 27 / 2
"""Reports a second that one account can carry: 27 messages, two of which a report needs (docs/benchmarks.md)."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one program."""

    name: str
    reports_a_second: float
    cards: Spread
    receipts: Mapping[int, Spread]
    ready: float
    megabytes: float | None
    processor_ms_a_report: float | None
    lost: int
    busiest_account: int


def table(found: Sequence[Figures]) -> Table:
    """Side by side."""
    made = Table("", *(one.name for one in found), title="测速 · benchmark")
    for name, figure in _LINES.items():
        made.add_row(name, *map(figure, found))
    return made


def sweeps(found: Mapping[str, Mapping[str, Any]]) -> Table:
    """The sweep among few and among many."""
    made = Table("", *found, title="到期 1000 件的清扫，秒 · seconds to sweep a thousand due")
    for name in next(iter(found.values()), {}):
        made.add_row(name, *(str(figures.get(name, "")) for figures in found.values()))
    return made


def messages(found: Mapping[str, Mapping[str, float]]) -> Table:
    """Messages a second out of the outbox."""
    made = Table("", *found, title="每秒发出多少条 · messages sent a second, 16 on their way")
    for name in next(iter(found.values()), {}):
        made.add_row(name, *(f"{figures[name]:g}" for figures in found.values()))
    return made


def replies(found: Mapping[str, Mapping[str, float]]) -> Table:
    """Replies that go back with a push of WeChat's."""
    made = Table("", *found, title="公众号当场回复，每秒 50 条 · replies to pushes, 50 a second")
    for name in next(iter(found.values()), {}):
        made.add_row(name, *(f"{figures[name]:g}" for figures in found.values()))
    return made


def receipts(found: Mapping[str, Mapping[str, float]]) -> Table:
    """Receipts by 微信客服, from the resident's word to the call that tells it."""
    made = Table("", *found, title="微信客服的回执，每秒 50 条 · receipts by 微信客服, 50 a second")
    for name in next(iter(found.values()), {}):
        made.add_row(name, *(f"{figures[name]:g}" for figures in found.values()))
    return made


def save(
    found: Sequence[Figures],
    sweep: Mapping[str, Any],
    outbound: Mapping[str, Any],
    passive: Mapping[str, Any],
    asked: Mapping[str, Any],
    *,
    quick: bool,
) -> Path:
    """As JSON, with what it was measured on."""
    now = datetime.now(UTC)
    machine = {"system": platform.system(), "python": platform.python_version(), "cores": cpu_count()}
    content = {
        "at": now.isoformat(timespec="seconds"),
        "quick": quick,
        "machine": machine,
        "one_account_reports_a_second": CEILING,
        "programs": [asdict(one) for one in found],
        "outbound": outbound,
        "passive": passive,
        "asked": asked,
        "sweep": sweep,
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    return path


def _spread(found: Spread) -> str:
    return f"{found.p50:.0f} / {found.p99:.0f}"


def _known(figure: float | None, digits: int = 0) -> str:
    return "—" if figure is None else f"{figure:.{digits}f}"


_LINES: Mapping[str, Callable[[Figures], str]] = {
    "每秒办多少件 · reports/s": lambda one: f"{one.reports_a_second:.0f}",
    "回执 20/s p50/p99 ms": lambda one: _spread(one.receipts[20]),
    "回执 50/s p50/p99 ms": lambda one: _spread(one.receipts[50]),
    "每件 CPU ms": lambda one: _known(one.processor_ms_a_report, 1),
    "内存 · memory MB": lambda one: _known(one.megabytes),
    "启动 · ready s": lambda one: _known(one.ready, 1),
    "没收下的 · lost": lambda one: str(one.lost),
}
