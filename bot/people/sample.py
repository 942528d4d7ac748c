"""The sample community: an invented street to look around in, and who sits in front of which phone on the page."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.people.loading import WEB, Entered, enter, title
from bot.people.terms import ROLES, word
from bot.people.workbook import load
from storage.chats import ensure_user
from storage.database import Database
from storage.repos.people import People
from storage.repos.scope import Scope
from tickets.directory import Directory, Level, Post, Role, UnitKind
from tickets.ids import AreaCode, ChatId, PersonId, UnitCode

FOLDER = Path(__file__).parents[2] / "deploy" / "sample"
WORKBOOK = FOLDER / "people.xlsx"
RESIDENTS = FOLDER / "residents.csv"

_TITLES: Mapping[str, tuple[str, str]] = {
    "zh_CN": ("居民", "工作人员私聊"),
    "en": ("Resident", "Staff, in private"),
}


_DECIDING = (Role.COORDINATOR, Role.SECRETARY, Role.SUPERVISOR)
_WHISTLING = (Role.HEAD, Role.RECEIVER)
"""Who blows from far up, and who receives."""


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who lives in the sample community; `user` is theirs on the web channel."""

    user: int
    name: str
    area: AreaCode
    door: str


@dataclass(frozen=True, slots=True)
class Sitter:
    """One whom the page lets you be. `note` says what they are."""

    id: int
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the phones side by side; `chat` is None for the private chat of whoever is picked."""

    seat: str
    title: str
    chat: ChatId | None
    people: tuple[Sitter, ...]


async def seed(database: Database, language: str = "zh_CN") -> tuple[Seat, ...]:
    """Bring the sample community into the database, as often as you like; who sits where on the page."""
    entered = await enter(database, load(WORKBOOK))
    residents = read_residents()
    await settle(database, entered.directory, residents)
    return _seats(entered, residents, language)


def read_residents(path: Path = RESIDENTS) -> list[Resident]:
    """The sample's residents."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Resident(int(row["用户号"]), row["姓名"], AreaCode(row["区域"]), row["门牌"]) for row in rows]


async def settle(database: Database, directory: Directory, residents: Iterable[Resident]) -> None:
    """Make the residents known: they live where the file says, unless they have said otherwise since."""
    async with database.write() as connection:
        now = datetime.now(UTC)
        people = People(Scope(connection, now, now, directory))
        for one in residents:
            await ensure_user(connection, one.user, one.name)
            person = await people.meet(WEB, one.user, one.name, "zh")
            community = directory.at_level(one.area, Level.COMMUNITY)
            if person.community is None and community is not None:
                await people.update(replace(person, community=community.code, area=one.area, door=one.door))


def _seats(entered: Entered, residents: list[Resident], language: str) -> tuple[Seat, ...]:
    """Around the first resident: their community, their branch, their micro-grid leader, their street."""
    directory, home = entered.directory, residents[0].area
    private, staff = _TITLES.get(language, _TITLES["zh_CN"])
    living = tuple(Sitter(r.user, r.name, _address(directory, r.area)) for r in residents)
    return (
        Seat("resident", private, None, living),
        _group(entered, "community", home, UnitKind.COMMUNITY),
        _group(entered, "branch", home, UnitKind.BRANCH),
        Seat("leader", staff, None, _in_private(entered, home)),
        _group(entered, "supervisors", home, UnitKind.STREET),
    )


def _group(entered: Entered, seat: str, home: AreaCode, kind: UnitKind) -> Seat:
    directory = entered.directory
    unit = next(u.code for a in directory.upwards(home) for u in directory.units_at(a.code, kind))
    posts = sorted((p for p in directory.posts if p.unit == unit), key=_first)
    return Seat(seat, title(directory, unit), directory.groups[unit].chat, _sitters(entered, posts))


def _first(post: Post) -> tuple[bool, int]:
    """Whoever supervises sits in front."""
    return post.role is not Role.SUPERVISOR, list(Role).index(post.role)


def _in_private(entered: Entered, home: AreaCode) -> tuple[Sitter, ...]:
    """Who is told what stands in no group: the nearest micro-grid leaders first, who decides, watches, receives."""
    directory = entered.directory
    around = [u.code for a in directory.upwards(home) for u in directory.units_at(a.code, UnitKind.MICROGRID)]
    posts = sorted((p for p in directory.posts if p.role is Role.LEADER), key=lambda p: _rank(around, p.unit))
    others = [p for role in (*_DECIDING, *_WHISTLING) for p in directory.posts if p.role is role]
    return _sitters(entered, [*posts, *others])


def _rank(around: list[UnitCode], unit: UnitCode) -> int:
    return around.index(unit) if unit in around else len(around)


def _sitters(entered: Entered, posts: Iterable[Post]) -> tuple[Sitter, ...]:
    roles: dict[PersonId, list[str]] = {}
    for post in posts:
        roles.setdefault(post.person, []).append(_note(entered.directory, post))
    staff = entered.directory.staff
    return tuple(
        Sitter(entered.users[staff[person].code], staff[person].name, "、".join(notes))
        for person, notes in roles.items()
    )


def _note(directory: Directory, post: Post) -> str:
    by_unit = post.role in {Role.LEADER, Role.RECEIVER}
    return directory.unit_name(post.unit) if by_unit else word(ROLES, post.role)


def _address(directory: Directory, area: AreaCode) -> str:
    inner = [a.name for a in directory.upwards(area) if a.level in {Level.BUILDING, Level.ENTRANCE}]
    community = directory.at_level(area, Level.COMMUNITY)
    return (community.name if community else "") + "".join(reversed(inner))
