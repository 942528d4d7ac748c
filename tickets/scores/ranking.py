"""Who stands where, each family of units for itself; whoever has no case has no place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tickets.directory import Directory, Unit, UnitKind
from tickets.ids import UnitCode
from tickets.scores.figures import Figures
from tickets.whistles.kinds import Family


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a ranking. `rank` is None without a case; those who are level share one."""

    unit: UnitCode
    figures: Figures
    score: float | None
    rank: int | None


def family_of(unit: Unit) -> Family | UnitKind:
    """Among whom a unit is ranked: its family (S1:78), else its own kind."""
    return unit.family or unit.kind


def score_of(unit: Unit, found: Figures) -> float | None:
    """What ranks it: whoever is whistled for by the blowers' score, all others by the residents'."""
    return found.whistle if unit.family else found.total


def rank(counted: Mapping[UnitCode, Figures], directory: Directory) -> dict[Family | UnitKind, list[Place]]:
    """The rankings by family, the best first; those without a place stand last."""
    families: dict[Family | UnitKind, list[tuple[UnitCode, Figures, float | None]]] = {}
    for code, found in counted.items():
        unit = directory.units.get(code)
        if unit is not None:
            families.setdefault(family_of(unit), []).append((code, found, score_of(unit, found)))
    return {family: _placed(families[family]) for family in sorted(families)}


def _placed(lines: Iterable[tuple[UnitCode, Figures, float | None]]) -> list[Place]:
    ordered = sorted(lines, key=lambda line: (line[2] is None, -(line[2] or 0.0), line[0]))
    scores = [score for _, _, score in ordered if score is not None]
    return [
        Place(code, found, score, None if score is None else 1 + sum(_above(other, score) for other in scores))
        for code, found, score in ordered
    ]


def _above(other: float, score: float) -> bool:
    """Rounding of sums makes no rank."""
    return other > score + 1e-9
