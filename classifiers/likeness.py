"""Likeness of short texts: which known question asks the same as a new one."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from classifiers.words.plain import plain

NEAR = 0.45
EMPTY_WORDS = frozenset("的了吗呢啊吧呀我你您请问一下想是在有和就都也要能可以怎么什么 ？?，,。！!")


class Questions:
    """Known questions, weighed so that what they all share counts little."""

    def __init__(self, known: Sequence[str]) -> None:
        counts = [_pieces(text) for text in known]
        texts = Counter(piece for one in counts for piece in one)
        self._rarity = {piece: math.log((1 + len(known)) / (1 + often)) + 1 for piece, often in texts.items()}
        self._strange = math.log(1 + len(known)) + 1
        self._known = [self._weigh(one) for one in counts]

    def nearest(self, question: str) -> int | None:
        """The index of the question that is near enough, or None."""
        asked = self._weigh(_pieces(question))
        likeness = [_cosine(asked, one) for one in self._known]
        best = max(range(len(likeness)), key=likeness.__getitem__, default=None)
        return best if best is not None and likeness[best] >= NEAR else None

    def _weigh(self, counts: Counter[str]) -> dict[str, float]:
        weights = {piece: often * self._rarity.get(piece, self._strange) for piece, often in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {piece: weight / length for piece, weight in weights.items()}


@lru_cache(maxsize=64)
def questions(known: tuple[str, ...]) -> Questions:
    """The same known questions, weighed once."""
    return Questions(known)


def _pieces(text: str) -> Counter[str]:
    bare = "".join(letter for letter in plain(text) if letter not in EMPTY_WORDS)
    return Counter(bare[at : at + size] for size in (1, 2) for at in range(len(bare) - size + 1))


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(weight * other.get(piece, 0.0) for piece, weight in one.items())
