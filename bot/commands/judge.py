"""`classify`, `explain`, `train`, `evaluate`: what is made of words."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.run import give_up
from classifiers import commands

console = Console()


def join(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(classify)
    app.command()(explain)
    app.command()(train)
    app.command()(evaluate)


def classify() -> None:
    """逐行判断 · Read JSON lines with id and text, write them with what was made of them."""
    for line in commands.classify(sys.stdin):
        sys.stdout.write(line + "\n")


def explain(text: str) -> None:
    """说明判断 · Show every score of one text."""
    console.print_json(data=commands.explain(text), ensure_ascii=False)


def train(extra: Annotated[Path | None, typer.Option(help="更正过的样本 · corrected samples, CSV")] = None) -> None:
    """重新训练 · Train the model anew from the corpus, and say how good it is."""
    with _learning():
        console.print(commands.train(extra))


def evaluate(
    letters: Annotated[Path | None, typer.Option(help="信件所在目录 · the folder of letters")] = None,
    out: Annotated[Path, typer.Option(help="图放哪里 · where plots go")] = Path("var/evaluation"),
) -> None:
    """评估 · Measure on data that was never trained on."""
    with _learning():
        for measured in commands.evaluate(letters, out):
            console.print(measured)


@contextmanager
def _learning() -> Iterator[None]:
    """Learning needs scikit-learn, which running does not: one line where it is missing."""
    try:
        yield
    except ModuleNotFoundError as missing:
        how = ".venv/bin/pip install -e '.[train]'"
        give_up(f"训练要用 {missing.name}，请先运行 {how} · training needs {missing.name}")
