"""Personal data is found by hand-written checks, and whatever the text, spans are in order, apart and inside it."""

import re
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.finding.danger import alarms
from classifiers.finding.personal import spans
from classifiers.finding.talk import is_small_talk
from classifiers.finding.where.addresses import places
from classifiers.words.cutter import Names
from classifiers.words.plain import plain
from tests.classifiers.checks import rows
from tickets.reading import Span, mask

MARK = re.compile(r"\{(\w+):([^}]*)\}")
NUMBERS = frozenset({"phone", "contact", "identity", "card", "plate"})
PIECES = "3号楼栋单元501-#室 一二〇十甲 138京A12X我叫王伟姨大爷微信qq，。:（＃🔥\u2060\ud800樓無业到1101"
ANY = st.one_of(st.text(max_size=120), st.text(alphabet=PIECES, max_size=120))
NO_NAMES = Names(())


def _parted(marked: str) -> tuple[str, set[tuple[int, int, str]]]:
    text, at, found = "", 0, set()
    for hit in MARK.finditer(marked):
        text += marked[at : hit.start()]
        found.add((len(text), len(text) + len(hit[2]), hit[1]))
        text, at = text + hit[2], hit.end()
    return text + marked[at:], found


def _found(text: str) -> set[tuple[int, int, str]]:
    return {(span.start, span.end, span.what) for span in spans(plain(text))}


@pytest.mark.parametrize("row", rows("personal"), ids=lambda row: row["text"])
def test_what_is_personal_is_found_exactly_and_what_only_looks_so_is_left(row: dict[str, str]) -> None:
    text, marked = _parted(row["text"])
    assert _found(text) == marked


def test_recall_of_numbers_and_doors_is_what_is_claimed() -> None:
    asked: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for row in rows("personal"):
        text, marked = _parted(row["text"])
        for one in marked:
            kind = "number" if one[2] in NUMBERS else one[2]
            asked[kind] += 1
            hit[kind] += one in _found(text)
    assert hit["number"] >= 0.99 * asked["number"]
    assert hit["door"] >= 0.9 * asked["door"]


@given(ANY)
def test_spans_are_in_order_apart_and_inside_and_a_mask_keeps_all_else(text: str) -> None:
    found = spans(plain(text))
    ends = [0, *(bound for span in found for bound in (span.start, span.end)), len(text)]
    assert ends == sorted(ends)
    assert all(span.start < span.end for span in found)
    covered = mask(text, found)
    assert len(covered) == len(text)
    assert _outside(covered, found) == _outside(text, found)


def _outside(text: str, found: tuple[Span, ...]) -> str:
    hidden = {at for span in found for at in range(span.start, span.end)}
    return "".join(letter for at, letter in enumerate(text) if at not in hidden)


@given(ANY)
def test_nothing_that_looks_for_something_ever_raises(text: str) -> None:
    even = plain(text)
    assert all(0 <= alarm.start < alarm.end <= len(text) for alarm in alarms(even))
    assert all(place for place in places(even, NO_NAMES))
    assert is_small_talk(even) in {True, False}


ADVERSARIES = [
    "1" * 5000,
    "3-" * 2500,
    "138 " * 1250,
    "一二三四五六七八九十" * 500,
    "我叫王" * 1600,
    "京a" * 2500,
    "楼" * 5000,
    "老人倒" * 1600,
    "3号楼2单元" * 800,
    "电梯里面" * 1250,
    "qq:" * 1600,
    "a@" * 2500,
    "灯杆编号" * 1250,
    "没有没有" * 1250,
    "没有煤气味了" * 830,
    "火" * 5000,
    "人" * 5000,
    "elevator " * 550,
    "无业" * 2500,
    " " * 5000,
]


@pytest.mark.parametrize("text", ADVERSARIES, ids=lambda text: text[:9])
def test_a_hostile_text_costs_no_more_than_a_long_one(text: str) -> None:
    assert _seconds(text) < 0.25


def _seconds(text: str) -> float:
    start = time.process_time()
    even = plain(text)
    alarms(even), spans(even), places(even, NO_NAMES), is_small_talk(even)
    return time.process_time() - start
