"""Addresses taken apart: road, compound, building, unit, floor, door and component, in the notations people use."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from classifiers.finding.where.components import components
from classifiers.finding.where.numerals import number
from classifiers.words.cutter import Names
from classifiers.words.plain import expressions
from tickets.reading import Place

WORDS = expressions("places.txt")
CHINESE = "〇零一二三四五六七八九十百两"
NUMBER = rf"(?:[甲乙丙丁]?\d{{1,4}}[a-z]?|[a-z]\d{{0,2}}(?![a-z])|[甲乙丙丁]?[{CHINESE}]{{1,4}}|[甲乙丙丁])"
SIDE = "[东南西北中]"
GAP = r"[ ,，的]?"
JOIN = r" ?[\-－—–~/#] ?"
UNITS = r"单元|门洞|号?门(?![口卫前岗外牌诊禁市面锁框把铃窗板缝厅])|梯口?(?![级子田])"
TOKEN = re.compile(
    rf"(?=[{CHINESE}\da-z甲乙丙丁{SIDE[1:-1]}负地顶-])(?:"
    rf"(?P<phase>(?:[一二三四五六七八九\d]|十[一二三])期(?![间待望限货])|(?:{SIDE}|[a-z\d一二三四五])区(?=$|[^\u4e00-\u9fa5]|{NUMBER}))"
    rf"|(?P<yard>{NUMBER} ?号(?:大院|院))"
    rf"|(?P<lane>{NUMBER} ?(?:支弄|弄(?!堂)))"
    rf"|(?P<row>{NUMBER})(?: ?排)(?=[\d一二三四五六七八九十 ])"
    rf"|(?P<tower>{NUMBER}) ?(?:号楼|栋楼?|幢楼?|座(?![位谈机])|#楼?|号房(?=\d)"
    rf"|楼(?={GAP}{NUMBER} ?(?:单元|门))|号(?={GAP}{NUMBER} ?(?:单元|门(?!口)|梯))|(?={JOIN}{NUMBER} ?单元))"
    rf"|(?P<unit>{NUMBER}|{SIDE}(?=单元|门洞)) ?(?:{UNITS})"
    rf"|(?P<floor>(?:负|地下|-)?{NUMBER}|顶) ?(?:层|楼)(?![{CHINESE}\d]{{0,2}}(?:单元|门))"
    rf"|(?P<team>{NUMBER})(?:组|队)(?![织长员数成合装伍列])"
    rf"|(?P<door>[a-z]?\d{{3,4}}[a-z]?|{NUMBER}(?= ?室)) ?(?:室(?![外内])|房间?(?![子东价]))"
    rf"|(?P<house>{NUMBER}) ?号(?![线楼院文车台码机前晚早到]|门(?!口)|网格|电话|公告|通知|之前|以前|[上下]午|开始)"
    rf"|(?P<side>{SIDE}(?:边|侧)?户)"
    rf"|(?P<bare>(?<![\d.])(?:[a-z]?\d{{1,4}}[a-z]?|[{CHINESE}]{{3,4}})(?![\d.%:：元块万千年月日分秒点米斤个人多家岁路次天平度楼层字])))"
)
DASHED = re.compile(
    rf"(?<![\d.\-a-z/])(?:(?P<tower>[a-z]?\d{{1,3}}[a-z]?){JOIN}(?P<unit>\d{{1,2}}){JOIN}"
    rf"|(?P<block>[a-z]?\d{{1,2}}[a-z]?) ?[\-－—–/#] ?)"
    r"(?P<door>\d{3,4}[a-z]?)(?![\d\-]|\.\d|[元块万千年月日分秒米斤%个人次天])"
)
STOP = "在到从去是的了我你他她住于和与把被有个这那条跟对过修走往沿请问您好们，、。！？；：就都也很还一不没让给叫说"
LED = f"[^\\W\\d_a-z{STOP}]"
NAMES = (
    (
        "road",
        re.compile("大街|街(?!道|坊|上|边|头)|大道|路(?!灯|口的|边|上|面|过)|巷|胡同|里弄"),
        re.compile(f"(?:和(?=[平谐顺兴]))?{LED}{{1,5}}$"),
        re.compile(WORDS["noroad"]),
    ),
    (
        "compound",
        re.compile(
            "小区|花园|家园|新村|公寓|大厦|[佳雅嘉名新]?苑|名城|新城|华府|家属院|山庄|庄园"
            rf"|[里府湾城坊](?={NUMBER} ?(?:号|栋|幢|期|座|#))|(?<![城新])村(?![民里委口支上]|庄委)"
        ),
        re.compile(f"{LED}{{2,6}}$"),
        re.compile(WORDS["nocompound"]),
    ),
)
"""What roads and compounds are called in the end, what may lead up to it, and what is none."""
LONGEST_LEAD = 6
NEAR = 2
"""Characters that may stand between a name and the numbers that belong to it."""
Bounds = tuple[int, int]


def places(text: str, own: Names) -> tuple[Place, ...]:
    """Every place that plain text names, in order; the community's own names go before what looks like one."""
    found = sorted([*_names(text, own), *_numbered(text)], key=lambda one: one[0])
    joined: list[tuple[Bounds, Place]] = []
    for bounds, place in found:
        if joined and 0 <= bounds[0] - joined[-1][0][1] <= NEAR and (whole := _together(joined[-1][1], place)):
            joined[-1] = ((joined[-1][0][0], bounds[1]), whole)
        else:
            joined.append((bounds, place))
    coded = [Place(component=text_of) for _, text_of in components(text)]
    return tuple(dict.fromkeys([*(place for _, place in joined), *coded]))


def doors(text: str) -> Iterator[Bounds]:
    """Where plain text leads to one household: a number with a door, whatever stands before it."""
    for bounds, place in _numbered(text):
        if place.door and (place.building or place.unit or place.floor or place.compound):
            yield bounds


def _together(first: Place, then: Place) -> Place | None:
    """Two that stand side by side as one, unless both say the same part."""
    parts = {name: (getattr(first, name), getattr(then, name)) for name in Place.__slots__}
    if any(one and other and one != other for name, (one, other) in parts.items() if name != "compound"):
        return None
    merged = {name: one or other for name, (one, other) in parts.items()}
    both = first.compound and then.compound and first.compound != then.compound
    return Place(**merged | ({"compound": first.compound + then.compound} if both else {}))


def _names(text: str, own: Names) -> Iterator[tuple[Bounds, Place]]:
    taken: list[Bounds] = []
    for word, start, end in own.find(text):
        taken.append((start, end))
        yield (start, end), _named(word)
    for part, ending, leading, unlike in NAMES:
        for hit in ending.finditer(text):
            before = max(0, hit.start() - LONGEST_LEAD, *(last for _, last in taken if last <= hit.start()))
            free = all(hit.end() <= first or last <= hit.start() for first, last in taken)
            lead = leading.search(text[before : hit.start()]) if free else None
            if lead and not unlike.search(name := lead.group() + hit.group()):
                taken.append((before + lead.start(), hit.end()))
                yield taken[-1], Place(**{part: name})


def _named(word: str) -> Place:
    return Place(road=word) if re.search("(?:路|街|巷|道|胡同|桥)$", word) else Place(compound=word)


@lru_cache(maxsize=4)
def _numbered(text: str) -> tuple[tuple[Bounds, Place], ...]:
    """Kept for a moment, since doors and places are both asked for."""
    return tuple(_numbers(text))


def _numbers(text: str) -> Iterator[tuple[Bounds, Place]]:
    taken: list[Bounds] = []
    for hit in DASHED.finditer(text):
        taken.append(hit.span())
        yield hit.span(), Place(building=hit["tower"] or hit["block"], unit=hit["unit"] or "", door=hit["door"])
    for chain in _chains(text):
        if all(chain[-1].end() <= start or end <= chain[0].start() for start, end in taken):
            place = _place(text, chain)
            if place != Place():
                yield (chain[0].start(), chain[-1].end()), place


def _chains(text: str) -> Iterator[Sequence[re.Match[str]]]:
    """Numbers with what they count, as long as they follow upon each other."""
    chain: list[re.Match[str]] = []
    for hit in TOKEN.finditer(text):
        if chain and not re.fullmatch(rf"{GAP}|{JOIN}", text[chain[-1].end() : hit.start()]):
            yield chain
            chain = []
        chain.append(hit)
    if chain:
        yield chain


def _place(text: str, chain: Sequence[re.Match[str]]) -> Place:
    place = Place()
    for hit in chain:
        place = _grown(text, place, hit)
    return place


def _grown(text: str, place: Place, hit: re.Match[str]) -> Place:
    """The place with one more number in it; a number that says nothing by itself needs another before it."""
    what, said = str(hit.lastgroup), hit.group(str(hit.lastgroup)).replace(" ", "")
    if what in {"phase", "yard", "lane"}:
        return replace(place, compound=place.compound + number(said))
    if what == "team":
        close = text[max(0, hit.start() - 1) : hit.start()]
        return (
            replace(place, compound=f"{number(said)}组") if close in {"村", "屯", "庄", "寨", "是", "们", ""} else place
        )
    if what in {"row", "tower"}:
        part = "unit" if place.building else "building"
        return replace(place, **{part: number(said)}) if not getattr(place, part) else place
    if what in {"unit", "floor"}:
        return replace(place, **{what: number(said)}) if not getattr(place, what) else place
    if what in {"house", "bare"}:
        return _house(text, place, hit, said)
    return replace(place, door=number(said)) if not place.door else place


def _house(text: str, place: Place, hit: re.Match[str], said: str) -> Place:
    if _holds_doors(place):
        if place.compound.endswith("弄") and not place.building:
            return replace(place, building=number(said))
        fits = hit.lastgroup == "house" or len(number(said)) >= 3
        return replace(place, door=number(said)) if fits and not place.door else place
    behind_road = re.search("[巷弄街道路同里]$", text[: hit.start()]) is not None
    if hit.lastgroup == "house" and (behind_road or said[0] in "甲乙丙丁"):
        return replace(place, building=number(said))
    return place


def _holds_doors(place: Place) -> bool:
    """Whether a number after it can only be a door (or, in a lane, a house)."""
    return bool(place.building or place.unit or place.floor or place.compound)
