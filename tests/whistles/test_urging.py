"""催 by whoever called, and who has a call that its unit cannot be reached for."""

from datetime import timedelta
from typing import Any

import pytest

from tests.whistles.city import DAY, HOUR, HUAI, MONDAY, city, who, without
from tests.whistles.conftest import Scene, call
from tests.whistles.test_answering import DONE, PCS, ZF
from tests.whistles.test_blowing import EMERGENCY
from tests.whistles.things import leg, whistle
from tickets.deeds.poster.posting import Words
from tickets.directory import Post, Role, Unit, UnitKind
from tickets.errors import NoRight, TooSoon, WrongTurn
from tickets.ids import AreaCode, PersonId, UnitCode
from tickets.kinds import Urgency
from tickets.whistles.deeds.answering import confirm, report
from tickets.whistles.deeds.judging import urge
from tickets.whistles.deeds.pleading import plead, rule
from tickets.whistles.deeds.watching import divert
from tickets.whistles.kinds import Plea, Scope, WhistleDeed
from tickets.whistles.rules.rights import Side, above, leaders_over, led, ruling_desk, sides, stand_ins
from tickets.whistles.whistle import rebuild

CITY, WHO = city(), who()
JD9, ZF9 = UnitCode("jd9"), UnitCode("zf9")


@pytest.mark.parametrize(
    ("changed", "again"),
    [({}, 2 * HOUR), ({"type": Urgency.COMPLEX, "due_at": MONDAY + 3 * DAY}, DAY), (EMERGENCY, timedelta(minutes=5))],
)
async def test_a_unit_is_asked_after_no_oftener_than_it_has_time_to_confirm(
    scene: Scene, changed: dict[str, Any], again: timedelta
) -> None:
    await scene.blow(made=call(**changed))
    await scene.do(urge, "expert", ZF)
    scene.now = MONDAY + again - timedelta(seconds=1)
    with pytest.raises(TooSoon):
        await scene.do(urge, "secretary", ZF)
    scene.now = MONDAY + again
    await scene.do(urge, "secretary", ZF)
    assert (await scene.leg()).urged == 2


@pytest.mark.parametrize("code", ["zf1", "worker", "street9"])
async def test_only_whoever_called_asks_after_a_unit(scene: Scene, code: str) -> None:
    await scene.blow()
    with pytest.raises(NoRight):
        await scene.do(urge, code, ZF)
    assert (await scene.leg()).urged == 0


async def test_a_unit_that_has_reported_or_pauses_is_not_asked_after(scene: Scene) -> None:
    await scene.blow(made=call("zf", "pcs", place=""))
    await scene.do(confirm, "zf1", ZF)
    await scene.do(report, "zf1", ZF, DONE, solved=True)
    with pytest.raises(WrongTurn):
        await scene.do(urge, "expert", ZF)
    await scene.do(confirm, "pcs1", PCS)
    await scene.do(plead, "pcs1", PCS, Plea.PAUSE, Words("等拆迁"), MONDAY + 3 * DAY)
    await scene.do(rule, "expert", 1, granted=True, why=Words("同意"))
    with pytest.raises(WrongTurn):
        await scene.do(urge, "expert", PCS)


async def test_what_was_diverted_stands_on_the_leg_and_in_the_history_until_nothing_is_owed(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    async with scene.unit() as work:
        await divert(work, scene.whistle, ZF, [scene.who["street"], scene.who["centre"]])
    part = await scene.leg()
    assert (part.missed_at, part.diverted) == (MONDAY, (scene.who["street"], scene.who["centre"]))
    await scene.do(confirm, "zf1", ZF)
    await scene.do(report, "zf1", ZF, DONE, solved=True)
    async with scene.unit() as work:
        await divert(work, scene.whistle, ZF, [])
        history = await work.whistles.history(scene.whistle)
    assert [e.unit for e in history if e.deed is WhistleDeed.DIVERT] == [ZF]
    assert rebuild(history) == await scene.stands()


@pytest.mark.parametrize(
    ("unit", "own", "higher"),
    [
        ("zf", [], ["street", "centre"]),
        ("pcs", ["pcs2"], ["street", "centre"]),
        ("sq", [], ["street", "centre"]),
        ("wy", [], ["street", "centre"]),
        ("jd", [], ["desk2", "mayor", "desk"]),
        ("sw", [], ["desk2", "mayor", "desk"]),
        ("zf9", [], ["street9"]),
        ("zj", [], []),
        ("nowhere", [], []),
    ],
)
def test_who_has_a_call_that_reaches_nobody_of_the_unit(unit: str, own: list[str], higher: list[str]) -> None:
    """Others of its own; else the street's heads of what is the street's, the district's of a street or department."""
    assert stand_ins(UnitCode(unit), CITY) == [WHO[code] for code in own]
    assert sorted(above(UnitCode(unit), CITY)) == sorted(WHO[code] for code in higher)


def _two_desks() -> Any:
    """The west's district has a desk too."""
    west = Unit(UnitCode("sg9"), "西区社会工作部", UnitKind.DISTRICT, AreaCode("west"))
    post = Post(PersonId(99), UnitCode("sg9"), Role.SUPERVISOR)
    return without(CITY, units={**CITY.units, west.code: west}, posts=(*CITY.posts, post))


def test_a_whistle_across_districts_has_the_desks_and_leaders_of_both() -> None:
    directory, desk9 = _two_desks(), PersonId(99)
    across = whistle(scope=Scope.ACROSS, legs={ZF9: leg("zf9"), ZF: leg()})
    near = whistle(legs={ZF: leg()})
    for person in (desk9, WHO["street9"]):
        assert Side.LEADER in sides(across, HUAI, person, directory, MONDAY)
        assert sides(near, HUAI, person, directory, MONDAY) == frozenset()
    assert Side.DESK in sides(across, HUAI, desk9, directory, MONDAY)
    assert Side.DESK in sides(across, HUAI, WHO["desk"], directory, MONDAY)
    assert ruling_desk(ZF9, HUAI, directory) == [desk9]
    assert WHO["desk"] in ruling_desk(ZF, HUAI, directory)
    assert WHO["desk"] in ruling_desk(UnitCode("zj"), HUAI, directory)
    assert {desk9, WHO["street9"], WHO["street"]} <= set(leaders_over(across, ZF9, directory))
    assert desk9 not in leaders_over(across, ZF, directory)


def test_whose_units_somebody_heads() -> None:
    assert led(CITY, WHO["street9"]) == {"jd9", "zf9"}
    assert {"jd", "cg", "zf", "sq", "wy"} <= led(CITY, WHO["centre"])
    assert "sw" not in led(CITY, WHO["centre"])
    assert {"sw", "jd", "sq"} <= led(CITY, WHO["desk"])
    assert led(CITY, WHO["secretary"]) == led(CITY, WHO["zf1"]) == frozenset()
