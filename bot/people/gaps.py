"""Warnings: what a correct directory still lacks, so that no post falls where nobody stands."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, groupby

from bot.people.checks import ANSWERS, AREAS, DUTIES, PEOPLE, UNITS
from bot.people.roster import Roster
from bot.people.sheets import Remark
from tickets.directory import Area, Directory, Level, Role, UnitKind, covers

_WITH_GROUP = frozenset({UnitKind.COMMUNITY, UnitKind.BRANCH})
_CALLED = frozenset({UnitKind.DEPARTMENT, UnitKind.OFFICE, UnitKind.STATION, UnitKind.SOCIAL})
"""Whoever may be whistled for needs somebody named to receive it (S3:27)."""
_HALF_HOUR = timedelta(minutes=30)
_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
_DAYS = "一二三四五六日"


def warnings(roster: Roster, today: date) -> list[Remark]:
    """What a workbook leaves open, with the rows it concerns."""
    found = [Remark(g.sheet, roster.rows.get((g.sheet, code), 0), g.text) for code, g in _gaps(roster.directory())]
    return [*roster.notes, *found, *_unreachable(roster), *stale(roster, today)]


def gaps(directory: Directory) -> list[Remark]:
    """The same for a directory that is in use."""
    return [gap for _, gap in _gaps(directory)]


def _gaps(directory: Directory) -> Iterator[tuple[str, Remark]]:
    return chain(_communities(directory), _grids(directory), _units(directory), _buildings(directory))


def _communities(directory: Directory) -> Iterator[tuple[str, Remark]]:
    for area in directory.communities():
        if not directory.units_at(area.code, UnitKind.COMMUNITY):
            yield area.code, Remark(AREAS, 0, f"{area.name}没有社区单位，公事无处可去")
        elif not directory.people_at(area.code, UnitKind.COMMUNITY, Role.COORDINATOR):
            yield area.code, Remark(AREAS, 0, f"{area.name}没有社区专员，拿不准的事没有人判断")
        if uncovered := _uncovered(directory, area):
            yield area.code, Remark(DUTIES, 0, f"{area.name}没有人值班：{uncovered}")


def _uncovered(directory: Directory, area: Area) -> str:
    """The week's stretches without anybody on duty, as people say them."""
    here = {a.code for a in directory.upwards(area.code)}
    duties = [d for d in directory.duties if d.area in here]
    slots = [_MONDAY + n * _HALF_HOUR for n in range(7 * 48)]
    if not duties:
        return "整周"
    stretches: list[str] = []
    for bare, run in groupby(slots, key=lambda at: not any(covers(d, at) for d in duties)):
        whole = list(run)
        if bare:
            stretches.append(f"{_said(whole[0])} 到 {_said(whole[-1] + _HALF_HOUR)}")
    return "；".join(stretches[:3]) + (f" 等 {len(stretches)} 段" if len(stretches) > 3 else "")


def _said(at: datetime) -> str:
    return f"周{_DAYS[at.weekday()]} {at:%H:%M}"


def _grids(directory: Directory) -> Iterator[tuple[str, Remark]]:
    for area in directory.areas.values():
        if area.level is Level.GRID and not directory.units_at(area.code, UnitKind.BRANCH):
            yield area.code, Remark(AREAS, 0, f"{area.name}（{area.code}）没有网格党支部，共事无处可去")


def _units(directory: Directory) -> Iterator[tuple[str, Remark]]:
    for unit in directory.units.values():
        if not directory.people_of(unit.code):
            yield unit.code, Remark(UNITS, 0, f"{unit.name}（{unit.code}）没有人")
        elif unit.kind in _CALLED and not directory.people_of(unit.code, Role.RECEIVER):
            yield unit.code, Remark(UNITS, 0, f"{unit.name}（{unit.code}）没有接哨员，吹哨叫不到")
        if unit.kind in _WITH_GROUP and unit.code not in directory.groups:
            yield unit.code, Remark(UNITS, 0, f"{unit.name}（{unit.code}）没有群，请在群里发 /bind，或填“群”表")


def _buildings(directory: Directory) -> Iterator[tuple[str, Remark]]:
    """Household matters go to the nearest micro-grid leader around the place; one for each entrance will do."""
    led = {directory.units[post.unit].area for post in directory.posts if post.role is Role.LEADER}
    around = {area.code for place in led for area in directory.upwards(place)}
    for area in directory.areas.values():
        alone = area.code not in around and not any(above.code in led for above in directory.upwards(area.code))
        if area.level is Level.BUILDING and alone:
            yield area.code, Remark(AREAS, 0, f"{area.name}（{area.code}）没有微网格长，家事要由社区专员转")


def _unreachable(roster: Roster) -> Iterator[Remark]:
    for person in roster.people:
        if not person.login and person.telegram is None and not person.wecom:
            row = roster.rows.get((PEOPLE, person.code), 0)
            yield Remark(PEOPLE, row, f"{person.name}没有网页登录名，也没有 Telegram，要用一次性代码绑定才收得到消息")


def stale(roster: Roster, today: date) -> Iterator[Remark]:
    """Answers that somebody should have read again by now."""
    for answer in roster.answers:
        if answer.review_on and answer.review_on < today:
            yield Remark(
                ANSWERS, 0, f"“{answer.question}”该复核了（{answer.review_on}，负责人 {answer.owner or '未填'}）"
            )
