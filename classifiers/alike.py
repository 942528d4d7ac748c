"""Likeness of residents' messages: which of many say the same matter at the same place.

A text is kept as numbers: what thing it is about, what is wrong with it, whereabouts, which buildings, gates and roads
it names, and its weightiest features as the model weighs them. Two texts are compared by these alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np

from classifiers.model.hashes import Keys
from classifiers.model.together import Floats
from classifiers.model.vectors import Vectors, Weighed
from classifiers.words.plain import expressions
from tickets.reading import Likeness, Marks
from tickets.rules.places import tidy

FEATURES = 64
"""Features of a text that are compared; the rest weighs next to nothing."""
LOOKED_UP = 12
"""Pieces by which others are looked for."""
FACETS = ("thing", "trouble", "where")
THING_SHARE, TROUBLE_SHARE, WHERE_SHARE, WORDS_SHARE = 0.45, 0.35, 0.1, 0.5
"""What each part counts; whereabouts count for or against, or not at all where one does not say."""
UNLIKE = 0.5
"""What is left of a likeness where both name a thing, or both a trouble, and not one in common."""
KINDS = 8
NO_NAME = "[的里个条段门前后上下一这那走区口不了是有在从到过马公道铁去来修占堵线网]"
PLACES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(\d{1,3}) ?(?:号楼|栋|幢|座|#楼?)|(?<![\d-])(\d{1,3})-\d{1,2}-\d{2,4}",
        r"(\d{1,2}) ?(?:单元|门(?!口|卫|前|岗|外))",
        r"([东南西北])(?:大?门|口)",
        rf"((?:(?!{NO_NAME})[\u4e00-\u9fa5]){{2,3}}?(?:路|街|胡同|巷|大道))(?![灯面障由过])",
    )
)
"""Building, entrance, gate and road, each with its number or name."""
THING, TROUBLE, WHERE = range(len(PLACES), len(PLACES) + len(FACETS))


@dataclass(frozen=True, slots=True)
class Kept:
    """A text as it is compared: keys in ascending order with their weights, of length one; and its signs by kind."""

    keys: Keys
    weights: Floats
    signs: tuple[set[int], ...]


def marks(even: str, weighed: Weighed, vectors: Vectors) -> Marks:
    """What is kept of plain text to find others by."""
    heavy = np.sort(np.argsort(-weighed.value, kind="stable")[:FEATURES])
    index, value = weighed.index[heavy], weighed.value[heavy]
    value = value / max(float(np.sqrt((value * value).sum())), 1e-9)
    signs = sorted(set(_signs(even)))
    packed = (
        np.array([len(index), len(signs)], "<u2").tobytes()
        + vectors.keys[index].astype("<u8").tobytes()
        + value.astype("<f2").tobytes()
        + np.array(signs, "<u8").tobytes()
    )
    return Marks(tuple(_pieces(signs)), packed)


def compare(one: bytes, others: Sequence[bytes]) -> tuple[Likeness, ...]:
    """How like one text is to each of the others."""
    asked = _unpacked(one)
    return tuple(_compare(asked, _unpacked(other)) for other in others)


def _compare(one: Kept, other: Kept) -> Likeness:
    pairs = list(zip(one.signs, other.signs, strict=True))
    at = np.searchsorted(one.keys, other.keys)
    at[at == len(one.keys)] = 0
    both = one.keys[at] == other.keys if len(one.keys) else np.zeros(len(at), np.bool_)
    score = WORDS_SHARE * float(one.weights[at[both]] @ other.weights[both])
    score += THING_SHARE * _shared(*pairs[THING]) + TROUBLE_SHARE * _shared(*pairs[TROUBLE])
    if all(pairs[WHERE]):
        score += WHERE_SHARE if pairs[WHERE][0] & pairs[WHERE][1] else -WHERE_SHARE
    if any(all(pairs[kind]) and not pairs[kind][0] & pairs[kind][1] for kind in (THING, TROUBLE)):
        score *= UNLIKE
    named = [bool(here & there) for here, there in pairs[:THING] if here and there]
    return Likeness(min(max(score, 0.0), 1.0), all(named) if named else None)


def _shared(one: set[int], other: set[int]) -> float:
    """What part of all that both say, both say."""
    return len(one & other) / max(len(one | other), 1)


def _pieces(signs: Sequence[int]) -> Iterator[int]:
    """Each thing with each of its troubles, then each thing alone."""
    things, troubles = ([sign for sign in signs if sign % KINDS == kind] for kind in (THING, TROUBLE))
    found = [crc32(f"{thing}/{trouble}".encode()) for thing in things for trouble in troubles] + things
    yield from found[:LOOKED_UP]


def _signs(even: str) -> Iterator[int]:
    """A number for everything that plain text names: places, things, troubles, whereabouts; modulo `KINDS` its kind."""
    said = tidy(even)
    for kind, pattern in enumerate(PLACES):
        for hit in pattern.finditer(said):
            name = next(group for group in hit.groups() if group)
            yield crc32(f"{kind}:{name}".encode()) * KINDS + kind
    for number, pattern in _facets():
        if pattern.search(said):
            yield number


@cache
def _facets() -> tuple[tuple[int, re.Pattern[str]], ...]:
    found = []
    for name, alternatives in expressions("alike.txt").items():
        kind = len(PLACES) + FACETS.index(name.partition(".")[0])
        found.append((crc32(name.encode()) * KINDS + kind, re.compile(alternatives.lower())))
    return tuple(found)


def _unpacked(packed: bytes) -> Kept:
    features, signs = (int(n) for n in np.frombuffer(packed[:4], "<u2"))
    keys = np.frombuffer(packed, "<u8", features, 4)
    weights = np.frombuffer(packed, "<f2", features, 4 + 8 * features).astype(np.float32)
    by_kind: tuple[set[int], ...] = tuple(set() for _ in range(KINDS))
    for sign in np.frombuffer(packed, "<u8", signs, 4 + 10 * features).tolist():
        by_kind[sign % KINDS].add(sign)
    return Kept(keys, weights, by_kind[: len(PLACES) + len(FACETS)])
