"""A workbook as text that can be compared line by line."""

from pathlib import Path

from bot.people.show import describe
from bot.people.workbook import load
from tests.people.books import save, street

TREE = """\
河东区 [D]
  槐荫街道 [S]
    · 槐荫街道办事处 [JD] 街道
      高建华 [5] 主管  gaojianhua
    · 常见问题 1 条
    槐树里社区 [C]  编号 槐-…  又叫 槐树里、老槐树
      · 槐树里社区 [SQ] 社区  群 网页 -1001
        赵芳 [1] 社区专员  zhaofang Telegram 7001
        王敏 [2] 社区工作者  wangmin
      · 槐安物业 [WY] 物业
        任晓东 [4] 物业  renxiaodong
      · 值班 周一二三四五六日 08:00–20:00 王敏
      · 值班 周一二三四五六日 20:00–08:00 赵芳
      3号网格 [G]
        · 3号网格党支部 [ZB] 网格党支部  群 Telegram -1001234567890
          王敏 [2] 书记  wangmin
        3号楼 [B]
          · 3号楼微网格 [WG] 微网格
            邓小红 [3] 微网格长、能人（善说和）  dengxiaohong"""


def test_a_roster_is_shown_as_a_tree(tmp_path: Path) -> None:
    assert describe(load(save(tmp_path / "people.xlsx", street()))) == TREE
