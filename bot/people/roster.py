"""Who is who as the people workbook tells it, before anybody has a number in the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from bot.people.sheets import Remark
from bot.people.terms import Channel
from tickets.directory import Area, Directory, Duty, KnownAnswer, Post, Role, Staff, Unit
from tickets.flows import Flow
from tickets.ids import Account, AreaCode, ChatId, PersonId, UnitCode
from tickets.mail import Address
from tickets.whistles.duties import DutyItem


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of the workbook. `login`, `telegram` and `wecom` are their names on those channels."""

    code: str
    name: str
    title: str = ""
    skills: tuple[str, ...] = ()
    home: AreaCode | None = None
    phone: str = ""
    login: str = ""
    telegram: int | None = None
    posts: tuple[tuple[UnitCode, Role], ...] = ()
    wecom: str = ""


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """A group chat that belongs to a unit."""

    unit: UnitCode
    channel: Channel
    chat: ChatId


@dataclass(frozen=True, slots=True)
class ListedDuty:
    """Duty hours as in `tickets.directory.Duty`; `person` is a code of the workbook."""

    area: AreaCode
    person: str
    weekdays: frozenset[int]
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """An answer that holds in an area; after `review_on` somebody should read it again."""

    area: AreaCode
    question: str
    answer: str
    owner: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """A workbook without a mistake. Areas stand after those around them; `rows` says where, as (sheet, code) → row."""

    areas: tuple[Area, ...] = ()
    units: tuple[Unit, ...] = ()
    people: tuple[Listed, ...] = ()
    groups: tuple[ListedGroup, ...] = ()
    duties: tuple[ListedDuty, ...] = ()
    answers: tuple[ListedAnswer, ...] = ()
    items: tuple[DutyItem, ...] = ()
    flows: tuple[Flow, ...] = ()
    notes: tuple[Remark, ...] = ()
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def directory(self) -> Directory:
        """The directory that this roster would give, with people numbered from 1 and groups by channel alone."""
        ids = {p.code: PersonId(n) for n, p in enumerate(self.people, start=1)}
        return Directory(
            areas={a.code: a for a in self.areas},
            units={u.code: u for u in self.units},
            staff={ids[p.code]: Staff(ids[p.code], p.code, p.name, p.skills, p.home, p.title) for p in self.people},
            posts=tuple(Post(ids[p.code], unit, role) for p in self.people for unit, role in p.posts),
            duties=tuple(Duty(ids[d.person], d.area, d.weekdays, d.start, d.end) for d in self.duties),
            groups={g.unit: Address(Account(g.channel), g.chat) for g in self.groups},
            answers=tuple(KnownAnswer(a.area, a.question, a.answer) for a in self.answers),
            items={item.number: item for item in self.items},
            flows={flow.code: flow for flow in self.flows},
        )


def merged(rows: Iterable[Listed]) -> tuple[Listed, ...]:
    """One entry a person: the posts of all their rows, everything else from the first row that says it."""
    found: dict[str, Listed] = {}
    for row in rows:
        known = found.get(row.code, row)
        found[row.code] = Listed(
            row.code,
            known.name,
            known.title or row.title,
            known.skills or row.skills,
            known.home or row.home,
            known.phone or row.phone,
            known.login or row.login,
            row.telegram if known.telegram is None else known.telegram,
            tuple(dict.fromkeys((*known.posts, *row.posts))),
            known.wecom or row.wecom,
        )
    return tuple(found.values())
