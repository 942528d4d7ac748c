"""What the model sees of a text: jieba words, runs of characters, and what the trade's words stand for."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise

from classifiers.finding.danger import Alarm, alarms
from classifiers.words.cutter import Cutter
from classifiers.words.plain import plain
from classifiers.words.trade import meanings

LONGEST_RUN = 4
DIGITS = re.compile(r"\d+")
GAPS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Seen:
    """The features of one text, counted in groups that are weighed apart."""

    words: Counter[str]
    runs: Counter[str]
    sense: Counter[str]

    def groups(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """The groups in the order of the model's vocabularies."""
        return self.words, self.runs, self.sense


class Features:
    """Turns text into counted features. Depends on nothing of one installation."""

    def __init__(self) -> None:
        self._meanings = meanings()
        self._cutter = Cutter(word for word in self._meanings if len(word) > 1)

    def words(self, text: str) -> list[str]:
        """The words of plain text."""
        return self._cutter.words(text)

    def see(self, text: str, dangers: Iterable[Alarm] | None = None) -> Seen:
        """Count the features of any text; `dangers` spares looking for its alarms again."""
        even = GAPS.sub(" ", DIGITS.sub("0", plain(text))).strip()
        words = [word for word in self._cutter.words(even) if word != " "]
        runs = _runs(f"^{even}$")
        return Seen(
            Counter([*words, *map(" ".join, pairwise(words))]),
            runs,
            self._sense(runs, words) + _named(alarms(text) if dangers is None else dangers),
        )

    def _sense(self, runs: Counter[str], words: list[str]) -> Counter[str]:
        meant = {run for run in runs if run in self._meanings} | {word for word in words if word in self._meanings}
        names = Counter(name for word in meant for name in self._meanings[word])
        names.update("+".join(pair) for pair in combinations(sorted(names), 2))
        return names


def _named(dangers: Iterable[Alarm]) -> Counter[str]:
    return Counter(f"{'now' if one.now else 'not'}:{one.peril}" for one in dangers)


def _runs(text: str) -> Counter[str]:
    size = len(text)
    found: Counter[str] = Counter(text)
    for length in range(2, LONGEST_RUN + 1):
        found.update([text[at : at + length] for at in range(size - length + 1)])
    return found
