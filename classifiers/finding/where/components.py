"""Codes of the city's own things: lamp posts, manholes and the like, 8 or 16 digits (GB/T 30428), also spoken."""

import re
from collections.abc import Iterator

from classifiers.finding.where.numerals import number
from classifiers.words.plain import expressions

WORDS = expressions("places.txt")
DIGIT = "[0-9〇零一二三四五六七八九幺两]"
CODE = re.compile(
    rf"(?:{WORDS['thing']})[^，。\d]{{0,8}}?(?:编号|编码|号码|号牌|牌号|代码|码|号)?[^，。\d]{{0,3}}?"
    rf"(?<!{DIGIT})(?P<it>{DIGIT}(?:[ \-]?{DIGIT}){{15}}|{DIGIT}(?:[ \-]?{DIGIT}){{7}})(?!{DIGIT})"
)


def components(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Where each code stands in plain text, and the code in digits."""
    for hit in CODE.finditer(text):
        yield hit.span("it"), number(re.sub("[ -]", "", hit.group("it")))
