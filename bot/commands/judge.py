"""`classify`, `explain`, `train`, `evaluate`: what is made of words."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.commands import lessons
from bot.commands.run import give_up
from classifiers import commands

if TYPE_CHECKING:
    from classifiers.learning.measures import Figure

DATABASE = "database"
ABREAST = 3
console = Console()


def join(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(classify)
    app.command()(explain)
    app.command()(train)
    app.command()(evaluate)


def classify() -> None:
    """逐行判断 · Read JSON lines with id and text, write them with what was made of them."""
    # Whoever types the lines waits for each answer.
    for line in commands.classify(sys.stdin, ahead=1 if sys.stdin.isatty() else commands.AHEAD):
        sys.stdout.write(line + "\n")


def explain(text: str, raw: Annotated[bool, typer.Option("--json", help="给机器看 · for machines")] = False) -> None:
    """说明判断 · Show every score of one text."""
    told = commands.explain(text)
    if raw:
        console.print_json(data=told, ensure_ascii=False)
        return
    console.print(_reading(told))
    console.print(_scores(told["scores"]))


def train(
    corrections: Annotated[
        str | None,
        typer.Option(help="更正：database，或导出的 CSV · `database`, or the CSV of `corrections`"),
    ] = None,
) -> None:
    """重新训练 · Train the model anew from the corpus, and say how good it is; a worse one is not kept."""
    with _learning(), _rows(corrections) as told:
        trained = commands.train(told)
    title = f"聊天留出集 · frozen chat; {trained.messages} messages learnt, {trained.corrections} corrections"
    console.print(_before_after(title, trained.before, trained.after))
    if not trained.kept:
        give_up("新模型更差，未采用，旧的照用 · the new model is worse: it was not kept, the old one stays in use")
    console.print("新模型已采用 · the new model is in use")


def evaluate(
    letters: Annotated[Path | None, typer.Option(help="信件所在目录 · the folder of letters")] = None,
    out: Annotated[Path, typer.Option(help="图放哪里 · where plots go")] = Path("var/evaluation"),
) -> None:
    """评估 · Measure on data that was never trained on."""
    with _learning():
        for measured in commands.evaluate(letters, out):
            console.print(_measured(measured.name, measured.figures) if measured.figures else measured.name)
            if measured.note:
                console.print(f"  [bold yellow]{measured.note}[/]")
    console.print(f"图在 {out}/*.svg · the drawings are there")


def _measured(title: str, figures: "Sequence[Figure]") -> Table:
    table = _table(title, "", "", "95 %", "n")
    for one in figures:
        table.add_row(one.name, f"{one.value:.3f}", f"{one.low:.3f}–{one.high:.3f}", str(one.cases))
    return table


def _before_after(title: str, before: "Sequence[Figure]", after: "Sequence[Figure]") -> Table:
    old = {one.name: f"{one.value:.3f}" for one in before}
    table = _table(title, "", "原来 · before", "现在 · after", "95 %", "n")
    for one in after:
        interval = f"{one.low:.3f}–{one.high:.3f}"
        table.add_row(one.name, old.get(one.name, ""), f"{one.value:.3f}", interval, str(one.cases))
    return table


def _reading(told: dict[str, Any]) -> Table:
    table = _table("判断 · reading", "", "")
    for name, value in told.items():
        if name != "scores":
            table.add_row(name, _plainly(value))
    return table


def _scores(scores: dict[str, dict[str, float]]) -> Table:
    table = _table("分数，高者先 · scores, the highest first", "", "")
    for task, each in scores.items():
        order = sorted(each.items(), key=lambda pair: -pair[1])
        lines = [order[at : at + ABREAST] for at in range(0, len(order), ABREAST)]
        table.add_row(task, "\n".join(" ".join(f"{label:>12} {score:+.2f}" for label, score in line) for line in lines))
    return table


def _plainly(value: Any) -> str:
    if isinstance(value, bool):
        return "是 · yes" if value else "否 · no"
    if isinstance(value, list | tuple):
        return "，".join(map(_plainly, value)) or "—"
    if isinstance(value, dict):
        return " ".join(map(_plainly, value.values()))
    return str(value) if value else "—"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", show_header=any(columns))
    for at, column in enumerate(columns):
        table.add_column(column, justify="left" if at == 0 or len(columns) == 2 else "right")
    return table


@contextmanager
def _rows(source: str | None) -> Iterator[Path | None]:
    """The file of corrections: the one that is named, or one made of the database for as long as it is read."""
    if source != DATABASE:
        path = Path(source) if source else None
        if path and not path.is_file():
            give_up(f"没有这个文件：{path} · there is no such file")
        yield path
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "corrections.csv"
        lessons.corrections(path)
        yield path


@contextmanager
def _learning() -> Iterator[None]:
    """Learning needs scikit-learn, which running does not: one line where it is missing."""
    try:
        yield
    except ModuleNotFoundError as missing:
        how = ".venv/bin/pip install -e '.[train]'"
        give_up(f"训练要用 {missing.name}，请先运行 {how} · training needs {missing.name}")
