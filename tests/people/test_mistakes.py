"""Every mistake in the workbook is told by sheet and row, all at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.people.workbook import load
from tests.people.books import Rows, mistakes, save, street

Spoil = Callable[[dict[str, Rows]], object]


def add(sheet: str, *row: object) -> Spoil:
    return lambda book: book[sheet].append(list(row))


def put(sheet: str, row: int, column: int, value: object) -> Spoil:
    def spoil(book: dict[str, Rows]) -> None:
        book[sheet][row - 1][column - 1] = value

    return spoil


SPOILT: list[tuple[Spoil, str]] = [
    (put("区域", 6, 4, "X"), "区域 第 6 行：上级“X”不在“区域”表里"),
    (put("区域", 3, 4, None), "区域 第 3 行：街道要填上级"),
    (put("区域", 3, 4, "G"), "区域 第 3 行：上级绕成了一个圈：S 归根到底在它自己里面"),
    (put("区域", 3, 4, "S"), "区域 第 3 行：上级绕成了一个圈：S 归根到底在它自己里面"),
    (add("区域", "T", "柳荫街道", "街道", "B"), "区域 第 7 行：级别颠倒：街道“柳荫街道”不能在楼栋“3号楼”里面"),
    (add("区域", "B", "4号楼", "楼栋", "G"), "区域 第 7 行：编号“B”和第 6 行重复"),
    (put("区域", 4, 5, None), "区域 第 4 行：社区要填编号前缀，例如 槐"),
    (put("区域", 4, 5, "槐-1"), "区域 第 4 行：编号前缀“槐-1”只能是一到四个字，不带数字和符号"),
    (put("区域", 5, 5, "柳"), "区域 第 5 行：只有社区才填编号前缀"),
    (add("区域", "C2", "柳河社区", "社区", "S", "槐"), "区域 第 7 行：编号前缀“槐”和第 4 行重复"),
    (put("区域", 5, 3, "小区"), "区域 第 5 行：“级别”没有“小区”这一种，可填：市、区、街道、社区、网格、楼栋、单元"),
    (put("区域", 5, 2, None), "区域 第 5 行：“名称”没有填（合并的单元格请先拆开）"),
    (put("单位", 3, 4, "X"), "单位 第 3 行：区域“X”不在“区域”表里"),
    (put("单位", 3, 4, "C"), "单位 第 3 行：网格党支部的区域要填网格，“槐树里社区”是社区"),
    (add("单位", "SQ", "另一个", "物业", "C"), "单位 第 7 行：编号“SQ”和第 2 行重复"),
    (add("单位", "SQ2", "槐树里社区", "社区", "C"), "单位 第 7 行：名称“槐树里社区”和第 2 行重复"),
    (put("人员", 2, 4, "X"), "人员 第 2 行：单位“X”不在“单位”表里"),
    (put("人员", 2, 4, None), "人员 第 2 行：“单位”没有填（合并的单元格请先拆开）"),
    (put("人员", 2, 5, None), "人员 第 2 行：“职务”没有填（合并的单元格请先拆开）"),
    (put("人员", 2, 4, "WY"), "人员 第 2 行：“社区专员”要在社区里，“槐安物业”是物业"),
    (put("人员", 4, 2, "王民"), "人员 第 4 行：编号“2”出现多次，姓名不一样：第 3 行是“王敏”，这里是“王民”"),
    (put("人员", 5, 6, "会做饭"), "人员 第 5 行：“技能”没有“会做饭”这一种，可填：懂法律、善说和、有手艺、会治理"),
    (put("人员", 5, 7, "X"), "人员 第 5 行：住处“X”不在“区域”表里"),
    (put("人员", 6, 9, "WangMin"), "人员 第 6 行：网页登录名“wangmin”已经是王敏的（第 3 行）"),
    (put("人员", 6, 9, "shaoying_bot"), "人员 第 6 行：“网页”看不懂“shaoying_bot”，要写成 wangmin（字母和数字）"),
    (put("人员", 6, 9, "任晓东"), "人员 第 6 行：“网页”看不懂“任晓东”，要写成 wangmin（字母和数字）"),
    (put("人员", 6, 8, "问门卫"), "人员 第 6 行：“电话”看不懂“问门卫”，要写成 13800000000"),
    (put("人员", 6, 10, 7001), "人员 第 6 行：Telegram 号“7001”已经是赵芳的（第 2 行）"),
    (put("人员", 6, 10, "@ren"), "人员 第 6 行：“Telegram”看不懂“@ren”，要写成 一个数字，例如 5551234"),
    (put("群", 2, 1, "X"), "群 第 2 行：单位“X”不在“单位”表里"),
    (put("群", 2, 3, 1001), "群 第 2 行：“群号”看不懂“1001”，要写成 负数，例如 -1001234567890"),
    (put("群", 3, 1, "SQ"), "群 第 3 行：单位“SQ”和第 2 行重复"),
    (add("群", "WY", "网页", "－1001"), "群 第 4 行：群号“-1001”和第 2 行重复"),
    (put("值班", 2, 2, "9"), "值班 第 2 行：人员“9”不在“人员”表里"),
    (put("值班", 2, 3, "周八"), "值班 第 2 行：“星期”看不懂“周八”，要写成 周一至周五、六、日 或 每天"),
    (put("值班", 2, 4, "25:00"), "值班 第 2 行：“从”看不懂“25:00”，要写成 08:00"),
    (put("答复", 2, 4, "6"), "答复 第 2 行：负责人“6”要填人员或单位的编号"),
    (put("答复", 2, 5, "明年"), "答复 第 2 行：“复核日期”看不懂“明年”，要写成 2027-01-31"),
    (put("答复", 2, 3, "长" * 1001), "答复 第 2 行：“答复”最多 1000 字"),
    (put("区域", 1, 4, "上一级"), "区域 第 1 行：缺少表头“上级”"),
    (put("区域", 1, 6, "名称"), "区域 第 1 行：表头“名称”出现了两次"),
    (put("单位", 4, 2, "#REF!"), "单位 第 4 行：“名称”里的公式出错（#REF!）"),
]


@pytest.mark.parametrize(("spoil", "told"), SPOILT, ids=[told for _, told in SPOILT])
def test_a_mistake_is_told_by_sheet_and_row(tmp_path: Path, spoil: Spoil, told: str) -> None:
    book = street()
    spoil(book)
    assert told in mistakes(save(tmp_path / "people.xlsx", book))


def test_a_correct_workbook_has_no_mistake(tmp_path: Path) -> None:
    assert load(save(tmp_path / "people.xlsx", street())).people[1].name == "王敏"


def test_all_mistakes_come_at_once_in_the_order_of_sheets_and_rows(tmp_path: Path) -> None:
    book = street()
    book["单位"][3][3] = "X"
    book["区域"][5][2] = "小区"
    book["区域"][3][4] = None
    told = mistakes(save(tmp_path / "people.xlsx", book))
    assert [line.split("：")[0] for line in told] == ["区域 第 4 行", "区域 第 6 行", "单位 第 4 行"]


def test_a_broken_row_does_not_make_those_that_point_at_it_look_wrong(tmp_path: Path) -> None:
    book = street()
    book["区域"][5][2] = "小区"
    told = mistakes(save(tmp_path / "people.xlsx", book))
    assert len(told) == 1


def test_a_missing_sheet_is_told_by_name(tmp_path: Path) -> None:
    book = street()
    del book["单位"]
    assert "单位：缺少这张表" in mistakes(save(tmp_path / "people.xlsx", book))
