"""What one guess tells of another: topic and matter learnt as pairs, and whose business a topic mostly is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from tickets.kinds import Kind, Matter, Peril, Topic, Urgency

Floats = npt.NDArray[np.float32]


class Task(StrEnum):
    """What the model guesses."""

    MATTER = "matter"
    TOPIC = "topic"
    KIND = "kind"
    URGENCY = "urgency"
    DANGER = "danger"
    PERIL = "peril"


LABELS: Mapping[Task, tuple[str, ...]] = {
    Task.MATTER: tuple(Matter),
    Task.TOPIC: tuple(Topic),
    Task.KIND: tuple(Kind),
    Task.URGENCY: tuple(Urgency),
    Task.DANGER: ("danger",),
    Task.PERIL: tuple(Peril),
}
"""The labels of each task, in the order of their columns."""
PAIRS = tuple(f"{topic} {matter}" for topic in LABELS[Task.TOPIC] for matter in LABELS[Task.MATTER])
LETTER, CHOSEN = "letter", "chosen"
SETS: Mapping[str, Sequence[str]] = {str(task): LABELS[task] for task in Task} | {"pair": PAIRS, LETTER: (LETTER,)}
"""Everything that has a column of scores: each label, each pair of topic and matter, and whether it is a letter."""
ENDS = tuple(accumulate(map(len, SETS.values()), initial=0))
COLUMNS = {name: slice(*ends) for name, ends in zip(SETS, pairwise(ENDS), strict=True)}
WIDTH = ENDS[-1]
BY_PAIRS = {Task.MATTER: np.float32(0.3), Task.TOPIC: np.float32(0.1)}
"""How much the pairs say beside a task's own columns."""
LEAN = np.float32(0.4)
"""How much the topic's habit says of the matter of a letter; of a chat message it says nothing."""
LEAST, HARDLY = np.float32(0.01), np.float32(1e-3)
"""The least share that the pairs and that a habit leave to anything."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What was learnt out of fold about how scores speak for each other."""

    shares: Floats
    """Of each topic, which share of the corpus's letters is whose matter."""
    pairs: float
    """The warmth that makes shares of the pairs' scores."""
    topics: float
    letters: tuple[float, float]
    """The warmth and the offset that make a share of the score for being a letter."""


def together(scores: Floats, habits: Habits) -> Floats:
    """The scores of texts (rows), those of matter and topic as the pairs and the topics' habits move them."""
    pairs = softmax(scores[:, COLUMNS["pair"]] * np.float32(habits.pairs))
    table = pairs.reshape(len(scores), len(LABELS[Task.TOPIC]), len(LABELS[Task.MATTER]))
    moved = scores.copy()
    moved[:, COLUMNS[Task.TOPIC]] += BY_PAIRS[Task.TOPIC] * np.log(table.sum(axis=2) + LEAST)
    moved[:, COLUMNS[Task.MATTER]] += BY_PAIRS[Task.MATTER] * np.log(table.sum(axis=1) + LEAST)
    topics = softmax(moved[:, COLUMNS[Task.TOPIC]] * np.float32(habits.topics))
    usual = (topics[:, :, np.newaxis] * habits.shares).sum(axis=1)
    warmth, offset = habits.letters
    letter = 1 / (1 + np.exp(-warmth * scores[:, COLUMNS[LETTER]] - offset))
    moved[:, COLUMNS[Task.MATTER]] += LEAN * letter * np.log(usual + HARDLY)
    return moved


def softmax(scores: Floats) -> Floats:
    """Scores as shares of one, along the last axis."""
    power = np.exp(scores - scores.max(axis=-1, keepdims=True))
    share: Floats = power / power.sum(axis=-1, keepdims=True)
    return share
