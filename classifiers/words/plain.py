"""Plain characters: one spelling for what people write in many. Every rule keeps the length of the text."""

import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files

FULL_WIDTH_GAP = 0xFEE0
IDEOGRAPHIC_SPACE = 0x3000
STOPS = "，！？；："
FILL = "\u2060"
"""Stands where an English word was longer than its Chinese one."""


def word_file(name: str) -> str:
    """The text of one of this room's word lists."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def expressions(name: str) -> dict[str, str]:
    """Regular expressions from a word list: each line is a key and alternatives; equal keys are joined."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in word_file(name).splitlines():
        key, _, alternatives = line.partition(" ")
        found[key].append(alternatives)
    return {key: "|".join(lines) for key, lines in found.items()}


@cache
def _characters() -> dict[int, int]:
    table = {code: code - FULL_WIDTH_GAP for code in range(0xFF01, 0xFF5F)}
    table |= {ord(letter): ord(letter.lower()) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    table |= {code: ord(chr(code - FULL_WIDTH_GAP).lower()) for code in range(0xFF21, 0xFF3B)}
    pairs = word_file("traditional.txt").split() + word_file("emoji.txt").split()
    table |= {ord(pair[0]): ord(pair[1]) for pair in pairs}
    table |= {ord(stop) - FULL_WIDTH_GAP: ord(stop) for stop in STOPS} | {ord(stop): ord(stop) for stop in STOPS}
    table[IDEOGRAPHIC_SPACE] = ord(" ")
    return table


@cache
def _typos() -> tuple[re.Pattern[str], dict[str, str]]:
    """Typos, the longest first. `>` in a line: only before these; `!`: not before these; `<`: not after these."""
    lines = [line.split() for line in word_file("typos.txt").splitlines()]
    lines.sort(key=lambda fields: -len(fields[0]))
    ways = "|".join(
        re.escape(wrong) + "".join(_limit(len(wrong), limit) for limit in limits) for wrong, _, *limits in lines
    )
    firsts = "".join(sorted({wrong[0] for wrong, *_ in lines}))
    return re.compile(f"(?=[{firsts}])(?:{ways})"), {wrong: right for wrong, right, *_ in lines}


def _limit(size: int, limit: str) -> str:
    sign, others = limit[0], limit[1:]
    if sign == "<":
        return "".join(f"(?<!{other}{'.' * size})" for other in others.split("|"))
    return f"(?{'=' if sign == '>' else '!'}{others})"


@cache
def _english() -> tuple[re.Pattern[str], dict[str, str]]:
    pairs = dict(line.rsplit(" ", 1) for line in word_file("english.txt").splitlines())
    longest_first = sorted(pairs, key=len, reverse=True)
    ways = "|".join(map(re.escape, longest_first))
    return re.compile(f"(?<![a-z])(?:{ways})(?![a-z])"), pairs


LATIN = re.compile("[a-z]{3}")


@lru_cache(maxsize=4)
def plain(text: str) -> str:
    """One spelling: half-width but for stops, lower-case, simplified, typos righted, emoji and English in Chinese.

    The same length as `text`, so that a stretch of one is the same stretch of the other: an English word is its
    Chinese one and as many `FILL` as it was longer.
    """
    even = text.translate(_characters())
    if LATIN.search(even):
        english, chinese = _english()
        even = english.sub(lambda hit: chinese[hit.group()].ljust(len(hit.group()), FILL), even)
    pattern, right = _typos()
    return pattern.sub(lambda hit: right[hit.group()], even)


def whole(even: str, end: int) -> int:
    """The end of the word that ends at `end` in plain text, with what fills it up."""
    return end + len(even[end:]) - len(even[end:].lstrip(FILL)) if even[end : end + 1] == FILL else end
