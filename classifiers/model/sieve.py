"""Which of many keys are known: a glance at a few of their bits, and a search for those that are left."""

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.intp]
SKIPPED = np.uint64(20)
"""The lowest bits of a key, which are the least mixed."""
ROOM = 8
"""Spots for each known key: one in so many of the unknown is searched for in vain."""


class Sieve:
    """Known keys in ascending order. Much of what a text holds is unknown, and a search costs ten glances."""

    def __init__(self, known: Keys) -> None:
        self._known = known
        self._mask = np.uint64((1 << (len(known) * ROOM).bit_length()) - 1)
        self._spots = np.zeros(int(self._mask) + 1, np.bool_)
        self._spots[self._spot(known)] = True

    def likely(self, keys: Keys) -> Indices:
        """Where in `keys` those stand that may be known: all that are, and few others."""
        return np.flatnonzero(self._spots[self._spot(keys)])

    def find(self, keys: Keys) -> tuple[Indices, Indices]:
        """Where in `keys` the known ones stand, and which of the known each of them is."""
        if not len(self._known):
            return NOWHERE, NOWHERE
        near = np.minimum(self._known.searchsorted(keys), len(self._known) - 1)
        which = np.flatnonzero(self._known[near] == keys)
        return which, near[which]

    def _spot(self, keys: Keys) -> Indices:
        return (keys >> SKIPPED & self._mask).astype(np.intp)


NOWHERE = np.empty(0, np.intp)
