"""A place is taken apart in any notation, and what only looks like one is left alone."""

import pytest

from classifiers.learning.checks import read_checks, told_places
from classifiers.reader import JiebaReader
from tickets.reading import Place

OWN = ["幸福里", "玉泉路", "槐荫家园", "3号网格"]


@pytest.fixture(scope="module")
def local() -> JiebaReader:
    return JiebaReader(OWN)


@pytest.mark.parametrize("row", read_checks("places"), ids=lambda row: row["text"])
def test_places_are_taken_apart_and_what_is_none_is_left_alone(local: JiebaReader, row: dict[str, str]) -> None:
    assert local.read(row["text"]).places == told_places(row["places"])


def test_names_of_the_community_are_known_in_traditional_and_full_width_too(local: JiebaReader) -> None:
    assert local.read("槐蔭家園３號樓").places == (Place(compound="槐荫家园", building="3"),)


def test_names_can_change_while_it_runs() -> None:
    reader = JiebaReader()
    assert reader.read("月亮湖北坡没灯").places == ()
    reader.know(["月亮湖北坡"])
    assert reader.read("月亮湖北坡没灯").places == (Place(compound="月亮湖北坡"),)
