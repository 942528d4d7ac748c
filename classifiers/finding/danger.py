"""Danger to life: what the words name, and whether they say that it is so now.

Tuned for recall: a person who is woken for nothing loses less than one who is not woken.
"""

import re
from dataclasses import dataclass

from classifiers.words.plain import expressions
from tickets.kinds import Peril

SIGNS = {Peril(key): signs for key, signs in expressions("danger.txt").items()}
"""Every way to name a danger that is worth a second look; the first peril that fits speaks for a clause."""
HEDGES = expressions("hedges.txt")
BEFORE = re.compile(f"(?:{HEDGES['before']})$")
FEARED = re.compile(f"(?:{HEDGES['fear']})$")
AFTER = re.compile(HEDGES["after"])
PAST_INSIDE = re.compile(r"[着起失冒]过|过火|被打过|困过|漏过|灭")
FROM_PEOPLE = frozenset({Peril.VIOLENCE, Peril.SUICIDE, Peril.MISSING, Peril.MEDICAL})
"""Dangers of which fear is a sign; fear of a fire is no fire."""
SIGN = re.compile("|".join(f"(?P<{peril.name}>{signs})" for peril, signs in SIGNS.items()))
CLAUSE = re.compile(r"[。！!？?；;\n]")


@dataclass(frozen=True, slots=True)
class Alarm:
    """A danger that the words name; `now` is false where they deny it, fear it or tell of the past."""

    peril: Peril
    words: str
    start: int
    now: bool


def alarms(text: str) -> tuple[Alarm, ...]:
    """Every danger that plain text names, in its order."""
    return tuple(_alarm(text, hit) for hit in SIGN.finditer(text))


def _alarm(text: str, hit: re.Match[str]) -> Alarm:
    peril = Peril[str(hit.lastgroup)]
    before = CLAUSE.split(text[max(0, hit.start() - 24) : hit.start()])[-1]
    after = text[hit.end() : hit.end() + 8]
    denied = BEFORE.search(before) or AFTER.search(after) or PAST_INSIDE.search(hit.group())
    feared = peril not in FROM_PEOPLE and FEARED.search(before)
    return Alarm(peril, hit.group(), hit.start(), not (denied or feared))
