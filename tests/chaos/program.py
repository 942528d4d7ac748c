"""The program as a process of its own, started as an operator starts it, and a street for it on Telegram."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path

from tests.people.books import Cell, save

ROOT = Path(__file__).parents[2]
SECRET = "webhook-secret"
READY_SECONDS = 20
PERSON = ("编号", "姓名", "称呼", "单位", "职务", "技能", "住处", "电话", "网页", "Telegram")


class Program:
    """`python -m bot run` with an environment of its own and no `.env`."""

    def __init__(self, folder: Path, database_url: str, **settings: object) -> None:
        self.folder = folder
        self.port = free_port()
        self.settings = {"DATABASE_URL": database_url, "MEDIA_DIR": folder / "media", "WEB_PORT": self.port} | settings
        self.process: Process | None = None
        self.said = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Returns when it says that it is ready."""
        self.process = await launch(self.folder, self.settings, "run")
        assert self.process.stdout
        async with asyncio.timeout(READY_SECONDS):
            line = await self.process.stdout.readline()
        assert "哨应已启动" in line.decode(), (await self.process.communicate())[1].decode()

    async def kill(self) -> None:
        """As the kernel would, without a word of warning."""
        assert self.process
        self.process.kill()
        await self._ended(self.process)

    async def stop(self) -> int:
        """As an operator would; gives the exit code."""
        assert self.process
        self.process.terminate()
        return await self._ended(self.process)

    async def _ended(self, process: Process) -> int:
        self.said += "".join(part.decode() for part in await process.communicate())
        return process.returncode or 0


async def launch(folder: Path, settings: Mapping[str, object], *arguments: str) -> Process:
    known = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "XDG_RUNTIME_DIR"}}
    env = known | {"PYTHONPATH": str(ROOT)} | {name: str(value) for name, value in settings.items()}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env=env, stdout=PIPE, stderr=PIPE, limit=2**20
    )


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def communities(count: int, path: Path) -> Path:
    """A workbook of so many communities, each with a Telegram group, a coordinator and a worker."""
    areas: list[list[Cell]] = [["D", "河东区", "区", None, None, None]]
    areas.append(["S", "槐荫街道", "街道", "D", None, None])
    units: list[list[Cell]] = [["JD", "槐荫街道办事处", "街道", "S"]]
    people: list[list[Cell]] = [_person("P0", "高建华", "JD", "主管", 7000)]
    groups: list[list[Cell]] = []
    for n in range(1, count + 1):
        areas.append([f"C{n}", f"槐{n}社区", "社区", "S", f"槐{_letters(n)}", None])
        units.append([f"SQ{n}", f"槐{n}社区", "社区", f"C{n}"])
        people.append(_person(f"P{n}", f"赵芳{n}", f"SQ{n}", "社区专员", 7000 + n))
        people.append(_person(f"Q{n}", f"王敏{n}", f"SQ{n}", "社区工作者", 7100 + n))
        groups.append([f"SQ{n}", "Telegram", group(n)])
    sheets = {
        "区域": [["编号", "名称", "级别", "上级", "编号前缀", "别名"], *areas],
        "单位": [["编号", "名称", "类别", "区域"], *units],
        "人员": [list(PERSON), *people],
        "群": [["单位", "渠道", "群号"], *groups],
    }
    return save(path, sheets)


def _person(code: str, name: str, unit: str, role: str, user: int) -> list[Cell]:
    said = {"编号": code, "姓名": name, "单位": unit, "职务": role, "Telegram": user}
    return [said.get(header) for header in PERSON]


def _letters(number: int) -> str:
    """Ticket numbers begin with words, without digits."""
    return "".join("零一二三四五六七八九"[int(digit)] for digit in f"{number:02}")


def group(community: int) -> int:
    """The chat of a community's group."""
    return -1000 - community
