"""The drawing of one unit's months: a line of scores from 0 to 100, broken where a month has none."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 20, 20, 34


@dataclass(frozen=True, slots=True)
class Dot:
    """One month's score on the drawing."""

    x: float
    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Lines in pieces, the months below, the scale at the left."""

    pieces: list[list[Dot]]
    months: list[tuple[float, str]]
    grid: list[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT


def trend(points: Sequence[tuple[str, float | None]]) -> Trend:
    """Draw the months, the oldest first."""
    across = (WIDTH - _LEFT - _RIGHT) / max(len(points) - 1, 1)
    pieces: list[list[Dot]] = [[]]
    for n, (_, value) in enumerate(points):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(Dot(round(_LEFT + n * across, 1), _height(value), value))
    months = [(round(_LEFT + n * across, 1), name[2:]) for n, (name, _) in enumerate(points)]
    return Trend([piece for piece in pieces if piece], months, [(_height(part), str(part)) for part in (0, 50, 100)])


def _height(value: float) -> float:
    return round(HEIGHT - _BOTTOM - value / 100 * (HEIGHT - _TOP - _BOTTOM), 1)
