"""Training: from the corpus to one file of numbers, the same bytes every time on one machine."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from classifiers.finding.danger import alarms
from classifiers.learning.corpus import Example
from classifiers.model.features import GROUP_BITS, Features, Seen
from classifiers.model.linear import LABELS, Calibration, Floats, Linear, Task, Vectors, leaning, softmax
from classifiers.words.plain import plain
from tickets.kinds import Matter

SHARES = (1.0, 1.3, 0.5)
SEEN_AT_LEAST = (2, 3, 3)
"""The share of each group of features in a text, and in how many texts a feature must stand: won out of fold."""
FOLDS = 5
STIFFNESS = 0.3
COUNTED = frozenset({Task.MATTER, Task.TOPIC})
COUNTS, SMOOTHING = 0.5, 0.3
"""Where counting (naive Bayes) has a say beside the machines, how much of one, and what counts as seen unseen."""
ASKED = 0.1
"""The share of messages about which a person is asked: the least sure tenth."""
PAIRED = LABELS[Task.TOPIC], LABELS[Task.MATTER]
DANGER_RECALL = 0.96
NEVER = -9.0


def train(examples: Sequence[Example]) -> Linear:
    """Fit every task on all examples; what the model may claim comes from guesses out of fold."""
    seen = see([example.text for example in examples])
    vectors = learn_vectors(seen)
    table = matrix(vectors, seen)
    columns = [fit(table, answers(examples, task), labels, counted=task in COUNTED) for task, labels in LABELS.items()]
    weights = np.concatenate([weight for weight, _ in columns], axis=1)
    small, scale = _in_bytes(weights)
    bias = np.concatenate([base for _, base in columns])
    habits = learn_habits(answers(examples, Task.MATTER), answers(examples, Task.TOPIC))
    return Linear(vectors, small, scale, bias, habits, _calibrate(seen, examples, habits))


def see(texts: Iterable[str]) -> list[Seen]:
    """The features of raw texts."""
    features = Features()
    return [features.see(even, alarms(even)) for even in map(plain, texts)]


def learn_vectors(seen: Sequence[Seen]) -> Vectors:
    """The features that stand in enough texts."""
    keys, often = np.unique(np.concatenate([np.unique(one.keys) for one in seen]), return_counts=True)
    kept = often >= np.array(SEEN_AT_LEAST)[(keys >> np.uint64(GROUP_BITS)).astype(np.intp)]
    rarity = np.log((1 + len(seen)) / (1 + often[kept])) + 1
    return Vectors(keys[kept], rarity.astype(np.float32), np.array(SHARES, np.float32))


def matrix(vectors: Vectors, seen: Sequence[Seen]) -> Any:
    """The texts as rows of a sparse matrix."""
    rows = [vectors.weigh(one) for one in seen]
    ends = np.cumsum([0, *(len(row.index) for row in rows)])
    values = np.concatenate([row.value for row in rows])
    return csr_matrix((values, np.concatenate([row.index for row in rows]), ends), (len(rows), len(vectors.idf)))


def answers(examples: Sequence[Example], task: Task) -> npt.NDArray[np.str_]:
    """The right label of each example for one task."""
    if task is Task.DANGER:
        return np.array(["danger" if example.danger else "" for example in examples])
    return np.array([str(getattr(example, task)) for example in examples])


def fit(
    table: Any, right: npt.NDArray[np.str_], labels: Sequence[str], *, counted: bool = True
) -> tuple[Floats, Floats]:
    """One column of weights and one bias for each label: each against all others, few cases as heavy as many."""
    columns = [_fit_one(table, right == label) for label in labels]
    weights = np.stack([weight for weight, _ in columns], axis=1)
    bias = np.array([base for _, base in columns], np.float32)
    if not counted:
        return weights, bias
    counts = _counts(table, right, labels)
    share, say = _spread(table @ weights + bias), COUNTS / _spread(table @ counts)
    return (weights / share + counts * say).astype(np.float32), bias / share


def _counts(table: Any, right: npt.NDArray[np.str_], labels: Sequence[str]) -> Floats:
    """How much a feature speaks for a label by mere counting: naive Bayes over what the label is not."""
    counted = ComplementNB(alpha=SMOOTHING).fit(table, right)
    apart = counted.feature_log_prob_ - counted.feature_log_prob_.mean(axis=0)
    weights = np.zeros((table.shape[1], len(labels)), np.float32)
    weights[:, [labels.index(label) for label in counted.classes_]] = apart.T
    return weights


def _spread(scores: Floats) -> np.float32:
    return np.float32((scores - scores.mean(axis=1, keepdims=True)).std())


def _fit_one(table: Any, is_it: npt.NDArray[np.bool_]) -> tuple[Floats, float]:
    if not is_it.any():
        return np.zeros(table.shape[1], np.float32), NEVER
    machine = LinearSVC(C=STIFFNESS, class_weight="balanced", random_state=0)
    machine.fit(table, is_it)
    return machine.coef_[0].astype(np.float32), float(machine.intercept_[0])


def _in_bytes(weights: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
    return np.rint(weights / scale).astype(np.int8), scale.astype(np.float32)


def out_of_fold(
    seen: Sequence[Seen], right: npt.NDArray[np.str_], labels: Sequence[str], *, counted: bool = True
) -> Floats:
    """Each text's scores from a model that never saw it."""
    scores = np.zeros((len(seen), len(labels)), np.float32)
    for known, held in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(right, right):
        vectors = learn_vectors([seen[at] for at in known])
        weights, bias = fit(matrix(vectors, [seen[at] for at in known]), right[known], labels, counted=counted)
        scores[held] = matrix(vectors, [seen[at] for at in held]) @ weights + bias
    return scores


def learn_habits(matters: npt.NDArray[np.str_], topics: npt.NDArray[np.str_]) -> Floats:
    """Of each topic (row), which share is whose matter (column); each pair counts as seen once more than it was."""
    rows, columns = (
        [labels.index(one) for one in said] for labels, said in zip(PAIRED, (topics, matters), strict=True)
    )
    counts = np.ones([len(labels) for labels in PAIRED], np.float32)
    np.add.at(counts, (rows, columns), 1)
    share: Floats = counts / counts.sum(axis=1, keepdims=True)
    return share


def _calibrate(seen: Sequence[Seen], examples: Sequence[Example], habits: Floats) -> Calibration:
    right, topics = answers(examples, Task.MATTER), answers(examples, Task.TOPIC)
    guessed = out_of_fold(seen, topics, LABELS[Task.TOPIC])
    topic_warmth = warmest(guessed, np.array([LABELS[Task.TOPIC].index(one) for one in topics]))
    lean = leaning(softmax(guessed * np.float32(topic_warmth)), habits)
    scores = out_of_fold(seen, right, LABELS[Task.MATTER]) + lean
    truth = np.array([tuple(Matter).index(example.matter) for example in examples])
    warmth = warmest(scores, truth)
    surest = softmax(scores * np.float32(warmth)).max(axis=1)
    danger = out_of_fold(seen, answers(examples, Task.DANGER), LABELS[Task.DANGER], counted=False)[:, 0]
    named = danger[np.array([example.danger for example in examples])]
    threshold = float(np.quantile(named, 1 - DANGER_RECALL)) if len(named) else 0.0
    return Calibration(warmth, float(np.quantile(surest, ASKED)), threshold, topic_warmth)


def warmest(scores: Floats, truth: npt.NDArray[np.int64]) -> float:
    """The factor on the scores under which the truth is likeliest."""
    tries = np.linspace(0.5, 8, 76)
    rows = np.arange(len(truth))
    losses = [-np.log(softmax(scores * np.float32(warm))[rows, truth] + 1e-9).mean() for warm in tries]
    return float(tries[int(np.argmin(losses))])
