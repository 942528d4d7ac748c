"""A month that is over is frozen: what comes out otherwise later is shown beside it, and the frozen figures stay."""

from dataclasses import replace
from datetime import date

import pytest

from tests.whistles.city import DAY, HOUR, MONDAY, city
from tests.whistles.conftest import Scene, call
from tests.whistles.test_answering import DONE, THREE, ZF
from tickets.calendar.workdays import Workdays
from tickets.deeds.poster.posting import Words
from tickets.ids import AreaCode, UnitCode
from tickets.kinds import Deed, Topic
from tickets.scores.board import Board, board, take_apart
from tickets.scores.closing import close_due, look_again
from tickets.scores.figures import Cut, Figures, Marks, Rate, Times
from tickets.scores.periods import month
from tickets.scores.ranking import rank
from tickets.ticket import Event
from tickets.whistles.deeds.answering import confirm, report
from tickets.whistles.deeds.judging import score
from tickets.whistles.deeds.pleading import plead, rule
from tickets.whistles.kinds import Family, Plea

PERIOD = month(date(2026, 11, 23), 19, Workdays())
HERE = Cut(areas=frozenset({AreaCode("huai")}))


async def served(scene: Scene) -> None:
    """Called, confirmed after an hour, reported after three, scored 5, 4 and 3 after four."""
    async with scene.unit() as work:
        ticket = await work.tickets.get(scene.ticket)
        await work.tickets.record(Event(ticket.id, Deed.POST, MONDAY, ticket.poster, after=ticket.facts()))
    await scene.blow(made=call(place=""))
    scene.now += HOUR
    await scene.do(confirm, "zf1", ZF, "老赵")
    scene.now += 2 * HOUR
    await scene.do(report, "zf1", ZF, DONE, solved=True)
    scene.now += HOUR
    await scene.do(score, "expert", ZF, (5, 4, 3), THREE)


async def shown(scene: Scene, cut: Cut = HERE) -> Board:
    async with scene.unit() as work:
        return await board(work, PERIOD, cut)


async def exclude(scene: Scene) -> None:
    await scene.do(plead, "zf1", ZF, Plea.EXCLUSION, Words("道路封闭，进不去"))
    await scene.do(rule, "desk", 1, granted=True, why=Words("属实"))


async def test_a_called_unit_is_ranked_in_its_family_by_the_marks_of_whoever_blew(scene: Scene) -> None:
    await served(scene)
    found = await shown(scene)
    (place,) = found.ranks[Family.GOVERNMENT]
    assert (place.unit, place.rank, place.score) == (ZF, 1, pytest.approx(80))
    assert place.figures.response == Times(1, 3600, 3600)
    assert place.figures.handling == Times(1, 3 * 3600, 3 * 3600)
    assert (place.figures.done, place.figures.arrived) == (Rate(1, 1), Rate())
    assert found.closing is None


async def test_a_month_is_frozen_some_days_after_its_end_however_late_it_is_done(scene: Scene) -> None:
    await served(scene)
    scene.now = PERIOD.end + 2 * DAY
    async with scene.unit() as work:
        assert await close_due(work) == 0
    scene.now = PERIOD.end + 40 * DAY
    async with scene.unit() as work:
        assert await close_due(work) == 2
        assert await close_due(work) == 0
        closing = await work.scores.closing(PERIOD.start)
        assert closing is not None
        assert (closing.at, closing.period) == (PERIOD.end + 3 * DAY, PERIOD)
        lines = await work.scores.lines(PERIOD.start)
        assert lines[ZF, False].marks == Marks(1, 5.0, 4.0, 3.0)
        (frozen,) = (place for place in (await board(work, PERIOD, HERE)).ranks[Family.GOVERNMENT])
        assert frozen.figures == lines[ZF, False]
        assert not await work.scores.close(closing, {(ZF, False): Figures()}), "closed once"
        assert await work.scores.lines(PERIOD.start) == lines


async def test_what_is_granted_after_the_closing_is_a_correction_and_the_frozen_figures_stay(scene: Scene) -> None:
    await served(scene)
    scene.now = PERIOD.end + 4 * DAY
    before = await shown(scene)
    assert before.late == {}
    await exclude(scene)
    after = await shown(scene)
    assert after.ranks == before.ranks
    assert after.late == {ZF: Figures()}
    async with scene.unit() as work:
        assert await look_again(work) == 1
        assert await look_again(work) == 0, "told once"
        (late,) = await work.scores.corrections(PERIOD.start)
        assert (late.unit, late.all_in, late.figures) == (ZF, False, Figures())


async def test_what_is_excluded_counts_in_one_of_the_two_calibres(scene: Scene) -> None:
    await served(scene)
    await exclude(scene)
    assert Family.GOVERNMENT not in (await shown(scene)).ranks
    (with_it,) = (await shown(scene, replace(HERE, all_in=True))).ranks[Family.GOVERNMENT]
    assert with_it.score == pytest.approx(80)


async def test_new_weights_leave_a_closed_month_as_it_was(scene: Scene) -> None:
    await served(scene)
    scene.now = PERIOD.end + 4 * DAY
    before = await shown(scene)
    scoring = scene.storage.rules.scores
    weighed = replace(scoring, weights=replace(scoring.weights, effect=0.0))
    scene.storage.rules = replace(scene.storage.rules, scores=weighed)
    assert (await shown(scene)).ranks == before.ranks


async def test_of_places_that_one_does_not_watch_nothing_is_counted(scene: Scene) -> None:
    await served(scene)
    elsewhere = await shown(scene, Cut(areas=frozenset({AreaCode("liu")})))
    assert (elsewhere.ranks, elsewhere.whole) == ({}, Figures())


async def test_a_unit_is_taken_apart_by_topic_place_and_month(scene: Scene) -> None:
    await served(scene)
    async with scene.unit() as work:
        apart = await take_apart(work, PERIOD, HERE, ZF, 3)
    assert [(topic, one.marks.of) for topic, one in apart.topics] == [(Topic.UTILITIES, 1)]
    assert [(area, one.called) for area, one in apart.communities] == [("huai", 1)]
    assert [one.called for _, one in apart.months] == [0, 0, 1]
    assert apart.months[-1][0] == PERIOD


def test_without_a_case_there_is_no_rank_and_the_level_share_one() -> None:
    line = Figures(called=1, whistle=80.0)
    counted = {UnitCode("zf"): line, UnitCode("pcs"): line, UnitCode("sw"): Figures(called=1), UnitCode("gd"): line,
               UnitCode("cg"): Figures(called=1, whistle=90.0), UnitCode("sq"): Figures(total=50.0)}  # fmt: skip
    ranked = rank(counted, city())
    places = {place.unit: place.rank for place in ranked[Family.GOVERNMENT]}
    assert places == {"cg": 1, "pcs": 2, "zf": 2, "sw": None}
    assert ranked[Family.GOVERNMENT][-1].unit == "sw"
    assert [place.unit for place in ranked[Family.SERVICE]] == ["gd"], "families are ranked apart"
