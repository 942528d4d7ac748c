"""The roster as a tree of text, so that two versions of a workbook can be compared line by line."""

from collections.abc import Iterator

from bot.people.roster import Listed, Roster
from bot.people.terms import CHANNELS, ROLES, UNIT_KINDS, word
from tickets.directory import Area, Unit
from tickets.ids import AreaCode, UnitCode

_INDENT = "  "
_DAYS = "一二三四五六日"


def describe(roster: Roster) -> str:
    """Areas as a tree with their units, people, groups and duty hours, in the workbook's order."""
    return "\n".join(_inside(roster, None, 0))


def _inside(roster: Roster, parent: AreaCode | None, depth: int) -> Iterator[str]:
    for area in roster.areas:
        if area.parent == parent:
            yield _INDENT * depth + _place(area)
            yield from (_INDENT * (depth + 1) + line for line in _at(roster, area))
            yield from _inside(roster, area.code, depth + 1)


def _place(area: Area) -> str:
    prefix = f"  编号 {area.prefix}-…" if area.prefix else ""
    aliases = f"  又叫 {'、'.join(area.aliases)}" if area.aliases else ""
    return f"{area.name} [{area.code}]{prefix}{aliases}"


def _at(roster: Roster, area: Area) -> Iterator[str]:
    for unit in roster.units:
        if unit.area == area.code:
            yield f"· {unit.name} [{unit.code}] {word(UNIT_KINDS, unit.kind)}{_group(roster, unit)}"
            yield from (f"{_INDENT}{_person(p, unit.code)}" for p in roster.people if unit.code in dict(p.posts))
    names = {p.code: p.name for p in roster.people}
    for duty in roster.duties:
        if duty.area == area.code:
            days = "".join(_DAYS[d] for d in sorted(duty.weekdays))
            hours = "全天" if duty.start == duty.end else f"{duty.start:%H:%M}–{duty.end:%H:%M}"
            yield f"· 值班 周{days} {hours} {names[duty.person]}"
    answers = sum(answer.area == area.code for answer in roster.answers)
    if answers:
        yield f"· 常见问题 {answers} 条"


def _group(roster: Roster, unit: Unit) -> str:
    return "".join(f"  群 {word(CHANNELS, g.channel)} {g.chat}" for g in roster.groups if g.unit == unit.code)


def _person(person: Listed, unit: UnitCode) -> str:
    roles = "、".join(word(ROLES, role) for code, role in person.posts if code == unit)
    skills = f"（{'、'.join(person.skills)}）" if person.skills else ""
    names = {"Telegram": person.telegram, "企业微信": person.wecom}
    reach = " ".join([person.login, *(f"{channel} {name}" for channel, name in names.items() if name)]).strip()
    return f"{person.name} [{person.code}] {roles}{skills}" + (f"  {reach}" if reach else "")
