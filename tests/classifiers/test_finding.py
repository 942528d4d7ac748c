"""Personal data is found by hand-written checks, and whatever the text, spans are in order, apart and inside it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.finding.danger import alarms
from classifiers.finding.personal import spans
from classifiers.finding.talk import is_small_talk, says_nothing
from classifiers.finding.where.addresses import places
from classifiers.learning.checks import MARK, finding_figures, read_checks
from classifiers.learning.corpus import TOO_ALIKE, training_examples
from classifiers.reader import JiebaReader
from classifiers.words.cutter import Names
from classifiers.words.plain import plain
from tickets.reading import Span, mask

PIECES = "3号楼栋单元501-#室 一二〇十甲 138京A12X我叫王伟姨大爷微信qq，。:（＃🔥\u2060\ud800樓無业到1101"
ANY = st.one_of(st.text(max_size=120), st.text(alphabet=PIECES, max_size=120))
NO_NAMES = Names(())
FEW = 6
"""Pairs of characters below which two messages may well be the same by chance: 着火了, 不想活了."""


def _parted(marked: str) -> tuple[str, set[tuple[int, int, str]]]:
    text, at, found = "", 0, set()
    for hit in MARK.finditer(marked):
        text += marked[at : hit.start()]
        found.add((len(text), len(text) + len(hit[2]), hit[1]))
        text, at = text + hit[2], hit.end()
    return text + marked[at:], found


def _found(text: str) -> set[tuple[int, int, str]]:
    return {(span.start, span.end, span.what) for span in spans(plain(text))}


@pytest.mark.parametrize("row", read_checks("personal"), ids=lambda row: row["text"])
def test_what_is_personal_is_found_exactly_and_what_only_looks_so_is_left(row: dict[str, str]) -> None:
    text, marked = _parted(row["text"])
    assert _found(text) == marked


CLAIMS = {
    "danger recall, aside": 0.95,
    "danger precision, aside": 0.6,
    "numbers found": 0.99,
    "doors found": 0.9,
    "names found": 0.9,
    "numbers rightly found": 0.95,
    "doors rightly found": 0.9,
    "places taken apart": 0.95,
    "what is no place left alone": 0.95,
    "small talk": 0.95,
}


def test_the_table_of_what_is_found_keeps_what_is_claimed() -> None:
    figures = {one.name: one.value for one in finding_figures(JiebaReader())}
    assert {name: figures[name] for name, floor in CLAIMS.items() if figures[name] < floor} == {}


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


@pytest.mark.parametrize("row", read_checks("talk"), ids=lambda row: row["text"])
def test_small_talk_and_what_says_nothing_are_told_from_a_matter(row: dict[str, str]) -> None:
    even = plain(row["text"])
    found = "talk" if is_small_talk(even) else "nothing" if says_nothing(even) else "matter"
    assert found == row["what"]


def test_no_message_of_the_corpus_resembles_a_check_of_danger() -> None:
    names = ("tuned", "aside", "second", "third", "fourth", "fifth", "denied")
    checks = [_pairs(row["text"]) for name in names for row in read_checks(f"danger_{name}")]
    pairs = {one.text: _pairs(one.text) for one in training_examples()}
    assert [text for text, own in pairs.items() if any(_alike(own, other) for other in checks)] == []


def _pairs(text: str) -> frozenset[str]:
    even = plain(text)
    return frozenset(even[at : at + 2] for at in range(len(even) - 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > TOO_ALIKE * len(one | other) and len(other) > FEW


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
