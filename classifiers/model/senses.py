"""What the words of the trade in a text stand for: whose it is, where it happens, what it is about."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from classifiers.model.hashes import Group, Keys, Places, hashed, in_group
from classifiers.model.sieve import Sieve

Told = tuple[Keys, Places, Places, Places]
WORDLESS = {"ask_word", "help_word", "complain_word", "tipoff_word", "advice_word", "praise_word", "now", "past"}
WORDLESS |= {"complex_word", "miscellany"}
"""Senses that name nothing."""


class Senses:
    """Finds the words of the trade by the hashes of stretches of text."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        known, all_means = hashed(list(words)), list(words.values())
        order = known.argsort()
        means = [all_means[at] for at in order.tolist()]
        named = sorted({name for names in means for name in names})
        keys = dict(zip(named, in_group(hashed(named), Group.SENSE), strict=True))
        self._telling = Sieve(known[order])
        self._told = np.array([keys[name] for names in means for name in names], np.uint64)
        self._often = np.array([len(names) for names in means])
        self._lasts = self._often.cumsum()
        self._naming = np.array([not WORDLESS.issuperset(names) for names in means])

    def find(
        self, raw: Keys, starts: Places, ends: Places, which: Places, texts: int
    ) -> tuple[Told, npt.NDArray[np.bool_]]:
        """What the words of the trade mean, each word once in a text; and which texts have one that names something.

        The stretches of so many texts come by their hashes, their bounds, and which text each stands in.
        """
        likely = self._telling.likely(raw)
        known, word = self._telling.find(raw[likely])
        here = likely[known]
        _, first = np.unique(which[here].astype(np.intp) * len(self._often) + word, return_index=True)
        here, word = here[first], word[first]
        often = self._often[word]
        at = np.arange(int(often.sum())) + (self._lasts[word] - often.cumsum()).repeat(often)
        names = np.bincount(which[here], self._naming[word], texts) > 0
        return (self._told[at], starts[here].repeat(often), ends[here].repeat(often), which[here].repeat(often)), names
