"""A department's year: the whistle's share as it is set, the rest as the district enters it; no total without both."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scores.histories import story
from tests.scores.test_closing import served
from tests.whistles.city import MONDAY, city, who
from tests.whistles.conftest import Scene
from tests.whistles.test_answering import ZF
from tickets.errors import Unknown, Unusable
from tickets.ids import UnitCode
from tickets.scores.figures import Cut, Weights, figures, year_score
from tickets.scores.periods import Period
from tickets.scores.stories import tell
from tickets.scores.year import Entry, Year, _year, assess, assessed_by, enters_for, read_entries, year_of

CITY, WHO = city(), who()
SW = UnitCode("sw")


async def year(scene: Scene, number: int = 2026) -> dict[UnitCode, Year]:
    async with scene.unit() as work:
        return {one.unit: one for one in await year_of(work, number, set(CITY.units))}


async def entered(scene: Scene, code: str, *entries: Entry, number: int = 2026) -> None:
    async with scene.unit() as work:
        await assess(work, scene.who[code], number, entries)


async def test_without_the_rest_there_is_no_total_and_with_it_the_share_is_as_it_is_set(scene: Scene) -> None:
    await served(scene)
    alone = (await year(scene))[ZF]
    assert (alone.whistle, alone.marks, alone.rest, alone.total) == (80.0, 1, None, None)
    await entered(scene, "desk", Entry(ZF, 90, "区考核办通报"))
    whole = (await year(scene))[ZF]
    assert whole.total == pytest.approx(0.30 * 80 + 0.70 * 90)
    third = replace(scene.storage.rules.scores, weights=Weights(year=1 / 3))
    scene.storage.rules = replace(scene.storage.rules, scores=third)
    assert (await year(scene))[ZF].total == pytest.approx(80 / 3 + 90 * 2 / 3)


async def test_what_was_entered_stays_on_the_record_with_who_when_and_where_from_and_the_newest_counts(
    scene: Scene,
) -> None:
    await entered(scene, "desk", Entry(ZF, 90, "区考核办通报"), Entry(SW, 70, "区考核办通报"))
    scene.now += timedelta(days=1)
    await entered(scene, "mayor", Entry(ZF, 85.5, "更正通报"))
    async with scene.unit() as work:
        rests = await work.scores.rests(2026)
    assert [(r.unit, r.value, r.source, r.by) for r in rests] == [
        (ZF, 90.0, "区考核办通报", scene.who["desk"]),
        (SW, 70.0, "区考核办通报", scene.who["desk"]),
        (ZF, 85.5, "更正通报", scene.who["mayor"]),
    ]
    assert [r.at for r in rests] == [MONDAY, MONDAY, scene.now]
    found = await year(scene)
    assert found[ZF].rest == rests[2]
    assert found[ZF].total is None
    assert await year(scene, 2025) == {}


@pytest.mark.parametrize(
    ("code", "number", "entry", "why"),
    [
        ("zf1", 2026, Entry(ZF, 90, "自评"), "assess"),
        ("street", 2026, Entry(ZF, 90, "通报"), "assess"),
        ("expert", 2026, Entry(ZF, 90, "通报"), "assess"),
        ("street9", 2026, Entry(UnitCode("zf9"), 90, "通报"), "assess"),
        ("desk", 2027, Entry(ZF, 90, "通报"), "rest_year"),
        ("desk", 2026, Entry(ZF, 100.5, "通报"), "rest_value"),
        ("desk", 2026, Entry(ZF, -1, "通报"), "rest_value"),
        ("desk", 2026, Entry(ZF, 90, " "), "rest_source"),
    ],
)
async def test_nobody_but_the_district_enters_a_year_and_only_what_can_be_one(
    scene: Scene, code: str, number: int, entry: Entry, why: str
) -> None:
    with pytest.raises(Unusable, match=why):
        await entered(scene, code, Entry(SW, 50, "通报"), entry, number=number)
    async with scene.unit() as work:
        assert await work.scores.rests(number) == []


async def test_a_desk_enters_neither_another_districts_units_nor_its_own(scene: Scene) -> None:
    for unit in ("zf9", "sg", "zj", "wy", "nowhere"):
        with pytest.raises(Unknown):
            await entered(scene, "desk", Entry(UnitCode(unit), 90, "通报"))


def test_whose_year_the_district_enters_is_who_is_ranked_by_whistles() -> None:
    units = assessed_by(WHO["desk"], CITY)
    assert units == {"jd", "cg", "pcs", "zf", "bare", "sw", "gd"}
    assert enters_for(ZF, CITY) == [WHO["desk"], WHO["desk2"], WHO["mayor"]]
    assert enters_for(UnitCode("sg"), CITY) == []


def test_lines_are_read_whole_or_named() -> None:
    right = "\n东区水务局 86.5 区考核办〔2026〕12 号通报\n平安派出所，91分，同上\n"
    text = right + "东区水务局 101 通报\n没有这个局 80 通报\n平安派出所 88"
    entries, wrong = read_entries(text, assessed_by(WHO["desk"], CITY), CITY)
    assert entries == [Entry(SW, 86.5, "区考核办〔2026〕12 号通报"), Entry(UnitCode("pcs"), 91.0, "同上")]
    assert wrong == [4, 5, 6]


@pytest.mark.parametrize("seed", range(10))
def test_a_year_of_months_is_the_year_counted_at_once(seed: int) -> None:
    """Marks and arrivals of the months, put together, are those of the whole span."""
    random = Random(seed)
    facts = tell([story(random, n) for n in range(1, 301)], MONDAY + timedelta(days=120))
    cuts = [MONDAY + timedelta(days=10 * n) for n in range(13)]
    months = [Period(start, end) for start, end in pairwise(cuts)]
    weights = Weights()
    for unit in sorted({one.unit for one in facts.services}):
        parts = [figures(facts, month, Cut(unit=unit), weights) for month in months]
        whole = figures(facts, Period(cuts[0], cuts[-1]), Cut(unit=unit), weights)
        assert _year(unit, parts, None, weights).whistle == pytest.approx(whole.whistle)
        assert whole.marks.of == sum(part.marks.of for part in parts)
    assert sum(one.judged is not None for one in facts.services) > 9


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 1))
def test_a_total_lies_between_its_parts(whistle: float, rest: float, share: float) -> None:
    total = year_score(whistle, rest, Weights(year=share))
    assert total is not None
    assert min(whistle, rest) - 1e-9 <= total <= max(whistle, rest) + 1e-9
    assert year_score(None, rest, Weights(year=share)) is year_score(whistle, None, Weights(year=share)) is None
