"""Doors: the notations in which people write building, unit and room."""

import re
from collections.abc import Iterator
from itertools import chain

from classifiers.finding.where import addresses
from tickets.reading import Span

SMALL = r"(?:\d{1,3}[a-z]?|[a-z]\d{0,2}|[一二三四五六七八九十百两]{1,4}|[甲乙丙丁]\d{0,3})"
GAP = r"[ 的，]?"
BUILDING = (
    rf"{SMALL} ?(?:号楼|栋楼?|幢楼?|座|号院|#楼?|号房(?=\d)|弄"
    rf"|楼(?=[一二三四五六七八九\d]{{1,3}}(?:单元|门))|号(?={GAP}{SMALL} ?(?:单元|门|梯)))"
)
UNIT = rf"(?:{SMALL} ?(?:单元|门洞|门|梯口|梯)|[东西中南北]单元|[东西中]门)"
FLOOR = rf"(?:{SMALL} ?(?:层|楼))"
ROOM = (
    r"(?:[a-z]?\d{3,4} ?[a-z]?(?: ?(?:室|房|户|号房|号))?|[零〇一二三四五六七八九十]{3,5} ?(?:室|房|号|户)?"
    rf"|{SMALL} ?(?:室|号房|号(?!楼)|房))"
)
SIDE = r"(?:[东西中南北左右](?:边|侧)?(?:户|门|室|首))"
BLOCK = r"[a-z]?\d{1,2}[a-z]?"
CALLED = r"(?:室|号|户|房)?"
BESIDE = "住在?|我家|俺家|家住|楼上|楼下|隔壁|对门|对面|门牌|房号|敲|单元"
LEADS = r"我是|找|去|(?<![涨降升交加减长\d])到|叫|给|送|和|跟"
FOLLOWS = "的?(?:邻居|住户|业主|租客|那家|那户|家的|户主|大爷|大妈|阿姨|奶奶|老人)|家|没人|漏水|楼上|敲门"
END = r"(?![\d元块万千年月日分秒斤米%个人多家户岁路]|天(?!天))"

BUILT, PARTED = "号栋幢座#楼弄", "单门梯"
DASHED = "-－—–~/#."
DIGITS = re.compile(r"\d{3}")
PATTERNS = tuple(
    (frozenset(needs), re.compile(pattern))
    for needs, pattern in (
        (BUILT, rf"(?<![\d.])(?P<it>{BUILDING}{GAP}{UNIT}(?:{GAP}{FLOOR})?(?:{GAP}(?:{ROOM}|{SIDE}){END})?)"),
        (BUILT, rf"(?<![\d.])(?P<it>{BUILDING}{GAP}(?:{FLOOR}{GAP})?(?:{ROOM}{END}|{SIDE}))"),
        (BUILT, rf"(?<![\d.])(?P<it>{BUILDING}{GAP}{FLOOR}(?:{SIDE}|(?!的?住户|以上|以下)))"),
        (PARTED, rf"(?<![\d.])(?P<it>{UNIT}{GAP}(?:{FLOOR}{GAP})?(?:{ROOM}{END}|{SIDE}))"),
        (
            "",
            rf"(?<![\d.\-])(?P<it>{BLOCK}(?: ?[\-－—–~/#.] ?\d{{1,2}})?"
            rf" ?[\-－—–/#] ?\d{{3,4}}[a-z]?{CALLED})(?!-){END}",
        ),
        (DASHED, rf"(?<![\d.\-])(?P<it>{BLOCK} ?[\-－—–] ?\d{{1,2}} ?[\-－—–] ?\d{{1,4}}{CALLED})(?![\d\-]){END}"),
        ("", r"(?<![\d.])(?P<it>[a-z]?\d{3,4}[a-z]?(?:室|房间?|号房|住户))(?![\d型])"),
        ("", rf"(?:{BESIDE})的? ?(?P<it>\d{{3,4}}[a-z]?){END}"),
        (
            "",
            rf"(?:{LEADS})的? ?(?!1[12]\d(?!\d))(?P<it>\d{{3,4}}[a-z]?)"
            r"(?=[，。！!？?,. 的那家住业没有老漏又天在把是、]|$)(?![元块万年])",
        ),
        ("", rf"(?<![\d.\-])(?P<it>\d{{3,4}})(?=(?:{FOLLOWS}))"),
        (
            "号",
            rf"(?<=[巷里弄村组队屯坊胡同寨])(?P<it>[甲乙丙]?{SMALL}(?:之\d)? ?号(?:院|门)?"
            rf"(?:{GAP}(?:内|{FLOOR}|{ROOM}))?)(?!线|楼)",
        ),
        (
            "号",
            rf"(?<=[街路道])(?P<it>{SMALL} ?号(?:院|大院)?{GAP}(?:{BUILDING}{GAP})?(?:{UNIT}{GAP})?(?:{ROOM}{END}))",
        ),
        ("号", rf"(?P<it>{SMALL} ?号院(?:[东西南北正]?(?:屋|房|厢房|间)|{GAP}{SMALL} ?号))"),
    )
)
"""Each with characters of which one stands in all that it finds (for speed alone); where none, three digits do."""
CODE = re.compile("(?:码|单号|编号|订单)[:： 是为]{0,3}$")
CODE_REACH = 6


def doors(text: str) -> Iterator[Span]:
    """Doors in plain text: what leads to one household, not a building alone, and no code of a parcel."""
    for start, end in chain(addresses.doors(text), _usual(text)):
        if not CODE.search(text[max(0, start - CODE_REACH) : start]):
            yield Span(start, end, "door")


def _usual(text: str) -> Iterator[tuple[int, int]]:
    letters = frozenset(text)
    numbered = DIGITS.search(text) is not None
    for needs, pattern in PATTERNS:
        if not needs.isdisjoint(letters) if needs else numbered:
            for hit in pattern.finditer(text):
                yield hit.span("it")
