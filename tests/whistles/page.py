"""docs/whistles.md as data: which deed whom, where; which plea; who may call whom."""

import re
from pathlib import Path

from tickets.whistles.kinds import LegState, Plea, Scope, WhistleDeed, WhistleState
from tickets.whistles.rules.reach import Caller, Target
from tickets.whistles.rules.rights import Side

PAGE = Path("docs/whistles.md").read_text("utf-8")
_OWING = ("called", "confirmed", "arrived", "working", "paused")
_SETS = {"owing": _OWING, "running": (*_OWING, "reported", "scored"), "never": (), "birth": ()}


def _rows(heading: str) -> list[list[str]]:
    part = PAGE.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\| `.*\|$", part, flags=re.M)]


def _named(cell: str) -> list[str]:
    words = [word.strip() for word in cell.split(",") if word.strip()]
    return [one for word in words for one in _SETS.get(word, (word,))]


def _deed(cell: str) -> WhistleDeed:
    return WhistleDeed(cell.split("`")[1])


_DEEDS = _rows("The deeds")
RIGHTS = {_deed(row[0]): set(map(Side, _named(row[1]))) for row in _DEEDS}
WHISTLE = {_deed(row[0]): set(map(WhistleState, _named(row[2]))) for row in _DEEDS}
LEGS = {
    (_deed(row[0]), placed): set(map(LegState, _named(row[3 if placed else 4])))
    for row in _DEEDS
    for placed in (True, False)
    if row[3] and row[3] != "by the plea"
}
PLEAS = {
    Plea(row[0].split("`")[1]): (set(map(LegState, _named(row[1]))), set(map(Side, _named(row[2]))))
    for row in _rows("The pleas")
}
REACH = {
    (Caller(row[0].split("`")[1]), scope): set(map(Target, _named(cell)))
    for row in _rows("Who may call whom (三级吹哨、三级报到)")
    for scope, cell in zip(Scope, row[1:], strict=True)
}
