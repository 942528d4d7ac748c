"""委托: a right lent for a time, on the record; who uses it does so in the lender's name."""

from datetime import datetime, timedelta

import pytest

from handlers.whistle.said.names import LENT
from tests.whistles.city import DAY, HOUR, MONDAY, city, who
from tests.whistles.conftest import Scene, call
from tests.whistles.test_answering import DONE, THREE, ZF
from tests.whistles.test_blowing import COMPLEX, EMERGENCY
from tickets.errors import NoRight, Refused, Unknown, Unusable
from tickets.ids import UnitCode
from tickets.whistles.deeds.answering import confirm, report
from tickets.whistles.deeds.joining import add_unit
from tickets.whistles.deeds.judging import end, score
from tickets.whistles.deeds.leading import call_back, lend, press
from tickets.whistles.kinds import Scope, WhistleDeed
from tickets.whistles.rules.lending import lendable
from tickets.whistles.whistle import Delegation

REASON = "去市里开会"
CITY, WHO = city(), who()


async def lent(
    scene: Scene, giver: str, taker: str, deed: WhistleDeed | None = None, until: datetime = MONDAY + DAY
) -> Delegation:
    async with scene.unit() as work:
        return await lend(work, scene.who[giver], scene.who[taker], until, deed, reason=REASON)


async def behalf(scene: Scene) -> list[tuple[str, object]]:
    """Each line of the history, with the lender in whose name it was done."""
    names = {number: code for code, number in scene.who.items()}
    async with scene.storage.reading(scene.now) as work:
        return [(e.deed, names.get(e.detail.get("for", 0))) for e in await work.whistles.history(scene.whistle)]


async def test_a_lent_right_to_blow_is_used_and_ends(scene: Scene) -> None:
    await lent(scene, "street", "centre", WhistleDeed.BLOW)
    blown = await scene.blow("centre", call("sw", scope=Scope.STREET))
    assert (blown.unit, blown.blower, blown.blown_for) == ("jd", scene.who["centre"], scene.who["street"])
    async with scene.unit() as work:
        assert await call_back(work, scene.who["street"], scene.who["centre"]) == 1
    scene.now += timedelta(minutes=1)
    with pytest.raises(NoRight):
        await scene.blow("centre", call("sw", scope=Scope.STREET))


async def test_what_is_done_in_anothers_name_says_so_in_the_history_and_ones_own_does_not(scene: Scene) -> None:
    await lent(scene, "expert", "worker")
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    await scene.do(report, "zf1", ZF, DONE, solved=True)
    await scene.do(score, "worker", ZF, (5, 5, 5), THREE)
    await scene.do(end, "expert")
    assert await behalf(scene) == [
        ("blow", None),
        ("confirm", None),
        ("report", None),
        ("score", "expert"),
        ("end", None),
    ]


async def test_the_districts_delegate_calls_the_city_and_adds_to_it_also_when_the_loan_is_over(scene: Scene) -> None:
    await lent(scene, "mayor", "desk")
    made = call("zj", **COMPLEX, scope=Scope.CITY, due_at=MONDAY + 30 * DAY)
    blown = await scene.blow("desk", made)
    assert (blown.unit, blown.blown_for) == ("sg", scene.who["mayor"])
    scene.now += 2 * DAY
    assert UnitCode("sw") in (await scene.do(add_unit, "desk", UnitCode("sw"))).legs


async def test_a_duty_officer_needs_no_loan_for_an_emergency(scene: Scene) -> None:
    await lent(scene, "mayor", "night")
    blown = await scene.blow("night", call("sw", **EMERGENCY))
    assert blown.blown_for is None
    assert blown.to_ratify


async def test_a_campaign_is_ended_in_its_blowers_name_and_in_nobody_elses(scene: Scene) -> None:
    made = call("sw", **COMPLEX, scope=Scope.MUSTER, place="")
    await lent(scene, "mayor", "desk2", WhistleDeed.PRESS)
    await scene.blow("mayor", made)
    sw = UnitCode("sw")
    await scene.do(confirm, "sw1", sw)
    await scene.do(report, "sw1", sw, DONE, solved=True)
    await scene.do(score, "mayor", sw, (5, 5, 5), THREE)
    with pytest.raises(NoRight):
        await scene.do(end, "desk2")
    await lent(scene, "mayor", "centre", WhistleDeed.END)
    await scene.do(end, "centre")
    assert (await behalf(scene))[-1] == ("end", "mayor")


@pytest.mark.parametrize(
    ("taker", "days", "reason", "refusal"),
    [
        ("zf1x", 1, REASON, Unknown),
        ("street", 1, REASON, Unusable),
        ("centre", -1, REASON, Unusable),
        ("centre", 200, REASON, Unusable),
        ("centre", 1, " ", Unusable),
        ("centre", 1, "长" * 201, Unusable),
    ],
)
async def test_a_right_is_lent_to_somebody_else_known_for_a_time_and_a_reason(
    scene: Scene, taker: str, days: int, reason: str, refusal: type[Refused]
) -> None:
    async with scene.unit() as work:
        until, to = MONDAY + days * DAY, scene.who.get(taker, scene.resident)
        with pytest.raises(refusal):
            await lend(work, scene.who["street"], to, until, reason=reason)
        assert await work.whistles.lent_by(scene.who["street"], MONDAY) == []


async def test_nobody_lends_what_they_do_not_have_or_were_lent(scene: Scene) -> None:
    await lent(scene, "street", "zf2")
    for giver, deed in (("zf1", None), ("zf2", WhistleDeed.BLOW), ("expert", WhistleDeed.PRESS)):
        with pytest.raises(NoRight):
            await lent(scene, giver, "worker", deed)
    await scene.blow()
    await scene.do(press, "zf2")
    assert (await behalf(scene))[-1] == ("press", "street")


async def test_both_sides_see_what_is_lent_until_it_runs_out_or_is_called_back(scene: Scene) -> None:
    first = await lent(scene, "street", "centre", WhistleDeed.BLOW)
    second = await lent(scene, "street", "night", until=MONDAY + 2 * DAY)
    async with scene.unit() as work:
        assert await work.whistles.lent_by(scene.who["street"], MONDAY) == [first, second]
        assert await work.whistles.lent_to(scene.who["centre"], MONDAY) == [first]
        assert await work.whistles.lent_by(scene.who["street"], MONDAY + DAY + HOUR) == [second]
        await call_back(work, scene.who["street"], scene.who["night"])
        assert await work.whistles.lent_by(scene.who["street"], MONDAY) == [first]
    assert (first.reason, second.deed) == (REASON, None)


def test_everything_that_can_be_lent_has_a_name_for_people() -> None:
    assert {deed for code in WHO for deed in lendable(WHO[code], CITY)} - {WhistleDeed.RAISE} == set(LENT)


@pytest.mark.parametrize(
    ("code", "may", "may_not"),
    [
        ("mayor", {WhistleDeed.BLOW, WhistleDeed.END, WhistleDeed.VISIT}, {WhistleDeed.CONFIRM}),
        ("desk", {WhistleDeed.RULE, WhistleDeed.PRESS}, {WhistleDeed.BLOW, WhistleDeed.RATIFY}),
        ("secretary", {WhistleDeed.BLOW, WhistleDeed.RATIFY}, {WhistleDeed.REPORT}),
        ("expert", {WhistleDeed.BLOW, WhistleDeed.SCORE}, {WhistleDeed.PRESS}),
        ("night", {WhistleDeed.BLOW}, {WhistleDeed.VISIT}),
        ("zf1", set(), {WhistleDeed.BLOW, WhistleDeed.REPORT}),
    ],
)
def test_what_somebody_could_lend_is_what_their_posts_give_them(
    code: str, may: set[WhistleDeed], may_not: set[WhistleDeed]
) -> None:
    found = set(lendable(WHO[code], CITY))
    assert may <= found
    assert not may_not & found
