"""Two at once on a real PostgreSQL: one wins, the other reads what stands, and nothing is half done."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from tests.whistles.city import DAY, HOUR, MONDAY
from tests.whistles.conftest import Scene, call
from tests.whistles.test_answering import DONE, PCS, THREE, ZF
from tickets.deeds.poster.posting import Words
from tickets.deeds.watching import sweep
from tickets.errors import Refused, TooSoon, Unusable, WrongTurn
from tickets.whistles.deeds.answering import confirm, report
from tickets.whistles.deeds.blowing import call_off
from tickets.whistles.deeds.gathering.meeting import convene
from tickets.whistles.deeds.gathering.minutes import resolve, settle
from tickets.whistles.deeds.judging import end, score, send_back, urge
from tickets.whistles.deeds.leading import lift, press
from tickets.whistles.deeds.pleading import plead, rule
from tickets.whistles.deeds.watching import divert
from tickets.whistles.kinds import Gathering, LegState, Plea, WhistleState
from tickets.whistles.whistle import rebuild


async def together(*deeds: Awaitable[Any]) -> list[Refused]:
    """All at once; gives the refusals. Anything else that is raised is raised."""
    outcomes = await asyncio.gather(*deeds, return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, Refused)]
    for one in outcomes:
        if isinstance(one, BaseException) and not isinstance(one, Refused):
            raise one
    return refused


async def test_two_units_confirm_at_once_and_both_have(scene: Scene) -> None:
    await scene.blow(made=call("zf", "pcs"))
    assert await together(scene.do(confirm, "zf1", ZF, "老赵"), scene.do(confirm, "pcs1", PCS, "小孙")) == []
    stands = await scene.stands()
    assert stands.state is WhistleState.CONFIRMED
    async with scene.storage.reading() as work:
        assert rebuild(await work.whistles.history(scene.whistle)) == stands


async def test_of_two_colleagues_who_confirm_at_once_one_has_it(scene: Scene) -> None:
    await scene.blow()
    refused = await together(scene.do(confirm, "zf1", ZF, "老赵"), scene.do(confirm, "zf2", ZF, "小钱"))
    assert [type(one) for one in refused] == [WrongTurn]
    leg = await scene.leg()
    assert (leg.receiver, leg.comer) in {(scene.who["zf1"], "老赵"), (scene.who["zf2"], "小钱")}


async def test_the_blower_who_ends_while_a_unit_is_sent_back_ends_or_sends_back_never_both(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    await scene.do(report, "zf1", ZF, DONE, solved=True)
    await scene.do(score, "expert", ZF, (5, 5, 5), THREE)
    refused = await together(scene.do(end, "expert"), scene.do(send_back, "secretary", ZF, Words("还在")))
    assert len(refused) == 1
    stands = await scene.stands()
    ended = stands.state is WhistleState.ENDED
    assert (stands.legs[ZF].state is LegState.REPORTED) is ended


async def test_the_blower_who_ends_while_a_unit_reports_waits_for_the_report(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    refused = await together(scene.do(end, "expert"), scene.do(report, "zf1", ZF, DONE, solved=True))
    assert [type(one) for one in refused] == [Unusable]
    assert (await scene.stands()).state is WhistleState.REPORTED


async def test_a_call_off_and_a_confirmation_at_once_leave_one_of_both(scene: Scene) -> None:
    await scene.blow()
    refused = await together(scene.do(call_off, "expert", Words("吹错了")), scene.do(confirm, "zf1", ZF, "老赵"))
    assert [type(one) for one in refused] == [WrongTurn]


async def test_of_two_rulings_at_once_one_stands(scene: Scene) -> None:
    await scene.blow()
    await scene.do(plead, "zf1", ZF, Plea.RULING, Words("不归我们"), None, PCS)
    refused = await together(
        scene.do(rule, "desk", 1, granted=True, why=Words("归派出所")),
        scene.do(rule, "desk2", 1, granted=False, why=Words("归执法队")),
    )
    assert [str(one) for one in refused] == ["ruled"]
    stands = await scene.stands()
    assert stands.legs[ZF].active is not stands.asked[1].granted


async def test_two_whistles_blown_at_once_on_one_matter_have_their_own_numbers(scene: Scene) -> None:
    assert await together(scene.blow(), scene.blow("secretary", call("pcs"))) == []
    async with scene.storage.reading() as work:
        assert [w.ordinal for w in await work.whistles.of(scene.ticket)] == [1, 2]


async def test_two_sweeps_and_a_report_at_once_tell_each_step_once(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    scene.now = MONDAY.replace(day=25)

    async def swept() -> None:
        async with scene.unit() as work:
            await sweep(work)

    assert await together(swept(), swept(), scene.do(report, "zf1", ZF, DONE, solved=True)) == []
    async with scene.storage.reading() as work:
        told = [tuple(e.detail["steps"]) for e in await work.whistles.history(scene.whistle) if "steps" in e.detail]
    assert len(told) == len(set(told)) <= 1


@pytest.mark.parametrize("rounds", [3])
async def test_many_deeds_at_once_never_wait_in_a_circle(scene: Scene, rounds: int) -> None:
    await scene.blow(made=call("zf", "pcs", place=""))
    deeds = [scene.do(confirm, code, unit) for _ in range(rounds) for code, unit in (("zf1", ZF), ("pcs1", PCS))]
    await together(*deeds)
    assert (await scene.stands()).state is WhistleState.CONFIRMED


async def test_of_two_leaders_who_press_at_once_one_has_pressed_and_it_is_theirs_to_lift(scene: Scene) -> None:
    await scene.blow()
    refused = await together(scene.do(press, "street"), scene.do(press, "desk"))
    assert [str(one) for one in refused] == ["pressed"]
    stands = await scene.stands()
    other = "street" if stands.pressed_by == scene.who["desk"] else "desk"
    with pytest.raises(Unusable, match="not_yours"):
        await scene.do(lift, other)


async def test_of_two_who_ask_after_a_unit_at_once_one_has_and_it_is_counted_once(scene: Scene) -> None:
    await scene.blow()
    refused = await together(scene.do(urge, "expert", ZF), scene.do(urge, "secretary", ZF))
    assert [type(one) for one in refused] == [TooSoon]
    assert (await scene.leg()).urged == 1


async def test_of_two_longer_limits_granted_at_once_one_stands(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    await scene.do(plead, "zf1", ZF, Plea.LONGER, Words("等配件"), MONDAY + 3 * DAY)
    refused = await together(
        scene.do(rule, "expert", 1, granted=True, why=Words("同意")),
        scene.do(rule, "secretary", 1, granted=False, why=Words("抓紧")),
    )
    assert [str(one) for one in refused] == ["ruled"]
    stands, leg = await scene.stands(), await scene.leg()
    assert (leg.due_at == MONDAY + 3 * DAY) is bool(stands.asked[1].granted)


async def test_a_call_that_reaches_nobody_and_a_confirmation_at_once_leave_the_confirmation(scene: Scene) -> None:
    await scene.blow()

    async def diverted() -> None:
        async with scene.unit() as work:
            await divert(work, scene.whistle, ZF, [scene.who["street"]])

    assert await together(diverted(), scene.do(confirm, "zf1", ZF, "老赵")) == []
    leg = await scene.leg()
    assert (leg.state, leg.missed_at, leg.diverted) == (LegState.CONFIRMED, MONDAY, (scene.who["street"],))


async def met(scene: Scene) -> None:
    """A meeting that has begun."""
    await scene.blow(made=call("zf", "pcs"))
    await scene.do(convene, "street", Gathering.DISPATCH, MONDAY + HOUR, "街道", (ZF, PCS))
    scene.now = MONDAY + 2 * HOUR


async def test_two_who_write_down_at_once_write_two_things_and_none_is_lost(scene: Scene) -> None:
    await met(scene)
    one = scene.do(resolve, "street", 1, Words("早巡"), ZF, MONDAY + DAY)
    other = scene.do(resolve, "expert", 1, Words("晚巡"), PCS, MONDAY + DAY)
    assert await together(one, other) == []
    decisions = (await scene.stands()).meetings[1].decisions
    assert [(d.number, d.owner) for d in decisions] in ([(1, ZF), (2, PCS)], [(1, PCS), (2, ZF)])


async def test_of_two_who_say_at_once_that_it_is_done_one_is_heard(scene: Scene) -> None:
    await met(scene)
    await scene.do(resolve, "street", 1, Words("早巡"), ZF, MONDAY + DAY)
    refused = await together(scene.do(settle, "zf1", 1, 1, DONE), scene.do(settle, "zf2", 1, 1, DONE))
    assert refused == [Unusable("settled")]
