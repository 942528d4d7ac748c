"""吹哨报到 played through chat: the community blows, departments come, the resident reads who and when."""

import re

import pytest

from tests.conversations.blowing import blown as blow
from tests.conversations.blowing import finished, look, says_who
from tests.conversations.town import COMMUNITY, Someone, Town
from tests.conversations.workers import PHOTO, heard, posted

BURST = "槐荫路上自来水管爆裂，水冒了一米高，路都淹了，请赶紧来抢修"
PLUMBERS, WATER, CITY_OFFICE = -1025, -1019, -1014
THREE = "5 十分钟就到\n5 两小时修好\n4 路面还没铺"
INTERNAL = re.compile("哨|接哨员|牵头|裁定|工单")


async def blown(town: Town, by: str = "李敏") -> str:
    """A burst water main is reported, and an emergency whistle blown by whoever is on duty."""
    number = await posted(town, BURST)
    someone = town.person(by)
    await someone.presses("吹哨", in_group=COMMUNITY)
    if "应急哨" in look(someone, COMMUNITY).buttons:
        await someone.presses("应急哨", in_group=COMMUNITY)
    await finished(someone, COMMUNITY)
    return number


async def test_the_burst_water_main_from_the_blow_to_the_end(town: Town) -> None:
    number = await blown(town)
    card = town.find(PLUMBERS, number)
    assert "🚨 【应急哨】" in card.text
    assert "今天 11:05 前到场" in card.text
    resident = town.person("何静云")
    assert "已请 江城自来水和平营业所" in heard(town, resident.user)
    await repaired(town, resident)
    for name, chat in (("黎明", WATER), ("白雪", CITY_OFFICE)):
        await came(town, name, chat)

    blower = town.person("李敏")
    for _ in range(3):
        await blower.presses(next(w for m in town.chat(blower.user) for w in m.buttons if w.startswith("评价")))
        await blower.answers(THREE)
    await blower.presses("收哨")
    assert "已收哨" in town.find(PLUMBERS, "应急哨").text
    assert not INTERNAL.search(heard(town, resident.user)), heard(town, resident.user)


async def repaired(town: Town, resident: Someone) -> None:
    """The plumbers confirm, come, and repair; the resident reads each turn."""
    plumber = town.person("洪亮")
    await says_who(plumber, "姚远 20分钟", PLUMBERS)
    assert "姚远 今天 10:25 到" in heard(town, resident.user)

    await town.forward(minutes=20)
    worker = town.person("姚远")
    await worker.presses("到场", in_group=PLUMBERS)
    prompt = [m for m in town.chat(PLUMBERS) if m.asks][-1]
    await worker.sends(in_group=PLUMBERS, to=prompt, **PHOTO)
    assert "的人到现场了" in heard(town, resident.user)

    await worker.presses("办好了", in_group=PLUMBERS)
    await worker.answers("换了两米管，已恢复供水", in_group=PLUMBERS)
    assert "换了两米管" in heard(town, resident.user)


async def came(town: Town, name: str, chat: int) -> None:
    """Another unit confirms, comes, and reports."""
    other = town.person(name)
    await says_who(other, f"{name} 11:00", chat)
    await other.presses("到场", in_group=chat)
    await other.sends(in_group=chat, to=[m for m in town.chat(chat) if m.asks][-1], **PHOTO)
    await other.presses("办好了", in_group=chat)
    await other.answers("到场配合，已排水", in_group=chat)


async def test_in_the_units_group_one_card_stands_and_changes_in_place(town: Town) -> None:
    number = await blown(town)
    plumber = town.person("洪亮")
    await says_who(plumber, "姚远 20分钟", PLUMBERS)
    cards = [m for m in town.chat(PLUMBERS) if "应急哨" in m.text]
    assert len(cards) == 1
    assert "🔵 江城自来水和平营业所（牵头） · 响应 10:05 · 姚远 10:25 到" in cards[0].text
    assert number in cards[0].text


async def test_an_emergency_rings_at_night_until_it_is_confirmed_then_goes_up(town: Town) -> None:
    await town.jump(hours=14)
    number = await blown(town, by="王敏")
    plumber, leader = town.person("洪亮"), town.person("高建华")
    before = len(town.chat(plumber.user))
    for _ in range(4):
        await town.jump(minutes=5)
    rung = [m.text for m in town.chat(plumber.user)[before:]]
    assert len([text for text in rung if text.startswith("还没响应")]) == 4
    assert any(number in m.text for m in town.chat(leader.user))
    await says_who(plumber, "姚远 20分钟")
    after = len(town.chat(plumber.user))
    await town.jump(minutes=30)
    assert not any(m.text.startswith("还没响应") and "江城自来水" in m.text.split("\n")[0] for m in
                   town.chat(plumber.user)[after:])  # fmt: skip


async def test_a_unit_that_wants_to_return_it_reads_why_not_and_what_to_do_instead(town: Town) -> None:
    await blown(town)
    plumber = town.person("洪亮")
    await plumber.presses("更多", in_group=PLUMBERS)
    await plumber.presses("退回", in_group=PLUMBERS)
    await plumber.answers("不归我们", in_group=PLUMBERS)
    assert "要管到底" in town.last(PLUMBERS).text


async def test_whoever_may_not_blow_asks_the_secretary_who_does_by_one_press(town: Town) -> None:
    await posted(town, "槐荫路上有小摊占道经营，路都走不了")
    worker = town.person("张强")
    await blow(worker, COMMUNITY, "天天占道，请执法队来")
    assert "已提请吹哨" in town.last(COMMUNITY).text
    secretary = town.person("陈志远")
    await secretary.presses("吹哨")
    await finished(secretary)
    assert "【快捷哨】" in town.last(-1009).text


async def test_more_time_is_asked_for_granted_and_told_to_the_resident(town: Town) -> None:
    await posted(town, "槐荫路上有小摊占道经营，路都走不了")
    expert, officer = town.person("赵芳"), town.person("石磊")
    await blow(expert, COMMUNITY, "请执法队来")
    await says_who(officer, "石磊 11:00", -1009)
    await officer.presses("更多", in_group=-1009)
    await officer.presses("延期", in_group=-1009)
    await officer.answers("11-27 18:00 摊主要搬家", in_group=-1009)
    await expert.presses("准")
    await expert.answers("同意，先劝离")
    assert "要多些时间，改到 周五 18:00 前" in heard(town, town.person("何静云").user)


@pytest.mark.parametrize("name", ["洪亮", "何静云"])
async def test_a_stranger_to_the_community_blows_nothing(town: Town, name: str) -> None:
    await posted(town, "槐荫路上有小摊占道经营，路都走不了")
    stranger, card = town.person(name), town.find(COMMUNITY, "占道")
    toast = await stranger.presses("吹哨", in_group=COMMUNITY, on=card)
    assert toast == "这里的事不归您吹哨，也不归您提请，没有改动。要本社区、街道或者区里的人来。"
    assert not any("看一眼再吹" in m.text for m in town.chat(COMMUNITY))


async def test_the_resident_is_not_told_solved_while_a_unit_owes_its_report(town: Town) -> None:
    await blown(town)
    worker = town.person("王敏")
    await worker.presses("认领", in_group=COMMUNITY)
    await worker.presses("答复", in_group=COMMUNITY)
    await worker.presses("办好了", in_group=COMMUNITY)
    await worker.answers("修好了", in_group=COMMUNITY)
    assert "还没全部反馈" in town.last(COMMUNITY).text


@pytest.mark.parametrize("argument", ["u-nowhere", "t-soon", "go-x", "u-", "", "list"])
async def test_a_forged_press_of_a_resident_shows_and_blows_nothing(town: Town, argument: str) -> None:
    number = await posted(town, BURST)
    ticket = await town.ticket(number)
    stranger, card = town.person("老周"), town.find(COMMUNITY, number)
    before = len(town.chat(stranger.user))
    await stranger.presses_data(f"bw:{ticket.id}:{argument}", card)
    assert [m.text for m in town.chat(stranger.user)[before:] if m.text] == []
    async with town.storage.reading(town.now) as work:
        assert await work.whistles.of(ticket.id) == []


@pytest.mark.parametrize("argument", ["u-nowhere", "t-soon", "x"])
async def test_a_forged_press_of_staff_blows_nothing(town: Town, argument: str) -> None:
    number = await posted(town, BURST)
    ticket = await town.ticket(number)
    await town.person("李敏").presses_data(f"bw:{ticket.id}:{argument}", town.find(COMMUNITY, number))
    async with town.storage.reading(town.now) as work:
        assert await work.whistles.of(ticket.id) == []


async def test_whoever_blew_names_another_lead_from_the_card(town: Town) -> None:
    number = await blown(town)
    blower = town.person("李敏")
    words = next(w for m in town.chat(blower.user) for w in m.buttons if w.endswith("牵头"))
    assert "自来水和平营业所（牵头）" in town.find(PLUMBERS, number).text
    await blower.presses(words)
    assert "自来水和平营业所（牵头）" not in town.find(PLUMBERS, number).text
    assert "（牵头）" in town.find(PLUMBERS, number).text
