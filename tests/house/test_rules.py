"""The house keeps its own rules: short files, documents that agree with the code, nothing of ours left lying about."""

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tickets import flows, kinds
from tickets.directory import Level, Role, UnitKind
from tickets.kinds import Deed, State
from tickets.rules.moves import MOVES
from tickets.whistles import duties
from tickets.whistles import kinds as whistle_kinds

ROOMS = ("bot", "handlers", "classifiers", "storage", "tickets")
LONGEST = 300
FORBIDDEN = re.compile("|".join((r"/" + r"work/", r"/" + r"root/", r"pypi\." + r"org", r"files\.python" + r"hosted")))
SETS: tuple[type[StrEnum], ...] = (
    *(
        thing
        for room in (kinds, whistle_kinds, duties, flows)
        for thing in vars(room).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing.__module__ == room.__name__
    ),
    *(Level, UnitKind, Role),
)


def kept(folder: str, ending: str = "") -> Iterator[Path]:
    """The files of the repository below a folder: all but what .gitignore names."""
    ignored = [line.rstrip("/") for line in Path(".gitignore").read_text("utf-8").split()]
    for path in sorted(Path(folder).iterdir()):
        if any(fnmatch(path.name, name) for name in (*ignored, ".git")):
            continue
        if path.is_dir():
            yield from kept(str(path), ending)
        elif path.name.endswith(ending):
            yield path


def section(name: str) -> str:
    """A part of the glossary, by the name of its set."""
    parts = re.split(r"^## ", Path("docs/glossary.md").read_text("utf-8"), flags=re.MULTILINE)
    return next(part for part in parts if part.startswith(f"{name} ·"))


@pytest.mark.parametrize("terms", SETS, ids=lambda terms: terms.__name__)
def test_the_glossary_explains_every_value_and_no_other(terms: type[StrEnum]) -> None:
    explained = re.findall(r"^\| `(\w+)` \| (\S+)", section(terms.__name__), flags=re.MULTILINE)
    assert [value for value, _ in explained] == [term.value for term in terms]


def test_the_glossary_tells_where_each_deed_leads() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (\w+|—) \|", section("Deed"), flags=re.MULTILINE))
    for deed in set(Deed) - {Deed.POST}:
        leads = {to for (_, done), to in MOVES.items() if done is deed}
        stays = all(state is to for (state, done), to in MOVES.items() if done is deed)
        assert told[deed] == ("—" if stays and leads != {State.ANSWERED} else next(iter(leads))), deed


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_is_longer_than_a_few_screens(room: str) -> None:
    lengths = {str(path): len(path.read_text("utf-8").splitlines()) for path in kept(room, ".py")}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = {str(path) for path in kept(".") if FORBIDDEN.search(path.read_text("utf-8", errors="ignore"))}
    assert found == set()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_make_command_that_a_readme_names_exists(readme: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", Path("Makefile").read_text("utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", Path(readme).read_text("utf-8")))
    assert named <= targets
    assert {"run", "test"} <= named


def test_constraints_pin_everything_that_the_project_needs() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    needs = [*project["dependencies"], *(need for extra in project["optional-dependencies"].values() for need in extra)]
    pins = [line.partition("==")[0] for line in Path("constraints.txt").read_text("utf-8").split()]
    wanted = {_plain(re.split(r"[\[<>=]", need)[0]) for need in needs}
    assert wanted - set(map(_plain, pins)) == set()


def test_the_environment_is_read_in_one_file() -> None:
    reads = re.compile(r"\bos\.(environ|getenv)|dotenv")
    readers = [str(path) for room in ROOMS for path in kept(room, ".py") if reads.search(path.read_text("utf-8"))]
    assert readers == ["bot/settings/__init__.py"]


def _plain(package: str) -> str:
    return package.lower().replace("_", "-")
