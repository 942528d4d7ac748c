"""The place that a text names, as the text has it."""

import re

import jieba

from classifiers.finding.doors import BUILDING, FLOOR, GAP, PATTERNS, UNIT
from classifiers.words.plain import expressions

WORDS = expressions("places.txt")
NAMED, NEAR = WORDS["named"], f"(?:{WORDS['near']})"
START = r"(?:^|(?<=[，。！!？?、,.；;：: \n]))(?:我?们?家?住?在|我是|我住|位于|地址|就在|到|从|去|是)?[：: ]?"
PLACED = re.compile(
    rf"{START}(?P<it>[\u4e00-\u9fa5a-z0-9]{{1,8}}?(?:{NAMED})(?:\d{{1,4}}号)?(?:{BUILDING})?(?:{GAP}{UNIT})?{NEAR}?)"
)
BUILT = re.compile(rf"(?P<it>{BUILDING}(?:{GAP}{UNIT})?(?:{GAP}{FLOOR})?{NEAR}?)")
PERSONS = re.compile(r"我们?|你们?|他们?|她们?|请问|一个|这条?|那条?|哪|什么|每|各|整|有|没|不|的|了")


def place_in(text: str, own: jieba.Tokenizer) -> str:
    """Where a text says it is: the community's own names first, then what looks like an address.

    `text` is plain; the stretch found has the same bounds in the text as written.
    """
    start, end = find_place(text, own)
    return text[start:end]


def find_place(text: str, own: jieba.Tokenizer) -> tuple[int, int]:
    """The bounds of the place in plain text; nothing found is an empty stretch."""
    known = _known(text, own)
    door = _first_door(text)
    if known and door and 0 <= door[0] - known[1] <= 3:
        return known[0], door[1]
    looks = known or _named(text)
    if looks and door and 0 <= door[0] - looks[1] <= 1:
        return looks[0], door[1]
    return looks or door or _built(text) or (0, 0)


def _known(text: str, own: jieba.Tokenizer) -> tuple[int, int] | None:
    if not own.FREQ:
        return None
    words = ((start, end) for word, start, end in own.tokenize(text, HMM=False) if own.FREQ.get(word))
    return max(words, key=lambda bounds: bounds[1] - bounds[0], default=None)


def _first_door(text: str) -> tuple[int, int] | None:
    hits = (hit.span("it") for pattern in PATTERNS for hit in pattern.finditer(text))
    return min(hits, key=lambda bounds: (bounds[0], -bounds[1]), default=None)


def _named(text: str) -> tuple[int, int] | None:
    for hit in PLACED.finditer(text):
        if not PERSONS.search(hit.group("it")):
            return hit.span("it")
    return None


def _built(text: str) -> tuple[int, int] | None:
    hit = BUILT.search(text)
    return hit.span("it") if hit else None
