"""What a text says of its writer alone (我住 3 号楼 2 单元，电话 …): whom to call back, not what the matter is."""

import re
from collections.abc import Sequence

from tickets.reading import Span

CLAUSE = re.compile(r"[^，。；！？,;!?\n]+")
LIKELY = re.compile("我|俺|本人|住|电话|手机|微信|联系|联络|回电")
NUMBER = r"[\d零一二两三四五六七八九十甲乙丙丁东西南北]+"
ADDRESS = re.compile(
    rf"{NUMBER} ?(?:号楼|号院|栋|幢|座|号|单元|门|层|楼|室|户|弄|支弄|排|组|#)|{NUMBER}(?: ?[-#—] ?{NUMBER})+"
)
OPENS = re.compile("(?:我|俺|本人|我们|咱|家住|住|电话|手机|微信|联系|联络|请联系|请打|请回|回电)")
SMALL = re.compile(
    "我们|我|俺|本人|咱|这里|这儿|这边|就|家|住在|住|是|在|叫|姓|的|也|电话|手机|号码|微信|联系|联络|方式|人|号"
    "|请|打|回|给|可以|可|来电|致电|加|业主|居民|住户|租户|租客|户主|房主|老人|先生|女士|小姐|师傅|阿姨|大爷|大妈"
    "|[老小][\\u4e00-\\u9fff]|谢谢|了|吧|哈|啊|[\\W\\d_x]"
)
TELLS = {"phone", "contact", "identity", "card", "door", "name"}
"""Personal data that says who writes. A plate is not among them: it is nearly always somebody else's."""


def subject(text: str, personal: Sequence[Span]) -> tuple[str, Sequence[int]]:
    """Plain text without the clauses that only say who its writer is, and where each character of it stood.

    Where nothing else would be left the text stays whole.
    """
    everywhere = range(len(text))
    if not LIKELY.search(text):
        return text, everywhere
    gone = [hit.span() for hit in CLAUSE.finditer(text) if _introduces(text, *hit.span(), personal)]
    if not gone:
        return text, everywhere
    dropped = {at for start, end in gone for at in range(start, end)}
    kept = [at for at in everywhere if at not in dropped]
    left = "".join(text[at] for at in kept)
    return (left, kept) if any(map(str.isalpha, left)) else (text, everywhere)


def _introduces(text: str, start: int, end: int, personal: Sequence[Span]) -> bool:
    clause = text[start:end]
    if not OPENS.match(clause.lstrip()):
        return False
    bare = list(clause)
    for span in personal:
        if span.what in TELLS and start <= span.start and span.end <= end:
            bare[span.start - start : span.end - start] = "-" * (span.end - span.start)
    rest = ADDRESS.sub("-", "".join(bare))
    return "-" in rest and not SMALL.sub("", rest)
