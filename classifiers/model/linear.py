"""The linear model: a sparse text against a small table of weights. NumPy alone."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifiers.model.features import GROUP_BITS, Group, Keys, Places, Seen
from classifiers.model.sieve import Sieve
from tickets.kinds import Kind, Matter, Topic, Urgency

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
MODEL = Path(__file__).with_name("model.npz")
SEPARATOR = "\x00"


class Task(StrEnum):
    """What the model guesses."""

    MATTER = "matter"
    TOPIC = "topic"
    KIND = "kind"
    URGENCY = "urgency"
    DANGER = "danger"


LABELS: Mapping[Task, tuple[str, ...]] = {
    Task.MATTER: tuple(Matter),
    Task.TOPIC: tuple(Topic),
    Task.KIND: tuple(Kind),
    Task.URGENCY: tuple(Urgency),
    Task.DANGER: ("danger",),
}
"""The columns of the model, task by task."""
ENDS = tuple(accumulate(map(len, LABELS.values()), initial=0))
COLUMNS = {task: slice(*ends) for task, ends in zip(LABELS, pairwise(ENDS), strict=True)}
LEAN, LEAST = np.float32(0.2), np.float32(1e-3)
"""How much the topic's habit counts beside the words, and the least share that a matter is thought to have."""
TRUE = np.ones(1, np.bool_)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A text as the model weighs it: which features, how much of each, and where each stands first."""

    index: Indices
    value: Floats
    starts: Places
    ends: Places
    names: bool


@dataclass(frozen=True)
class Vectors:
    """The known features by ascending key, their rarity and each group's share in a text."""

    keys: Keys
    idf: Floats
    shares: Floats

    @cached_property
    def _sieve(self) -> Sieve:
        return Sieve(self.keys)

    def weigh(self, seen: Seen) -> Weighed:
        """Look the features up and weigh them: rare ones more, each group to its share."""
        likely = self._sieve.likely(seen.keys)
        order = likely[seen.keys[likely].argsort(kind="stable")]
        keys = seen.keys[order]
        at = np.flatnonzero(np.concatenate([TRUE, keys[1:] != keys[:-1]])[: len(keys)])
        unique, first, often = keys[at], order[at], np.diff(at, append=len(keys))
        known, index = self._sieve.find(unique)
        first = first[known]
        value = (1 + np.log(often[known], dtype=np.float32)) * self.idf[index]
        group = (self.keys[index] >> np.uint64(GROUP_BITS)).astype(np.intp)
        lengths = np.sqrt(np.bincount(group, value * value, len(Group)))
        share = (self.shares / np.maximum(lengths, 1e-9)).astype(np.float32)
        return Weighed(index, value * share[group], seen.starts[first], seen.ends[first], seen.names)

    def whole(self, text: Weighed) -> list[bool]:
        """For each feature of a text, whether it is a word or words, and not a run of characters that may cut one."""
        found: list[bool] = (self.keys[text.index] >> np.uint64(GROUP_BITS) != Group.RUNS).tolist()
        return found


@dataclass(frozen=True, slots=True)
class Calibration:
    """What out-of-fold guesses taught: how sure a score makes us, when to ask, when to call it danger."""

    warmth: float
    ask_below: float
    danger_above: float
    topic_warmth: float


@dataclass(frozen=True)
class Linear:
    """Weights for every label of every task: one table of bytes, with a scale for each column."""

    vectors: Vectors
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats
    habits: Floats
    """Of each topic, which share of the corpus is whose matter."""
    calibration: Calibration

    def scores(self, text: Weighed) -> dict[Task, Floats]:
        """One score a label and task; the higher the likelier."""
        total: Floats = (text.value @ self.weights[text.index].astype(np.float32)) * self.scale + self.bias
        scores = {task: total[columns] for task, columns in COLUMNS.items()}
        topics = softmax(scores[Task.TOPIC] * np.float32(self.calibration.topic_warmth))
        scores[Task.MATTER] = scores[Task.MATTER] + leaning(topics, self.habits)
        return scores

    def sure(self, scores: Floats) -> Floats:
        """Calibrated probabilities of the matters from their scores."""
        return softmax(scores * self.calibration.warmth)

    def gains(self, text: Weighed, matter: int) -> Floats:
        """How much each feature of a text speaks for one matter rather than for the others."""
        gain: Floats = text.value * self._pulls[matter][text.index]
        return gain

    @cached_property
    def _pulls(self) -> tuple[Floats, ...]:
        """For each matter, how much each feature speaks for it rather than for the others."""
        table = self.weights[:, : len(Matter)].astype(np.float32) * self.scale[: len(Matter)]
        mean = table.mean(axis=1)
        return tuple(np.ascontiguousarray(column - mean) for column in table.T)


def leaning(topics: Floats, habits: Floats) -> Floats:
    """How a text whose topics are so likely leans to each matter, to be added to the scores of matter."""
    lean: Floats = LEAN * np.log(topics @ habits + LEAST)
    return lean


def softmax(scores: Floats) -> Floats:
    """Scores as shares of one, along the last axis."""
    power = np.exp(scores - scores.max(axis=-1, keepdims=True))
    share: Floats = power / power.sum(axis=-1, keepdims=True)
    return share


def save(model: Linear, path: Path) -> None:
    """Write a model as plain arrays. The same model gives the same bytes."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            labels=_packed([label for labels in LABELS.values() for label in labels]),
            keys=model.vectors.keys,
            idf=model.vectors.idf,
            shares=model.vectors.shares,
            weights=model.weights,
            scale=model.scale,
            bias=model.bias,
            habits=model.habits,
            calibration=np.array(astuple(model.calibration)),
        )


def load(path: Path = MODEL) -> Linear:
    """Read a model that `save` wrote; a model for other labels is refused."""
    with np.load(path, allow_pickle=False) as stored:
        if "habits" not in stored or _unpacked(stored["labels"]) != tuple(
            label for labels in LABELS.values() for label in labels
        ):
            raise ValueError(f"{path.name} was trained for other labels: run `python -m bot train`")
        return Linear(
            Vectors(stored["keys"], stored["idf"], stored["shares"]),
            stored["weights"],
            stored["scale"],
            stored["bias"],
            stored["habits"],
            Calibration(*(float(number) for number in stored["calibration"])),
        )


def _packed(names: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(SEPARATOR.join(names).encode(), np.uint8)


def _unpacked(letters: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(letters.tobytes().decode().split(SEPARATOR))
