"""报到: a called unit confirms, comes, works and reports; what is not so is refused, and nothing is given back."""

from datetime import timedelta

import pytest

from tests.whistles.city import DAY, HOUR, MONDAY
from tests.whistles.conftest import WHY, Scene, call
from tests.whistles.test_blowing import COMPLEX, EMERGENCY
from tickets.deeds.poster.posting import Words
from tickets.errors import NoRight, OutOfReach, Unknown, Unusable, WrongTurn
from tickets.ids import MediaId, UnitCode
from tickets.kinds import Deed
from tickets.whistles.deeds.answering import arrive, bounce, bring_in, confirm, go_up, progress, report, resume
from tickets.whistles.deeds.judging import end, score, send_back
from tickets.whistles.deeds.pleading import plead, rule
from tickets.whistles.kinds import LegState, Plea, Scope, WhistleDeed, WhistleState
from tickets.whistles.leg import Point
from tickets.whistles.rules.presence import Scene as Seen

ZF, PCS, CG, WY, SW = map(UnitCode, ("zf", "pcs", "cg", "wy", "sw"))
GATE, AFAR = Point(31.20, 121.40), Point(31.22, 121.40)
PHOTO = Seen(media=(MediaId(5),))
DONE = Words("已经清走三辆车")
THREE = (Words("十分钟就到"), Words("当场办完"), Words("没再堆"))


async def test_from_the_blow_to_the_end_each_turn_has_its_time(scene: Scene) -> None:
    await scene.blow(made=call(point=GATE))
    at = []
    for deed, rest in (
        (confirm, (ZF, "老赵", MONDAY + HOUR)),
        (arrive, (ZF, Seen(point=GATE))),
        (progress, (ZF, Words("正在联系车主"))),
    ):
        scene.now += timedelta(minutes=10)
        at.append(scene.now)
        await scene.do(deed, "zf1", *rest)
    scene.now += HOUR
    await scene.do(report, "zf1", ZF, DONE, solved=True)
    leg = await scene.leg()
    assert [leg.confirmed_at, leg.arrived_at, leg.begun_at, leg.reported_at] == [*at, scene.now]
    assert (await scene.stands()).state is WhistleState.REPORTED
    scene.now += HOUR
    await scene.do(score, "expert", ZF, (5, 5, 4), THREE)
    ended = await scene.do(end, "expert")
    assert (ended.state, ended.ended_at) == (WhistleState.ENDED, scene.now)
    async with scene.storage.reading() as work:
        told = [e.detail["turn"] for e in await work.tickets.history(scene.ticket) if e.deed is Deed.WHISTLE]
        assert told == ["blow", "confirm", "arrive", "progress", "report", "end"]


async def test_one_who_confirms_twice_changes_nothing_and_a_colleague_is_told_it_is_done(scene: Scene) -> None:
    await scene.blow()
    first = await scene.do(confirm, "zf1", ZF, "老赵")
    assert await scene.do(confirm, "zf1", ZF, "老赵") == first
    with pytest.raises(WrongTurn) as refused:
        await scene.do(confirm, "zf2", ZF, "小钱")
    assert refused.value == WrongTurn(WhistleDeed.CONFIRM, LegState.CONFIRMED)


@pytest.mark.parametrize("code", ["pcs1", "worker", "street", "expert", "zf91"])
async def test_nobody_answers_for_another_unit(scene: Scene, code: str) -> None:
    await scene.blow()
    with pytest.raises(NoRight):
        await scene.do(confirm, code, ZF, "我")


async def test_a_unit_says_who_comes_and_no_hour_gone_by(scene: Scene) -> None:
    await scene.blow()
    with pytest.raises(Unusable, match="comer"):
        await scene.do(confirm, "zf1", ZF)
    with pytest.raises(Unusable, match="past"):
        await scene.do(confirm, "zf1", ZF, "老赵", MONDAY - HOUR)
    assert (await scene.leg()).state is LegState.CALLED


@pytest.mark.parametrize(
    ("seen", "why"),
    [(Seen(), "evidence"), (Seen(point=AFAR), "place"), (Seen(point=GATE), "hour")],
)
async def test_a_check_in_without_evidence_from_elsewhere_or_long_before_the_hour_is_refused(
    scene: Scene, seen: Seen, why: str
) -> None:
    soon = HOUR * 3 if why == "hour" else HOUR
    await scene.blow(made=call(point=GATE, muster_at=MONDAY + soon))
    await scene.do(confirm, "zf1", ZF, "老赵")
    with pytest.raises(Unusable, match=why):
        await scene.do(arrive, "zf2", ZF, seen)
    assert (await scene.leg()).arrived_at is None


async def test_a_photo_is_evidence_and_whoever_comes_has_confirmed_by_coming(scene: Scene) -> None:
    await scene.blow("night", call("sw", **EMERGENCY))
    came = await scene.do(arrive, "sw1", SW, PHOTO)
    assert came.state is WhistleState.ARRIVED
    leg = await scene.leg("sw")
    assert (leg.confirmed_at, leg.receiver, leg.arrived_by) == (MONDAY, scene.who["sw1"], scene.who["sw1"])


async def test_where_no_place_is_named_nobody_needs_to_come(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    with pytest.raises(Unusable, match="unplaced"):
        await scene.do(arrive, "zf1", ZF, PHOTO)
    assert (await scene.do(report, "zf1", ZF, DONE, solved=True)).state is WhistleState.REPORTED


async def test_where_one_is_named_nothing_is_reported_from_afar(scene: Scene) -> None:
    await scene.blow()
    await scene.do(confirm, "zf1", ZF, "老赵")
    for deed, how in ((progress, {}), (report, {"solved": True})):
        with pytest.raises(WrongTurn):
            await scene.do(deed, "zf1", ZF, DONE, **how)


async def test_an_empty_report_is_none(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    with pytest.raises(Unusable, match="empty"):
        await scene.do(report, "zf1", ZF, Words(), solved=True)


async def test_an_attempt_to_return_it_is_counted_and_it_stays(scene: Scene) -> None:
    await scene.blow()
    for _ in range(2):
        await scene.do(bounce, "zf1", ZF, Words("不归我们管"))
    leg = await scene.leg()
    assert (leg.bounces, leg.state, leg.lead) == (2, LegState.CALLED, True)


async def test_others_are_brought_in_higher_ones_asked_and_the_first_stays_responsible(scene: Scene) -> None:
    await scene.blow()
    await scene.do(confirm, "zf1", ZF, "老赵")
    with pytest.raises(OutOfReach):
        await scene.do(bring_in, "zf1", ZF, SW, WHY)
    with pytest.raises(OutOfReach):
        await scene.do(go_up, "zf1", ZF, PCS, WHY)
    await scene.do(bring_in, "zf1", ZF, PCS, WHY)
    joined = await scene.do(go_up, "zf1", ZF, SW, WHY)
    assert {leg.unit: leg.brought_by for leg in joined.legs.values()} == {"zf": None, "pcs": "zf", "sw": "zf"}
    assert joined.lead.unit == ZF


async def test_both_of_a_double_dispatch_must_finish_and_both_are_scored(scene: Scene) -> None:
    await scene.blow(made=call("cg", "wy", place="", double=True))
    for code, unit in (("cg1", CG), ("head_wy", WY)):
        assert (await scene.stands()).state is not WhistleState.REPORTED
        await scene.do(confirm, code, unit)
        await scene.do(report, code, unit, DONE, solved=True)
    with pytest.raises(Unusable, match="unscored"):
        await scene.do(end, "expert")
    await scene.do(score, "expert", CG, (5, 5, 5), THREE)
    with pytest.raises(Unusable, match="unscored"):
        await scene.do(end, "expert")
    await scene.do(score, "expert", WY, (4, 4, 4), THREE)
    assert (await scene.do(end, "secretary")).state is WhistleState.ENDED


async def reported(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)
    await scene.do(report, "zf1", ZF, DONE, solved=True)


@pytest.mark.parametrize(
    ("marks", "whys", "why"),
    [
        ((0, 5, 5), THREE, "marks"),
        ((5, 6, 5), THREE, "marks"),
        ((5, 5, 5), THREE[:2], "why"),
        ((5, 5, 5), (*THREE[:2], Words(" ")), "why"),
    ],
)
async def test_a_score_is_one_to_five_three_times_each_with_a_word(
    scene: Scene, marks: tuple[int, int, int], whys: tuple[Words, ...], why: str
) -> None:
    await reported(scene)
    with pytest.raises(Unusable, match=why):
        await scene.do(score, "expert", ZF, marks, whys)


async def test_a_unit_never_scores_itself_nor_does_a_stranger(scene: Scene) -> None:
    await reported(scene)
    for code in ("zf1", "pcs1", "worker", "centre"):
        with pytest.raises(NoRight):
            await scene.do(score, code, ZF, (5, 5, 5), THREE)


async def test_nobody_ends_while_a_unit_owes_its_report(scene: Scene) -> None:
    await scene.blow()
    with pytest.raises(Unusable, match="unreported"):
        await scene.do(end, "expert")


async def test_only_its_blower_ends_a_campaign(scene: Scene) -> None:
    await scene.blow("street", call("sw", **COMPLEX, scope=Scope.MUSTER, place=""))
    await scene.do(confirm, "sw1", SW)
    await scene.do(report, "sw1", SW, DONE, solved=True)
    await scene.do(score, "street", SW, (5, 5, 5), THREE)
    for code in ("mayor", "desk", "sw1", "centre"):
        with pytest.raises(NoRight):
            await scene.do(end, code)
    assert (await scene.do(end, "street")).state is WhistleState.ENDED


async def test_a_report_that_does_not_convince_is_sent_back_and_the_second_time_the_first_hand_is_called(
    scene: Scene,
) -> None:
    await reported(scene)
    scene.now += 2 * DAY
    back = await scene.do(send_back, "expert", ZF, Words("车还在"))
    leg = back.legs[ZF]
    assert (leg.state, leg.failures, leg.due_at, leg.round) == (LegState.WORKING, 1, scene.now + DAY, 2)
    assert back.summoned_at is None
    await scene.do(report, "zf1", ZF, DONE, solved=True)
    again = await scene.do(send_back, "expert", ZF, Words("还在"))
    assert (again.legs[ZF].failures, again.summoned_at) == (2, scene.now)


async def asked(scene: Scene, plea: Plea, **how: object) -> int:
    _, made = await scene.do(plead, "zf1", ZF, plea, Words("要等配件"), **how)
    number: int = made.number
    return number


async def working(scene: Scene) -> None:
    await scene.blow(made=call(place=""))
    await scene.do(confirm, "zf1", ZF)


async def test_more_time_is_granted_before_the_limit_and_a_second_decision_is_refused(scene: Scene) -> None:
    await working(scene)
    number = await asked(scene, Plea.LONGER, until=MONDAY + 3 * DAY)
    assert (await scene.leg()).due_at == MONDAY + DAY
    await scene.do(rule, "expert", number, granted=True, why=Words("同意"))
    leg = await scene.leg()
    assert (leg.due_at, leg.extensions, leg.round) == (MONDAY + 3 * DAY, 1, 2)
    for granted in (True, False):
        with pytest.raises(Unusable, match="ruled"):
            await scene.do(rule, "secretary", number, granted=granted, why=Words("再想想"))


async def test_more_time_that_is_decided_on_too_late_is_no_more_time(scene: Scene) -> None:
    await working(scene)
    number = await asked(scene, Plea.LONGER, until=MONDAY + 2 * DAY)
    scene.now = MONDAY + 3 * DAY
    with pytest.raises(Unusable, match="late"):
        await scene.do(rule, "expert", number, granted=True, why=Words("同意"))
    await scene.do(rule, "expert", number, granted=False, why=Words("晚了"))
    assert (await scene.leg()).due_at == MONDAY + DAY


async def test_a_pause_keeps_what_is_left_of_the_time(scene: Scene) -> None:
    await working(scene)
    number = await asked(scene, Plea.PAUSE, until=MONDAY + 5 * DAY)
    scene.now += HOUR
    paused = await scene.do(rule, "expert", number, granted=True, why=Words("大雨"))
    assert paused.state is WhistleState.PAUSED
    scene.now += 4 * DAY
    await scene.do(resume, "zf1", ZF)
    leg = await scene.leg()
    assert (leg.state, leg.due_at) == (LegState.CONFIRMED, MONDAY + 5 * DAY)


async def test_an_objection_is_ruled_on_by_the_desk_and_the_unit_let_go_only_when_another_has_it(scene: Scene) -> None:
    await working(scene)
    number = await asked(scene, Plea.RULING, to=PCS)
    for code in ("expert", "street", "zf2"):
        with pytest.raises(NoRight):
            await scene.do(rule, code, number, granted=True, why=Words("归派出所"))
    assert (await scene.leg()).active
    moved = await scene.do(rule, "desk", number, granted=True, why=Words("归派出所"))
    assert (moved.legs[ZF].state, moved.lead.unit) == (LegState.RELEASED, PCS)
    with pytest.raises(Unusable, match="ruled"):
        await scene.do(rule, "desk2", number, granted=False, why=Words("不"))
    with pytest.raises(WrongTurn):
        await scene.do(report, "zf1", ZF, DONE, solved=True)


async def test_an_objection_that_names_nobody_else_cannot_be_granted_and_may_be_refused(scene: Scene) -> None:
    await working(scene)
    number = await asked(scene, Plea.RULING)
    with pytest.raises(Unusable, match="to"):
        await scene.do(rule, "desk", number, granted=True, why=Words("对"))
    await scene.do(rule, "desk", number, granted=False, why=Words("归您"))
    assert (await scene.leg()).active


async def test_an_exclusion_is_granted_by_the_desk_also_after_the_end(scene: Scene) -> None:
    await reported(scene)
    await scene.do(score, "expert", ZF, (2, 2, 2), THREE)
    await scene.do(end, "expert")
    number = await asked(scene, Plea.EXCLUSION)
    assert (await scene.do(rule, "desk", number, granted=True, why=Words("不可抗力"))).legs[ZF].excluded


async def test_nobody_asks_twice_at_once_without_grounds_or_decides_what_was_not_asked(scene: Scene) -> None:
    await working(scene)
    with pytest.raises(Unusable, match="reason"):
        await scene.do(plead, "zf1", ZF, Plea.RULING, Words())
    await asked(scene, Plea.RULING)
    with pytest.raises(Unusable, match="asking"):
        await asked(scene, Plea.RULING)
    with pytest.raises(Unknown):
        await scene.do(rule, "desk", 9, granted=True, why=WHY)
    with pytest.raises(Unusable, match="reason"):
        await scene.do(rule, "desk", 1, granted=False, why=Words())
