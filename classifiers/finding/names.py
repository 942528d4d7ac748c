"""Names that a text itself introduces: 我叫…, 联系人…, 身份证上是…."""

import re
from collections.abc import Iterator

from classifiers.words.plain import expressions
from tickets.reading import Span

WORDS = expressions("names.txt")
SURNAMES, DOUBLE, CUES = WORDS["surname"], WORDS["double"], WORDS["cue"]
TITLE = r"(?:先生|女士|同志|小姐|老师|大爷|阿姨|师傅|太太)"
STOP = (
    "住是在电手今家身我女男有的因和，。,. ：:！!？?、；;0123456789(（)）\n来想要请问对与跟也已现从把被给"
    "就说租年号系患欠打去找反求投举自不没去联"
)
NAME = re.compile(rf"(?:{CUES})[:： 是为叫]{{0,3}}(?P<it>(?:{DOUBLE}|[{SURNAMES}])[\u4e00-\u9fa5]{{1,2}})")
TITLED = re.compile(rf"(?<![\u4e00-\u9fa5])(?P<it>(?:{DOUBLE}|[{SURNAMES}])[\u4e00-\u9fa5]{{1,2}})(?={TITLE})")
LATIN = re.compile(r"(?:我叫|联系人|姓名)[:： ]{0,2}(?P<it>[a-z]{2,12}(?: [a-z]{2,12})?)")


def names(text: str) -> Iterator[Span]:
    """Names in plain text, cut where a common next word begins."""
    for hit in NAME.finditer(text):
        start, end = hit.span("it")
        given = start + (2 if re.match(DOUBLE, text[start:]) else 1)
        ends = [at for at in range(given + 1, end) if text[at] in STOP]
        if text[given] not in STOP:
            yield Span(start, min([end, *ends]), "name")
    for pattern in (TITLED, LATIN):
        for hit in pattern.finditer(text):
            yield Span(*hit.span("it"), "name")
