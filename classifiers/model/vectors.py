"""A text as the model weighs it: the known features, the rare ones more, as a whole and sentence by sentence."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from classifiers.model.features import HEADED, Seen
from classifiers.model.hashes import GROUP_BITS, Group, Keys, Places
from classifiers.model.sieve import Sieve

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
APART = np.float32(1.0)
"""How much the mean of a text's sentences counts beside the text as a whole: won out of fold."""
TRUE = np.ones(1, np.bool_)
GROUPS = len(Group)


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

    @cached_property
    def _groups(self) -> npt.NDArray[np.int8]:
        return (self.keys >> np.uint64(GROUP_BITS)).astype(np.int8)

    @property
    def runs(self) -> Indices:
        """Where the runs of characters stand."""
        return np.flatnonzero(self._groups == Group.RUNS)

    def some(self, which: Indices) -> "Vectors":
        """Only these features."""
        return Vectors(self.keys[which], self.idf[which], self.shares)

    def weigh(self, seen: Seen) -> list[Weighed]:
        """Look the features up and weigh them: rare ones more, each group to its share, in all and by the sentence."""
        likely = self._sieve.likely(seen.keys)
        known, index = self._sieve.find(seen.keys[likely])
        here = likely[known]
        place = seen.texts[here] * np.intp(len(self.keys)) + index
        order = place.argsort(kind="stable")
        here, every = here[order], index[order]
        at = _firsts(place[order])
        unique, text = every[at], seen.texts[here[at]]
        value = self._shared(unique, self._often(seen, here, every, at), text, len(seen.begins))
        value += APART * self._apart(seen, here, every, at, value)
        starts, ends = (where[here[at]] - seen.begins[text] for where in (seen.starts, seen.ends))
        starts = np.maximum(starts, 0)
        bounds = text.searchsorted(np.arange(len(seen.begins) + 1)).tolist()
        return [
            Weighed(unique[low:high], value[low:high], starts[low:high], ends[low:high], names)
            for (low, high), names in zip(pairwise(bounds), seen.names.tolist(), strict=True)
        ]

    def whole(self, text: Weighed) -> npt.NDArray[np.bool_]:
        """For each feature of a text, whether it is a word or words, and not a run of characters that may cut one."""
        found: npt.NDArray[np.bool_] = self._groups[text.index] != Group.RUNS
        return found

    def _often(self, seen: Seen, here: Indices, every: Indices, at: Indices) -> Indices:
        """How often features occur that begin at `at`: more often where they stand in the heading."""
        often = np.diff(at, append=len(here))
        if len(at) and seen.headings.any():
            text = seen.texts[here]
            above = seen.ends[here] - seen.begins[text] <= seen.headings[text]
            above &= (seen.headings[text] > 0) & (self._groups[every] != Group.SENSE)
            often += HEADED * np.add.reduceat(above, at, dtype=np.intp)
        return often

    def _apart(self, seen: Seen, here: Indices, every: Indices, at: Indices, value: Floats) -> Floats:
        """The mean of each text's sentences, weighed by themselves; a text of one sentence is that sentence."""
        several = (seen.often > 1) | (seen.headings > 0)
        if not several.any():
            return value
        whose = seen.texts[here[at]]
        turn = np.repeat(np.arange(len(at)), np.diff(at, append=len(here)))
        some = np.flatnonzero(several[seen.texts[here]])
        turn, here = turn[some], here[some]
        text = seen.texts[here]
        last = seen.often.cumsum()[text] - 1
        begun = np.minimum(
            seen.stops.searchsorted(np.maximum(seen.starts[here], seen.begins[text]), side="right"), last
        )
        within = begun == np.minimum(seen.stops.searchsorted(seen.ends[here]), last)
        place = np.sort((turn * len(seen.stops) + begun)[within])
        first = _firsts(place)
        which, sentence = np.divmod(place[first], len(seen.stops))
        told = self._shared(every[at][which], np.diff(first, append=len(place)), sentence, len(seen.stops))
        means = np.bincount(which, told, len(at)) / seen.often[whose]
        return np.where(several[whose], means, value).astype(np.float32)

    def _shared(self, index: Indices, often: Indices, part: Indices | Places, parts: int) -> Floats:
        """What features weigh that occur so often in their part of a text, of so many parts."""
        value = (1 + np.log(often, dtype=np.float32)) * self.idf[index]
        group = part * np.intp(GROUPS) + self._groups[index]
        lengths = np.sqrt(np.bincount(group, value * value, GROUPS * parts)).reshape(parts, GROUPS)
        shares = (self.shares / np.maximum(lengths, 1e-9)).astype(np.float32).ravel()
        shared: Floats = value * shares[group]
        return shared


def _firsts(ordered: Indices) -> Indices:
    """Where in an ordered array each number stands first."""
    return np.flatnonzero(np.concatenate([TRUE, ordered[1:] != ordered[:-1]])[: len(ordered)])
