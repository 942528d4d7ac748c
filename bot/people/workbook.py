"""The people workbook: every row understood or refused by its number, all mistakes at once, then one Roster."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot.people import flows, items, terms
from bot.people.cells import Cells
from bot.people.checks import ANSWERS, AREAS, DEPTH, DUTIES, GROUPS, PEOPLE, UNITS, Draft, Line, mistakes
from bot.people.roster import Listed, ListedAnswer, ListedDuty, ListedGroup, Roster, merged
from bot.people.sheets import Book, Remark, Unreadable, read
from tickets.directory import Area, Unit
from tickets.flows import Flow
from tickets.ids import AreaCode, ChatId, UnitCode

T = TypeVar("T")

SHEETS: Mapping[str, tuple[str, ...]] = {
    AREAS: ("编号", "名称", "级别", "上级", "编号前缀", "别名"),
    UNITS: ("编号", "名称", "类别", "区域", "?口", "?层级"),
    PEOPLE: ("编号", "姓名", "称呼", "单位", "职务", "技能", "住处", "电话", "网页", "Telegram", "?企业微信"),
    GROUPS: ("单位", "渠道", "群号"),
    DUTIES: ("区域", "人员", "星期", "从", "到"),
    ANSWERS: ("区域", "问题", "答复", "负责人", "复核日期"),
    items.ITEMS: items.HEADERS,
    flows.FLOWS: flows.HEADERS,
}
_NEEDED = frozenset({AREAS, UNITS, PEOPLE})
_LOGIN = re.compile(r"(?!.*bot$)[a-z0-9][a-z0-9._-]{1,31}", re.IGNORECASE)
"""Names that end with bot belong to bots."""
_WECOM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
_PHONE = re.compile(r"\+?[0-9][0-9-]{2,19}")
_LONGEST_ANSWER = 1000


class BrokenWorkbook(Exception):
    """The workbook has mistakes and nothing was taken from it."""

    def __init__(self, mistakes: Sequence[Remark]) -> None:
        super().__init__("\n".join(m.told for m in mistakes))
        self.mistakes = tuple(mistakes)


def load(path: Path) -> Roster:
    """The roster of a workbook without a single mistake. Raises BrokenWorkbook with all of them."""
    try:
        book = read(path, SHEETS, _NEEDED)
    except Unreadable as refusal:
        raise BrokenWorkbook([Remark(path.name, 0, str(refusal))]) from refusal
    draft, found = _understood(book)
    own, wrong = flows.understood(book.rows[flows.FLOWS])
    found += wrong
    found += [] if book.mistakes else [*mistakes(draft), *items.fit(draft)]
    if book.mistakes or found:
        order = {sheet: n for n, sheet in enumerate(SHEETS)}
        raise BrokenWorkbook(sorted({*book.mistakes, *found}, key=lambda m: (order[m.sheet], m.row, m.text)))
    return replace(_settled(draft, book), flows=_with_own(own))


def _understood(book: Book) -> tuple[Draft, list[Remark]]:
    named = {sheet: frozenset(terms.plain(row["编号"]) for row in rows) for sheet, rows in book.rows.items()}
    draft, found = Draft(named=named), list[Remark]()
    _each(book, AREAS, _area, draft.areas, found)
    _each(book, UNITS, _unit, draft.units, found)
    _each(book, PEOPLE, _person, draft.people, found)
    _each(book, GROUPS, _group, draft.groups, found)
    _each(book, DUTIES, _duty, draft.duties, found)
    _each(book, ANSWERS, _answer, draft.answers, found)
    _each(book, items.ITEMS, items.understood, draft.items, found)
    return draft, found


def _each(
    book: Book, sheet: str, understand: Callable[[Cells], T | None], into: list[Line[T]], found: list[Remark]
) -> None:
    for row in book.rows[sheet]:
        cells = Cells(row)
        thing = understand(cells)
        found += [Remark(sheet, row.number, text) for text in cells.wrong]
        if thing is not None and not cells.wrong:
            into.append(Line(row.number, thing))


def _area(cells: Cells) -> Area | None:
    code, name = cells.code("编号", needed=True), cells.prose("名称", needed=True)
    level = cells.term("级别", terms.LEVELS)
    parent = AreaCode(cells.code("上级")) or None
    aliases = terms.listed(cells.prose("别名"))
    if level is None:
        return None
    return Area(AreaCode(code), name, level, parent, cells.code("编号前缀"), aliases)


def _unit(cells: Cells) -> Unit | None:
    code, name = cells.code("编号", needed=True), cells.prose("名称", needed=True)
    kind = cells.term("类别", terms.UNIT_KINDS)
    area = AreaCode(cells.code("区域", needed=True))
    family, tier = cells.one("口", terms.FAMILIES), cells.one("层级", terms.TIERS)
    if kind is None:
        return None
    return Unit(UnitCode(code), name, kind, area, family, tier)


def _person(cells: Cells) -> Listed:
    unit = UnitCode(cells.code("单位", needed=True))
    return Listed(
        cells.code("编号", needed=True),
        cells.prose("姓名", needed=True),
        cells.prose("称呼"),
        tuple(cells.terms("技能", {skill: skill for skill in terms.SKILLS}, needed=False)),
        AreaCode(cells.code("住处")) or None,
        cells.parsed("电话", _matching(_PHONE), "13800000000", needed=False) or "",
        (cells.parsed("网页", _matching(_LOGIN), "wangmin（字母和数字）", needed=False) or "").lower(),
        cells.parsed("Telegram", _user, "一个数字，例如 5551234", needed=False),
        tuple((unit, role) for role in cells.terms("职务", terms.ROLES)),
        (cells.parsed("企业微信", _matching(_WECOM), "通讯录里的账号，例如 WangMin", needed=False) or "").lower(),
    )


def _group(cells: Cells) -> ListedGroup | None:
    unit, channel = UnitCode(cells.code("单位", needed=True)), cells.term("渠道", terms.CHANNELS)
    chat = cells.parsed("群号", _chat, "负数，例如 -1001234567890")
    if channel is None or chat is None:
        return None
    return ListedGroup(unit, channel, chat)


def _duty(cells: Cells) -> ListedDuty | None:
    area, person = AreaCode(cells.code("区域", needed=True)), cells.code("人员", needed=True)
    days = cells.parsed("星期", terms.weekdays, "周一至周五、六、日 或 每天")
    start, end = cells.parsed("从", terms.clock, "08:00"), cells.parsed("到", terms.clock, "18:00")
    if days is None or start is None or end is None:
        return None
    return ListedDuty(area, person, days, start, end)


def _answer(cells: Cells) -> ListedAnswer:
    area, question = AreaCode(cells.code("区域", needed=True)), cells.prose("问题", needed=True)
    answer, owner = cells.prose("答复", needed=True), cells.code("负责人")
    if len(answer) > _LONGEST_ANSWER:
        cells.wrong.append(f"“答复”最多 {_LONGEST_ANSWER} 字")
    return ListedAnswer(area, question, answer, owner, cells.parsed("复核日期", terms.day, "2027-01-31", needed=False))


def _matching(shape: re.Pattern[str]) -> Callable[[str], str | None]:
    def parse(text: str) -> str | None:
        found = terms.plain(text)
        return found if shape.fullmatch(found) else None

    return parse


def _user(text: str) -> int | None:
    found = terms.plain(text)
    return int(found) if re.fullmatch(r"[1-9][0-9]{0,15}", found) else None


def _chat(text: str) -> ChatId | None:
    found = terms.plain(text)
    return ChatId(int(found)) if re.fullmatch(r"-[1-9][0-9]{0,15}", found) else None


def _with_own(own: Sequence[Flow]) -> tuple[Flow, ...]:
    """W1–W12, and the street's own, which may bear one of those names."""
    return tuple({flow.code: flow for flow in (*flows.built_in(), *own)}.values())


def _settled(draft: Draft, book: Book) -> Roster:
    people = [line.it for line in draft.people]
    return Roster(
        areas=tuple(sorted((line.it for line in draft.areas), key=lambda area: DEPTH[area.level])),
        units=tuple(line.it for line in draft.units),
        people=merged(people),
        groups=tuple(line.it for line in draft.groups),
        duties=tuple(line.it for line in draft.duties),
        answers=tuple(line.it for line in draft.answers),
        items=tuple(line.it for line in draft.items),
        notes=tuple(book.notes),
        rows={(s, terms.plain(row["编号"])): row.number for s, rows in book.rows.items() for row in reversed(rows)},
    )
