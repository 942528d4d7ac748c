"""Units to choose from, a page of them at a time, the nearest to the matter first."""

from collections.abc import Callable, Sequence

from handlers.buttons import Button
from handlers.card import gist
from tickets.directory import Directory, Level
from tickets.ids import AreaCode, UnitCode
from tickets.ports import Work
from tickets.whistles.rules.reach import Target, target
from tickets.whistles.rules.rights import receivers
from tickets.whistles.whistle import Whistle

PAGE = 12
_NEARNESS = (Target.NEAR, Target.STREET, Target.DEPARTMENT, Target.CITY, Target.PEER)


def callable_units(community: AreaCode, directory: Directory) -> list[UnitCode]:
    """All that a whistle for this community could call, the nearest first."""
    near = {unit: target(unit, community, directory) for unit in directory.units}
    found = [unit for unit, what in near.items() if what in _NEARNESS]
    return sorted(found, key=lambda unit: _NEARNESS.index(near[unit]))


def beside(work: Work, whistle: Whistle, unit: UnitCode) -> list[UnitCode]:
    """Whom a called unit may bring in: its own level and below (会同)."""
    return [u for u in _free(work, whistle) if height(u, work.directory) >= height(unit, work.directory)]


def above(work: Work, whistle: Whistle, unit: UnitCode) -> list[UnitCode]:
    """Whom a called unit may ask from a higher level (上提)."""
    return [u for u in _free(work, whistle) if height(u, work.directory) < height(unit, work.directory)]


def instead(work: Work, whistle: Whistle, unit: UnitCode) -> list[UnitCode]:
    """Whose a called unit may say it is."""
    return _free(work, whistle)


def height(unit: UnitCode, directory: Directory) -> int:
    """Smaller is higher."""
    return list(Level).index(directory.areas[directory.units[unit].area].level)


def rows_of(
    units: Sequence[UnitCode], page: int, directory: Directory, make: Callable[[str, UnitCode], Button]
) -> list[list[Button]]:
    """Two units a row, as many as one page holds."""
    shown = units[page * PAGE : (page + 1) * PAGE]
    buttons = [make(gist(directory.unit_name(unit), 16), unit) for unit in shown]
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


def _free(work: Work, whistle: Whistle) -> list[UnitCode]:
    """Not called yet, and with somebody to receive it."""
    directory, called = work.directory, whistle.legs
    return [u for u in callable_units(whistle.community, directory) if u not in called and receivers(u, directory)]
