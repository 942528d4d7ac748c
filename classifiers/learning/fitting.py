"""Fitting: a table of weighed texts and their right labels become columns of weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from classifiers.model.together import CHOSEN, LETTER, SETS, Floats, Task

Words = npt.NDArray[np.str_]
Columns = npt.NDArray[np.intp]
STIFFNESS, CLOSE_ENOUGH = 0.3, 0.01
"""How much a machine minds a wrong text, and when it stops: a hundredth costs no score a hundredth of its spread."""
COUNTED = frozenset({Task.MATTER, Task.TOPIC, "pair"})
COUNTS, SMOOTHING = 0.5, 0.3
"""Where counting (naive Bayes) has a say beside the machines, how much of one, and what counts as seen unseen."""
BY_RUNS = 0.5
"""How much machines that see nothing but runs of characters say there, beside those that see everything."""
LETTERS_SAY, CHATTY = 0.6, {Task.MATTER, Task.DANGER}
"""How much of a chat message's weight a letter has, and for what, so that many letters do not bend what chat means."""
PERILOUS = {Task.DANGER, Task.URGENCY}
"""What messages teach that were chosen to teach danger."""
FEW = 8
"""How many messages a pair of topic and matter must have to be learnt."""
NEVER = -9.0


@dataclass(frozen=True, slots=True)
class Texts:
    """Weighed texts to learn from: a row of a sparse table each."""

    table: Any
    runs: Columns
    """The columns of runs of characters."""
    heed: Floats
    """How much a machine heeds each text."""

    def some(self, which: npt.NDArray[np.intp]) -> "Texts":
        """Only these texts."""
        return Texts(self.table[which], self.runs, self.heed[which])


def evenly(table: Any, runs: Columns) -> Texts:
    """Texts that all count the same."""
    return Texts(table, runs, np.ones(table.shape[0], np.float32))


def fit_all(texts: Texts, right: Mapping[str, Words], names: Sequence[str] = tuple(SETS)) -> tuple[Floats, Floats]:
    """Weights and biases for the columns of `SETS`; those of sets that are not named stay zero."""
    chatty = replace(texts, heed=np.where(right[LETTER] == LETTER, LETTERS_SAY, texts.heed).astype(np.float32))
    width = texts.table.shape[1]
    usual = np.flatnonzero(right[CHOSEN] != CHOSEN)
    parts = [
        _fit_set(*_rows(chatty if name in CHATTY else texts, right[name], usual, name), name)
        if name in names
        else (np.zeros((width, len(SETS[name])), np.float32), np.zeros(len(SETS[name]), np.float32))
        for name in SETS
    ]
    return np.concatenate([weights for weights, _ in parts], axis=1), np.concatenate([bias for _, bias in parts])


def fit(texts: Texts, right: Words, labels: Sequence[str], *, counted: bool = True) -> tuple[Floats, Floats]:
    """One column of weights and one bias for each label, from machines over all, over runs alone, and counting."""
    weights, bias = _machines(texts, right, labels, 1)
    if counted:
        counts = _counts(texts.table, right, labels)
        weights += counts * (COUNTS / _spread(texts.table @ counts))
    again, base = _machines(replace(texts, table=texts.table[:, texts.runs]), right, labels, BY_RUNS)
    weights[texts.runs] += again
    return weights / (1 + BY_RUNS), (bias + base) / (1 + BY_RUNS)


def _machines(texts: Texts, right: Words, labels: Sequence[str], say: float) -> tuple[Floats, Floats]:
    """Machines whose scores are spread by `say`."""
    weights, bias = _alone(texts, right, labels)
    share = np.float32(say) / _spread(texts.table @ weights + bias)
    return weights * share, bias * share


def _alone(texts: Texts, right: Words, labels: Sequence[str]) -> tuple[Floats, Floats]:
    """One machine for each label against all others, few cases as heavy as many."""
    columns = [_fit_one(texts, right == label) for label in labels]
    return np.stack([weight for weight, _ in columns], axis=1), np.array([base for _, base in columns], np.float32)


def _rows(texts: Texts, right: Words, usual: Columns, name: str) -> tuple[Texts, Words]:
    """The texts that teach a set, with their labels."""
    if name in PERILOUS:
        return texts, right
    which = np.flatnonzero(right != "") if name == Task.PERIL else usual
    return texts.some(which), right[which]


def _fit_set(texts: Texts, right: Words, name: str) -> tuple[Floats, Floats]:
    labels = SETS[name]
    if name not in COUNTED:
        return _alone(texts, right, labels)
    told, often = np.unique(right, return_counts=True)
    least = FEW if name == "pair" else 0
    known = [label for label in labels if label in set(told[often >= least])]
    weights, bias = np.zeros((texts.table.shape[1], len(labels)), np.float32), np.full(len(labels), NEVER, np.float32)
    if known:
        enough = np.flatnonzero(np.isin(right, known))
        columns = [labels.index(label) for label in known]
        weights[:, columns], bias[columns] = fit(texts.some(enough), right[enough], known)
    return weights, bias


def _counts(table: Any, right: Words, labels: Sequence[str]) -> Floats:
    """How much a feature speaks for a label by mere counting: naive Bayes over what the label is not."""
    counted = ComplementNB(alpha=SMOOTHING).fit(table, right)
    apart = counted.feature_log_prob_ - counted.feature_log_prob_.mean(axis=0)
    weights = np.zeros((table.shape[1], len(labels)), np.float32)
    weights[:, [labels.index(label) for label in counted.classes_]] = apart.T
    return weights


def _spread(scores: Floats) -> np.float32:
    return np.float32((scores - scores.mean(axis=1, keepdims=True)).std())


def _fit_one(texts: Texts, is_it: npt.NDArray[np.bool_]) -> tuple[Floats, float]:
    if is_it.all() or not is_it.any():
        return np.zeros(texts.table.shape[1], np.float32), -NEVER if is_it.any() else NEVER
    machine = LinearSVC(C=STIFFNESS, tol=CLOSE_ENOUGH, class_weight="balanced", random_state=0)
    machine.fit(texts.table, is_it, sample_weight=texts.heed)
    return machine.coef_[0].astype(np.float32), float(machine.intercept_[0])
