"""The same matter said by two neighbours is told from different matters in like words."""

from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations

import pytest

from classifiers.reader import JiebaReader
from tickets.deeds.likening import NEAR


def pairs(half: str) -> Iterator[tuple[str, str, bool]]:
    """Every two messages of a block, and whether they are the same matter."""
    for block in files("classifiers").joinpath("corpus/checks/alike.txt").read_text("utf-8").split("\n\n"):
        said = [(line[2], line[4:]) for line in block.splitlines() if line.startswith(half)]
        yield from ((one[1], other[1], one[0] == other[0]) for one, other in combinations(said, 2))


@pytest.mark.parametrize("half", ["a", "b"])
def test_neighbours_are_found_and_others_left_alone(half: str, reader: JiebaReader) -> None:
    judged = []
    for one, other, same in pairs(half):
        like = reader.compare(reader.marks(one).weighed, [reader.marks(other).weighed])[0]
        judged.append((like.score >= NEAR and like.place is not False, same))
    found = [same for near, same in judged if near]
    assert len(judged) > 150
    assert sum(found) / len(found) >= 0.95
    assert sum(found) / sum(same for _, same in judged) >= 0.85


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ("3号楼的灯坏了", "三号楼灯不亮", True),
        ("3号楼的灯坏了", "5栋灯不亮", False),
        ("3号楼2单元的灯坏了", "3号楼1单元灯不亮", False),
        ("槐荫路上的路灯坏了", "槐荫路路灯不亮", True),
        ("槐荫路上的路灯坏了", "柳河路的路灯坏了", False),
        ("南门的垃圾没人收", "小区北门垃圾没人收", False),
        ("楼道的灯坏了", "3号楼的灯坏了", None),
    ],
)
def test_places_that_both_name_must_agree(one: str, other: str, place: bool | None, reader: JiebaReader) -> None:
    assert reader.compare(reader.marks(one).weighed, [reader.marks(other).weighed])[0].place is place


@pytest.mark.parametrize("text", ["", "🚨", "啊" * 6000, "\ud83d", "路灯坏了"])
def test_any_text_has_marks(text: str, reader: JiebaReader) -> None:
    kept = reader.marks(text)
    assert len(kept.pieces) <= 12
    assert all(-(2**63) <= piece < 2**63 for piece in kept.pieces)
    assert reader.compare(kept.weighed, [kept.weighed])[0].score >= 0
