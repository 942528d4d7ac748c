"""督办、批示、现场办公, meetings and joint action."""

import pytest

from tests.whistles.city import DAY, HOUR, MONDAY
from tests.whistles.conftest import WHY, Scene, call
from tests.whistles.test_answering import ZF
from tests.whistles.test_blowing import COMPLEX
from tickets.deeds.poster.posting import Words
from tickets.errors import NoRight, Unknown, Unusable, WrongTurn
from tickets.ids import UnitCode
from tickets.whistles.deeds.answering import confirm
from tickets.whistles.deeds.blowing import call_off
from tickets.whistles.deeds.leading import instruct, lift, press, visit
from tickets.whistles.deeds.meeting import Resolved, convene, join_forces, minute, settle
from tickets.whistles.kinds import Gathering, Scope, WhistleDeed

JD, JD9, ZF9 = map(UnitCode, ("jd", "jd9", "zf9"))
PLACE = "柳河街道会议室"


async def test_a_leaders_name_stands_on_it_until_that_leader_takes_it_off(scene: Scene) -> None:
    await scene.blow()
    with pytest.raises(NoRight):
        await scene.do(press, "zf1")
    assert (await scene.do(press, "street")).pressed_by == scene.who["street"]
    with pytest.raises(Unusable, match="pressed"):
        await scene.do(press, "centre")
    for code in ("centre", "desk"):
        with pytest.raises(Unusable, match="not_yours"):
            await scene.do(lift, code)
    with pytest.raises(NoRight):
        await scene.do(lift, "zf1")
    assert (await scene.do(lift, "street")).pressed_by is None


async def test_a_written_word_of_a_leader_is_kept_with_name_and_hour(scene: Scene) -> None:
    await scene.blow()
    await scene.do(instruct, "street", Words("接诉即办"))
    with pytest.raises(NoRight):
        await scene.do(instruct, "worker", Words("快办"))
    async with scene.storage.reading() as work:
        last = (await work.whistles.history(scene.whistle))[-1]
        said = await work.tickets.words(last.words)
    assert (last.deed, last.actor, last.at, said.text) == (
        WhistleDeed.INSTRUCT,
        scene.who["street"],
        MONDAY,
        "接诉即办",
    )


async def test_the_first_hand_was_there(scene: Scene) -> None:
    await scene.blow()
    assert (await scene.do(visit, "street", Words("现场定了拆除时间"))).visited_at == MONDAY


async def across(scene: Scene) -> None:
    made = call("jd9", "zf9", "zf", **COMPLEX, scope=Scope.ACROSS, due_at=MONDAY + 9 * DAY, place="界线北侧")
    await scene.blow("street", made)


async def test_a_joint_meeting_keeps_who_called_who_came_and_what_was_decided_until_it_is_done(scene: Scene) -> None:
    await across(scene)
    _, meeting = await scene.do(convene, "street", Gathering.JOINT, MONDAY + HOUR, PLACE, (JD, JD9, ZF9))
    resolved = (Resolved(Words("周五上午一起拆"), ZF9, MONDAY + 4 * DAY),)
    with pytest.raises(Unusable, match="early"):
        await scene.do(minute, "street", meeting.number, (JD, JD9), resolved)
    scene.now += 2 * HOUR
    held = await scene.do(minute, "street", meeting.number, (JD, JD9), resolved)
    assert held.meetings[1].came == (JD, JD9)
    assert held.meetings[1].decisions[0].owner == ZF9
    with pytest.raises(Unusable, match="minuted"):
        await scene.do(minute, "street", meeting.number, (JD,), ())
    with pytest.raises(NoRight):
        await scene.do(settle, "zf1", 1, 1)
    assert (await scene.do(settle, "zf91", 1, 1)).meetings[1].decisions[0].done_at == scene.now
    with pytest.raises(Unusable, match="settled"):
        await scene.do(settle, "street", 1, 1)
    with pytest.raises(Unknown):
        await scene.do(settle, "street", 1, 2)


async def test_a_meeting_without_hour_place_or_people_is_none(scene: Scene) -> None:
    await across(scene)
    for at, place, units, refusal in (
        (MONDAY, PLACE, (JD,), Unusable),
        (MONDAY + HOUR, " ", (JD,), Unusable),
        (MONDAY + HOUR, PLACE, (), Unusable),
        (MONDAY + HOUR, PLACE, (UnitCode("x"),), Unknown),
    ):
        with pytest.raises(refusal):
            await scene.do(convene, "street", Gathering.JOINT, at, place, units)
    with pytest.raises(NoRight):
        await scene.do(convene, "zf1", Gathering.JOINT, MONDAY + HOUR, PLACE, (JD,))
    assert (await scene.stands()).meetings == {}


async def test_joint_actions_are_agreed_with_hour_place_and_parts_and_counted(scene: Scene) -> None:
    await across(scene)
    for n in (1, 2):
        _, action = await scene.do(
            join_forces, "street", MONDAY + n * DAY, "界线北侧", (ZF, ZF9), Words("东侧归我们，西侧归你们")
        )
        assert action.number == n
    with pytest.raises(Unusable, match="units"):
        await scene.do(join_forces, "street", MONDAY, "界线北侧", (ZF,), WHY)
    assert len((await scene.stands()).actions) == 2


async def test_nothing_is_led_where_nothing_runs(scene: Scene) -> None:
    await scene.blow()
    await scene.do(call_off, "expert", WHY)
    with pytest.raises(WrongTurn):
        await scene.do(press, "street")
    with pytest.raises(WrongTurn):
        await scene.do(confirm, "zf1", ZF, "老赵")
