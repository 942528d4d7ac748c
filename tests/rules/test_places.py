"""From the words of a place to an area: by number, name or alias, and never by a guess."""

import pytest

from bot.people.sample import WORKBOOK
from bot.people.workbook import load
from classifiers.reader import JiebaReader
from tickets.directory import Area, Directory, Level
from tickets.ids import AreaCode
from tickets.rules.places import community_in, locate, names, placed, somewhere, tidy


@pytest.fixture(scope="module")
def street() -> Directory:
    """The sample street."""
    return Directory({a.code: a for a in load(WORKBOOK).areas})


@pytest.fixture(scope="module")
def reader() -> JiebaReader:
    return JiebaReader()


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
def test_words_name_the_finest_area_without_doubt(
    street: Directory, reader: JiebaReader, text: str, area: str | None
) -> None:
    assert locate(street, AreaCode("H"), text, reader.read(text).places) == area


@pytest.mark.parametrize(
    ("text", "home", "area"),
    [
        ("三号楼二门灯不亮", "H3-1-1", "H3-3-2"),
        ("3#2单元501漏水", "H3", "H3-3-2"),
        ("3幢二门堆物", None, "H3-3-2"),
        ("１號樓三單元門壞了", "H3-3", "H3-1-3"),
        ("5-1-302 没水", "H3-3-2", "H5-5-1"),
        ("二单元的灯坏了", "H3-3-4", "H3-3-2"),
        ("二单元的灯坏了", "H3", None),
        ("二单元的灯坏了", None, None),
        ("302路公交不停", "H3-3-2", None),
        ("3-5天了", "H3-3-2", None),
        ("3号车位被占", "H3-3-2", None),
        ("槐香苑二单元", "H3-3-4", "H5"),
    ],
)
def test_any_notation_leads_to_the_area_and_home_fills_in_what_is_unsaid(
    street: Directory, reader: JiebaReader, text: str, home: str | None, area: str | None
) -> None:
    at = AreaCode(home) if home else None
    assert locate(street, AreaCode("H"), text, reader.read(text).places, at) == area


def test_of_equal_numbers_the_one_in_the_named_grid_is_meant_else_the_one_at_home(
    street: Directory, reader: JiebaReader
) -> None:
    twin = Area(AreaCode("H5-3"), "3栋", Level.BUILDING, AreaCode("H5"))
    twins = Directory({**street.areas, twin.code: twin})

    def found(text: str, home: str | None) -> str | None:
        at = AreaCode(home) if home else None
        return locate(twins, AreaCode("H"), text, reader.read(text).places, at)

    assert found("3号楼没灯", "H3-1-1") == "H3-3"
    assert found("3号楼没灯", "H5") == "H5-3"
    assert found("槐香苑3号楼没灯", "H3-1-1") == "H5-3"
    assert found("3号楼没灯", None) is None


def test_a_reader_is_told_names_and_no_bare_numbers(street: Directory) -> None:
    assert {"槐树里", "槐荫家园", "3号网格"} <= set(names(street))
    assert "3号楼" not in names(street)


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
