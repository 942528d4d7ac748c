"""Plain SVG drawings of an evaluation: they need no library and open in any browser."""

from collections.abc import Sequence
from html import escape

SIDE, EDGE = 360, 60
Points = Sequence[tuple[float, float]]


def curve(title: str, across: str, up: str, points: Points, *, diagonal: bool = False) -> str:
    """Points of 0…1 in both directions, joined; with the diagonal where the two should be equal."""
    line = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="3"/>' for x, y in points)
    even = f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#bbb"/>' if diagonal else ""
    ticks = "".join(_tick(step / 5) for step in range(6))
    names = _text(EDGE + SIDE / 2, SIDE + EDGE * 1.7, across) + _text(EDGE, EDGE * 0.8, up)
    return _page(title, f'{ticks}{even}<polyline points="{line}" fill="none" stroke="#1668a8"/>{dots}{names}')


def grid(title: str, labels: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """A confusion table: a row for each truth, a column for each guess, darker for a larger share of its row."""
    cell = SIDE / len(labels)
    cells = [
        _cell(EDGE + column * cell, EDGE + row * cell, cell, count, max(sum(line), 1))
        for row, line in enumerate(counts)
        for column, count in enumerate(line)
    ]
    names = [
        _text(EDGE + (at + 0.5) * cell, EDGE - 6, label) + _text(EDGE * 0.5, EDGE + (at + 0.6) * cell, label)
        for at, label in enumerate(labels)
    ]
    return _page(title, "".join(cells + names))


def _cell(x: float, y: float, side: float, count: int, whole: int) -> str:
    box = f'<rect x="{x:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side:.1f}" fill="#1668a8"'
    number = _text(x + side / 2, y + side / 2 + 3, str(count)) if count else ""
    return f'{box} fill-opacity="{0.8 * count / whole:.2f}" stroke="#ddd"/>{number}'


def _tick(share: float) -> str:
    return (
        f'<path d="M{_x(share)} {_y(0)}V{_y(1)}M{_x(0)} {_y(share)}H{_x(1)}" stroke="#eee"/>'
        + _text(_x(share), _y(0) + 16, f"{share:.1f}")
        + _text(EDGE * 0.6, _y(share) + 4, f"{share:.1f}")
    )


def _x(share: float) -> float:
    return EDGE + share * SIDE


def _y(share: float) -> float:
    return EDGE + (1 - share) * SIDE


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="10">{escape(words)}</text>'


def _page(title: str, inside: str) -> str:
    size = SIDE + 2 * EDGE
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" font-family="sans-serif">'
    return f'{head}<rect width="100%" height="100%" fill="#fff"/>{_text(size / 2, 20, title)}{inside}</svg>\n'
