"""Lists of words say what a word is about, so that a word that stands in no example is read like its neighbours."""

import re

import numpy as np

from classifiers.model.features import Features
from classifiers.model.hashes import GROUP_BITS, Group
from classifiers.words.plain import word_file
from classifiers.words.trade import LISTS


def _lists(name: str) -> list[list[str]]:
    return [line.split() for line in word_file(name).splitlines()]


def test_every_subject_has_a_name_of_its_own_and_five_chinese_words_or_more() -> None:
    subjects = _lists("subjects.txt")
    named = [name for file in LISTS for name, *_ in _lists(file)]
    assert len(set(named)) == len(named)
    for name, *words in subjects:
        assert len(set(words)) >= 5, name
        assert all(re.fullmatch(r"[\u4e00-\u9fff]{2,10}", word) for word in words), name


def test_the_words_of_a_subject_share_what_is_learnt_of_it() -> None:
    features = Features()
    for name, *words in _lists("subjects.txt"):
        seen = [features.see([word], [[]]).keys for word in words[:5]]
        senses = [set(keys[keys >> np.uint64(GROUP_BITS) == Group.SENSE].tolist()) for keys in seen]
        assert set.intersection(*senses), name
