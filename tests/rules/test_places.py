"""From the words of a place to an area: by number, name or alias, and never by a guess."""

import pytest

from bot.people.sample import WORKBOOK
from bot.people.workbook import load
from tickets.directory import Directory
from tickets.ids import AreaCode
from tickets.rules.places import community_in, locate, placed, somewhere, tidy


@pytest.fixture(scope="module")
def street() -> Directory:
    """The sample street."""
    return Directory({a.code: a for a in load(WORKBOOK).areas})


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("3号楼2单元堆满杂物", "H3-3-2"),
        ("三号楼二单元堆满杂物", "H3-3-2"),
        ("３号楼２单元", "H3-3-2"),
        ("3栋2门口有垃圾", "H3-3"),
        ("3-2-401 漏水", "H3-3-2"),
        ("3号楼楼下", "H3-3"),
        ("3号楼9单元", "H3-3"),
        ("5#楼电梯", "H5-5"),
        ("槐香苑门口", "H5"),
        ("3号网格", "H3"),
        ("槐荫家园的路灯", "H3"),
        ("1号楼和2号楼之间", "H3"),
        ("3号楼和5号楼", None),
        ("13号楼", None),
        ("电话 13812345678", None),
        ("路灯不亮", None),
        ("", None),
    ],
)
def test_words_name_the_finest_area_without_doubt(street: Directory, text: str, area: str | None) -> None:
    assert locate(street, AreaCode("H"), text) == area


def test_a_community_is_found_by_its_usual_name_unless_two_are_named(street: Directory) -> None:
    assert community_in(street, "柳河这边没水了") == "L"
    assert community_in(street, "槐树里和柳河都没水了") is None
    assert community_in(street, "没水了") is None


def test_what_names_no_community_belongs_to_the_area_around_all(street: Directory) -> None:
    assert somewhere(street, "没水了") == "HY"
    assert somewhere(street, "柳河没水了") == "L"
    assert not placed(street, AreaCode("HY"))
    assert placed(street, AreaCode("L"))


def test_where_there_is_one_community_everything_belongs_to_it(street: Directory) -> None:
    single = Directory({code: area for code, area in street.areas.items() if not code.startswith("L")})
    assert somewhere(single, "没水了") == "H"


@pytest.mark.parametrize(
    ("text", "plain"),
    [("十二号楼", "12号楼"), ("二十号楼", "20号楼"), ("两单元", "2单元"), ("一〇三号", "103号"), ("三天了", "三天了")],
)
def test_chinese_numerals_of_places_become_digits(text: str, plain: str) -> None:
    assert tidy(text) == plain
