"""64-bit keys of stretches of text, so that no dictionary of strings has to be kept."""

from collections.abc import Sequence
from enum import IntEnum
from itertools import accumulate

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]
LONGEST_TEXT = 6000
"""Characters that are read; what follows them has never changed a reading, and may not cost time."""
BASE = 0x9E3779B97F4A7C15
GROUP_BITS = 62
AT_ONCE = 200
"""Words that are hashed in a row; on average they may have no more than thirty characters."""


class Group(IntEnum):
    """Features that are weighed apart."""

    WORDS = 0
    RUNS = 1
    SENSE = 2


class Hashes:
    """Polynomial hashes of every stretch of a text, from sums over its beginnings (modulo 2 ** 64)."""

    def __init__(self, text: str) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
        self._sums = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(codes * POWERS[: len(codes)], out=self._sums[1:])

    def of(self, starts: Places, ends: Places) -> Keys:
        """The hash of each stretch, the same wherever it stands."""
        here = (self._sums[ends] - self._sums[starts]) * INVERSES[starts]
        mixed: Keys = (here ^ (here >> np.uint64(29))) * np.uint64(BASE)
        return mixed


def hashed(words: Sequence[str]) -> Keys:
    """The hash of each of some words."""
    rows = [words[at : at + AT_ONCE] for at in range(0, len(words), AT_ONCE)]
    return np.concatenate([_row(row) for row in rows]) if rows else np.empty(0, np.uint64)


def in_group(raw: Keys, group: Group) -> Keys:
    """Hashes as keys of features of a group."""
    return raw >> np.uint64(2) | np.uint64(group << GROUP_BITS)


def _row(words: Sequence[str]) -> Keys:
    ends = np.cumsum([len(word) for word in words], dtype=np.int32)
    return Hashes("".join(words)).of(ends - np.array([len(word) for word in words], np.int32), ends)


def _powers(base: int) -> Keys:
    found = accumulate(range(LONGEST_TEXT + 2), lambda power, _: power * base % 2**64, initial=1)
    return np.array(list(found), np.uint64)


POWERS, INVERSES = _powers(BASE), _powers(pow(BASE, -1, 2**64))
