"""From the words of a place to an area of the directory: buildings, entrances, grids, communities by any usual name."""

import re
from collections.abc import Iterable, Sequence

from tickets.directory import Area, Directory, Level
from tickets.ids import AreaCode
from tickets.reading import Place

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
_FULL_WIDTH = {ord(c): ord("0") + i for i, c in enumerate("０１２３４５６７８９")} | {ord("＃"): ord("#")}
_CHINESE_NUMBER = re.compile(r"[〇零一二两三四五六七八九十]{1,3}(?=\s*(?:号楼|号院|号|栋|幢|座|楼|单元|门|网格))")
_GRID = re.compile(r"(\d{1,2})\s*号?网格")
_KEY = re.compile(r"((?:[甲乙丙丁]?\d{1,3}[a-z]?|[a-z]\d{0,2})|\d{1,3}号院)\s*(?:号楼|栋楼?|幢楼?|座|#楼?|楼|号)?")
_DOORWAY = re.compile(r"(\d{1,2}|[东西南北中])\s*(?:单元|门洞|门|梯)")


def locate(
    directory: Directory, community: AreaCode, text: str, places: Sequence[Place], home: AreaCode | None = None
) -> AreaCode | None:
    """The finest area inside the community that the words name without doubt, or None.

    Names and aliases count, and buildings and entrances by number in any notation, as the reader took them apart.
    A number that several grids have means the one of the grid that the text names, else of the poster's own (`home`);
    an entrance without a building is one of the poster's own. Two different buildings are a doubt.
    """
    inside = list(directory.below(community))
    grids = _grids(inside, tidy(text))
    buildings = _near(directory, _buildings(inside, text, places), grids, home)
    if not buildings and not any(p.building for p in places):
        own = directory.at_level(home, Level.BUILDING)
        entrance = _entrance(directory, own, places) if own and directory.inside(home, community) else None
        if entrance and len(grids) < 1:
            return entrance
    if len(buildings) == 1:
        return _entrance(directory, buildings[0], places) or buildings[0].code
    if buildings:
        around = {g.code for b in buildings if (g := directory.at_level(b.code, Level.GRID))}
        return around.pop() if len(around) == 1 else None
    return grids[0].code if len(grids) == 1 else None


def names(directory: Directory) -> tuple[str, ...]:
    """What the places of the people file are called, for a reader to know them."""
    wanted = {Level.COMMUNITY, Level.GRID, Level.BUILDING}
    return tuple(
        dict.fromkeys(
            name
            for a in directory.areas.values()
            if a.level in wanted
            for name in _names(a)
            if not _KEY.fullmatch(name)
        )
    )


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


def named(directory: Directory, community: AreaCode, text: str, places: Sequence[Place]) -> set[AreaCode]:
    """Every building that the words name, and of a single one the entrance: whose homes the matter may be about."""
    buildings = _buildings(list(directory.below(community)), text, places)
    if len(buildings) == 1:
        return {_entrance(directory, buildings[0], places) or buildings[0].code}
    return {building.code for building in buildings}


def tidy(text: str) -> str:
    """Full-width digits and Chinese numerals of places as plain digits."""
    return _CHINESE_NUMBER.sub(lambda m: str(_number(m.group())), text.translate(_FULL_WIDTH))


def _number(chinese: str) -> int:
    if "十" in chinese:
        tens, _, ones = chinese.partition("十")
        return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    return int("".join(_DIGITS[c] for c in chinese))


def _grids(inside: Iterable[Area], said: str) -> list[Area]:
    numbered = {f"{n}号网格" for n in _GRID.findall(said)}
    return [a for a in inside if a.level is Level.GRID and (numbered & _short(a) or _by_name(a, said))]


def _buildings(inside: Iterable[Area], text: str, places: Sequence[Place]) -> list[Area]:
    numbers = {n for p in places for n in (p.building, p.compound) if n}
    said = tidy(text)
    return [a for a in inside if a.level is Level.BUILDING and (numbers & _keys(a) or _by_name(a, said))]


def _near(directory: Directory, found: list[Area], grids: list[Area], home: AreaCode | None) -> list[Area]:
    """Of equal numbers those in the grid that is named, else in the poster's."""
    own = directory.at_level(home, Level.GRID)
    for around in ({g.code for g in grids}, {own.code} if own else set()):
        near = [b for b in found if any(directory.inside(b.code, grid) for grid in around)]
        if near and all(any(_keys(b) & _keys(n) for n in near) for b in found):
            return near
    return found


def _entrance(directory: Directory, building: Area, places: Sequence[Place]) -> AreaCode | None:
    units = {p.unit for p in places if p.unit and (not p.building or p.building in _keys(building))}
    doorways = [a for a in directory.below(building.code) if a.level is Level.ENTRANCE]
    found = [a for a in doorways if any(m.group(1) in units for n in _short(a) for m in _DOORWAY.finditer(n))]
    return found[0].code if len(found) == 1 and len(units) == 1 else None


def _keys(area: Area) -> set[str]:
    """What numbers a building goes by: 三号楼 and 3栋 are 3."""
    return {m.group(1) for n in _short(area) if (m := _KEY.fullmatch(n))}


def _short(area: Area) -> set[str]:
    return {tidy(n).lower() for n in _names(area)}


def _by_name(area: Area, said: str) -> bool:
    """A name without a number must stand in the text whole; one with a number is matched as a number above."""
    return any(name in said for name in _names(area) if not re.search(r"\d", tidy(name)))


def _names(area: Area) -> tuple[str, ...]:
    return (area.name, *area.aliases)
