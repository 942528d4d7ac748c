"""Two matters in one message: where the second begins. Precision first: an offer that is none is a nuisance."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from classifiers.words.plain import expressions
from tickets.kinds import Matter, Topic

WORDS = expressions("matters.txt")
LONGEST = 300
"""Characters; a longer text is a letter, whose many paragraphs are about one thing more often than not."""
SHORTEST = 5
"""Chinese characters of a part that can be a matter."""
SURE, SURER = 0.55, 0.72
"""How sure the second must be: after a full stop or in a list, and in the middle of a sentence."""
BEGINS = re.compile(
    rf"(?:^|(?P<end>[。！!？?；;\n ])|[，,、])\s*(?P<it>(?P<list>{WORDS['list']})|(?:{WORDS['mark']}))", re.MULTILINE
)
MARK = re.compile(f"(?:{WORDS['list']}|{WORDS['mark']})[，,：:、]?")
MORE = re.compile(WORDS["more"])
OWN = re.compile(WORDS["own"])
TOO = re.compile("也|都是|又")
NAMING = re.compile("[^，。,]{0,12}")
"""The beginning of a part, in which it says whose or where it is."""
LETTERS = re.compile("[\u4e00-\u9fa5]")
KIN = (
    frozenset({Topic.NOISE, Topic.NEIGHBOR, Topic.PETS, Topic.FAMILY}),
    frozenset({Topic.WASTE, Topic.POLLUTION, Topic.STREET_ORDER, Topic.FIRE_SAFETY}),
    frozenset({Topic.NOISE, Topic.POLLUTION}),
    frozenset({Topic.ROADS, Topic.TRANSPORT, Topic.PARKING}),
    frozenset({Topic.REPAIRS, Topic.UTILITIES, Topic.HOUSING}),
    frozenset({Topic.HEALTH, Topic.WELFARE, Topic.LABOR}),
)
"""Topics of which one trouble often has several."""
WHOLE = frozenset({Topic.PROPERTY, Topic.OTHER, Topic.CONDUCT})
"""Topics under which a writer names many things as examples of one."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What a part of a text is by itself. `vague`: to be asked about however sure of it the model is."""

    matter: Matter
    topic: Topic
    confidence: float
    ask: bool
    vague: bool
    polite: bool


def second(text: str, look: Callable[[str], Glance]) -> int | None:
    """Where the second matter of plain text begins, or None where there is one matter only."""
    if len(text) > LONGEST:
        return None
    return next((at for at, firm in _beginnings(text) if _apart(text[:at], text[at:], firm, look)), None)


def _beginnings(text: str) -> Iterator[tuple[int, bool]]:
    """Where a second matter could begin, and whether a sentence ends there."""
    for hit in BEGINS.finditer(text):
        yield hit.start("it"), bool(hit["end"] or hit["list"])


def _apart(first: str, rest: str, firm: bool, look: Callable[[str], Glance]) -> bool:
    bare = MARK.sub("", rest, count=1)
    if min(len(LETTERS.findall(part)) for part in (first, bare)) < SHORTEST or MORE.match(bare):
        return False
    elsewhere = _elsewhere(first, bare)
    if not (firm or elsewhere) or (TOO.search(rest) and not elsewhere):
        return False
    one, other = look(first), look(rest)
    least = SURE if firm else SURER
    doubtful = one.polite or other.polite or other.vague or other.confidence < least or (one.ask and not firm)
    return not doubtful and (_whose(one, other) if elsewhere else not _akin(one, other))


def _whose(one: Glance, other: Glance) -> bool:
    """Two topics, or one topic of which only one part is a household's: a leak at home and the lift."""
    mixed = one.matter is not other.matter and Matter.HOUSEHOLD in {one.matter, other.matter}
    return one.topic is not other.topic or mixed


def _elsewhere(first: str, rest: str) -> bool:
    """The rest begins with a place, a person or a paper of which the first part says nothing."""
    beginning = NAMING.match(rest)
    named = OWN.search(beginning.group()) if beginning else None
    return named is not None and named.group() not in first


def _akin(one: Glance, other: Glance) -> bool:
    topics = {one.topic, other.topic}
    if len(topics) == 1:
        return True
    if one.matter is other.matter and topics & WHOLE:
        return True
    return any(topics <= kin for kin in KIN)
