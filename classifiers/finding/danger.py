"""Danger to life: what the words name, and whether they say that it is so now.

Tuned for recall: a person who is woken for nothing loses less than one who is not woken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifiers.words.plain import expressions, word_file
from tickets.kinds import Peril

SHORTS = ("WHO", "KID", "OLD")
"""Words in capitals in `emergency.txt`, which stand for lists; the first one may hold the others."""
BLANK = "□"
LONG = 120
"""Characters above which a text is looked at by the sentence, so that most of it can be passed over."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one peril: how they look, characters of which each has one, and whether they ring by themselves."""

    peril: Peril
    look: re.Pattern[str]
    core: frozenset[str]
    sure: bool


def _signs(name: str, sure: bool) -> Iterator[Signs]:
    lists = expressions(f"{name}.txt")
    for key in filter(str.islower, lists):
        signs = lists[key]
        for short in SHORTS:
            signs = signs.replace(short, lists.get(short, ""))
        core, beginnings = CORES[f"{name}.{key}"].split()
        look = re.compile(f"(?=[{re.escape(beginnings)}])(?:{signs})")
        yield Signs(Peril(key), look, frozenset(core), sure)


CORES = expressions("cores.txt")
"""For speed alone: of each list, characters of which each sign has one, and those with which signs begin."""
SIGNS = (*_signs("emergency", True), *_signs("danger", False))
"""Every way to name a danger. Those of `emergency.txt` ring by themselves where nothing near them denies it or is
calm; those of `danger.txt` are worth a second look."""
IDIOMS = re.compile("|".join(word_file("idioms.txt").splitlines()))
"""Words of danger that mean none: 急死了, 火锅, 群里炸了."""
HEDGES = expressions("hedges.txt")
BEFORE = re.compile(f"(?:{HEDGES['before']})$")
FEARED = re.compile(f"(?:{HEDGES['fear']})$")
AFTER = re.compile(HEDGES["after"])
INSIDE = re.compile(HEDGES["inside"])
ASKS, THANKS, ANOTHER_DAY = (HEDGES[key] for key in ("asks", "thanks", "past"))
CALM = re.compile(f"{ASKS}|{THANKS}|{ANOTHER_DAY}")
CALM_FAREWELL = re.compile(ASKS)
"""Whoever takes leave of life thanks people for the days before."""
FROM_PEOPLE = frozenset({Peril.VIOLENCE, Peril.SUICIDE, Peril.MISSING, Peril.MEDICAL})
"""Dangers of which fear is a sign; fear of a fire is no fire."""
CLAUSE = re.compile(r"[。！!？?；;\n]")
SENTENCE = re.compile(r"[^。\n]+")
MOST = 40
LOOK_BACK, LOOK_ON, CALM_AROUND = 24, 16, 60


@dataclass(frozen=True, slots=True)
class Alarm:
    """A danger that the words name.

    `now` is false where they deny it, fear it, tell of the past or only speak so; `sure` is true where it rings alone.
    """

    peril: Peril
    words: str
    start: int
    now: bool
    sure: bool = False

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.start + len(self.words)


def alarms(text: str) -> tuple[Alarm, ...]:
    """Every danger that plain text names, in its order."""
    found: list[Alarm] = []
    for start, end in _pieces(text):
        found += _in_piece(text, start, end)
    return tuple(found)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    if len(text) <= LONG:
        yield 0, len(text)
    else:
        yield from (hit.span() for hit in SENTENCE.finditer(text))


def _in_piece(text: str, start: int, end: int) -> list[Alarm]:
    letters = frozenset(text[start:end])
    likely = [signs for signs in SIGNS if not signs.core.isdisjoint(letters)]
    likely = [signs for signs in likely if signs.look.search(text, start, end)]
    if not likely:
        return []
    piece = text[start:end]
    tame = IDIOMS.sub(lambda hit: BLANK * len(hit.group()), piece)
    found: list[Alarm] = []
    for signs, hit in _hits(likely, tame):
        if _free(found, start, hit):
            found.append(_alarm(text, start, tame, hit, signs))
    if tame != piece:
        for signs, hit in _hits(likely, piece):
            if _free(found, start, hit):
                found.append(Alarm(signs.peril, hit.group(), hit.start() + start, now=False))
    return sorted(found, key=lambda one: one.start)


def _hits(likely: Sequence[Signs], piece: str) -> list[tuple[Signs, re.Match[str]]]:
    """What rings by itself first, then by place, the longest first."""
    hits = [(signs, hit) for signs in likely for hit in signs.look.finditer(piece)]
    return sorted(hits, key=lambda one: (not one[0].sure, one[1].start(), -one[1].end()))[:MOST]


def _free(found: Sequence[Alarm], offset: int, hit: re.Match[str]) -> bool:
    return all(hit.end() + offset <= one.start or one.end <= hit.start() + offset for one in found)


def _alarm(text: str, offset: int, tame: str, hit: re.Match[str], signs: Signs) -> Alarm:
    before = CLAUSE.split(tame[max(0, hit.start() - LOOK_BACK) : hit.start()])[-1]
    after = tame[hit.end() : hit.end() + LOOK_ON]
    denied = BEFORE.search(before) or AFTER.search(after) or INSIDE.search(hit.group())
    feared = signs.peril not in FROM_PEOPLE and FEARED.search(before)
    now = not (denied or feared)
    start = hit.start() + offset
    rings = signs.sure and now and not _calm(text, start, hit.end() + offset, signs.peril)
    return Alarm(signs.peril, hit.group(), start, now, rings)


def _calm(text: str, start: int, end: int, peril: Peril) -> bool:
    """Whether what stands around a sign asks, thanks or tells of another day."""
    calm = CALM_FAREWELL if peril is Peril.SUICIDE else CALM
    return calm.search(text, max(0, start - CALM_AROUND), end + CALM_AROUND) is not None
