"""Two matters in one message are told apart from many words about one."""

from collections.abc import Iterator
from importlib.resources import files

import pytest

from classifiers.matters import second
from classifiers.reader import JiebaReader
from classifiers.words.plain import plain
from tickets.kinds import Matter, Peril, Topic


def checks(half: str) -> Iterator[tuple[str, int | None]]:
    """The hand-written messages of one half, each with where its second matter begins."""
    for line in files("classifiers").joinpath("corpus/checks/two_matters.txt").read_text("utf-8").splitlines():
        if line.startswith(half):
            text = line[2:]
            yield text.replace("/", ""), text.index("/") if "/" in text else None


@pytest.mark.parametrize("half", ["a", "b"])
def test_nearly_every_offer_is_one_and_most_second_matters_are_offered(half: str, reader: JiebaReader) -> None:
    found = [(want, second(plain(text), reader._glance)) for text, want in checks(half)]
    offered = [want is not None and abs(at - want) <= 3 for want, at in found if at is not None]
    meant = [at is not None for want, at in found if want is not None]
    assert len(found) > 60
    assert sum(offered) / len(offered) >= 0.95
    assert sum(meant) / len(meant) >= 0.8


def test_the_first_matter_is_read_and_both_are_given(reader: JiebaReader) -> None:
    reading = reader.read("楼上漏水，厨房顶都泡了。另外，小区大门的道闸坏了，车都进不来")
    assert reading.matter is Matter.HOUSEHOLD
    assert reading.matters == ("楼上漏水，厨房顶都泡了。", "另外，小区大门的道闸坏了，车都进不来")


def test_a_leak_at_home_and_the_lift_are_two_though_both_are_repairs(reader: JiebaReader) -> None:
    reading = reader.read("3#2单元501厨房漏水滴到我家，另外电梯又坏了")
    assert reading.topic is Topic.REPAIRS
    assert reading.matters == ("3#2单元501厨房漏水滴到我家，", "另外电梯又坏了")
    assert reader.read("电梯坏了三天，另外电梯里的灯也不亮").matters == ()


def test_the_dangerous_matter_is_the_main_one_wherever_it_stands(reader: JiebaReader) -> None:
    reading = reader.read("槐荫路上的路灯坏了三天了，请市政来修。另外楼道里煤气味很大")
    assert reading.peril is Peril.GAS
    assert "煤气" in reading.matters[0]


@pytest.mark.parametrize("text", ["", "另外", "另外，", "1、2、", "另外" * 2000, "，还有" * 40])
def test_words_that_only_begin_one_hold_none(text: str, reader: JiebaReader) -> None:
    assert reader.read(text).matters == ()
