"""The forty-eight hours: who hears, when, how often, and who does not."""

from datetime import timedelta

import pytest

from tests.conversations.supervisors import (
    LID,
    RUBBISH,
    UNSURE,
    alarms,
    answered,
    at,
    card,
    claimed,
    heard,
    posted,
)
from tests.conversations.town import COMMUNITY, DISTRICT, STREET, Town
from tickets.kinds import State

WEEK = timedelta(days=6)


async def test_lateness_climbs_from_the_group_to_the_district(town: Town) -> None:
    """Each step once: two hours unclaimed, then 50, 80 and 100 per cent, then every morning a level up."""
    await posted(town)
    assert await heard(town, WEEK) == {
        "group": ["Mon 12:05", "Tue 10:05", "Wed 07:05", "Wed 10:05"],
        "coordinator": ["Mon 12:05", "Wed 07:05", "Wed 10:05", "Thu 08:05"],
        "secretary": ["Mon 12:05", "Wed 07:05", "Wed 10:05", "Thu 08:05"],
        "street": ["Wed 10:05", "Thu 08:05"],
        "district": ["Fri 08:05", "Sat 08:05", "Sun 08:05"],
    }


async def test_the_alarm_says_what_how_late_and_who(town: Town) -> None:
    number = await posted(town)
    await claimed(town, number, "张强")
    await town.forward(hours=11)
    await claimed_again(town, number)
    town.now = at("Wed 11:04")
    await town.sweep()
    text = alarms(town, STREET)[-1]
    assert text.splitlines()[0] == "逾期 1 件 · 槐树里社区"
    assert number in text
    assert "路灯" in text
    assert "超 59 分钟" in text


async def claimed_again(town: Town, number: str) -> None:
    """A word keeps the claim from falling back into the pool."""
    worker = town.person("张强")
    await worker.presses("问居民", in_group=COMMUNITY, on=card(town, number))
    await worker.answers("在哪个路口？", in_group=COMMUNITY)


@pytest.mark.parametrize("end", ["answer", "withdraw"])
async def test_an_ended_ticket_reminds_nobody(town: Town, end: str) -> None:
    number = await posted(town)
    if end == "answer":
        await answered(town, await claimed(town, number), number)
    else:
        await town.person("何静云").presses("撤回")
        if (await town.ticket(number)).state is not State.WITHDRAWN:
            await town.person("何静云").presses("撤回")
    assert not (await town.ticket(number)).running
    assert not any((await heard(town, WEEK)).values())


async def test_after_a_stop_of_the_program_one_message_tells_all(town: Town) -> None:
    """Down from Monday to Wednesday noon: the three steps that passed are one line, and one entry of the history."""
    number = await posted(town)
    await claimed(town, number)
    await town.jump(hours=50)
    assert len(alarms(town, STREET)) == 1
    assert len(alarms(town, town.users["赵芳"])) == 1
    assert (await town.history(number)).count("remind") == 1
    await town.sweep()
    assert len(alarms(town, STREET)) == 1


async def test_after_days_of_standing_still_the_level_is_that_of_today(town: Town) -> None:
    number = await posted(town)
    await town.jump(days=5)
    assert len(alarms(town, DISTRICT)) == 1
    async with town.storage.reading(town.now) as work:
        ticket = await work.tickets.named(number)
        [told] = [e for e in await work.tickets.history(ticket.id) if e.detail.get("clock") == "answer"]
    assert told.detail["steps"] == [50, 80, 100, 101, 102, 103]
    await town.jump(hours=20)
    assert len(alarms(town, DISTRICT)) == 1
    await town.jump(hours=4)
    assert len(alarms(town, DISTRICT)) == 2


async def test_the_night_is_quiet_and_the_morning_brings_one_digest(town: Town) -> None:
    """Three posts of a late evening reach 80 per cent in the night; at seven there is one message a chat."""
    town.now = at("Mon 13:00")
    for said, by in ((LID, "何静云"), (RUBBISH, "老周"), ("槐荫路上的路灯坏了", "钱阿姨")):
        number = await posted(town, said, by)
        await claimed(town, number)
        town.now += timedelta(minutes=7)
    town.now = at("Wed 01:00")
    await town.sweep()
    coordinator = town.users["赵芳"]
    for chat in (COMMUNITY, coordinator, STREET):
        town.chat(chat).clear()
    town.now = at("Wed 06:59")
    await town.sweep()
    assert alarms(town, coordinator) == []
    town.now = at("Wed 07:00")
    await town.sweep()
    [digest] = alarms(town, coordinator)
    assert digest.splitlines()[0] == "快到时限 3 件 · 槐树里社区"
    assert len(digest.splitlines()) == 4
    assert digest.index("井盖") < digest.index("垃圾") < digest.index("路灯")


async def test_a_digest_stays_on_one_screen_whatever_is_due(town: Town) -> None:
    town.now = at("Mon 10:00")
    for n in range(20):
        await posted(town, f"槐荫路{n + 1}号门前的路灯坏了，希望市政来修", ("何静云", "老周", "方明")[n % 3])
    await town.jump(hours=49)
    text = alarms(town, STREET)[-1]
    assert text.splitlines()[0].startswith("逾期 20 件")
    assert len(text.splitlines()) <= 14
    assert text.splitlines()[-1] == "还有 8 件，发 /overdue 看。"
    assert len(town.find(STREET, "逾期 20 件").buttons) <= 8


async def test_units_stand_apart_in_a_digest_the_longest_late_first(town: Town) -> None:
    await posted(town, "3号楼2单元楼道里堆满了杂物，没人管")
    town.now += timedelta(minutes=5)
    await posted(town, LID, "老周")
    await posted(town, "柳岸小区门口的路灯坏了，市政来修一下", "苏晴")
    await town.jump(hours=49)
    heads = [line for line in alarms(town, STREET)[-1].splitlines() if line.startswith("逾期")]
    assert heads == ["逾期 1 件 · 3号网格党支部", "逾期 1 件 · 槐树里社区", "逾期 1 件 · 柳河社区"]


async def test_what_nobody_claims_is_told_before_it_is_late(town: Town) -> None:
    town.now = at("Mon 21:00")
    await posted(town)
    town.now = at("Tue 07:59")
    await town.sweep()
    assert alarms(town, town.users["赵芳"]) == []
    town.now = at("Tue 08:00")
    await town.sweep()
    assert alarms(town, town.users["赵芳"])[-1].startswith("没人接 1 件 · 槐树里社区")


async def test_what_nobody_decides_on_is_told_to_the_coordinator_and_privately_to_the_street(town: Town) -> None:
    await posted(town, UNSURE)
    await town.forward(hours=2)
    assert alarms(town, town.users["赵芳"])[-1].startswith("没人接 1 件")
    assert alarms(town, STREET) == []
    assert alarms(town, town.users["许文"])[-1].startswith("没人接 1 件")


async def test_a_claim_without_a_word_goes_back_and_whoever_had_it_is_told(town: Town) -> None:
    number = await posted(town)
    worker = await claimed(town, number)
    await town.forward(hours=21)
    assert (await town.ticket(number)).state is State.OPEN
    assert "放回待认领" in town.find(worker.user, number).text
    assert "放回待认领" in town.find(COMMUNITY, number).text


async def test_a_promised_date_has_its_own_clock_and_keeps_the_claim(town: Town) -> None:
    """The 48 hours are answered by the promise; then the promise itself is watched, up to the street."""
    number = await posted(town)
    worker = await claimed(town, number)
    await worker.presses("答复", in_group=COMMUNITY, on=card(town, number))
    await worker.presses("先约个日子", in_group=COMMUNITY)
    await worker.presses("写日期", in_group=COMMUNITY)
    await worker.answers("12-02 18:00 等配件到货，到了就换。", in_group=COMMUNITY)
    ticket = await town.ticket(number)
    assert ticket.promised_for is not None
    await town.forward(days=3)
    assert (await town.ticket(number)).state is State.HELD
    assert alarms(town, STREET) == []
    town.now = ticket.promised_for + timedelta(minutes=1)
    await town.sweep()
    assert alarms(town, STREET)[-1].startswith("逾期 1 件")


async def test_a_reopened_round_is_reminded_of_anew(town: Town) -> None:
    number = await posted(town)
    await town.forward(hours=30)
    await answered(town, await claimed(town, number), number)
    resident = town.person("何静云")
    await resident.presses("没解决")
    await resident.presses("重新办理")
    ticket = await town.ticket(number)
    assert (ticket.round, ticket.due_at) == (2, town.now + timedelta(hours=48))
    told = await heard(town, timedelta(hours=50))
    assert len(told["street"]) == 1


async def test_the_call_back_is_made_once_and_silence_ends_without_an_opinion(town: Town) -> None:
    number = await posted(town)
    await answered(town, await claimed(town, number), number)
    resident = town.person("何静云")
    town.chat(resident.user).clear()
    await town.forward(days=3)
    assert len([m for m in resident.chat if "现在解决了吗" in m.text]) == 1
    await town.forward(days=5)
    assert (await town.ticket(number)).state is State.CLOSED
    assert len([m for m in resident.chat if "现在解决了吗" in m.text]) == 1
    async with town.storage.reading(town.now) as work:
        assert await work.tickets.ratings([(await work.tickets.named(number)).id]) == []


async def test_whoever_has_said_that_it_is_not_solved_is_not_called_back(town: Town) -> None:
    number = await posted(town)
    await answered(town, await claimed(town, number), number)
    resident = town.person("何静云")
    await resident.presses("没解决")
    await resident.presses("先这样")
    town.chat(resident.user).clear()
    await town.forward(days=8)
    assert not [m for m in resident.chat if "解决了吗" in m.text]
    assert (await town.ticket(number)).state is State.CLOSED


async def test_the_poster_hears_once_that_it_is_late_and_who_was_told(town: Town) -> None:
    number = await posted(town)
    resident = town.person("何静云")
    await town.forward(hours=72)
    late = [m for m in resident.chat if f"{number} 到时限了还没答复您" in m.text]
    assert len(late) == 1
    await resident.presses("催一下")
    assert "催" in town.last(COMMUNITY).text
