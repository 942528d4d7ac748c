"""The chart of the page: a line a class over the weeks, as numbers that the template draws."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.office.figures import Week
from tickets.kinds import Matter

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 16, 34
STEPS = (0.1, 0.2, 0.5, 1.0)
"""Where the scale may end: the least that holds every point."""
LABELS = 6


@dataclass(frozen=True, slots=True)
class Point:
    """One week of one class on the drawing."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines in pieces: a week without posts has no point, and the line is broken there."""

    lines: dict[Matter, list[list[Point]]]
    grid: list[tuple[float, str]]
    dates: list[tuple[float, str]]


def chart(weeks: Sequence[Week]) -> Chart:
    """Draw the weeks' shares."""
    shares = [part.share or 0.0 for week in weeks for part in week.parts.values()]
    top = next(step for step in STEPS if step >= max(shares, default=0.0))
    across = (WIDTH - LEFT - RIGHT) / max(len(weeks) - 1, 1)
    lines = {matter: list(_pieces(weeks, matter, across, top)) for matter in Matter}
    grid = [(_height(top * part, top), f"{round(top * part * 100)}%") for part in (0, 0.5, 1)]
    every = max(1, -(-len(weeks) // LABELS))
    dates = [(LEFT + n * across, f"{w.monday:%m-%d}") for n, w in enumerate(weeks) if n % every == 0]
    return Chart(lines, grid, dates)


def _pieces(weeks: Sequence[Week], matter: Matter, across: float, top: float) -> Iterator[list[Point]]:
    piece: list[Point] = []
    for n, week in enumerate(weeks):
        share = week.parts[matter].share
        if share is not None:
            piece.append(Point(round(LEFT + n * across, 1), _height(share, top)))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _height(share: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - share / top * (HEIGHT - TOP - BOTTOM), 1)
