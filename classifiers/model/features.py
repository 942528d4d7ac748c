"""What the model sees of a text: jieba words, runs of characters, and what the trade's words stand for.

Every feature is a stretch of the text, known to the model by a 64-bit key, so that reading one message is a
few operations on arrays and no dictionary of strings has to be kept.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from classifiers.finding.danger import Alarm
from classifiers.model.sieve import Sieve
from classifiers.words.cutter import Cutter
from classifiers.words.plain import FILL
from classifiers.words.trade import meanings
from tickets.kinds import Peril

Keys = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]
LONGEST_RUN = 4
EVEN = str.maketrans(f"123456789\n\r\t\u3000{FILL}", "000000000     ")
LONGEST_TEXT = 6000
"""Characters that are read; what follows them has never changed a reading, and may not cost time."""
WORDLESS = {"ask_word", "help_word", "complain_word", "tipoff_word", "advice_word", "praise_word", "now", "past"}
WORDLESS |= {"complex_word", "miscellany"}
"""Senses that name nothing."""
HEADING = re.compile("[。！？!?；\n]")
LONG, HEADED = 60, 2
"""From how many characters on a text has a heading, its first sentence; and how often that counts once more."""
BASE = 0x9E3779B97F4A7C15
GROUP_BITS = 62
NONE: Keys = np.empty(0, np.uint64)
NOWHERE = np.empty(0, np.intp)


class Group(IntEnum):
    """Features that are weighed apart."""

    WORDS = 0
    RUNS = 1
    SENSE = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """The features of one text, each as often as it occurs: its key, and the stretch of text it comes from."""

    keys: Keys
    starts: Places
    ends: Places
    names: bool
    """Whether any word of the trade names a thing, a person or a deed, and not just how somebody feels about it."""


class Features:
    """Turns text into features. Depends on nothing of one installation."""

    def __init__(self) -> None:
        words = meanings()
        self._cutter = Cutter(word for word in words if len(word) > 1)
        told = sorted((int(_Hashes(word).of_all()), means) for word, means in words.items())
        self._telling = Sieve(np.array([key for key, _ in told], np.uint64))
        self._told = [_named(means) for _, means in told]
        self._naming = frozenset(at for at, (_, means) in enumerate(told) if not WORDLESS.issuperset(means))
        self._dangers = {(peril, now): _named([f"{now}:{peril}"]) for peril in Peril for now in (True, False)}

    def see(self, text: str, dangers: Sequence[Alarm]) -> Seen:
        """The features of plain text in which `dangers` were found."""
        even = text[:LONGEST_TEXT].translate(EVEN)
        heading = _heading(text)
        runs, words = _run_bounds(len(even) + 2), self._word_bounds(even)
        pairs = words[0][:-1], words[1][1:]
        starts, ends = (np.concatenate(bounds) for bounds in zip(runs, words, pairs, strict=True))
        raw = _Hashes(f"^{even}$").of(starts, ends)
        single = len(runs[0]) + len(words[0])
        keys = raw >> np.uint64(2)
        keys[: len(runs[0])] |= np.uint64(Group.RUNS << GROUP_BITS)
        above = np.flatnonzero(ends <= heading + 1) if heading else NOWHERE
        sense, names = self._sense(raw[:single], starts, ends)
        parts = [
            (keys, starts, ends),
            *[(keys[above], starts[above], ends[above])] * HEADED,
            sense,
            *(self._danger(alarm) for alarm in dangers),
        ]
        keys, starts, ends = (np.concatenate(part) for part in zip(*parts, strict=True))
        return Seen(keys, np.maximum(starts - 1, 0), ends - 1, names)

    def _word_bounds(self, even: str) -> tuple[Places, Places]:
        bounds = self._cutter.bounds(even)
        ends = np.array(bounds, np.int32) + np.int32(1)
        if " " not in even:
            return ends[:-1], ends[1:]
        said = [at for at, (start, end) in enumerate(pairwise(bounds)) if even[start:end] != " "]
        return ends[:-1][said], ends[1:][said]

    def _sense(self, raw: Keys, starts: Places, ends: Places) -> tuple[tuple[Keys, Places, Places], bool]:
        likely = self._telling.likely(raw)
        known, place = self._telling.find(raw[likely])
        first = dict(zip(place[::-1].tolist(), likely[known[::-1]].tolist(), strict=True))
        told = sorted(first)
        at = [first[one] for one in told]
        keys = [self._told[one] for one in told]
        often = [len(one) for one in keys]
        part = np.concatenate([NONE, *keys]), np.repeat(starts[at], often), np.repeat(ends[at], often)
        return part, not self._naming.isdisjoint(told)

    def _danger(self, alarm: Alarm) -> tuple[Keys, Places, Places]:
        start = np.array([alarm.start + 1], np.int32)
        return self._dangers[alarm.peril, alarm.now], start, start + np.int32(len(alarm.words))


class _Hashes:
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

    def of_all(self) -> np.uint64:
        """The hash of the whole text."""
        whole = self.of(np.array([0], np.int32), np.array([len(self._sums) - 1], np.int32))
        key: np.uint64 = whole[0]
        return key


def _powers(base: int) -> Keys:
    found = accumulate(range(LONGEST_TEXT + 2), lambda power, _: power * base % 2**64, initial=1)
    return np.array(list(found), np.uint64)


POWERS, INVERSES = _powers(BASE), _powers(pow(BASE, -1, 2**64))


def _named(names: Sequence[str]) -> Keys:
    raw = np.array([_Hashes(name).of_all() for name in names], np.uint64)
    return _in_group(raw, Group.SENSE)


def _heading(text: str) -> int:
    """How many characters the heading of a text has: none where the text is short."""
    if len(text) < LONG:
        return 0
    end = HEADING.search(text, 0, LONG)
    return end.start() if end else LONG


@lru_cache(maxsize=512)
def _run_bounds(size: int) -> tuple[Places, Places]:
    starts = [np.arange(size - length + 1, dtype=np.int32) for length in range(1, min(LONGEST_RUN, size) + 1)]
    return np.concatenate(starts), np.concatenate([one + np.int32(at) for at, one in enumerate(starts, start=1)])


def _in_group(raw: Keys, group: Group) -> Keys:
    return raw >> np.uint64(2) | np.uint64(group << GROUP_BITS)
