"""Small talk: greetings and thanks with no matter in them."""

import re

from classifiers.words.plain import expressions

WORDS = expressions("talk.txt")
POLITE = re.compile(WORDS["polite"])
CORE = re.compile(WORDS["core"])
FILLER = re.compile(r"[\W_]+")
LONGEST, LONE = 40, 3


def is_small_talk(text: str) -> bool:
    """Whether nothing but politeness stands in plain text. Signs and emoji alone are not talk: they say nothing."""
    bare = FILLER.sub("", text)
    return 0 < len(bare) <= LONGEST and not POLITE.sub("", bare) and CORE.search(bare) is not None


def says_nothing(text: str) -> bool:
    """Whether a text holds too little to be read by: no two letters in a row."""
    return len(FILLER.sub("", text)) < 2


def names_one_thing(text: str) -> bool:
    """Whether a text is a word or two and tells of nothing: 我儿子, 孩子, 三楼."""
    return len(FILLER.sub("", text)) <= LONE
