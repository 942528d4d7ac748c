"""Figures on guesses: how often right, how sure with reason, each with its interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
RESAMPLES = 1000
BINS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the 95 % interval that resampling the messages gives."""

    name: str
    value: float
    low: float
    high: float
    cases: int


def figure(name: str, cases: int, measure: Callable[[Ints], float]) -> Figure:
    """Measure all cases, then a thousand resamples of them. `measure` takes the indices of cases."""
    chance = np.random.default_rng(0)
    again = [measure(chance.integers(0, cases, cases)) for _ in range(RESAMPLES)]
    low, high = np.quantile(again, [0.025, 0.975])
    return Figure(name, measure(np.arange(cases)), float(low), float(high), cases)


def macro_f1(truth: Ints, guess: Ints, labels: Sequence[int]) -> float:
    """The mean over labels of the harmonic mean of precision and recall; labels that never occur don't count."""
    scores = [
        2 * np.sum((truth == label) & (guess == label)) / (np.sum(truth == label) + np.sum(guess == label))
        for label in labels
        if np.any(truth == label)
    ]
    return float(np.mean(scores))


def share_right(truth: Ints, guess: Ints) -> float:
    """The share of guesses that are right."""
    return float(np.mean(truth == guess)) if len(truth) else 0.0


def precision(truth: npt.NDArray[np.bool_], guess: npt.NDArray[np.bool_]) -> float:
    """The share of alarms that were true."""
    return int(np.sum(truth & guess)) / max(int(np.sum(guess)), 1)


def recall(truth: npt.NDArray[np.bool_], guess: npt.NDArray[np.bool_]) -> float:
    """The share of true dangers that were called."""
    return int(np.sum(truth & guess)) / max(int(np.sum(truth)), 1)


def bins(sure: Numbers, right: npt.NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Confidence and share of right guesses, in bins of equal size from the least sure to the surest."""
    order = np.argsort(sure, kind="stable")
    return [(float(sure[part].mean()), float(right[part].mean())) for part in np.array_split(order, BINS) if len(part)]


def calibration_error(sure: Numbers, right: npt.NDArray[np.bool_]) -> float:
    """The mean distance of confidence from the share of right guesses, over bins of equal size."""
    return float(np.mean([abs(claimed - true) for claimed, true in bins(sure, right)]))


def coverage(sure: Numbers, right: npt.NDArray[np.bool_]) -> list[tuple[float, float]]:
    """How many messages are answered, and how many of those rightly, as one asks about ever more of them."""
    order = np.argsort(-sure, kind="stable")
    good = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    steps = np.unique(np.linspace(1, len(order), 50).astype(int))
    return [(step / len(order), float(good[step - 1])) for step in steps]
