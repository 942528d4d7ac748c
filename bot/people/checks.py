"""What may not be in a people workbook, told by sheet and row. Pure: rows in, mistakes out."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Generic, TypeVar

from bot.people.roster import Listed, ListedAnswer, ListedDuty, ListedGroup
from bot.people.sheets import Remark
from bot.people.terms import LEVELS, ROLES, SERVES, STANDS, UNIT_KINDS, word
from tickets.directory import Area, Level, Unit
from tickets.ids import AreaCode, UnitCode
from tickets.whistles.duties import DutyItem

T = TypeVar("T")

AREAS, UNITS, PEOPLE, GROUPS, DUTIES, ANSWERS = "区域", "单位", "人员", "群", "值班", "答复"
DEPTH = {level: depth for depth, level in enumerate(Level)}
"""How far down each level of area lies."""


@dataclass(frozen=True, slots=True)
class Line(Generic[T]):
    """One thing and the row that it stands in."""

    row: int
    it: T


@dataclass(frozen=True)
class Draft:
    """The understood rows of every sheet. `named` holds also the codes of the rows that were not understood."""

    areas: list[Line[Area]] = field(default_factory=list)
    units: list[Line[Unit]] = field(default_factory=list)
    people: list[Line[Listed]] = field(default_factory=list)
    groups: list[Line[ListedGroup]] = field(default_factory=list)
    duties: list[Line[ListedDuty]] = field(default_factory=list)
    answers: list[Line[ListedAnswer]] = field(default_factory=list)
    items: list[Line[DutyItem]] = field(default_factory=list)
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def area(self) -> Mapping[AreaCode, Area]:
        """The areas by code, the first one where a code stands twice."""
        return {line.it.code: line.it for line in reversed(self.areas)}

    @cached_property
    def unit(self) -> Mapping[UnitCode, Unit]:
        """The units by code, the first one where a code stands twice."""
        return {line.it.code: line.it for line in reversed(self.units)}

    def lacks(self, sheet: str, code: str | None) -> bool:
        """Whether a code is given that no row of the sheet bears."""
        return bool(code) and code not in self.named.get(sheet, ())


def mistakes(draft: Draft) -> list[Remark]:
    """Everything that is wrong between the rows, in the order of the sheets."""
    checks = (
        *(_codes_once, _parents, _levels, _prefixes),
        *(_units_stand, _posts_fit, _one_person, _one_identity, _homes),
        *(_groups_fit, _duties_fit, _answers_fit),
    )
    return list(chain.from_iterable(check(draft) for check in checks))


def _codes_once(draft: Draft) -> Iterator[Remark]:
    yield from _twice(AREAS, draft.areas, lambda area: area.code, "编号")
    yield from _twice(UNITS, draft.units, lambda unit: unit.code, "编号")
    yield from _twice(UNITS, draft.units, lambda unit: (unit.area, unit.name), "名称")


def _parents(draft: Draft) -> Iterator[Remark]:
    for line in draft.areas:
        if draft.lacks(AREAS, line.it.parent):
            yield Remark(AREAS, line.row, f"上级“{line.it.parent}”不在“区域”表里")
        elif line.it.parent is None and line.it.level not in {Level.CITY, Level.DISTRICT}:
            yield Remark(AREAS, line.row, f"{word(LEVELS, line.it.level)}要填上级")


def _levels(draft: Draft) -> Iterator[Remark]:
    for line in draft.areas:
        parent = draft.area.get(line.it.parent) if line.it.parent else None
        if parent is None or DEPTH[parent.level] < DEPTH[line.it.level]:
            continue
        if _circles(line.it, draft.area):
            yield Remark(AREAS, line.row, f"上级绕成了一个圈：{line.it.code} 归根到底在它自己里面")
        else:
            here, above = word(LEVELS, line.it.level), word(LEVELS, parent.level)
            yield Remark(AREAS, line.row, f"级别颠倒：{here}“{line.it.name}”不能在{above}“{parent.name}”里面")


def _circles(area: Area, areas: Mapping[AreaCode, Area]) -> bool:
    seen: set[AreaCode] = set()
    at: Area | None = area
    while at and at.parent and at.code not in seen:
        seen.add(at.code)
        at = areas.get(at.parent)
    return at is not None and at.code == area.code and bool(seen)


def _prefixes(draft: Draft) -> Iterator[Remark]:
    for line in draft.areas:
        if line.it.level is Level.COMMUNITY and not line.it.prefix:
            yield Remark(AREAS, line.row, "社区要填编号前缀，例如 槐")
        elif line.it.level is not Level.COMMUNITY and line.it.prefix:
            yield Remark(AREAS, line.row, "只有社区才填编号前缀")
        elif line.it.prefix and not (line.it.prefix.isalpha() and len(line.it.prefix) <= 4):
            yield Remark(AREAS, line.row, f"编号前缀“{line.it.prefix}”只能是一到四个字，不带数字和符号")
    yield from _twice(AREAS, draft.areas, lambda area: area.prefix, "编号前缀")


def _units_stand(draft: Draft) -> Iterator[Remark]:
    for line in draft.units:
        if draft.lacks(AREAS, line.it.area):
            yield Remark(UNITS, line.row, f"区域“{line.it.area}”不在“区域”表里")
            continue
        area = draft.area.get(line.it.area)
        if area and area.level not in STANDS[line.it.kind]:
            wanted = "、".join(word(LEVELS, level) for level in Level if level in STANDS[line.it.kind])
            kind, level = word(UNIT_KINDS, line.it.kind), word(LEVELS, area.level)
            yield Remark(UNITS, line.row, f"{kind}的区域要填{wanted}，“{area.name}”是{level}")


def _posts_fit(draft: Draft) -> Iterator[Remark]:
    for line in draft.people:
        for code, role in line.it.posts:
            unit = draft.unit.get(code)
            if draft.lacks(UNITS, code):
                yield Remark(PEOPLE, line.row, f"单位“{code}”不在“单位”表里")
                break
            if unit and unit.kind not in SERVES[role]:
                wanted = "、".join(name for name, kind in UNIT_KINDS.items() if kind in SERVES[role])
                kind = word(UNIT_KINDS, unit.kind)
                yield Remark(PEOPLE, line.row, f"“{word(ROLES, role)}”要在{wanted}里，“{unit.name}”是{kind}")


def _one_person(draft: Draft) -> Iterator[Remark]:
    first: dict[str, Line[Listed]] = {}
    for line in draft.people:
        known = first.setdefault(line.it.code, line)
        if known is line:
            continue
        for what, old, new in _facts(known.it, line.it):
            if new and old and new != old:
                where = f"第 {known.row} 行是“{old}”，这里是“{new}”"
                yield Remark(PEOPLE, line.row, f"编号“{line.it.code}”出现多次，{what}不一样：{where}")


def _facts(old: Listed, new: Listed) -> Iterator[tuple[str, str, str]]:
    yield "姓名", old.name, new.name
    yield "称呼", old.title, new.title
    yield "技能", "、".join(old.skills), "、".join(new.skills)
    yield "住处", old.home or "", new.home or ""
    yield "电话", old.phone, new.phone
    yield "网页登录名", old.login, new.login
    yield "Telegram", str(old.telegram or ""), str(new.telegram or "")
    yield "企业微信", old.wecom, new.wecom


def _one_identity(draft: Draft) -> Iterator[Remark]:
    owners: dict[tuple[str, object], Line[Listed]] = {}
    for line in draft.people:
        names = (("网页登录名", line.it.login), ("Telegram 号", line.it.telegram), ("企业微信账号", line.it.wecom))
        for channel, identity in names:
            owner = owners.setdefault((channel, identity), line) if identity else line
            if owner.it.code != line.it.code:
                text = f"{channel}“{identity}”已经是{owner.it.name}的（第 {owner.row} 行）"
                yield Remark(PEOPLE, line.row, text)


def _homes(draft: Draft) -> Iterator[Remark]:
    for line in draft.people:
        if draft.lacks(AREAS, line.it.home):
            yield Remark(PEOPLE, line.row, f"住处“{line.it.home}”不在“区域”表里")


def _groups_fit(draft: Draft) -> Iterator[Remark]:
    for line in draft.groups:
        if draft.lacks(UNITS, line.it.unit):
            yield Remark(GROUPS, line.row, f"单位“{line.it.unit}”不在“单位”表里")
    yield from _twice(GROUPS, draft.groups, lambda group: group.unit, "单位")
    yield from _twice(GROUPS, draft.groups, lambda group: (group.channel, group.chat), "群号")


def _duties_fit(draft: Draft) -> Iterator[Remark]:
    for line in draft.duties:
        if draft.lacks(AREAS, line.it.area):
            yield Remark(DUTIES, line.row, f"区域“{line.it.area}”不在“区域”表里")
        if draft.lacks(PEOPLE, line.it.person):
            yield Remark(DUTIES, line.row, f"人员“{line.it.person}”不在“人员”表里")


def _answers_fit(draft: Draft) -> Iterator[Remark]:
    for line in draft.answers:
        if draft.lacks(AREAS, line.it.area):
            yield Remark(ANSWERS, line.row, f"区域“{line.it.area}”不在“区域”表里")
        if draft.lacks(PEOPLE, line.it.owner) and draft.lacks(UNITS, line.it.owner):
            yield Remark(ANSWERS, line.row, f"负责人“{line.it.owner}”要填人员或单位的编号")
    yield from _twice(ANSWERS, draft.answers, lambda answer: (answer.area, answer.question), "问题")


def _twice(sheet: str, lines: Iterable[Line[T]], key: Callable[[T], Hashable], what: str) -> Iterator[Remark]:
    first: dict[Hashable, int] = {}
    for line in lines:
        found = key(line.it)
        row = first.setdefault(found, line.row) if found != "" else line.row
        if row != line.row:
            shown = found[-1] if isinstance(found, tuple) else found
            yield Remark(sheet, line.row, f"{what}“{shown}”和第 {row} 行重复")
