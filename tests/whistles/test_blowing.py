"""吹哨: who may call whom with what; everything that lacks something is refused with its reason and leaves nothing."""

from typing import Any

import pytest

from storage.tables.whistles import deadlines, events, whistles
from tests.whistles.city import DAY, HOUR, MONDAY
from tests.whistles.conftest import WHY, Scene, call
from tickets.deeds.poster.posting import Words
from tickets.errors import NoReceiver, NoRight, OutOfReach, Refused, Unknown, Unusable, WrongTurn
from tickets.ids import UnitCode
from tickets.kinds import Deed, Urgency
from tickets.whistles.deeds.answering import confirm
from tickets.whistles.deeds.blowing import Call, approve, call_off, decline, raise_, ratify
from tickets.whistles.deeds.joining import add_unit, name_lead
from tickets.whistles.kinds import LegState, Occasion, Scope, WhistleDeed, WhistleState
from tickets.whistles.whistle import rebuild

EMERGENCY: dict[str, Any] = {"type": Urgency.EMERGENCY, "occasion": Occasion.EMERGENCY}
COMPLEX: dict[str, Any] = {"type": Urgency.COMPLEX, "occasion": Occasion.JOINT}


async def test_a_quick_whistle_calls_its_units_at_once_the_first_leads_and_has_a_day(scene: Scene) -> None:
    blown = await scene.blow(made=call("zf", "pcs"))
    assert blown.state is WhistleState.CALLED
    assert [(leg.unit, leg.lead, leg.due_at) for leg in blown.legs.values()] == [
        ("zf", True, MONDAY + DAY),
        ("pcs", False, MONDAY + DAY),
    ]
    assert (blown.unit, blown.ordinal) == ("sq", 1)
    assert await scene.stands() == blown


async def test_a_second_whistle_on_the_same_matter_is_its_second(scene: Scene) -> None:
    first, second = await scene.blow(), await scene.blow(made=call("pcs"))
    assert (first.ordinal, second.ordinal) == (1, 2)
    async with scene.storage.reading(scene.now) as work:
        assert await work.whistles.of(scene.ticket) == [first, second]


async def test_an_emergency_wants_its_units_on_the_scene_within_the_hour(scene: Scene) -> None:
    blown = await scene.blow("night", call("sw", "gd", "zj", **EMERGENCY))
    assert {leg.arrive_by for leg in blown.legs.values()} == {MONDAY + HOUR}
    assert blown.to_ratify


async def test_a_secretarys_own_emergency_needs_nobodys_word_afterwards(scene: Scene) -> None:
    assert not (await scene.blow("secretary", call("sw", **EMERGENCY))).to_ratify


@pytest.mark.parametrize(
    ("code", "made", "refusal"),
    [
        ("worker", call(), NoRight(WhistleDeed.BLOW)),
        ("steward", call(), NoRight(WhistleDeed.BLOW)),
        ("zf1", call(), NoRight(WhistleDeed.BLOW)),
        ("street9", call(scope=Scope.STREET), NoRight(WhistleDeed.BLOW)),
        ("night", call(), NoRight(WhistleDeed.BLOW)),
        ("expert", call(scope=Scope.STREET), NoRight(WhistleDeed.BLOW)),
        ("street", call(scope=Scope.CITY), NoRight(WhistleDeed.BLOW)),
        ("expert", call("sw"), OutOfReach(UnitCode("sw"))),
        ("lane", call("jd"), OutOfReach(UnitCode("jd"))),
        ("street", call("zj", scope=Scope.STREET), OutOfReach(UnitCode("zj"))),
        ("street", call("jd9", scope=Scope.STREET), OutOfReach(UnitCode("jd9"))),
        ("expert", call("bare"), NoReceiver(UnitCode("bare"))),
        ("expert", call("nowhere"), Unknown("unit")),
        ("expert", call("zf", "zf"), Unusable("units")),
        ("expert", Call((), Urgency.QUICK, Occasion.KEY, Scope.COMMUNITY), Unusable("units")),
        ("expert", call(item="9-99"), Unknown("item")),
        ("expert", call(occasion=Occasion.EMERGENCY), Unusable("kind")),
        ("expert", call(**COMPLEX), Unusable("due")),
        ("expert", call(**COMPLEX, due_at=MONDAY), Unusable("past")),
        ("expert", call(**COMPLEX, due_at=MONDAY + 200 * DAY), Unusable("too_far")),
        ("expert", call(muster_at=MONDAY - HOUR), Unusable("past")),
        ("expert", call(due_at=MONDAY + 2 * DAY), Unusable("quick_day")),
        ("expert", call(**EMERGENCY | {"place": " "}), Unusable("no_place")),
        ("expert", call(double=True), Unusable("double")),
        ("expert", call("sq", item="3-04"), Unusable("unlisted")),
        ("expert", call("sq"), Unusable("unlisted")),
    ],
)
async def test_a_whistle_without_right_reach_receiver_date_or_place_is_refused_and_nothing_is_kept(
    scene: Scene, code: str, made: Call, refusal: Refused
) -> None:
    with pytest.raises(type(refusal)) as refused:
        await scene.blow(code, made)
    assert refused.value == refusal
    async with scene.storage.database.read() as connection:
        for table in (whistles, events, deadlines):
            assert (await connection.execute(table.select())).first() is None
    async with scene.storage.reading() as work:
        assert await work.tickets.history(scene.ticket) == []


async def test_a_whistle_without_a_reason_is_refused(scene: Scene) -> None:
    with pytest.raises(Unusable, match="reason"):
        await scene.blow(why=Words(" "))


async def test_a_community_leads_what_is_on_its_list(scene: Scene) -> None:
    blown = await scene.blow(made=call("sq", "wy", item="4-01", double=True))
    assert blown.lead is not None
    assert blown.lead.unit == "sq"


async def test_both_of_a_double_dispatch_have_their_own_clock(scene: Scene) -> None:
    made = call("cg", "wy", double=True, dues=((UnitCode("wy"), MONDAY + 6 * HOUR),))
    blown = await scene.blow(made=made)
    assert [leg.due_at for leg in blown.legs.values()] == [MONDAY + DAY, MONDAY + 6 * HOUR]


async def test_a_street_calls_its_peer_of_another_district_and_a_district_head_the_city(scene: Scene) -> None:
    across = await scene.blow("street", call("jd9", "zf9", **COMPLEX, scope=Scope.ACROSS, due_at=MONDAY + DAY))
    city = await scene.blow("mayor", call("zj", **COMPLEX, scope=Scope.CITY, due_at=MONDAY + DAY))
    assert (across.unit, city.unit) == ("jd", "sg")


async def test_a_campaign_needs_no_date(scene: Scene) -> None:
    blown = await scene.blow("street", call("sw", "zf", **COMPLEX, scope=Scope.MUSTER))
    assert blown.due_at is None


async def test_whoever_may_not_blow_asks_those_who_may(scene: Scene) -> None:
    async with scene.unit() as work:
        asked = await raise_(work, scene.ticket, scene.who["steward"], call(), WHY)
    scene.whistle = asked.id
    assert (asked.state, asked.legs) == (WhistleState.RAISED, {})
    with pytest.raises(NoRight):
        await scene.do(approve, "worker", call())
    blown = await scene.do(approve, "secretary", call("zf", "pcs"))
    assert (blown.state, list(blown.legs)) == (WhistleState.CALLED, ["zf", "pcs"])
    assert (blown.raised_by, blown.blower) == (scene.who["steward"], scene.who["secretary"])
    with pytest.raises(WrongTurn):
        await scene.do(approve, "secretary", call())


async def test_the_resident_may_ask_and_strangers_may_not(scene: Scene) -> None:
    async with scene.unit() as work:
        asked = await raise_(work, scene.ticket, scene.resident, call(), WHY)
    assert asked.raised_by == scene.resident
    async with scene.unit() as work:
        with pytest.raises(NoRight):
            await raise_(work, scene.ticket, scene.who["zf91"], call(), WHY)


async def test_what_is_declined_says_why_and_is_over(scene: Scene) -> None:
    async with scene.unit() as work:
        asked = await raise_(work, scene.ticket, scene.who["steward"], call(), WHY)
    scene.whistle = asked.id
    with pytest.raises(Unusable, match="reason"):
        await scene.do(decline, "expert", Words())
    assert (await scene.do(decline, "expert", Words("社区自己能办"))).state is WhistleState.DROPPED


async def test_a_mistaken_whistle_is_called_off_until_somebody_has_answered(scene: Scene) -> None:
    await scene.blow()
    with pytest.raises(NoRight):
        await scene.do(call_off, "secretary", WHY)
    assert (await scene.do(call_off, "expert", WHY)).state is WhistleState.DROPPED
    await scene.blow()
    await scene.do(confirm, "zf1", UnitCode("zf"), "老赵")
    with pytest.raises(WrongTurn):
        await scene.do(call_off, "expert", WHY)


async def test_a_unit_is_added_in_the_blowers_reach_and_once(scene: Scene) -> None:
    await scene.blow()
    added = await scene.do(add_unit, "expert", UnitCode("pcs"))
    assert added.legs[UnitCode("pcs")].state is LegState.CALLED
    for unit, refusal in (("pcs", Unusable), ("sw", OutOfReach), ("bare", NoReceiver), ("x", Unknown)):
        with pytest.raises(refusal):
            await scene.do(add_unit, "expert", UnitCode(unit))


async def test_another_unit_may_be_named_to_lead_but_no_community_off_its_list(scene: Scene) -> None:
    await scene.blow(made=call("zf", "pcs", "sq"))
    lead = (await scene.do(name_lead, "expert", UnitCode("pcs"))).lead
    assert lead.unit == "pcs"
    with pytest.raises(Unusable, match="unlisted"):
        await scene.do(name_lead, "expert", UnitCode("sq"))


async def test_the_secretary_confirms_an_emergency_once_or_says_why_not(scene: Scene) -> None:
    await scene.blow("night", call("sw", **EMERGENCY))
    with pytest.raises(NoRight):
        await scene.do(ratify, "night", True)
    with pytest.raises(Unusable, match="reason"):
        await scene.do(ratify, "secretary", False)
    disowned = await scene.do(ratify, "secretary", False, Words("应先关阀"))
    assert (disowned.ratified, disowned.state) == (False, WhistleState.CALLED)
    with pytest.raises(Unusable, match="ruled"):
        await scene.do(ratify, "secretary", True)


async def test_the_ticket_tells_that_a_whistle_was_blown_and_the_whistle_can_be_told_from_its_history(
    scene: Scene,
) -> None:
    await scene.blow(made=call("zf", "pcs"))
    await scene.do(confirm, "zf1", UnitCode("zf"), "老赵")
    async with scene.storage.reading() as work:
        told = [(e.deed, e.detail["turn"]) for e in await work.tickets.history(scene.ticket)]
        assert told == [(Deed.WHISTLE, "blow"), (Deed.WHISTLE, "confirm")]
        assert rebuild(await work.whistles.history(scene.whistle)) == await scene.stands()
