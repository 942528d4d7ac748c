"""From the words of a place to an area of the directory: buildings, entrances, grids, communities by any usual name."""

import re
from collections.abc import Iterable

from tickets.directory import Area, Directory, Level
from tickets.ids import AreaCode

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
_FULL_WIDTH = {ord(c): ord("0") + i for i, c in enumerate("０１２３４５６７８９")} | {ord("＃"): ord("#")}
_CHINESE_NUMBER = re.compile(r"[〇零一二两三四五六七八九十]{1,3}(?=\s*(?:号楼|号院|号|栋|幢|座|楼|单元|门|网格))")
_BUILDING = re.compile(r"(\d{1,3})\s*(?:号楼|栋|幢|座|#楼?)")
_DASHED = re.compile(r"(?<![\d-])(\d{1,3})-(\d{1,2})-(\d{2,4})(?![\d-])")
_ENTRANCE = re.compile(r"(\d{1,2})\s*(?:单元|门(?!口|卫|前|岗|外))")
_GRID = re.compile(r"(\d{1,2})\s*号?网格")


def locate(directory: Directory, community: AreaCode, text: str) -> AreaCode | None:
    """The finest area inside the community that the text names without doubt, or None.

    Names and aliases count, and buildings and entrances by number. Two different buildings are a doubt.
    """
    said = tidy(text)
    inside = list(directory.below(community))
    buildings = _named(inside, Level.BUILDING, said, {f"{n}号楼" for n in _buildings(said)})
    if len(buildings) == 1:
        return _entrance(directory, buildings[0], said) or buildings[0].code
    if buildings:
        grids = {g.code for b in buildings if (g := directory.at_level(b.code, Level.GRID))}
        return grids.pop() if len(grids) == 1 else None
    grids_named = _named(inside, Level.GRID, said, {f"{n}号网格" for n in _GRID.findall(said)})
    return grids_named[0].code if len(grids_named) == 1 else None


def community_in(directory: Directory, text: str) -> AreaCode | None:
    """The one community whose name or alias stands in the text."""
    found = [a for a in directory.communities() if any(n in text for n in _names(a))]
    return found[0].code if len(found) == 1 else None


def somewhere(directory: Directory, text: str) -> AreaCode:
    """The community that the text names; else the only one, or the narrowest area that holds them all."""
    communities = directory.communities()
    named = community_in(directory, text)
    if named or len(communities) == 1:
        return named or communities[0].code
    around = directory.upwards(communities[0].code)
    return next(a.code for a in around if all(directory.inside(c.code, a.code) for c in communities))


def placed(directory: Directory, area: AreaCode) -> bool:
    """Whether it is a community, and not the whole around several of them."""
    return area in directory.areas and directory.areas[area].level is Level.COMMUNITY


def named(directory: Directory, community: AreaCode, text: str) -> set[AreaCode]:
    """Every building that the text names, and of a single one the entrance: whose homes the matter may be about."""
    said = tidy(text)
    inside = list(directory.below(community))
    buildings = _named(inside, Level.BUILDING, said, {f"{n}号楼" for n in _buildings(said)})
    if len(buildings) == 1:
        return {_entrance(directory, buildings[0], said) or buildings[0].code}
    return {building.code for building in buildings}


def tidy(text: str) -> str:
    """Full-width digits and Chinese numerals of places as plain digits."""
    return _CHINESE_NUMBER.sub(lambda m: str(_number(m.group())), text.translate(_FULL_WIDTH))


def _number(chinese: str) -> int:
    if "十" in chinese:
        tens, _, ones = chinese.partition("十")
        return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    return int("".join(_DIGITS[c] for c in chinese))


def _buildings(said: str) -> set[str]:
    return {m.group(1) for m in _BUILDING.finditer(said)} | {m.group(1) for m in _DASHED.finditer(said)}


def _entrance(directory: Directory, building: Area, said: str) -> AreaCode | None:
    numbers = {m.group(1) for m in _ENTRANCE.finditer(said)} | {m.group(2) for m in _DASHED.finditer(said)}
    wanted = {f"{n}单元" for n in numbers}
    found = _named(list(directory.below(building.code)), Level.ENTRANCE, said, wanted)
    return found[0].code if len(found) == 1 else None


def _named(areas: Iterable[Area], level: Level, said: str, numbered: set[str]) -> list[Area]:
    return [a for a in areas if a.level is level and (numbered & _short(a) or _by_name(a, said))]


def _short(area: Area) -> set[str]:
    return {tidy(n) for n in _names(area)}


def _by_name(area: Area, said: str) -> bool:
    """A name without a number must stand in the text whole; one with a number is matched as a number above."""
    return any(name in said for name in _names(area) if not re.search(r"\d", tidy(name)))


def _names(area: Area) -> tuple[str, ...]:
    return (area.name, *area.aliases)
