"""Truth beside guess for one label of one set: its figures and its drawings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifiers.learning.drawing import curve, grid
from classifiers.learning.measures import (
    Figure,
    Ints,
    Numbers,
    bins,
    calibration_error,
    coverage,
    figure,
    macro_f1,
    share_right,
)

ASKED = 0.1


@dataclass(frozen=True, slots=True)
class Judged:
    """Indices into `labels`, and for each guess how sure it is (0…1)."""

    name: str
    labels: Sequence[str]
    truth: Ints
    guess: Ints
    sure: Numbers

    def right(self) -> npt.NDArray[np.bool_]:
        """Which guesses are right."""
        return np.equal(self.truth, self.guess)


def scored(judged: Judged, counted: Sequence[int] | None = None) -> Iterator[Figure]:
    """How often right; `counted` are the labels over which the mean is taken, all where it is not given."""
    which, truth, guess = counted or range(len(judged.labels)), judged.truth, judged.guess
    cases = len(truth)
    yield figure(f"{judged.name} macro-F1", cases, lambda some: macro_f1(truth[some], guess[some], list(which)))
    yield figure(f"{judged.name} right", cases, lambda some: share_right(truth[some], guess[some]))


def trusted(judged: Judged) -> Iterator[Figure]:
    """How far its confidence can be believed."""
    right, sure = judged.right(), judged.sure
    surest = np.argsort(-sure, kind="stable")[: round(len(sure) * (1 - ASKED))]
    error = f"{judged.name} calibration error"
    yield figure(error, len(sure), lambda some: calibration_error(sure[some], right[some]))
    tenth = f"{judged.name} right, least sure tenth asked"
    yield figure(tenth, len(surest), lambda some: float(right[surest][some].mean()))


def draw(judged: Judged, whose: str, out: Path) -> None:
    """Write confusion, reliability and coverage of one set into the folder `out`."""
    told = f"{whose}: {judged.name} (n = {len(judged.truth)})"
    present = np.unique(np.concatenate([judged.truth, judged.guess]))
    counts = [[int(np.sum((judged.truth == row) & (judged.guess == column))) for column in present] for row in present]
    trust, covered = bins(judged.sure, judged.right()), coverage(judged.sure, judged.right())
    even, least = _floor([share for point in trust for share in point]), _floor([share for _, share in covered])
    drawings = {
        "confusion": grid(told, [judged.labels[at] for at in present], counts),
        "reliability": curve(told, "confidence", "share right", trust, low=(even, even), diagonal=True),
        "coverage": curve(told, "share answered, the surest first", "share right", covered, low=(0, least)),
    }
    for name, drawing in drawings.items():
        (out / f"{whose}-{judged.name}-{name}.svg").write_text(drawing, encoding="utf-8")


def _floor(shares: Sequence[float]) -> float:
    """The tenth below all of them."""
    return min(int(min(shares) * 10) / 10, 0.9)
