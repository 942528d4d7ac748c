"""Wherever a sentence, a document or the Makefile names a command, there is one."""

import re
from pathlib import Path

import typer

from bot.commands import app
from tests.house.test_rules import kept

_NAMED = re.compile(r"(?:python|\$\(PYTHON_HERE\)) -m bot ([a-z]+)")


def test_every_command_that_is_named_exists() -> None:
    command = typer.main.get_command(app)
    known = set(command.list_commands(typer.Context(command))) if isinstance(command, typer.core.TyperGroup) else set()
    sources = [
        *kept("bot", ".py"),
        *kept("handlers", ".py"),
        *kept("docs", ".md"),
        *kept("deploy", ".md"),
        Path("Makefile"),
    ]
    named = {word: str(path) for path in sources for word in _NAMED.findall(path.read_text("utf-8"))}
    assert {word: path for word, path in named.items() if word not in known} == {}
