"""The figures for people and for machines."""

import json
import platform
from collections.abc import Mapping, Sequence
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
    refused: int
    busiest_account: int


def table(found: Sequence[Figures]) -> Table:
    """Side by side."""
    made = Table(title="测速 · benchmark")
    for column in ("", "报/秒 · reports/s", "20/s p50 / p99 ms", "50/s p50 / p99 ms", "CPU ms", "MB", "启动 · ready s"):
        made.add_column(column, justify="right" if column else "left")
    for one in found:
        memory = f"{one.megabytes:.0f}" if one.megabytes else "—"
        spent = f"{one.processor_ms_a_report:.1f}" if one.processor_ms_a_report else "—"
        made.add_row(one.name, f"{one.reports_a_second:.0f}", *map(_spread, one.receipts.values()), spent, memory,
                     f"{one.ready:.1f}")  # fmt: skip
    return made


def save(found: Sequence[Figures], sweep: Mapping[str, Any] | None, *, quick: bool) -> Path:
    """As JSON, with what it was measured on."""
    now = datetime.now(UTC)
    machine = {"system": platform.system(), "python": platform.python_version(), "cores": cpu_count()}
    content = {
        "at": now.isoformat(timespec="seconds"),
        "quick": quick,
        "machine": machine,
        "one_account_reports_a_second": CEILING,
        "programs": [asdict(one) for one in found],
        "sweep": sweep,
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    return path


def _spread(found: Spread) -> str:
    return f"{found.p50:.0f} / {found.p99:.0f}"
