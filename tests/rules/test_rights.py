"""Who may do what: every pair of a deed and a standing, and what somebody's standing is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.rules.city import (
    COORDINATOR,
    DISTRICT_HEAD,
    DUTY,
    FAR_WORKER,
    HUAI_UNIT,
    MONDAY,
    OTHER_WORKER,
    POSTS,
    RESIDENT,
    SECRETARY,
    STREET_HEAD,
    WORKER,
    city,
    ticket,
)
from tests.rules.picture import told_rights
from tickets.directory import Post, Role
from tickets.errors import NotAllowed
from tickets.ids import PersonId
from tickets.kinds import Deed, State
from tickets.rules.rights import RIGHTS, Standing, check, coordinators, may, standings

TOLD = told_rights()
CITY = city()
HELD = ticket(state=State.HELD, holder=WORKER)
DANGER = replace(HELD, danger=True)


@pytest.mark.parametrize(("deed", "standing"), [(d, s) for d in Deed for s in Standing])
def test_a_standing_allows_what_the_page_says(deed: Deed, standing: Standing) -> None:
    allowed = standing in TOLD[deed]
    assert may(deed, frozenset({standing})) is allowed
    if not allowed:
        with pytest.raises(NotAllowed):
            check(deed, frozenset({standing}))


@pytest.mark.parametrize("deed", Deed)
def test_a_stranger_may_do_nothing(deed: Deed) -> None:
    nobody = standings(DANGER, PersonId(99), CITY, MONDAY)
    assert nobody == frozenset()
    assert not may(deed, nobody)


@pytest.mark.parametrize("deed", [Deed.CONFIRM, Deed.DENY, Deed.GRADE, Deed.REMARK, Deed.REOPEN, Deed.WITHDRAW])
def test_only_the_poster_judges(deed: Deed) -> None:
    assert RIGHTS[deed] == {Standing.POSTER}


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (RESIDENT, {Standing.POSTER}),
        (WORKER, {Standing.HOLDER, Standing.TEAM}),
        (OTHER_WORKER, {Standing.TEAM}),
        (COORDINATOR, {Standing.TEAM, Standing.COORDINATOR}),
        (SECRETARY, {Standing.TEAM, Standing.COORDINATOR}),
        (STREET_HEAD, {Standing.SUPERVISOR}),
        (DISTRICT_HEAD, {Standing.SUPERVISOR}),
        (FAR_WORKER, set()),
        (DUTY, set()),
    ],
)
def test_what_people_are_to_a_ticket(person: PersonId, expected: set[Standing]) -> None:
    assert standings(HELD, person, CITY, MONDAY) == expected


@pytest.mark.parametrize("poster", [WORKER, COORDINATOR, STREET_HEAD, DUTY])
def test_whoever_posted_is_the_poster_alone_whatever_post_they_have(poster: PersonId) -> None:
    own = replace(DANGER, poster=poster, holder=poster)
    assert standings(own, poster, CITY, MONDAY, invited=True) == {Standing.POSTER}


def test_duty_counts_for_danger_and_in_its_hours_alone() -> None:
    at_night = MONDAY + timedelta(hours=12)
    assert standings(DANGER, DUTY, CITY, MONDAY) == {Standing.DUTY}
    assert standings(HELD, DUTY, CITY, MONDAY) == frozenset()
    assert standings(DANGER, DUTY, CITY, at_night) == frozenset()


def test_somebody_invited_may_say_yes_or_no_and_nothing_else() -> None:
    invited = standings(HELD, FAR_WORKER, CITY, MONDAY, invited=True)
    assert {deed for deed in Deed if may(deed, invited)} == {Deed.ACCEPT, Deed.DECLINE}


def test_a_members_post_in_the_unit_is_no_place_in_the_team() -> None:
    helper = city((*POSTS, Post(FAR_WORKER, HUAI_UNIT, Role.MEMBER)))
    assert standings(HELD, FAR_WORKER, helper, MONDAY) == frozenset()


def test_a_community_without_a_coordinator_is_coordinated_by_the_street_and_the_district() -> None:
    bare = city(tuple(p for p in POSTS if p.role not in {Role.COORDINATOR, Role.SECRETARY}))
    assert coordinators(HELD, bare) == [STREET_HEAD, DISTRICT_HEAD]
    assert Standing.COORDINATOR in standings(HELD, STREET_HEAD, bare, MONDAY)
