"""A street's own ways of working a matter through, in the workbook."""

from pathlib import Path

import pytest

from bot.people.workbook import load
from tests.people.books import mistakes, save, street
from tickets.flows import Actor


def test_a_streets_own_flow_stands_beside_the_twelve(tmp_path: Path) -> None:
    flows = load(save(tmp_path / "a.xlsx", street())).directory().flows
    assert len(flows) == 13
    assert [(s.actor, s.next) for s in flows["S1"].steps] == [(Actor.COMMUNITY, ("2",)), (Actor.PROPERTY, ())]


def test_one_of_the_twelve_can_be_replaced(tmp_path: Path) -> None:
    book = street()
    book["流程"] = [book["流程"][0], ["W6", "直办", "化解", 1, "社区", "办", "答复", "完", None]]
    flows = load(save(tmp_path / "a.xlsx", book)).directory().flows
    assert (len(flows), flows["W6"].name) == (12, "直办")


@pytest.mark.parametrize(
    ("row", "column", "value", "told"),
    [
        (1, 4, "市长", "流程 第 2 行：“谁”没有“市长”这一种"),
        (1, 7, 3, "流程 第 2 行：S1：下一步“3”不在这个流程里"),
        (1, 7, "完", "流程 第 3 行：S1：步骤“2”没有哪一步走得到"),
        (2, 7, 1, "流程 第 2 行：S1：这个流程没有一步写“完”，走不到头"),
        (2, 7, None, "流程 第 3 行：“下一步”没有填"),
        (2, 8, "是", "流程 第 3 行：S1：步骤“2”写了汇合，可是只有一条路到它"),
        (1, 2, "以后", "流程 第 2 行：“阶段”没有“以后”这一种"),
    ],
)
def test_a_flow_that_leads_nowhere_is_refused_with_its_row(
    tmp_path: Path, row: int, column: int, value: object, told: str
) -> None:
    book = street()
    book["流程"][row][column] = value
    assert any(one.startswith(told) for one in mistakes(save(tmp_path / "a.xlsx", book)))
