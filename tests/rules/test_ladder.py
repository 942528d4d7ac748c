"""Who hears of what, step by step and rung by rung."""

import pytest

from tests.rules.city import COORDINATOR, DISTRICT_HEAD, DISTRICT_UNIT, LIU, SECRETARY, STREET_HEAD, STREET_UNIT
from tests.rules.city import city as a_city
from tests.rules.city import ticket as a_ticket
from tickets.kinds import Clock
from tickets.rules.clocks import Rules
from tickets.rules.ladder import Rung, people_on, rungs, unit_on

W, C, S, D, P = Rung.WORKPLACE, Rung.COMMUNITY, Rung.STREET, Rung.DISTRICT, Rung.POSTER
CITY, TICKET = a_city(), a_ticket()


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (50, {W}), (80, {W, C}), (100, {W, C, S, P}), (101, {C, S}), (102, {D}), (103, {D}), (160, {D}),
        (30, {W}), (70, {W}), (90, {W, C}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("clock", [Clock.ANSWER, Clock.PROMISE])
def test_lateness_climbs_to_the_district(clock: Clock, step: int, who: set[Rung]) -> None:
    assert set(rungs(clock, step)) == who


@pytest.mark.parametrize(
    ("clock", "who"),
    [(Clock.CLAIM, {W, C}), (Clock.TRIAGE, {C, S}), (Clock.IDLE, set()), (Clock.CALLBACK, {P})],
)
def test_the_other_clocks_are_told_to(clock: Clock, who: set[Rung]) -> None:
    assert set(rungs(clock, 100)) == who


def test_somebody_above_the_workers_hears_before_it_is_late() -> None:
    early = [set(rungs(Clock.ANSWER, step)) for step in Rules().reminders if step < 100]
    assert C in set().union(*early)
    assert D not in set().union(*early)


def test_the_people_of_a_rung_are_those_of_the_tickets_own_community_street_and_district() -> None:
    assert people_on(C, TICKET, CITY) == [COORDINATOR, SECRETARY]
    assert people_on(S, TICKET, CITY) == [STREET_HEAD]
    assert people_on(D, TICKET, CITY) == [DISTRICT_HEAD]
    assert people_on(W, TICKET, CITY) == people_on(P, TICKET, CITY) == []
    assert (unit_on(S, TICKET, CITY), unit_on(D, TICKET, CITY)) == (STREET_UNIT, DISTRICT_UNIT)


def test_a_community_without_people_is_heard_of_by_the_street() -> None:
    assert people_on(C, a_ticket(community=LIU), CITY) == [STREET_HEAD, DISTRICT_HEAD]
