"""Warnings say what a correct workbook still lacks."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.people.gaps import warnings
from bot.people.workbook import load
from tests.people.books import Rows, save, street

TODAY = date(2026, 11, 22)
Spoil = Callable[[dict[str, Rows]], object]


def told(path: Path, book: dict[str, Rows], today: date = TODAY) -> list[str]:
    return [warning.told for warning in warnings(load(save(path / "people.xlsx", book)), today)]


def without(sheet: str, row: int) -> Spoil:
    return lambda book: book[sheet].pop(row - 1)


def also(sheet: str, *row: object) -> Spoil:
    return lambda book: book[sheet].append(list(row))


def test_a_complete_street_has_none(tmp_path: Path) -> None:
    assert told(tmp_path, street()) == []


GAPS: list[tuple[Spoil, str]] = [
    (without("群", 2), "单位 第 2 行：槐树里社区（SQ）没有群，请在群里发 /bind，或填“群”表"),
    (without("人员", 6), "单位 第 5 行：槐安物业（WY）没有人"),
    (without("人员", 5), "区域 第 6 行：3号楼（B）没有微网格长，家事要由社区专员转"),
    (without("值班", 2), "值班：槐树里社区没有人值班：周一 08:00 到 周一 20:00；周二 08:00 到 周二 20:00；"),
    (lambda book: book["人员"][1].__setitem__(4, "书记"), "区域 第 4 行：槐树里社区没有社区专员，拿不准的事没有人判断"),
    (lambda book: book["人员"][4].__setitem__(8, None), "人员 第 5 行：邓小红没有网页登录名，也没有 Telegram"),
    (
        lambda book: book["区域"].append(["G2", "4号网格", "网格", "C"]),
        "区域 第 7 行：4号网格（G2）没有网格党支部，共事无处可去",
    ),
    (
        lambda book: book["区域"].append(["C2", "柳河社区", "社区", "S", "柳"]),
        "区域 第 7 行：柳河社区没有社区单位，公事无处可去",
    ),
    (lambda book: book.pop("值班"), "值班：槐树里社区没有人值班：整周"),
]


@pytest.mark.parametrize(("spoil", "warning"), GAPS, ids=[warning for _, warning in GAPS])
def test_a_gap_is_told_with_its_row(tmp_path: Path, spoil: Spoil, warning: str) -> None:
    book = street()
    spoil(book)
    assert any(line.startswith(warning) for line in told(tmp_path, book))


def test_an_answer_past_its_review_is_told_with_its_owner(tmp_path: Path) -> None:
    assert told(tmp_path, street(), date(2027, 7, 1)) == ["答复：“办居住证要带什么”该复核了（2027-06-30，负责人 5）"]


def test_duty_of_the_street_covers_its_communities(tmp_path: Path) -> None:
    book = street()
    book["值班"][1:] = [["S", "5", "每天", "0:00", "24:00"]]
    assert told(tmp_path, book) == []
