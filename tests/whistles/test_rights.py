"""Every pair of a side and a deed; and who somebody is to a whistle, from the directory and what was lent."""

from dataclasses import replace

import pytest

from tests.whistles import page
from tests.whistles.city import DAY, HUAI, MONDAY, city, who
from tests.whistles.things import whistle
from tickets.errors import NoRight
from tickets.ids import UnitCode
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.rules.rights import RIGHTS, Side, check_right, receivers, sides
from tickets.whistles.whistle import Delegation

CITY, WHO = city(), who()
BLOWN = whistle(blower=WHO["expert"])


def side(code: str, unit: str = "zf", **how: object) -> set[Side]:
    return set(sides(BLOWN, HUAI, WHO[code], CITY, MONDAY, unit=UnitCode(unit), **how))


@pytest.mark.parametrize("deed", WhistleDeed)
@pytest.mark.parametrize("one", Side)
def test_a_side_may_do_a_deed_or_is_refused_as_the_page_says(one: Side, deed: WhistleDeed) -> None:
    if one in page.RIGHTS[deed]:
        check_right(deed, frozenset({one}))
    else:
        with pytest.raises(NoRight):
            check_right(deed, frozenset({one}))


def test_no_unit_judges_itself_and_no_program_but_reminds() -> None:
    judging = {WhistleDeed.SCORE, WhistleDeed.SEND_BACK, WhistleDeed.RULE, WhistleDeed.END, WhistleDeed.RATIFY}
    assert all(Side.UNIT not in RIGHTS[deed] for deed in judging)
    assert {d for d, who_ in RIGHTS.items() if Side.PROGRAM in who_} == {
        WhistleDeed.SUMMON,
        WhistleDeed.REMIND,
        WhistleDeed.DIVERT,
    }


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("steward", {Side.RAISER}),
        ("worker", {Side.RAISER}),
        ("expert", {Side.RAISER, Side.CALLER, Side.BLOWER}),
        ("secretary", {Side.RAISER, Side.CALLER, Side.CHIEF}),
        ("street", {Side.CALLER, Side.LEADER}),
        ("lane", {Side.CALLER}),
        ("cadre", {Side.CALLER}),
        ("night", {Side.CALLER}),
        ("centre", {Side.LEADER}),
        ("zf1", {Side.UNIT}),
        ("pcs1", set()),
        ("desk", {Side.DESK, Side.LEADER}),
        ("mayor", {Side.CALLER, Side.LEADER}),
        ("street9", set()),
    ],
)
def test_everybody_is_to_a_whistle_what_their_posts_make_them(code: str, found: set[Side]) -> None:
    assert side(code) == found


def test_a_lent_right_makes_its_taker_what_the_giver_is_for_that_deed_and_time() -> None:
    lent = Delegation(WHO["expert"], WHO["worker"], WhistleDeed.SCORE, MONDAY - DAY, MONDAY + DAY)
    assert Side.BLOWER in side("worker", deed=WhistleDeed.SCORE, lent=[lent])
    assert Side.BLOWER not in side("worker", deed=WhistleDeed.END, lent=[lent])
    over = replace(lent, until=MONDAY)
    assert Side.BLOWER not in side("worker", deed=WhistleDeed.SCORE, lent=[over])
    assert Side.BLOWER in side("worker", deed=WhistleDeed.END, lent=[replace(lent, deed=None)])
    assert Side.BLOWER not in side("steward", deed=WhistleDeed.END, lent=[replace(lent, deed=None)])


def test_a_units_own_part_is_nobodys_to_lend() -> None:
    lent = Delegation(WHO["zf1"], WHO["pcs1"], None, MONDAY - DAY, MONDAY + DAY)
    assert side("pcs1", deed=WhistleDeed.REPORT, lent=[lent]) == set()


def test_a_poster_handles_not_their_own_matter_but_may_ask_for_a_whistle() -> None:
    assert side("zf1", poster=WHO["zf1"]) == {Side.RAISER}
    assert side("secretary", poster=WHO["secretary"]) >= {Side.RAISER, Side.CALLER}


def test_a_department_answers_through_its_receivers_alone_a_property_company_through_its_people() -> None:
    assert receivers(UnitCode("zf"), CITY) == [WHO["zf1"], WHO["zf2"]]
    assert receivers(UnitCode("pcs"), CITY) == [WHO["pcs1"]]
    assert receivers(UnitCode("bare"), CITY) == []
    assert receivers(UnitCode("wy"), CITY) == [WHO["head_wy"]]
