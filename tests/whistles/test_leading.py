"""督办、批示、现场办公, meetings and joint action."""

from datetime import datetime
from typing import Any

import pytest

from tests.whistles.city import DAY, HOUR, MONDAY
from tests.whistles.conftest import WHY, Scene, call
from tests.whistles.test_answering import DONE, ZF
from tests.whistles.test_blowing import COMPLEX
from tickets.deeds.poster.posting import Words
from tickets.errors import NoReceiver, NoRight, Unknown, Unusable, WrongTurn
from tickets.ids import UnitCode
from tickets.whistles.deeds.answering import confirm
from tickets.whistles.deeds.blowing import call_off
from tickets.whistles.deeds.gathering.acting import join_again, join_forces
from tickets.whistles.deeds.gathering.meeting import attend, cancel, convene, put_off
from tickets.whistles.deeds.gathering.minutes import minute, resolve, settle
from tickets.whistles.deeds.leading import instruct, lift, press, visit
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


async def called(scene: Scene, at: datetime = MONDAY + HOUR) -> int:
    """A joint meeting of both streets and the neighbour's team."""
    await across(scene)
    _, meeting = await scene.do(convene, "street", Gathering.JOINT, at, PLACE, (JD, JD9, ZF9))
    return int(meeting.number)


async def decided(scene: Scene, number: int, owner: UnitCode = ZF9, **how: Any) -> None:
    await scene.do(resolve, "street", number, Words("周五上午一起拆"), owner, MONDAY + 4 * DAY, **how)


async def test_whoever_is_asked_says_whether_they_come_and_the_newest_word_counts(scene: Scene) -> None:
    number = await called(scene)
    with pytest.raises(Unusable, match="reason"):
        await scene.do(attend, "zf91", ZF9, number, comes=False)
    await scene.do(attend, "zf91", ZF9, number, comes=False, why=Words("那天年检"))
    await scene.do(attend, "street9", JD9, number, comes=True)
    await scene.do(attend, "zf91", ZF9, number, comes=True)
    meeting = (await scene.stands()).meetings[number]
    assert [(reply.unit, reply.comes, reply.by) for reply in meeting.replies] == [
        (JD9, True, scene.who["street9"]),
        (ZF9, True, scene.who["zf91"]),
    ]
    with pytest.raises(NoRight):
        await scene.do(attend, "zf1", ZF, number, comes=True)
    with pytest.raises(NoRight):
        await scene.do(attend, "zf1", ZF9, number, comes=True)
    scene.now += 2 * HOUR
    with pytest.raises(Unusable, match="begun"):
        await scene.do(attend, "street9", JD9, number, comes=False, why=WHY)


async def test_what_is_decided_is_written_down_one_thing_at_a_time_and_is_its_owners_until_done(scene: Scene) -> None:
    number = await called(scene)
    with pytest.raises(Unusable, match="early"):
        await decided(scene, number)
    scene.now += 2 * HOUR
    await decided(scene, number)
    await decided(scene, number, JD, person=scene.who["centre"])
    held = await scene.do(minute, "street", number, (JD, JD9))
    assert held.meetings[number].came == (JD, JD9)
    first, second = held.meetings[number].decisions
    assert (first.number, first.owner, first.person) == (1, ZF9, None)
    assert (second.number, second.owner, second.person) == (2, JD, scene.who["centre"])
    with pytest.raises(Unusable, match="minuted"):
        await decided(scene, number)
    with pytest.raises(Unusable, match="minuted"):
        await scene.do(minute, "street", number, (JD,))
    for code in ("zf1", "lane"):
        with pytest.raises(NoRight):
            await scene.do(settle, code, number, 1, DONE)
    with pytest.raises(Unusable, match="empty"):
        await scene.do(settle, "zf91", number, 1, Words())
    done = (await scene.do(settle, "zf91", number, 1, DONE)).meetings[number].decisions[0]
    assert (done.done_at, done.done_by) == (scene.now, scene.who["zf91"])
    with pytest.raises(Unusable, match="settled"):
        await scene.do(settle, "street", number, 1, DONE)
    with pytest.raises(Unknown):
        await scene.do(settle, "street", number, 3, DONE)


async def test_an_owner_that_was_never_called_says_itself_that_it_is_done(scene: Scene) -> None:
    number = await called(scene)
    scene.now += 2 * HOUR
    await decided(scene, number, UnitCode("sw"))
    assert (await scene.do(settle, "sw1", number, 1, DONE)).meetings[number].decisions[0].done_at == scene.now


async def test_whoever_is_named_says_it_is_done_whatever_their_post(scene: Scene) -> None:
    number = await called(scene)
    scene.now += 2 * HOUR
    await decided(scene, number, JD, person=scene.who["lane"])
    with pytest.raises(NoRight):
        await scene.do(settle, "cadre", number, 1, DONE)
    assert (await scene.do(settle, "lane", number, 1, DONE)).meetings[number].decisions[0].done_by == scene.who["lane"]


async def test_nothing_is_decided_without_words_owner_or_a_day_to_come(scene: Scene) -> None:
    number = await called(scene)
    scene.now += 2 * HOUR
    before = await scene.stands()
    for words, owner, due_at, refusal in (
        (Words(), ZF, MONDAY + DAY, Unusable),
        (WHY, UnitCode("x"), MONDAY + DAY, Unknown),
        (WHY, UnitCode("bare"), MONDAY + DAY, NoReceiver),
        (WHY, ZF, MONDAY, Unusable),
        (WHY, ZF, MONDAY + 300 * DAY, Unusable),
    ):
        with pytest.raises(refusal):
            await scene.do(resolve, "street", number, words, owner, due_at)
    with pytest.raises(Unknown):
        await scene.do(resolve, "street", number, WHY, ZF, MONDAY + DAY, scene.who["pcs1"])
    with pytest.raises(NoRight):
        await scene.do(resolve, "zf1", number, WHY, ZF, MONDAY + DAY)
    assert await scene.stands() == before


async def test_a_meeting_is_put_off_or_cancelled_only_before_anything_is_decided(scene: Scene) -> None:
    number = await called(scene)
    await scene.do(attend, "street9", JD9, number, comes=True)
    later = await scene.do(put_off, "street", number, MONDAY + DAY)
    assert (later.meetings[number].at, later.meetings[number].replies) == (MONDAY + DAY, ())
    with pytest.raises(Unusable, match="past"):
        await scene.do(put_off, "street", number, MONDAY)
    with pytest.raises(Unusable, match="reason"):
        await scene.do(cancel, "street", number, Words())
    scene.now = MONDAY + DAY
    await decided(scene, number)
    with pytest.raises(Unusable, match="held_already"):
        await scene.do(put_off, "street", number, MONDAY + 2 * DAY)
    with pytest.raises(Unusable, match="held_already"):
        await scene.do(cancel, "street", number, WHY)
    _, other = await scene.do(convene, "street", Gathering.DISPATCH, scene.now + HOUR, PLACE, (JD9,))
    await scene.do(cancel, "street", other.number, WHY)
    with pytest.raises(Unusable, match="cancelled"):
        await scene.do(attend, "street9", JD9, other.number, comes=True)


async def test_a_meeting_without_hour_place_or_people_is_none(scene: Scene) -> None:
    await across(scene)
    for at, place, units, refusal in (
        (MONDAY, PLACE, (JD,), Unusable),
        (MONDAY + HOUR, " ", (JD,), Unusable),
        (MONDAY + HOUR, PLACE, (), Unusable),
        (MONDAY + HOUR, PLACE, (JD, JD), Unusable),
        (MONDAY + HOUR, PLACE, (UnitCode("x"),), Unknown),
        (MONDAY + HOUR, PLACE, (UnitCode("bare"),), NoReceiver),
        (MONDAY + 300 * DAY, PLACE, (JD,), Unusable),
    ):
        with pytest.raises(refusal):
            await scene.do(convene, "street", Gathering.JOINT, at, place, units)
    with pytest.raises(NoRight):
        await scene.do(convene, "zf1", Gathering.JOINT, MONDAY + HOUR, PLACE, (JD,))
    assert (await scene.stands()).meetings == {}


async def test_joint_actions_are_agreed_with_hour_place_and_parts_and_counted(scene: Scene) -> None:
    await across(scene)
    _, action = await scene.do(
        join_forces, "street", MONDAY + DAY, "界线北侧", (ZF, ZF9), Words("东侧归我们，西侧归你们")
    )
    assert action.number == 1
    _, again = await scene.do(join_again, "zf91", 1, MONDAY + 8 * DAY, ZF9)
    assert (again.number, again.place, again.units) == (2, "界线北侧", (ZF, ZF9))
    for units, at, words, refusal in (
        ((ZF,), MONDAY + DAY, WHY, "units"),
        ((ZF, ZF9), MONDAY, WHY, "past"),
        ((ZF, ZF9), MONDAY + DAY, Words(), "reason"),
    ):
        with pytest.raises(Unusable, match=refusal):
            await scene.do(join_forces, "street", at, "界线北侧", units, words)
    with pytest.raises(Unknown):
        await scene.do(join_again, "street", 9, MONDAY + DAY)
    with pytest.raises(NoRight):
        await scene.do(join_again, "pcs1", 1, MONDAY + DAY, ZF9)
    assert len((await scene.stands()).actions) == 2


async def test_what_is_decided_on_the_scene_has_owners_and_dates_too(scene: Scene) -> None:
    await scene.blow()
    await scene.do(visit, "street", Words("现场定了拆除时间"))
    _, decision = await scene.do(resolve, "street", 1, Words("先拆东头"), ZF, MONDAY + DAY)
    held = (await scene.do(minute, "street", 1, (ZF,))).meetings[1]
    assert (held.kind, held.convener, held.decisions) == (Gathering.SCENE, scene.who["street"], (decision,))


async def test_nothing_is_led_where_nothing_runs(scene: Scene) -> None:
    await scene.blow()
    await scene.do(call_off, "expert", WHY)
    with pytest.raises(WrongTurn):
        await scene.do(press, "street")
    with pytest.raises(WrongTurn):
        await scene.do(confirm, "zf1", ZF, "老赵")
