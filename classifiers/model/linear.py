"""The linear model: a sparse text against a small table of weights. NumPy alone."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifiers.model.together import COLUMNS, SETS, Floats, Habits, Task, softmax, together
from classifiers.model.vectors import Vectors, Weighed

MODEL = Path(__file__).with_name("model.npz")
SEPARATOR = "\x00"
BLOCK = 4096
"""Features whose weights are spread out at once, so that memory is not needed for all."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What out-of-fold guesses taught: how sure a score makes us, when to ask, when to call it danger."""

    warmth: float
    ask_below: float
    danger_above: float


@dataclass(frozen=True)
class Linear:
    """Weights for every column of scores, as a table of bytes times a small matrix that all features share."""

    vectors: Vectors
    weights: npt.NDArray[np.int8]
    """For each feature (row) how much of each of a few directions it has."""
    mix: Floats
    """For each direction (row) what one step of it gives each column of scores."""
    bias: Floats
    habits: Habits
    calibration: Calibration

    def scores(self, texts: Sequence[Weighed]) -> Floats:
        """A row of scores for each text, with the columns of `together`; the higher the likelier.

        A text's row is the same to the last bit whatever it is scored with.
        """
        steps = [text.value @ self.weights.take(text.index, axis=0).astype(np.float32) for text in texts]
        return together(np.stack([step @ self.mix for step in steps]) + self.bias, self.habits)

    def sure(self, scores: Floats) -> Floats:
        """Calibrated probabilities of the matters from rows of scores."""
        return softmax(scores[:, COLUMNS[Task.MATTER]] * np.float32(self.calibration.warmth))

    def gains(self, text: Weighed, matter: int) -> Floats:
        """How much each feature of a text speaks for one matter rather than for the others."""
        gain: Floats = text.value * self._pulls[matter][text.index]
        return gain

    @cached_property
    def _pulls(self) -> tuple[Floats, ...]:
        """For each matter, how much each feature speaks for it rather than for the others."""
        columns = self.mix[:, COLUMNS[Task.MATTER]]
        pull = columns - columns.mean(axis=1, keepdims=True)
        blocks = (self.weights[at : at + BLOCK] for at in range(0, len(self.weights), BLOCK))
        table = np.concatenate([block.astype(np.float32) @ pull for block in blocks])
        return tuple(np.ascontiguousarray(column) for column in table.T)


def save(model: Linear, path: Path) -> None:
    """Write a model as plain arrays. The same model gives the same bytes."""
    habits = model.habits
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            labels=_packed([label for labels in SETS.values() for label in labels]),
            keys=model.vectors.keys,
            idf=model.vectors.idf,
            shares=model.vectors.shares,
            weights=model.weights,
            mix=model.mix,
            bias=model.bias,
            habits=habits.shares,
            warmths=np.array([habits.pairs, habits.topics, *habits.letters]),
            calibration=np.array(astuple(model.calibration)),
        )


def load(path: Path = MODEL) -> Linear:
    """Read a model that `save` wrote; a model for other labels is refused."""
    with np.load(path, allow_pickle=False) as stored:
        if "mix" not in stored or _unpacked(stored["labels"]) != tuple(
            label for labels in SETS.values() for label in labels
        ):
            raise ValueError(f"{path.name} was trained for other labels: run `python -m bot train`")
        pairs, topics, *letters = (float(number) for number in stored["warmths"])
        return Linear(
            Vectors(stored["keys"], stored["idf"], stored["shares"]),
            stored["weights"],
            stored["mix"],
            stored["bias"],
            Habits(stored["habits"], pairs, topics, (letters[0], letters[1])),
            Calibration(*(float(number) for number in stored["calibration"])),
        )


def _packed(names: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(SEPARATOR.join(names).encode(), np.uint8)


def _unpacked(letters: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(letters.tobytes().decode().split(SEPARATOR))
