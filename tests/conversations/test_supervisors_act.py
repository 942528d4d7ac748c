"""What supervisors can do from an alarm, who cannot, and how a danger rings until somebody goes."""

import asyncio
from datetime import timedelta

import pytest

from bot.ticks import sweep_all
from storage.database import Database
from storage.work import Storage
from tests.conversations.supervisors import (
    GAS,
    LID,
    NOISE,
    alarms,
    at,
    heard,
    posted,
)
from tests.conversations.town import BRANCH3, COMMUNITY, STREET, Town
from tickets.deeds.poster.posting import withdraw
from tickets.kinds import State


async def late(town: Town) -> str:
    """One ticket that the street has just been told of."""
    number = await posted(town)
    await town.jump(hours=49)
    return number


async def test_a_supervisor_presses_and_the_workplace_reads_who(town: Town) -> None:
    number = await late(town)
    said = await town.person("许文").presses("督办", in_group=STREET)
    assert "已督办" in said
    assert "许文督办" in town.find(COMMUNITY, f"{number} 许文").text
    assert (await town.ticket(number)).pressed
    assert "press" in await town.history(number)


async def test_a_supervisor_takes_it_into_their_own_hands(town: Town) -> None:
    number = await late(town)
    boss = town.person("高建华")
    assert "归您了" in await boss.presses("我来办", in_group=STREET)
    ticket = await town.ticket(number)
    assert ticket.state is State.HELD
    assert "高建华" in town.find(town.users["何静云"], number).text


async def test_a_supervisor_passes_it_to_another_unit_with_a_reason(town: Town) -> None:
    number = await late(town)
    boss = town.person("许文")
    await boss.presses("转给…", in_group=STREET)
    await boss.presses("槐荫街道综合执法队", in_group=STREET)
    await boss.answers("占道的归执法队。", in_group=STREET)
    ticket = await town.ticket(number)
    assert (ticket.unit, ticket.state) == ("HY-ZF", State.OPEN)
    assert ticket.due_at == ticket.posted_at + timedelta(hours=48)


@pytest.mark.parametrize("button", ["督办", "我来办", "转给…"])
async def test_strangers_and_workers_cannot_do_what_supervisors_can(town: Town, button: str) -> None:
    number = await late(town)
    before = await town.ticket(number)
    for name in ("老周", "何静云", "孙丽"):
        said = await town.person(name).presses(button, in_group=STREET)
        assert "没有改动" in said
    if button != "转给…":
        assert "没有改动" in await town.person("王敏").presses(button, in_group=STREET)
    assert await town.ticket(number) == before


async def test_an_alarms_button_is_refused_once_the_matter_is_ended(town: Town) -> None:
    number = await late(town)
    async with town.storage.unit(town.now) as work:
        ticket = await work.tickets.named(number)
        await withdraw(work, ticket.id, ticket.poster)
    assert "已撤回" in await town.person("许文").presses("督办", in_group=STREET)
    assert not (await town.ticket(number)).pressed


async def test_a_household_matter_is_told_to_the_streets_people_and_not_in_its_group(town: Town) -> None:
    number = await posted(town, NOISE)
    assert (await town.ticket(number)).state is State.OPEN
    await town.jump(hours=49)
    assert alarms(town, STREET) == []
    assert number in alarms(town, town.users["许文"])[-1]
    boss = town.person("许文")
    await boss.says("/overdue", in_group=STREET)
    listed = town.last(STREET).text
    assert number in listed
    assert "椅子" not in listed
    await boss.says("/overdue")
    assert "椅子" in town.last(boss.user).text


async def test_overdue_lists_by_unit_the_longest_first_for_those_who_watch(town: Town) -> None:
    first = await posted(town, "3号楼2单元楼道里堆满了杂物，没人管")
    town.now += timedelta(minutes=5)
    second = await posted(town, LID, "老周")
    await town.jump(hours=49)
    boss = town.person("许文")
    await boss.says("/overdue")
    lines = town.last(boss.user).text.splitlines()
    assert lines[0] == "逾期 2 件"
    assert [line for line in lines if line in {"3号网格党支部", "槐树里社区"}] == ["3号网格党支部", "槐树里社区"]
    assert first in lines[2]
    assert second in lines[4]
    assert f"督办 {first}" in town.last(boss.user).buttons
    await town.person("老周").says("/overdue")
    assert "督办人员" in town.last(town.users["老周"]).text


async def test_nothing_overdue_is_said(town: Town) -> None:
    boss = town.person("许文")
    await boss.says("/overdue")
    assert town.last(boss.user).text == "没有逾期的。"


def paged(town: Town, name: str) -> int:
    return len([m for m in town.chat(town.users[name]) if "收到，我去" in m.buttons or "煤气" in m.text])


async def test_a_danger_rings_at_night_again_and_higher_until_somebody_goes(town: Town) -> None:
    """Monday 23:50: the night's duty and the coordinators; ten minutes later the street; then the district."""
    town.now = at("Mon 23:50")
    number = await posted(town, GAS)
    rung = {name: [paged(town, name)] for name in ("王敏", "赵芳", "许文", "周国梁")}
    for _ in range(3):
        await town.jump(minutes=10)
        for name, count in rung.items():
            count.append(paged(town, name))
    assert rung["王敏"][0] == rung["赵芳"][0] == 1
    assert rung["王敏"] == sorted(set(rung["王敏"]))
    assert rung["许文"][1] > rung["许文"][0]
    assert rung["周国梁"][:2] == [0, 0]
    assert rung["周国梁"][2] == 1
    assert "第 4 次通知，还没有人应。" in town.last(town.users["王敏"]).text

    said = await town.person("王敏").presses("收到，我去")
    assert number in said
    resident = town.users["何静云"]
    assert "王敏" in town.find(resident, "王敏").text
    before = paged(town, "王敏"), len(town.chat(resident))
    await town.jump(minutes=30)
    assert paged(town, "王敏") == before[0]
    assert "heed" in await town.history(number)


async def test_going_twice_tells_the_resident_once(town: Town) -> None:
    town.now = at("Mon 23:50")
    number = await posted(town, GAS)
    duty = town.person("王敏")
    page = [m for m in duty.chat if "收到，我去" in m.buttons][-1]
    data = page.buttons["收到，我去"]
    await duty.presses_data(data, page)
    told = len(town.chat(town.users["何静云"]))
    await duty.presses_data(data, page)
    assert len(town.chat(town.users["何静云"])) == told
    assert (await town.history(number)).count("heed") == 1


async def test_a_stranger_cannot_silence_a_page(town: Town) -> None:
    await posted(town, GAS)
    duty = town.person("李敏")
    page = [m for m in duty.chat if "收到，我去" in m.buttons][-1]
    said = await town.person("老周").presses_data(page.buttons["收到，我去"], page)
    assert "没有改动" in said


async def test_a_danger_waits_for_no_morning(town: Town) -> None:
    town.now = at("Mon 23:05")
    number = await posted(town, GAS)
    await town.person("王敏").presses("收到，我去")
    assert (await town.ticket(number)).danger
    told = await heard(town, timedelta(hours=4))
    assert "Tue 01:05" in told["coordinator"]


async def test_a_claimed_danger_stops_ringing(town: Town) -> None:
    number = await posted(town, GAS)
    group = BRANCH3 if any(number in m.text for m in town.chat(BRANCH3)) else COMMUNITY
    await town.person("张强").presses("认领", in_group=group)
    before = paged(town, "李敏")
    await town.jump(minutes=25)
    assert paged(town, "李敏") == before


async def test_two_sweeps_at_the_same_moment_tell_each_thing_once(town: Town, database_url: str) -> None:
    for n in range(12):
        await posted(town, f"槐荫路{n + 1}号门前的路灯坏了，希望市政来修", ("何静云", "老周", "方明")[n % 3])
    other = Database(database_url) if town.storage.database.postgres else town.storage.database
    second = Storage(other, town.storage.reader, town.storage.rules)
    town.now += timedelta(hours=25)
    fired = await asyncio.gather(*(sweep_all(s, lambda: town.now, "zh_CN") for s in [town.storage, second] * 3))
    await town.settle()
    assert sum(fired) == 24
    async with town.storage.reading(town.now) as work:
        for n in range(12):
            ticket = await work.tickets.named(f"槐-{1001 + n}")
            told = [(e.detail["clock"], e.detail["step"]) for e in await work.tickets.history(ticket.id)
                    if e.deed == "remind"]  # fmt: skip
            assert sorted(told) == [("answer", 50), ("claim", 100)]
    if other is not town.storage.database:
        await other.close()


async def test_a_worker_is_alarmed_where_the_card_stands_and_can_act_from_there(town: Town) -> None:
    number = await posted(town)
    await town.forward(hours=2)
    alarm = town.find(COMMUNITY, "没人接")
    assert list(alarm.buttons) == ["认领", "详情"]
    await town.person("王敏").presses("认领", in_group=COMMUNITY, on=alarm)
    assert (await town.ticket(number)).state is State.HELD
