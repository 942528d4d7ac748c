"""The commands about words speak to people: tables, drawings, and a loud word where letters are absent."""

import json
from pathlib import Path

from typer.testing import CliRunner

from bot.commands import app


def _said(*arguments: str, given: str | None = None) -> str:
    result = CliRunner().invoke(app, arguments, input=given, env={"COLUMNS": "160"})
    assert result.exit_code == 0, result.output
    return result.output


def test_evaluate_tells_each_figure_with_its_interval_and_says_that_letters_are_absent(tmp_path: Path) -> None:
    said = _said("evaluate", "--out", str(tmp_path))
    assert {"matter macro-F1", "danger recall"} <= {
        line.split("│")[1].strip() for line in said.splitlines() if line.startswith("│")
    }
    assert said.count("not measured") == 3
    drawn = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.svg")}
    assert set(drawn) == {f"chat-matter-{what}.svg" for what in ("confusion", "reliability", "coverage")}
    assert all(one.startswith("<svg") and one.rstrip().endswith("</svg>") for one in drawn.values())


def test_explain_shows_every_score_to_people_and_to_machines() -> None:
    told = json.loads(_said("explain", "--json", "物业把电梯停了"))
    shown = _said("explain", "物业把电梯停了")
    assert all(label in shown for scores in told["scores"].values() for label in scores)


def test_classify_writes_a_line_for_each_line(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": at, "text": f"{at}号楼漏水"}) + "\n" for at in range(5))
    assert [json.loads(line)["id"] for line in _said("classify", given=lines).splitlines()] == [0, 1, 2, 3, 4]


def test_corrections_that_are_not_there_are_refused_before_anything_is_trained(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["train", "--corrections", str(tmp_path / "none.csv")])
    assert result.exit_code == 2
    assert "no such file" in result.output
