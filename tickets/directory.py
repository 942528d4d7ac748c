"""Who is who: areas, units, people and their posts, groups, duty hours. A snapshot, asked without waiting."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from tickets.flows import Flow
from tickets.ids import AreaCode, PersonId, UnitCode
from tickets.mail import Address
from tickets.times import SHANGHAI
from tickets.whistles.duties import DutyItem
from tickets.whistles.kinds import Family, Tier

K = TypeVar("K")
V = TypeVar("V")


class Level(StrEnum):
    """市→区→街道→社区→网格→楼栋→单元 (S3:15, S3:23)."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    BUILDING = "building"
    ENTRANCE = "entrance"


class UnitKind(StrEnum):
    """What sort of body a unit is."""

    COMMUNITY = "community"
    BRANCH = "branch"
    MICROGRID = "microgrid"
    PROPERTY = "property"
    STREET = "street"
    DISTRICT = "district"
    DEPARTMENT = "department"
    OFFICE = "office"
    STATION = "station"
    SOCIAL = "social"


class Role(StrEnum):
    """What a person does in a unit (C57). One person may have several posts."""

    WORKER = "worker"
    COORDINATOR = "coordinator"
    SECRETARY = "secretary"
    LEADER = "leader"
    HELPER = "helper"
    MEMBER = "member"
    DELEGATE = "delegate"
    PROPERTY = "property"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    RECEIVER = "receiver"
    LANE = "lane"
    CADRE = "cadre"
    HEAD = "head"
    BUILDING = "building"
    STEWARD = "steward"


WORKING_ROLES = frozenset({Role.WORKER, Role.COORDINATOR, Role.SECRETARY, Role.LEADER, Role.PROPERTY})
"""Those who may hold a ticket of their unit."""


@dataclass(frozen=True, slots=True)
class Area:
    """A place in the tree. `prefix` begins a community's ticket numbers (槐 in 槐-1043)."""

    code: AreaCode
    name: str
    level: Level
    parent: AreaCode | None = None
    prefix: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that can have a ticket or be whistled for: a community, a party branch, a department, a station …

    `family` and `tier` say among whom its whistles are ranked and how near it stands to the street (1+4+N).
    """

    code: UnitCode
    name: str
    kind: UnitKind
    area: AreaCode
    family: Family | None = None
    tier: Tier | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A person's part in a unit."""

    person: PersonId
    unit: UnitCode
    role: Role


@dataclass(frozen=True, slots=True)
class Staff:
    """A person of the directory. `home` is where they live, so that nobody mediates their own quarrel."""

    id: PersonId
    code: str
    name: str
    skills: tuple[str, ...] = ()
    home: AreaCode | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Hours in which a person answers for emergencies in an area; local time, may cross midnight.

    `weekdays` are 0 (Monday) … 6. `start == end` means the whole day.
    """

    person: PersonId
    area: AreaCode
    weekdays: frozenset[int]
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """A question that the community answers itself, and its answer. `area` is where it holds."""

    area: AreaCode
    question: str
    answer: str


@dataclass(frozen=True)
class Directory:
    """The people file as loaded, with the groups that were bound since."""

    areas: Mapping[AreaCode, Area] = field(default_factory=dict)
    units: Mapping[UnitCode, Unit] = field(default_factory=dict)
    staff: Mapping[PersonId, Staff] = field(default_factory=dict)
    posts: tuple[Post, ...] = ()
    duties: tuple[Duty, ...] = ()
    groups: Mapping[UnitCode, Address] = field(default_factory=dict)
    answers: tuple[KnownAnswer, ...] = ()
    items: Mapping[str, DutyItem] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    zone: ZoneInfo = SHANGHAI

    def upwards(self, area: AreaCode | None) -> Iterator[Area]:
        """The area itself, then each one around it; nothing for one that the people file no longer has."""
        while area is not None and area in self.areas:
            here = self.areas[area]
            yield here
            area = here.parent

    def at_level(self, area: AreaCode | None, level: Level) -> Area | None:
        """The area of that level around (or at) `area`."""
        return next((a for a in self.upwards(area) if a.level is level), None)

    def inside(self, area: AreaCode | None, around: AreaCode) -> bool:
        """Whether `area` lies in `around`, or is it."""
        return any(a.code == around for a in self.upwards(area))

    def below(self, area: AreaCode) -> Iterator[Area]:
        """All areas inside, without itself, in the order of the file."""
        found, inner = [], list(self._parts.get(area, ()))
        while inner:
            found.append(inner.pop())
            inner += self._parts.get(found[-1].code, ())
        return iter(sorted(found, key=lambda a: self._places[a.code]))

    def communities(self) -> list[Area]:
        """Every community, in the order of the file."""
        return list(self._communities)

    def units_at(self, area: AreaCode, kind: UnitKind) -> list[Unit]:
        """The units of one kind that stand at exactly this area."""
        return [u for u in self._units_by_area.get(area, ()) if u.kind is kind]

    def people_of(self, unit: UnitCode, *roles: Role) -> list[PersonId]:
        """Who has one of the roles (any role, where none is named) in the unit, each once."""
        found = (p.person for p in self._posts_by_unit.get(unit, ()) if not roles or p.role in roles)
        return list(dict.fromkeys(found))

    def posts_of(self, person: PersonId) -> tuple[Post, ...]:
        """The posts of one person; empty for a resident."""
        return self._posts_by_person.get(person, ())

    def is_staff(self, person: PersonId) -> bool:
        """Whether the person has any post."""
        return person in self._posts_by_person

    def people_at(self, area: AreaCode, kind: UnitKind, *roles: Role) -> list[PersonId]:
        """Who has one of the roles in a unit of that kind standing at the area."""
        found = (p for u in self.units_at(area, kind) for p in self.people_of(u.code, *roles))
        return list(dict.fromkeys(found))

    def on_duty(self, area: AreaCode | None, at: datetime) -> list[PersonId]:
        """Who is on duty at that moment for the area or one around it, the nearest first."""
        local = at.astimezone(self.zone)
        here = [a.code for a in self.upwards(area)]
        found = [d for d in self.duties if d.area in here and covers(d, local)]
        found.sort(key=lambda d: here.index(d.area))
        return list(dict.fromkeys(d.person for d in found))

    def name_of(self, person: PersonId | None) -> str:
        """A staff member's name, or an empty one."""
        return self.staff[person].name if person is not None and person in self.staff else ""

    def unit_name(self, unit: UnitCode | None) -> str:
        """A unit's name, or an empty one."""
        return self.units[unit].name if unit is not None and unit in self.units else ""

    def answers_for(self, area: AreaCode) -> tuple[KnownAnswer, ...]:
        """The answers that hold at the area."""
        here = {a.code for a in self.upwards(area)}
        return tuple(a for a in self.answers if a.area in here)

    @cached_property
    def _communities(self) -> list[Area]:
        return [a for a in self.areas.values() if a.level is Level.COMMUNITY]

    @cached_property
    def _parts(self) -> Mapping[AreaCode | None, list[Area]]:
        return _grouped((a.parent, a) for a in self.areas.values())

    @cached_property
    def _places(self) -> Mapping[AreaCode, int]:
        return {code: place for place, code in enumerate(self.areas)}

    @cached_property
    def _units_by_area(self) -> Mapping[AreaCode, list[Unit]]:
        return _grouped((u.area, u) for u in self.units.values())

    @cached_property
    def _posts_by_unit(self) -> Mapping[UnitCode, list[Post]]:
        return _grouped((p.unit, p) for p in self.posts)

    @cached_property
    def _posts_by_person(self) -> Mapping[PersonId, tuple[Post, ...]]:
        return {k: tuple(v) for k, v in _grouped((p.person, p) for p in self.posts).items()}


def covers(duty: Duty, local: datetime) -> bool:
    """Whether the duty runs at this local moment; after midnight a night belongs to the day it began."""
    now, today = local.time(), local.weekday()
    if duty.start == duty.end:
        return today in duty.weekdays
    if duty.start < duty.end:
        return today in duty.weekdays and duty.start <= now < duty.end
    yesterday = (today - 1) % 7
    return (today in duty.weekdays and now >= duty.start) or (yesterday in duty.weekdays and now < duty.end)


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
