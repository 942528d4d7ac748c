"""What the model sees of a text: jieba words, runs of characters, and what the trade's words stand for.

Every feature is a stretch of the text, known to the model by a 64-bit key, so that reading one message is a few
operations on arrays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from classifiers.finding.danger import Alarm
from classifiers.model.hashes import GROUP_BITS, LONGEST_TEXT, Group, Hashes, Keys, Places, hashed, in_group
from classifiers.model.senses import Senses, Told
from classifiers.words.cutter import Cutter
from classifiers.words.plain import FILL
from classifiers.words.trade import meanings
from tickets.kinds import Peril

Bounds = tuple[Places, Places, Places]
LONGEST_RUN = 4
EVEN = str.maketrans(f"123456789\n\r\t\u3000{FILL}", "000000000     ")
HEADING = re.compile("[。！？!?；\n]")
LONG, HEADED = 60, 2
"""From how many characters on a text has a heading, its first sentence; and how often that counts once more."""
SHORTEST_SENTENCE = 6


@dataclass(frozen=True, slots=True)
class Seen:
    """The features of some texts, each as often as it occurs, and the stretch that it comes from.

    The texts stand in a row, each between two marks; places are counted in that row.
    """

    keys: Keys
    starts: Places
    ends: Places
    texts: Places
    """Of each feature, in which text it stands."""
    begins: Places
    """Of each text, where it begins, behind its mark."""
    names: npt.NDArray[np.bool_]
    """Whether any word of the trade names a thing, a person or a deed, and not just how somebody feels about it."""
    headings: Places
    """Where the heading of each text ends: 0 where it has none."""
    stops: Places
    """Where sentences end, text after text."""
    often: Places
    """How many sentences each text has."""


class Features:
    """Turns text into features. Depends on nothing of one installation."""

    def __init__(self) -> None:
        words = meanings()
        self._cutter = Cutter(word for word in words if len(word) > 1)
        self._senses = Senses(words)
        self._dangers = {(peril, now): _named(f"{now}:{peril}") for peril in Peril for now in (True, False)}

    def see(self, texts: Sequence[str], dangers: Sequence[Sequence[Alarm]]) -> Seen:
        """The features of plain texts in each of which `dangers` were found.

        Together with two marks each they may have no more than `LONGEST_TEXT` characters and two; of one text alone
        what is too much is not read.
        """
        shown = [text[:LONGEST_TEXT] for text in texts]
        sizes = np.array([len(text) + 2 for text in shown], np.int32)
        begins = (sizes.cumsum(dtype=np.int32) - sizes) + np.int32(1)
        evens = [text.translate(EVEN) for text in shown]
        runs, words = _in_row([_run_bounds(size) for size in sizes.tolist()], begins - 1), self._words(evens, begins)
        pairs = _pairs(*words)
        starts, ends, which = (np.concatenate(part) for part in zip(runs, words, pairs, strict=True))
        raw = Hashes("".join([f"^{even}$" for even in evens])).of(starts, ends)
        keys = raw >> np.uint64(2)
        keys[: len(runs[0])] |= np.uint64(Group.RUNS << GROUP_BITS)
        sense, names = self._senses.find(raw[: len(runs[0]) + len(words[0])], starts, ends, which, len(texts))
        parts: Sequence[Told] = ((keys, starts, ends, which), sense, self._alarmed(dangers, begins))
        keys, starts, ends, which = (np.concatenate(part) for part in zip(*parts, strict=True))
        stops = [_stops(text) for text in shown]
        often = np.array([len(one) for one in stops], np.int32)
        row = np.concatenate(stops) + begins.repeat(often)
        headings = np.array([_heading(text) for text in texts], np.int32)
        return Seen(keys, starts, ends, which, begins, names, headings, row, often)

    def _words(self, evens: Sequence[str], begins: Places) -> Bounds:
        return _in_row([self._word_bounds(even) for even in evens], begins)

    def _word_bounds(self, even: str) -> tuple[Places, Places]:
        bounds = self._cutter.bounds(even)
        ends = np.array(bounds, np.int32)
        if " " not in even:
            return ends[:-1], ends[1:]
        said = [at for at, (start, end) in enumerate(pairwise(bounds)) if even[start:end] != " "]
        return ends[:-1][said], ends[1:][said]

    def _alarmed(self, dangers: Sequence[Sequence[Alarm]], begins: Places) -> Told:
        found = [(alarm, begin, at) for at, begin in enumerate(begins.tolist()) for alarm in dangers[at]]
        keys = np.array([self._dangers[alarm.peril, alarm.now] for alarm, _, _ in found], np.uint64)
        starts = np.array([begin + alarm.start for alarm, begin, _ in found], np.int32)
        ends = np.array([begin + alarm.end for alarm, begin, _ in found], np.int32)
        return keys, starts, ends, np.array([at for _, _, at in found], np.int32)


def _in_row(bounds: Sequence[tuple[Places, Places]], begins: Places) -> Bounds:
    """Stretches of texts as stretches of the row in which these begin."""
    often = np.array([len(starts) for starts, _ in bounds])
    begin = begins.repeat(often)
    starts, ends = (np.concatenate(part) + begin for part in zip(*bounds, strict=True))
    return starts, ends, np.arange(len(bounds), dtype=np.int32).repeat(often)


def _pairs(starts: Places, ends: Places, which: Places) -> Bounds:
    """Each word with the one after it."""
    same = np.flatnonzero(which[:-1] == which[1:])
    return starts[same], ends[same + 1], which[same]


def _named(name: str) -> np.uint64:
    key: np.uint64 = in_group(hashed([name]), Group.SENSE)[0]
    return key


def _heading(text: str) -> int:
    """How many characters the heading of a text has: none where the text is short."""
    if len(text) < LONG:
        return 0
    end = HEADING.search(text, 0, LONG)
    return end.start() if end else LONG


def _stops(text: str) -> Places:
    """Where sentences end; what is too short for one belongs to the next, at the end to the one before."""
    stops, begun = [], 0
    for hit in HEADING.finditer(text):
        if hit.end() - begun >= SHORTEST_SENTENCE:
            begun = hit.end()
            stops.append(begun)
    if not stops or len(text) - begun >= SHORTEST_SENTENCE:
        stops.append(len(text))
    stops[-1] = len(text)
    return np.array(stops, np.int32)


@lru_cache(maxsize=512)
def _run_bounds(size: int) -> tuple[Places, Places]:
    starts = [np.arange(size - length + 1, dtype=np.int32) for length in range(1, min(LONGEST_RUN, size) + 1)]
    return np.concatenate(starts), np.concatenate([one + np.int32(at) for at, one in enumerate(starts, start=1)])
