"""Training: from the corpus to one file of numbers, the same bytes every time on one machine."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from classifiers.finding.danger import alarms
from classifiers.learning.corpus import Example
from classifiers.learning.fitting import Words, evenly, fit_all
from classifiers.model.features import Features, Seen
from classifiers.model.hashes import GROUP_BITS
from classifiers.model.linear import Calibration, Linear
from classifiers.model.together import (
    BY_PAIRS,
    CHOSEN,
    COLUMNS,
    LEAST,
    LETTER,
    SETS,
    WIDTH,
    Floats,
    Habits,
    Task,
    softmax,
    together,
)
from classifiers.model.vectors import Vectors
from classifiers.words.plain import plain
from tickets.kinds import Matter

SHARES = (1.0, 1.3, 0.8)
SEEN_AT_LEAST = (2, 3, 3)
"""The share of each group of features in a text, and in how many texts a feature must stand: won out of fold."""
FOLDS = 3
"""In how many parts the corpus is guessed: with the fit of it all they keep two processors evenly busy."""
AT_ONCE = 2
"""Processes that fit side by side."""
JUDGED = (Task.MATTER, Task.TOPIC, Task.DANGER, "pair", LETTER)
"""The sets of columns whose scores out of fold teach how sure to be."""
HEAVIEST = 150_000
"""Features that the model keeps: the others hardly move a score, and cost memory."""
DIRECTIONS = 48
"""Directions that the pairs share: those along which their scores of the corpus differ most."""
ASKED = 0.1
"""The share of chat messages about which a person is asked: the least sure tenth."""
DANGER_RECALL = 0.95
"""The share of the usual chat's dangers that score high enough; a word that rings by itself needs less."""
NO_LETTER = -9.0


def train(examples: Sequence[Example]) -> Linear:
    """Fit every task on all examples; what the model may claim comes from guesses of the usual ones out of fold."""
    seen, right = see([example.text for example in examples]), answers(examples)
    vectors = learn_vectors(seen)
    table = matrix(vectors, seen)
    with ProcessPoolExecutor(AT_ONCE) as pool:
        whole = pool.submit(fit_all, evenly(table, vectors.runs), right)
        held = out_of_fold(seen, right, JUDGED, pool)
        weights, bias = whole.result()
    small, mix, bias = in_bytes(weights, bias, table)
    kept = heaviest(small)
    usual = np.flatnonzero(right[CHOSEN] != CHOSEN)
    habits = learn_habits(held[usual], {name: labels[usual] for name, labels in right.items()})
    sure = _calibrate(together(held[usual], habits), [examples[at] for at in usual.tolist()])
    return Linear(vectors.some(kept), small[kept], mix, bias, habits, sure)


def see(texts: Iterable[str]) -> list[Seen]:
    """The features of raw texts."""
    features = Features()
    return [features.see([even], [alarms(even)]) for even in map(plain, texts)]


def learn_vectors(seen: Sequence[Seen]) -> Vectors:
    """The features that stand in enough texts."""
    keys, often = np.unique(np.concatenate([np.unique(one.keys) for one in seen]), return_counts=True)
    kept = often >= np.array(SEEN_AT_LEAST)[(keys >> np.uint64(GROUP_BITS)).astype(np.intp)]
    rarity = np.log((1 + len(seen)) / (1 + often[kept])) + 1
    return Vectors(keys[kept], rarity.astype(np.float32), np.array(SHARES, np.float32))


def matrix(vectors: Vectors, seen: Sequence[Seen]) -> Any:
    """The texts as rows of a sparse matrix."""
    rows = [row for one in seen for row in vectors.weigh(one)]
    ends = np.cumsum([0, *(len(row.index) for row in rows)])
    values = np.concatenate([row.value for row in rows])
    return csr_matrix((values, np.concatenate([row.index for row in rows]), ends), (len(rows), len(vectors.idf)))


def answers(examples: Sequence[Example]) -> dict[str, Words]:
    """The right label of each example for each set of columns."""
    right: dict[str, Words] = {task: np.array([str(getattr(one, task)) for one in examples]) for task in Task}
    right[Task.DANGER] = np.array([Task.DANGER if one.danger else "" for one in examples])
    right["pair"] = np.array([f"{one.topic} {one.matter}" for one in examples])
    right[Task.PERIL] = np.array([one.peril or "" for one in examples])
    right[CHOSEN] = np.array([CHOSEN if one.chosen else "" for one in examples])
    right[LETTER] = np.array([LETTER if one.letter else "" for one in examples])
    return right


def in_bytes(weights: Floats, bias: Floats, table: Any) -> tuple[npt.NDArray[np.int8], Floats, Floats]:
    """Weights as a table of bytes, the matrix that makes scores of it, and the bias with what the pairs lose by it."""
    pairs = np.arange(WIDTH)[COLUMNS["pair"]]
    own = np.setdiff1d(np.arange(WIDTH), pairs)
    scores = table @ weights[:, pairs]
    middle = scores.mean(axis=0)
    _, axes = np.linalg.eigh((scores - middle).T @ (scores - middle))
    axes = axes[:, -DIRECTIONS:]
    lost = np.zeros(WIDTH, np.float32)
    lost[pairs] = middle - middle @ axes @ axes.T
    wide = np.concatenate([weights[:, own], weights[:, pairs] @ axes], axis=1)
    scale = (np.maximum(np.abs(wide).max(axis=0), 1e-6) / 127).astype(np.float32)
    mix = np.zeros((len(scale), WIDTH), np.float32)
    mix[np.arange(len(own)), own] = 1
    mix[len(own) :, pairs] = axes.T
    return np.rint(wide / scale).astype(np.int8), mix * scale[:, np.newaxis], bias + lost


def heaviest(small: npt.NDArray[np.int8]) -> npt.NDArray[np.intp]:
    """Which features weigh most on labels, in order of their keys, by a table of bytes as `in_bytes` makes it."""
    own = small[:, : WIDTH - len(SETS["pair"])].astype(np.float32)
    weight = np.square(own).sum(axis=1)
    return np.sort(weight.argsort(kind="stable")[-HEAVIEST:])


def out_of_fold(seen: Sequence[Seen], right: Mapping[str, Words], names: Sequence[str], pool: Executor) -> Floats:
    """Each text's scores from a model that never saw it; columns of sets that are not named stay zero."""
    scores = np.zeros((len(seen), WIDTH), np.float32)
    folds = list(StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(right[Task.TOPIC], right[Task.TOPIC]))
    guessed = []
    for known, held in folds:
        told = {name: labels[known] for name, labels in right.items()}
        guessed.append(pool.submit(_guess, [seen[at] for at in known], [seen[at] for at in held], told, names))
    for (_, held), guess in zip(folds, guessed, strict=True):
        scores[held] = guess.result()
    return scores


def _guess(known: Sequence[Seen], unseen: Sequence[Seen], told: Mapping[str, Words], names: Sequence[str]) -> Floats:
    """Scores of unseen texts from a model of those that are known."""
    vectors = learn_vectors(known)
    weights, bias = fit_all(evenly(matrix(vectors, known), vectors.runs), told, names)
    scores: Floats = matrix(vectors, unseen) @ weights + bias
    return scores


def learn_habits(held: Floats, right: Mapping[str, Words]) -> Habits:
    """What scores out of fold and the right labels teach about how scores speak for each other."""
    letter = right[LETTER] == LETTER
    pairs = warmest(held[:, COLUMNS["pair"]], _places(right["pair"], SETS["pair"]))
    shares = softmax(held[:, COLUMNS["pair"]] * np.float32(pairs)).reshape(-1, len(SETS[Task.TOPIC]), len(Matter))
    topics = held[:, COLUMNS[Task.TOPIC]] + BY_PAIRS[Task.TOPIC] * np.log(shares.sum(axis=2) + LEAST)
    topic, matter = (_places(right[task], SETS[task]) for task in (Task.TOPIC, Task.MATTER))
    which = letter if letter.any() else ~letter
    counts = np.ones((len(SETS[Task.TOPIC]), len(SETS[Task.MATTER])), np.float32)
    np.add.at(counts, (topic[which], matter[which]), 1)
    share: Floats = counts / counts.sum(axis=1, keepdims=True)
    return Habits(share, pairs, warmest(topics, topic), _letters(held[:, COLUMNS[LETTER]], letter))


def _letters(scores: Floats, letter: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """How a score for being a letter becomes a share; where the corpus has none, or nothing else, none is one."""
    if letter.all() or not letter.any():
        return 0.0, NO_LETTER
    learnt = LogisticRegression().fit(scores, letter)
    return float(learnt.coef_[0, 0]), float(learnt.intercept_[0])


def _places(right: Words, labels: Sequence[str]) -> npt.NDArray[np.int64]:
    order = {label: at for at, label in enumerate(labels)}
    return np.array([order[one] for one in right.tolist()])


def _calibrate(scores: Floats, examples: Sequence[Example]) -> Calibration:
    """How sure scores out of fold may make us; when to ask and when to call it danger is learnt from chat alone."""
    matter = scores[:, COLUMNS[Task.MATTER]]
    warmth = warmest(matter, np.array([tuple(Matter).index(example.matter) for example in examples]))
    chat = np.array([not example.letter for example in examples])
    chat |= not chat.any()
    surest = softmax(matter[chat] * np.float32(warmth)).max(axis=1)
    named = scores[chat & np.array([example.danger for example in examples]), COLUMNS[Task.DANGER].start]
    threshold = float(np.quantile(named, 1 - DANGER_RECALL)) if len(named) else 0.0
    return Calibration(warmth, float(np.quantile(surest, ASKED)), threshold)


def warmest(scores: Floats, truth: npt.NDArray[np.int64]) -> float:
    """The factor on the scores under which the truth is likeliest."""
    tries = np.linspace(0.5, 8, 76)
    rows = np.arange(len(truth))
    losses = [-np.log(softmax(scores * np.float32(warm))[rows, truth] + 1e-9).mean() for warm in tries]
    return float(tries[int(np.argmin(losses))])
