"""Lists: of the group's unit in a group, of one's own in private; nobody finds what is not theirs."""

import pytest

from tests.conversations.town import BRANCH3, COMMUNITY, Town
from tests.conversations.workers import HOUSEHOLD, LEADER, PUBLIC, SHARED, claimed, posted, solved

WILLOWS = -1002


async def test_open_lists_what_waits_for_the_groups_unit(town: Town) -> None:
    public, shared = await posted(town, PUBLIC), await posted(town, SHARED, "老周")
    await town.person("王敏").says("/open", in_group=COMMUNITY)
    text = town.last(COMMUNITY).text
    assert public in text
    assert shared not in text
    await town.person("张强").says("/open", in_group=BRANCH3)
    assert shared in town.last(BRANCH3).text


@pytest.mark.parametrize("command", ["/open", "/mine", "/due", "/find 吵架", "/find 槐"])
async def test_a_household_matter_is_in_no_list_of_a_group(town: Town, command: str) -> None:
    number = await claimed(town, HOUSEHOLD, LEADER, None)
    for group in (COMMUNITY, BRANCH3):
        for name in (LEADER, "赵芳", "张强"):
            await town.person(name).says(command, in_group=group)
            assert number not in town.last(group).text


async def test_the_leader_finds_their_household_matters_in_private(town: Town) -> None:
    number = await claimed(town, HOUSEHOLD, LEADER, None)
    leader = town.person(LEADER)
    for command in ("/mine", "/find 吵架", "/due"):
        if command == "/due":
            await town.forward(hours=40)
        await leader.says(command)
        assert number in leader.chat[-1].text


@pytest.mark.parametrize("command", ["/open", "/find 路灯", "/find 槐-1001"])
async def test_a_worker_of_one_community_never_finds_anothers(town: Town, command: str) -> None:
    number = await posted(town, PUBLIC)
    other = town.person("吴霞")
    await other.says(command)
    assert number not in other.chat[-1].text
    await other.says(command, in_group=WILLOWS)
    assert number not in town.last(WILLOWS).text


async def test_mine_and_due_tell_what_i_hold_and_what_ends_today(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker = town.person("王敏")
    await worker.says("/mine")
    assert number in worker.chat[-1].text
    await worker.says("/due")
    assert "今天没有到期的" in worker.chat[-1].text
    await town.jump(hours=40)
    await worker.says("/due")
    assert number in worker.chat[-1].text
    await worker.presses(f"认领 {number}")
    await solved(town, "王敏", COMMUNITY)
    await worker.says("/mine")
    assert "没有没办完的" in worker.chat[-1].text


async def test_a_coordinator_sees_the_whole_community_and_a_resident_nothing(town: Town) -> None:
    public, shared = await posted(town, PUBLIC), await posted(town, SHARED, "老周")
    coordinator, resident = town.person("赵芳"), town.person("何静云")
    await coordinator.says("/open")
    assert public in coordinator.chat[-1].text
    assert shared in coordinator.chat[-1].text
    for command in ("/open", "/due", "/find 路灯"):
        await resident.says(command)
        assert "工作人员用的" in resident.chat[-1].text
