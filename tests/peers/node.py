"""Programs of Node.js that the tests talk to: run beside the test, ended with it."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / ".venv" / "peers" / "node_modules"

needed = pytest.mark.skipif(
    shutil.which("node") is None or not MODULES.exists(),
    reason="Node.js or its packages are not there: install nodejs and npm, then make test again",
)


@asynccontextmanager
async def running(script: str, *arguments: str) -> AsyncIterator[None]:
    """The script while the block lasts; one that ended by itself fails the test with what it said."""
    environment = os.environ | {"NODE_PATH": str(MODULES), "NTBA_FIX_350": "1"}
    process = await asyncio.create_subprocess_exec(
        "node", str(HERE / script), *arguments,
        env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout
    said = asyncio.create_task(process.stdout.read())
    try:
        yield
        assert process.returncode is None, f"{script} ended: {(await said).decode()}"
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        print((await said).decode())
