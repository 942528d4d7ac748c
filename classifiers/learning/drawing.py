"""Plain SVG drawings of an evaluation: they need no library and open in any browser."""

from collections.abc import Sequence
from html import escape

SIDE, LEFT, TOP, FOOT = 420, 110, 110, 60
CELL = 26
"""The least side of a cell, so that a number fits in."""
SHORT = 5
"""Up to how many names stand level above their columns; more are turned."""
BLUE = "#1668a8"
Points = Sequence[tuple[float, float]]


def curve(title: str, across: str, up: str, points: Points, *, low: tuple[float, float], diagonal: bool = False) -> str:
    """Points joined, from `low` to 1 each way; with the diagonal where the two should be equal."""
    at = [(LEFT + _share(x, low[0]) * SIDE, TOP + (1 - _share(y, low[1])) * SIDE) for x, y in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{BLUE}"/>' for x, y in at)
    even = f'<path d="M{LEFT} {TOP + SIDE}L{LEFT + SIDE} {TOP}" stroke="#999" stroke-dasharray="4 4"/>'
    ticks = "".join(_tick(step / 5, low) for step in range(6))
    names = _text(LEFT + SIDE / 2, TOP + SIDE + 42, across) + _turned(LEFT - 52, TOP + SIDE / 2, up, -90, "middle")
    drawn = f'<polyline points="{line}" fill="none" stroke="{BLUE}" stroke-width="2"/>{dots}'
    return _page(title, f"{ticks}{even if diagonal else ''}{drawn}{names}", SIDE)


def grid(title: str, labels: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """A confusion table: a row for each truth, a column for each guess, darker for a larger share of its row."""
    cell = max(CELL, SIDE / len(labels))
    side = cell * len(labels)
    cells = [
        _cell(LEFT + column * cell, TOP + row * cell, cell, count, max(sum(line), 1))
        for row, line in enumerate(counts)
        for column, count in enumerate(line)
    ]
    names = [
        _column(LEFT + (at + 0.5) * cell, label, len(labels)) + _text(LEFT - 8, _middle(at, cell), label, "end")
        for at, label in enumerate(labels)
    ]
    told = _text(LEFT + side / 2, TOP + side + 30, "columns: guessed · rows: right")
    return _page(title, "".join([*cells, *names, told]), side)


def _share(value: float, low: float) -> float:
    return min(max((value - low) / (1 - low), 0.0), 1.0)


def _middle(at: int, cell: float) -> float:
    return TOP + (at + 0.5) * cell + 4


def _column(x: float, label: str, labels: int) -> str:
    return _text(x, TOP - 10, label) if labels <= SHORT else _turned(x + 4, TOP - 8, label, -60, "start")


def _cell(x: float, y: float, side: float, count: int, whole: int) -> str:
    share = count / whole
    box = f'<rect x="{x:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side:.1f}" fill="{BLUE}"'
    number = _text(x + side / 2, y + side / 2 + 4, str(count), colour="#fff" if share > 0.5 else "#222")
    return f'{box} fill-opacity="{0.9 * share:.2f}" stroke="#ddd"/>{number if count else ""}'


def _tick(step: float, low: tuple[float, float]) -> str:
    x, y = LEFT + step * SIDE, TOP + (1 - step) * SIDE
    across, up = (f"{least + step * (1 - least):.2f}" for least in low)
    lines = f"M{x} {TOP}V{TOP + SIDE}M{LEFT} {y}H{LEFT + SIDE}"
    names = _text(x, TOP + SIDE + 18, across) + _text(LEFT - 8, y + 4, up, "end")
    return f'<path d="{lines}" stroke="#e4e4e4"/>{names}'


def _text(x: float, y: float, words: str, anchor: str = "middle", *, colour: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


def _turned(x: float, y: float, words: str, angle: int, anchor: str) -> str:
    turn = f'transform="rotate({angle} {x:.1f} {y:.1f})"'
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {turn} fill="#222">{escape(words)}</text>'


def _page(title: str, inside: str, side: float) -> str:
    wide, high = LEFT + side + 40, TOP + side + FOOT
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" font-size="12"'
    name = f'<text x="16" y="26" font-size="15" font-weight="bold" fill="#222">{escape(title)}</text>'
    return f'{head} font-family="sans-serif"><rect width="100%" height="100%" fill="#fff"/>{name}{inside}</svg>\n'
