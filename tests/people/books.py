"""Small workbooks to spoil: a correct street, of which a test changes what it is about."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.people.workbook import BrokenWorkbook, load

Cell = object
Rows = list[list[Cell]]


def street() -> dict[str, Rows]:
    """A street with one community, one grid, one building; correct, and without a warning."""
    return {
        "区域": [
            ["编号", "名称", "级别", "上级", "编号前缀", "别名"],
            ["D", "河东区", "区", None, None, None],
            ["S", "槐荫街道", "街道", "D", None, None],
            ["C", "槐树里社区", "社区", "S", "槐", "槐树里、老槐树"],
            ["G", "3号网格", "网格", "C", None, None],
            ["B", "3号楼", "楼栋", "G", None, None],
        ],
        "单位": [
            ["编号", "名称", "类别", "区域"],
            ["SQ", "槐树里社区", "社区", "C"],
            ["ZB", "3号网格党支部", "网格党支部", "G"],
            ["WG", "3号楼微网格", "微网格", "B"],
            ["WY", "槐安物业", "物业", "C"],
            ["JD", "槐荫街道办事处", "街道", "S"],
        ],
        "人员": [
            ["编号", "姓名", "称呼", "单位", "职务", "技能", "住处", "电话", "网页", "Telegram"],
            ["1", "赵芳", "专员", "SQ", "社区专员", None, None, None, "zhaofang", 7001],
            ["2", "王敏", None, "SQ", "社区工作者", None, None, "60102", "wangmin", None],
            ["2", "王敏", None, "ZB", "书记", None, None, None, None, None],
            ["3", "邓小红", None, "WG", "微网格长、能人", "善说和", "B", None, "dengxiaohong", None],
            ["4", "任晓东", None, "WY", "物业", None, None, None, "renxiaodong", None],
            ["5", "高建华", None, "JD", "主管", None, None, None, "gaojianhua", None],
        ],
        "群": [["单位", "渠道", "群号"], ["SQ", "网页", -1001], ["ZB", "Telegram", -1001234567890]],
        "值班": [
            ["区域", "人员", "星期", "从", "到"],
            ["C", "2", "每天", "08:00", "20:00"],
            ["C", "1", "每天", "20:00", "8:00"],
        ],
        "答复": [
            ["区域", "问题", "答复", "负责人", "复核日期"],
            ["S", "办居住证要带什么", "带身份证。", "5", "2027-06-30"],
        ],
        "流程": [
            ["流程", "名称", "阶段", "步骤", "谁", "做什么", "产出", "下一步", "汇合"],
            ["S1", "换灯", "化解", 1, "社区", "报修", "报修单", 2, None],
            ["S1", "换灯", "化解", 2, "物业", "换灯", "照片", "完", None],
        ],
        "职责": [
            ["编号", "板块", "事项", "街道职责", "牵头", "配合", "主题", "关键词", "哨型", "依据", "社区可牵头"],
            ["4-01", "社区建设", "楼道保洁", "协调", "SQ", "WY", "卫生、物业", "楼道、保洁", "快捷哨", "清单", "是"],
        ],
    }


def save(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> Path:
    """The sheets as an .xlsx file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def mistakes(path: Path) -> list[str]:
    """What loading the file complains of."""
    with pytest.raises(BrokenWorkbook) as broken:
        load(path)
    return [mistake.told for mistake in broken.value.mistakes]
