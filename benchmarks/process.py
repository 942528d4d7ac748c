"""The programs that are measured, each a process of its own."""

import asyncio
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import Any

ROOT = Path(__file__).parents[1]
SECRET = "only-the-double-knows"
_READY_SECONDS, _END_SECONDS = 90, 10
_INHERITED = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE", "SYSTEMROOT", "TMPDIR")


@dataclass
class Running:
    """A process that listens on a port; `ready` is how many seconds it needed for that."""

    process: asyncio.subprocess.Process
    port: int
    ready: float

    def megabytes(self) -> float | None:
        """Resident memory; None where the system does not say it in Linux's way."""
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), None)

    def seconds(self) -> float | None:
        """Processor time used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return None
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
            try:
                await asyncio.wait_for(self.process.wait(), _END_SECONDS)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()


async def bot(
    home: Path, database: str, api_port: int, tokens: tuple[str, ...], more: Mapping[str, Any] | None = None
) -> Running:
    """`python -m bot run`, with the limiter on, as an operator would run it behind a webhook."""
    port = free_port()
    settings = {
        "DATABASE_URL": database,
        "WEB_PORT": port,
        "TELEGRAM_TOKEN": ",".join(tokens),
        "TELEGRAM_API_BASE": f"http://127.0.0.1:{api_port}",
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "LOG_LEVEL": "WARNING",
        "MEDIA_DIR": home / "media",
        **(more or {}),
    }
    return await start(home, port, ["-m", "bot", "run"], settings)


async def start(home: Path, port: int, arguments: list[str], settings: Mapping[str, Any]) -> Running:
    """Run Python with these arguments until its first line says that it is ready."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    environment = kept | {"PYTHONPATH": str(ROOT)} | {name: str(value) for name, value in settings.items()}
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=home, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    line = await asyncio.wait_for(process.stdout.readline(), _READY_SECONDS)
    if not line:
        raise RuntimeError(f"{arguments} ended before it was ready")
    return Running(process, port, time.perf_counter() - begun)


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
