"""三级吹哨、三级报到: every caller, scope and target, as the page has it; and what a unit is to a place."""

import pytest

from tests.whistles import page
from tests.whistles.city import HUAI, MONDAY, city, who
from tickets.ids import UnitCode
from tickets.kinds import Urgency
from tickets.whistles.kinds import Occasion, Scope
from tickets.whistles.rules.reach import Caller, Target, callers, fits, may_blow, name_of, reaches, target

CITY, WHO = city(), who()


@pytest.mark.parametrize("called", Target)
@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("caller", Caller)
def test_a_caller_reaches_a_unit_or_does_not_as_the_page_says(caller: Caller, scope: Scope, called: Target) -> None:
    by = frozenset({caller})
    for type_ in (Urgency.QUICK, Urgency.COMPLEX):
        assert reaches(by, scope, type_, called) is (called in page.REACH[caller, scope])
        assert may_blow(by, scope, type_) is bool(page.REACH[caller, scope])
    assert reaches(by, scope, Urgency.EMERGENCY, called) is (called is not Target.ELSEWHERE)


def test_nobody_reaches_nothing() -> None:
    assert not reaches(frozenset(), Scope.STREET, Urgency.EMERGENCY, Target.NEAR)


@pytest.mark.parametrize(
    ("unit", "called"),
    [
        ("zf", Target.NEAR),
        ("cg", Target.NEAR),
        ("wy", Target.NEAR),
        ("sq", Target.NEAR),
        ("jd", Target.STREET),
        ("sw", Target.DEPARTMENT),
        ("sg", Target.ELSEWHERE),
        ("zj", Target.CITY),
        ("jd9", Target.PEER),
        ("zf9", Target.PEER),
    ],
)
def test_a_unit_is_to_a_matter_what_its_place_and_kind_make_it(unit: str, called: Target) -> None:
    assert target(UnitCode(unit), HUAI, CITY) is called


@pytest.mark.parametrize(
    ("code", "found", "named"),
    [
        ("secretary", {Caller.COMMUNITY}, "sq"),
        ("expert", {Caller.COORDINATOR}, "sq"),
        ("lane", {Caller.LANE}, "jd"),
        ("cadre", {Caller.CADRE}, "jd"),
        ("street", {Caller.STREET}, "jd"),
        ("mayor", {Caller.DISTRICT}, "sg"),
        ("night", {Caller.DUTY}, "sq"),
        ("steward", set(), None),
        ("worker", set(), None),
        ("zf1", set(), None),
        ("street9", set(), None),
    ],
)
def test_who_may_blow_and_in_whose_name(code: str, found: set[Caller], named: str | None) -> None:
    by = callers(WHO[code], HUAI, CITY, MONDAY)
    assert by == found
    assert name_of(by, HUAI, CITY) == named


def test_an_emergency_is_an_emergency_in_both_words_and_a_campaign_is_never_quick() -> None:
    assert fits(Urgency.EMERGENCY, Occasion.EMERGENCY, Scope.COMMUNITY)
    assert not fits(Urgency.QUICK, Occasion.EMERGENCY, Scope.COMMUNITY)
    assert not fits(Urgency.EMERGENCY, Occasion.JOINT, Scope.COMMUNITY)
    assert fits(Urgency.COMPLEX, Occasion.KEY, Scope.MUSTER)
    assert not fits(Urgency.QUICK, Occasion.KEY, Scope.MUSTER)
