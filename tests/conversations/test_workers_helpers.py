"""People who are asked to help: 能人 with consent and without names, partners of the branch by name."""

from tests.conversations.town import BRANCH3, COMMUNITY, Town
from tests.conversations.workers import HOUSEHOLD, LEADER, SHARED, claimed, heard
from tickets.kinds import State

ASKED = "想请您帮个忙"


async def test_a_neighbour_is_asked_only_after_the_resident_agrees(town: Town) -> None:
    number = await claimed(town, HOUSEHOLD, LEADER, None)
    leader, resident = town.person(LEADER), town.person("何静云")
    await leader.presses("更多")
    assert "先问居民" in await leader.presses("请能人")
    await leader.presses("更多")
    assert "已经问过居民" in await leader.presses("请能人")
    assert not any("请谁" in m.text for m in leader.chat)
    await resident.presses("可以")
    await leader.presses("选人")
    asked = await _ask_first(town)
    request = town.find(town.person(asked).user, ASKED).text
    assert "何静云" not in request
    assert "402" not in request
    assert "楼上" not in request
    assert number not in heard(town, COMMUNITY)


async def test_a_resident_who_wants_nobody_is_left_in_peace(town: Town) -> None:
    await claimed(town, HOUSEHOLD, LEADER, None)
    leader = town.person(LEADER)
    await leader.presses("更多")
    await leader.presses("请能人")
    await town.person("何静云").presses("不用")
    assert "不想请别人" in leader.chat[-1].text
    await leader.presses("更多")
    assert "居民不想请别人" in await leader.presses("请能人")


async def test_the_one_asked_says_yes_or_no_once_and_the_holder_hears_it(town: Town) -> None:
    await _agreed_to_helpers(town)
    first, second = await _ask_first(town), await _ask_second(town)
    assert first != second
    await town.person(first).presses("愿意")
    assert f"{first} 愿意来" in heard(town, town.person(LEADER).user)
    await town.person(second).presses("来不了")
    assert f"{second} 来不了" in heard(town, town.person(LEADER).user)
    await town.person(first).presses("来不了")
    assert "您已经回过了" in town.person(first).chat[-1].text


async def test_what_was_agreed_is_kept_and_told_to_the_resident_and_the_helper(town: Town) -> None:
    number = await _agreed_to_helpers(town)
    helper = await _ask_first(town)
    await town.person(helper).presses("愿意")
    leader = town.person(LEADER)
    await leader.presses("更多")
    await leader.presses("记商定")
    await leader.answers("晚上十点以后不搬东西")
    assert "商定：\n晚上十点以后不搬东西" in heard(town, town.person("何静云").user)
    assert "晚上十点以后不搬东西" in heard(town, town.person(helper).user)
    assert "agree" in await town.history(number)
    assert (await town.ticket(number)).state is State.HELD


async def test_where_one_side_refuses_mediation_stops_and_the_ways_on_are_told(town: Town) -> None:
    number = await _agreed_to_helpers(town)
    helper = await _ask_first(town)
    await town.person(helper).presses("愿意")
    leader = town.person(LEADER)
    await leader.presses("更多")
    await leader.presses("一方不愿意")
    assert (await town.ticket(number)).state is State.HELD
    await leader.presses("停止调解")
    told = town.person("何静云").chat[-1].text
    assert "司法所" in told
    assert "12348" in told
    assert "法院" in told
    assert (await town.ticket(number)).state is State.ANSWERED
    assert "不用您跑了" in town.person(helper).chat[-1].text


async def test_an_invitation_that_outlived_the_matter_is_answered_kindly(town: Town) -> None:
    await _agreed_to_helpers(town)
    helper = await _ask_first(town)
    leader = town.person(LEADER)
    await leader.presses("答复")
    await leader.presses("办好了")
    await leader.answers("两家和好了")
    assert "不用请人了" in await town.person(helper).presses("愿意")


async def test_somebody_else_cannot_answer_an_invitation(town: Town) -> None:
    number = await _agreed_to_helpers(town)
    helper = await _ask_first(town)
    request = town.find(town.person(helper).user, ASKED)
    said = await town.person("谢春梅").presses_data(request.buttons["愿意"], request)
    assert "没有改动" in said
    assert "accept" not in await town.history(number)


async def test_for_a_shared_matter_members_delegates_and_property_are_each_asked_by_name(town: Town) -> None:
    number = await claimed(town, SHARED, "张强", BRANCH3)
    worker = town.person("张强")
    await worker.presses("更多", in_group=BRANCH3)
    await worker.presses("请人参加", in_group=BRANCH3)
    for words, name in (
        ("胡建军（党员）", "胡建军"),
        ("郭永福（居民代表）", "郭永福"),
        ("任晓东（物业）", "任晓东"),
    ):
        await worker.presses(words, in_group=BRANCH3)
        assert town.person(name).chat[-1].text.startswith(f"{name}，张强请您一起商量")
    await town.person("胡建军").presses("愿意")
    await town.person("任晓东").presses("愿意")
    await town.person("郭永福").presses("来不了")
    assert "胡建军 愿意来" in heard(town, BRANCH3)
    assert "郭永福 来不了" in heard(town, BRANCH3)
    await worker.presses("更多", in_group=BRANCH3)
    await worker.presses("记商定", in_group=BRANCH3)
    await worker.answers("物业周五清走，以后每周查一次", in_group=BRANCH3)
    for name in ("何静云", "胡建军", "任晓东"):
        assert "物业周五清走" in heard(town, town.person(name).user)
    assert "物业周五清走" in heard(town, BRANCH3)
    assert "物业周五清走" not in heard(town, town.person("郭永福").user)
    assert (await town.ticket(number)).state is State.HELD


async def _agreed_to_helpers(town: Town) -> str:
    number = await claimed(town, HOUSEHOLD, LEADER, None)
    leader = town.person(LEADER)
    await leader.presses("更多")
    await leader.presses("请能人")
    await town.person("何静云").presses("可以")
    await leader.presses("选人")
    return number


async def _ask_first(town: Town) -> str:
    return await _ask(town, 0)


async def _ask_second(town: Town) -> str:
    return await _ask(town, 1)


async def _ask(town: Town, place: int) -> str:
    leader = town.person(LEADER)
    words = list(town.find(leader.user, "请谁").buttons)[place]
    await leader.presses(words)
    return words.partition("（")[0]
