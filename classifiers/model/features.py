"""What the model sees of a text: jieba words, runs of characters, and what the trade's words stand for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from classifiers.finding.danger import Alarm
from classifiers.words.cutter import Cutter
from classifiers.words.trade import meanings

LONGEST_RUN = 4
DIGITS = re.compile(r"\d+")
GAPS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Seen:
    """The features of one text, as often as they occur, in groups that are weighed apart."""

    words: Sequence[str]
    runs: Sequence[str]
    sense: Sequence[str]

    def groups(self) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        """The groups in the order of the model's vocabularies."""
        return self.words, self.runs, self.sense


class Features:
    """Turns text into features. Depends on nothing of one installation."""

    def __init__(self) -> None:
        self._meanings = meanings()
        self._cutter = Cutter(word for word in self._meanings if len(word) > 1)

    def see(self, text: str, dangers: Iterable[Alarm]) -> Seen:
        """The features of plain text in which `dangers` were found."""
        even = GAPS.sub(" ", DIGITS.sub("0", text)).strip()
        words = [word for word in self._cutter.words(even) if word != " "]
        runs = _runs(f"^{even}$")
        meant = self._meanings.keys() & {*runs, *words}
        sense = [name for word in sorted(meant) for name in self._meanings[word]]
        sense += [f"{'now' if one.now else 'not'}:{one.peril}" for one in dangers]
        return Seen([*words, *map(" ".join, pairwise(words))], runs, sense)


def _runs(text: str) -> list[str]:
    found = list(text)
    for length in range(2, LONGEST_RUN + 1):
        found += [text[at : at + length] for at in range(len(text) - length + 1)]
    return found
