"""A start that cannot succeed says why in one line and ends with a code above 0: no traceback, nothing secret."""

import asyncio
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.program import launch

Settings = dict[str, object]
TOKEN = "123456:a-token-nobody-must-read"


def _wrong_token(_folder: Path) -> Settings:
    return {"TELEGRAM_TOKEN": "no-number:a-token-nobody-must-read"}


def _no_secret(_folder: Path) -> Settings:
    return {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_URL": "https://example.org"}


def _newer(folder: Path) -> Settings:
    with sqlite3.connect(folder / "x.db") as newer:
        newer.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        newer.execute("INSERT INTO alembic_version VALUES ('9999_from_the_future')")
    return {}


def _no_database(folder: Path) -> Settings:
    (folder / "x.db").write_bytes(b"this is no database, but somebody's letter" * 100)
    return {}


def _nobody_there(_folder: Path) -> Settings:
    return {"DATABASE_URL": "postgresql://city:a-token-nobody-must-read@127.0.0.1:1/city"}


def _no_workbook(folder: Path) -> Settings:
    (folder / "people.xlsx").write_text("王敏，社区工作者")
    return {"TELEGRAM_TOKEN": TOKEN, "PEOPLE_FILE": folder / "people.xlsx"}


def _no_folder_for_the_database(folder: Path) -> Settings:
    (folder / "file").write_text("")
    return {"DATABASE_URL": f"sqlite:///{folder}/file/x.db"}


def _no_such_host(_folder: Path) -> Settings:
    return {"WEB_HOST": "host.invalid"}


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_wrong_token, "TELEGRAM_TOKEN"),
        (_no_secret, "TELEGRAM_WEBHOOK_SECRET"),
        (_newer, "9999_from_the_future"),
        (_no_database, "DATABASE_URL"),
        (_nobody_there, "DATABASE_URL"),
        (_no_folder_for_the_database, "DATABASE_URL"),
        (_no_workbook, "people.xlsx"),
        (_no_such_host, "WEB_HOST"),
    ],
)
async def test_what_is_wrong_is_told_in_one_line(tmp_path: Path, spoil: Callable[[Path], Settings], named: str) -> None:
    code, said = await _start(tmp_path, spoil(tmp_path))
    assert code > 0
    assert len(said.strip().splitlines()) == 1, said
    assert named in said
    assert "nobody-must-read" not in said


async def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = await _start(tmp_path, {"WEB_PORT": port})
    assert code > 0
    assert len(said.strip().splitlines()) == 1, said
    assert str(port) in said


async def _start(folder: Path, settings: Settings) -> tuple[int, str]:
    """The exit code and everything that was said."""
    usual = {"DATABASE_URL": f"sqlite:///{folder}/x.db", "MEDIA_DIR": folder / "media", "WEB_PORT": 1}
    process = await launch(folder, usual | settings, "run")
    async with asyncio.timeout(30):
        said = b"".join(await process.communicate()).decode()
    assert process.returncode is not None
    return process.returncode, said
