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
COMMON, KIN = WORDS["common"], WORDS["kin"]
NAME = re.compile(
    rf"(?:(?:{CUES})[:： 是为叫]{{0,3}}(?P<it>(?:{DOUBLE}|[{SURNAMES}])[\u4e00-\u9fa5]{{1,2}})"
    rf"|(?:{WORDS['weak']})[:： 是为叫]{{0,3}}(?P<likely>(?:{DOUBLE}|[{COMMON}])[\u4e00-\u9fa5]{{1,2}}))"
)
"""A rare surname is a name only where a name must come."""
TITLED = re.compile(rf"(?<![\u4e00-\u9fa5])(?P<it>(?:{DOUBLE}|[{COMMON}](?!点))[\u4e00-\u9fa5]{{1,2}})(?={TITLE})")
ENDS = r"(?=[，。！!？?；、 :：]|$)"
CALLED = re.compile(
    rf"(?<![任如为几奈也允或分点谢老小])(?P<kin>[{COMMON}](?:{KIN}))(?!们|跳|舞)"
    rf"|(?:^|[^\u4e00-\u9fa5]|我是|[是的找叫给问跟和]|隔壁|对门|楼上|楼下|邻居|同志)(?P<nick>[老小][{COMMON}]头?)"
    rf"(?=[，。！!？?；、 他她说在的住没不又天总]|家(?![\u4e00-\u9fa5]{{0,3}}[馆店面铺])|$)"
    rf"|我姓(?P<family>[{SURNAMES}])(?![名氏])"
    rf"|我是(?P<self>[{COMMON}][\u4e00-\u9fa5]{{1,2}}){ENDS}"
    rf"|(?:妈|爸|爹|娘|爷爷|奶奶|姐|哥|弟|妹|婆婆|公公)叫(?P<relative>[{COMMON}][\u4e00-\u9fa5]{{1,2}}){ENDS}"
)
LATIN = re.compile(r"(?:我叫|联系人|姓名)[:： ]{0,2}(?P<it>[a-z]{2,12}(?: [a-z]{2,12})?)")


def names(text: str) -> Iterator[Span]:
    """Names in plain text, cut where a common next word begins."""
    for hit in NAME.finditer(text):
        start, end = hit.span(str(hit.lastgroup))
        given = start + (2 if re.match(DOUBLE, text[start:]) else 1)
        ends = [at for at in range(given + 1, end) if text[at] in STOP]
        if text[given] not in STOP:
            yield Span(start, min([end, *ends]), "name")
    for hit in CALLED.finditer(text):
        yield Span(*hit.span(str(hit.lastgroup)), "name")
    for pattern in (TITLED, LATIN):
        for hit in pattern.finditer(text):
            yield Span(*hit.span("it"), "name")
