"""The measuring itself works; what it measures is no matter for a test."""

from pathlib import Path

import pytest

from benchmarks import city
from benchmarks.report import save, table
from benchmarks.run import Bench, Pace


async def test_a_program_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second of each, on SQLite, with a small city; no report is lost."""
    said: list[str] = []
    bench = Bench(tmp_path, city.plan(accounts=2, groups=40, residents=400), Pace(1, 1, 0.5), said.append)
    found = await bench.ours("SQLite", f"sqlite:///{tmp_path}/city.db", 1)
    assert found.reports_a_second > 0
    assert found.receipts[20].cases > 0
    assert found.lost == 0
    assert found.busiest_account <= 30
    assert table([found]).row_count > 0
    monkeypatch.chdir(tmp_path)
    assert "SQLite" in save([found], {}, {}, {}, {}, quick=True).read_text("utf-8")
