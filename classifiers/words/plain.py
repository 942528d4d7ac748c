"""Plain characters: one spelling for what people write in many. Every rule keeps the length of the text."""

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files

FULL_WIDTH_GAP = 0xFEE0
IDEOGRAPHIC_SPACE = 0x3000
STOPS = "，！？；："


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
    table |= {ord(pair[0]): ord(pair[1]) for pair in word_file("traditional.txt").split()}
    table |= {ord(stop) - FULL_WIDTH_GAP: ord(stop) for stop in STOPS} | {ord(stop): ord(stop) for stop in STOPS}
    table[IDEOGRAPHIC_SPACE] = ord(" ")
    return table


@cache
def _typos() -> tuple[re.Pattern[str], dict[str, str]]:
    right = dict(line.split() for line in word_file("typos.txt").splitlines())
    longest_first = sorted(right, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), right


def plain(text: str) -> str:
    """Half-width but for stops, lower-case, simplified, the trade's usual typos righted, character for character.

    The same length as `text`, so that a stretch of one is the same stretch of the other.
    """
    pattern, right = _typos()
    return pattern.sub(lambda hit: right[hit.group()], text.translate(_characters()))
