"""The list of duties in the workbook, and what units are to a whistle."""

from pathlib import Path

import pytest

from bot.people.sample import WORKBOOK
from bot.people.workbook import load
from tests.people.books import mistakes, save, street
from tests.rules.city import ticket
from tickets.ids import AreaCode, UnitCode
from tickets.kinds import Topic, Urgency
from tickets.whistles.duties import Part, Section
from tickets.whistles.kinds import Family, Occasion, Scope, Tier
from tickets.whistles.rules.proposal import propose
from tickets.whistles.rules.rights import receivers


def test_a_line_of_the_list_is_understood(tmp_path: Path) -> None:
    (item,) = load(save(tmp_path / "a.xlsx", street())).items
    assert (item.number, item.section, item.part) == ("4-01", Section.COMMUNITY, Part.COORDINATES)
    assert (item.lead, item.others, item.words) == ("SQ", ("WY",), ("楼道", "保洁"))
    assert (item.topics, item.type, item.listed) == ({Topic.WASTE, Topic.PROPERTY}, Urgency.QUICK, True)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (4, "XX", "职责 第 2 行：单位“XX”不在“单位”表里"),
        (5, "WY、YY", "职责 第 2 行：单位“YY”不在“单位”表里"),
        (1, "别的", "职责 第 2 行：“板块”没有“别的”这一种"),
        (8, "急哨", "职责 第 2 行：“哨型”没有“急哨”这一种"),
        (4, None, "职责 第 2 行：“牵头”没有填"),
    ],
)
def test_a_mistake_in_the_list_is_told_with_its_row(tmp_path: Path, column: int, value: str | None, told: str) -> None:
    book = street()
    book["职责"][1][column] = value
    (mistake,) = mistakes(save(tmp_path / "a.xlsx", book))
    assert mistake.startswith(told)


def test_a_number_that_stands_twice_is_a_mistake(tmp_path: Path) -> None:
    book = street()
    book["职责"].append(list(book["职责"][1]))
    assert mistakes(save(tmp_path / "a.xlsx", book)) == ["职责 第 3 行：编号“4-01”和第 2 行重复"]


def test_a_unit_may_say_among_whom_it_is_ranked(tmp_path: Path) -> None:
    book = street()
    book["单位"] = [[*row, *more] for row, more in zip(book["单位"], [["口", "层级"]] + [["双管", 4]] * 5, strict=True)]
    units = load(save(tmp_path / "a.xlsx", book)).units
    assert {(unit.family, unit.tier) for unit in units} == {(Family.DUAL, Tier.FOUR)}


def test_every_unit_of_the_sample_that_may_be_called_has_somebody_to_receive_it() -> None:
    directory = load(WORKBOOK).directory()
    for item in directory.items.values():
        for unit in (item.lead, *item.others):
            assert receivers(unit, directory), (item.number, unit)


@pytest.mark.parametrize(
    ("words", "topic", "changed", "units", "type_", "scope"),
    [
        (
            "自来水管爆裂，水冒出来了",
            Topic.UTILITIES,
            {"danger": True},
            "HP-ZLS HP-SW HY-CG",
            "emergency",
            "street",
        ),
        ("小摊占道", Topic.STREET_ORDER, {}, "HY-ZF HY-SC", "quick", "community"),
        ("缆线乱拉", Topic.UTILITIES, {}, "HY-CG HP-TX HP-GD", "complex", "street"),
        ("车位上有人私装地锁", Topic.PARKING, {}, "HY-CG H-WY", "quick", "community"),
        ("违建骑线，在两区交界", Topic.STREET_ORDER, {}, "BY-JD BY-ZF HY-ZF", "complex", "across"),
        ("楼盘烂尾三年", Topic.HOUSING, {}, "JC-ZJ JC-GH JC-FG HP-ZJ", "complex", "city"),
        ("天气不错", Topic.OTHER, {}, "", "quick", "community"),
    ],
)
def test_topic_and_words_propose_item_lead_and_whistle(
    words: str, topic: Topic, changed: dict[str, object], units: str, type_: str, scope: str
) -> None:
    directory = load(WORKBOOK).directory()
    proposed = propose(ticket(community=AreaCode("H"), topic=topic, **changed), words, directory)
    assert proposed.units == tuple(map(UnitCode, units.split()))
    assert (proposed.type, proposed.scope) == (Urgency(type_), Scope(scope))
    assert (proposed.occasion is Occasion.EMERGENCY) is (type_ == "emergency")


def test_another_communitys_own_people_are_not_proposed() -> None:
    directory = load(WORKBOOK).directory()
    proposed = propose(ticket(community=AreaCode("L"), topic=Topic.PARKING), "私装地锁", directory)
    assert proposed.units == (UnitCode("HY-CG"),)
