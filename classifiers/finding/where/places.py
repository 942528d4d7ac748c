"""The place that a text names, as the text has it."""

import re
from collections.abc import Sequence

from classifiers.finding.where.doors import BUILDING, FLOOR, GAP, UNIT
from classifiers.words.cutter import Names
from classifiers.words.plain import expressions
from tickets.reading import Span

WORDS = expressions("places.txt")
NAMED, NEAR = WORDS["named"], f"(?:{WORDS['near']})"
START = r"(?:我?们?家?住?在|我是|我住|位于|地址|就在|到|从|去|是)?"
CLAUSE = re.compile(r"[^，。！!？?、,.；;：: \n]+")
PLACED = re.compile(
    rf"{START}(?P<it>[\u4e00-\u9fa5a-z0-9]{{1,8}}?(?:{NAMED})(?:\d{{1,4}}号)?(?:{BUILDING})?(?:{GAP}{UNIT})?{NEAR}?)"
)
BUILT = re.compile(rf"(?P<it>{BUILDING}(?:{GAP}{UNIT})?(?:{GAP}{FLOOR})?{NEAR}?)")
NEARBY = 2
PERSONS = re.compile(r"我们?|你们?|他们?|她们?|请问|一个|这条?|那条?|哪|什么|每|各|整|有|没|不|的|了")


def find_place(text: str, own: Names, personal: Sequence[Span]) -> tuple[int, int]:
    """Where plain text says it is: the community's own names first, then what looks like an address.

    A door among the `personal` data is joined to the name before it. Nothing found is an empty stretch.
    """
    door = next(((span.start, span.end) for span in personal if span.what == "door"), None)
    named = _known(text, own) or _named(text)
    if named and door and 0 <= door[0] - named[1] <= NEARBY:
        return named[0], door[1]
    return named or door or _built(text) or (0, 0)


def _known(text: str, own: Names) -> tuple[int, int] | None:
    words = ((start, end) for _, start, end in own.find(text))
    return max(words, key=lambda bounds: bounds[1] - bounds[0], default=None)


def _named(text: str) -> tuple[int, int] | None:
    for clause in CLAUSE.finditer(text):
        hit = PLACED.match(clause.group())
        if hit and not PERSONS.search(hit.group("it")):
            return clause.start() + hit.start("it"), clause.start() + hit.end("it")
    return None


def _built(text: str) -> tuple[int, int] | None:
    hit = BUILT.search(text)
    return hit.span("it") if hit else None
