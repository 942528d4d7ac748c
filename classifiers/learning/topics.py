"""Seven official topics: the reader's pipeline, trained and measured on somebody's letters alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from classifiers.learning.fitting import Texts, evenly, fit
from classifiers.learning.judged import Judged
from classifiers.learning.measures import Ints, macro_f1
from classifiers.learning.training import learn_vectors, matrix, see, warmest
from classifiers.model.features import Seen
from classifiers.model.together import Floats, softmax

HELD = 5
"""Every so many groups of like letters in the train split are held back once, to choose and to learn how sure to be."""
SENSES_SAY = 0.5
"""The share of the trade's senses in a text: they were written for other topics than these."""


def seven(rows: Sequence[dict[str, str]], columns: Sequence[str]) -> Judged:
    """Train on the rows whose `split` is train, guess the others; the texts are `columns`, a line each.

    As with the reader's own tasks, messages held back from the training say whether counting has a say.
    """
    labels = sorted({row["label"] for row in rows})
    known, unseen = ([row for row in rows if row["split"] == split] for split in ("train", "dev"))
    seen, asked = (see("\n".join(row[column] for column in columns) for row in part) for part in (known, unseen))
    right = np.searchsorted(labels, [row["label"] for row in known])
    held = np.array([int(row["dup_group"]) % HELD == 0 for row in known])
    few = _weighed(_some(seen, ~held), _some(seen, held))
    tried = {counted: _guess(few, right[~held], labels, counted=counted) for counted in (False, True)}
    counted = max(tried, key=lambda one: macro_f1(right[held], tried[one].argmax(axis=1), range(len(labels))))
    warmth = np.float32(warmest(tried[counted], right[held]))
    scores = _guess(_weighed(seen, asked), right, labels, counted=counted)
    truth = np.searchsorted(labels, [row["label"] for row in unseen])
    return Judged(
        "topic", labels, truth, scores.argmax(axis=1), softmax(scores * warmth).max(axis=1).astype(np.float64)
    )


def _weighed(seen: Sequence[Seen], asked: Sequence[Seen]) -> tuple[Texts, Any]:
    vectors = learn_vectors(seen)
    vectors = replace(vectors, shares=np.array([*vectors.shares[:-1], SENSES_SAY], np.float32))
    return evenly(matrix(vectors, seen), vectors.runs), matrix(vectors, asked)


def _guess(tables: tuple[Texts, Any], right: Ints, labels: Sequence[str], *, counted: bool) -> Floats:
    known, asked = tables
    weights, bias = fit(known, np.array(labels)[right], labels, counted=counted)
    scores: Floats = asked @ weights + bias
    return scores


def _some(seen: Sequence[Seen], which: npt.NDArray[np.bool_]) -> list[Seen]:
    return [one for one, taken in zip(seen, which, strict=True) if taken]
