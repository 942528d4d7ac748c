"""Danger: advice first and alone, those on duty rung at any hour, and never a plain household matter."""

from datetime import UTC, datetime

import pytest

from bot.people.loading import WEB
from tests.conversations.residents import (
    BEATEN,
    GAS,
    GROUPS,
    LAMP,
    NOISE,
    RUBBISH,
    answered,
    claimed,
    everywhere,
    neighbour,
    newcomer,
    photo,
    receipts,
    reported,
    texts,
)
from tests.conversations.town import BRANCH3, Town, number_in
from tickets.ids import ChatId
from tickets.kinds import Peril, State
from tickets.mail import Address, Letter


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("我家厨房着火了", "119"),
        (GAS, "119"),
        ("电梯里有人被困住了", "119"),
        (BEATEN, "110"),
        ("我不想活了", "12356"),
        ("老伴晕倒了叫不醒", "120"),
    ],
)
async def test_advice_comes_first_and_alone(town: Town, text: str, call: str) -> None:
    resident = await neighbour(town)
    await resident.says(text)
    advice, receipt = texts(resident)[:2]
    assert advice.startswith("🚨")
    assert call in advice
    assert "编号" not in advice
    assert receipt.startswith("收到，编号")
    assert "已通知值班的李敏" in receipt


async def test_the_advice_overtakes_all_that_waits(town: Town) -> None:
    resident = await neighbour(town)
    async with town.storage.unit(town.now) as work:
        for n in range(40):
            await work.mail.post(Letter(Address(WEB, ChatId(resident.user)), "sendMessage", {"text": f"第 {n} 条"}))
    await resident.says(GAS)
    assert texts(resident)[0].startswith("🚨")
    assert len(resident.chat) == 42


async def test_those_on_duty_are_rung_at_three_in_the_morning(town: Town) -> None:
    town.now = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
    resident = await neighbour(town)
    await resident.says(GAS)
    number = number_in(receipts(resident)[-1])
    for name in ("王敏", "许文", "赵芳"):
        assert number in town.find(town.person(name).user, "🚨").text


async def test_household_danger_is_seen_by_coordinator_and_duty_alone(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(BEATEN)
    number = number_in(receipts(resident)[-1])
    ticket = await town.ticket(number)
    assert (ticket.state, ticket.unrouted, ticket.peril) == (State.TRIAGE, "danger", Peril.VIOLENCE)
    seen = everywhere(town, number) - {resident.user}
    assert seen == {town.person(name).user for name in ("赵芳", "陈志远", "李敏", "许文")}
    assert not seen & GROUPS


async def test_the_residents_own_word_does_not_make_danger_a_household_matter(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(BEATEN)
    number = number_in(receipts(resident)[-1])
    await resident.presses("分错了")
    await resident.presses("邻里家里的事")
    assert (await town.ticket(number)).state is State.TRIAGE
    assert number not in "".join(m.text for m in town.chat(town.person("曹德明").user))


async def test_a_message_edited_into_danger_is_danger(town: Town) -> None:
    resident = await neighbour(town)
    message = await resident.says(RUBBISH)
    await resident.edits(message, "3号楼2单元楼道里的杂物着火了，快来人")
    assert texts(resident)[1].startswith("🚨")
    assert "🚨" in town.find(BRANCH3, "🚨").text
    assert "🚨" in town.find(town.person("李敏").user, "🚨").text


async def test_danger_at_home_leaves_the_leader_and_the_groups(town: Town) -> None:
    """Whether it was added, replied or edited in."""
    resident = await neighbour(town)
    number = await reported(resident, NOISE)
    await resident.says("他刚才打我了，流血了，救命", to=resident.chat[0])
    ticket = await town.ticket(number)
    assert (ticket.danger, ticket.state, ticket.unrouted) == (True, State.TRIAGE, "danger")
    assert "流血" not in "".join(m.text for m in town.chat(town.person("曹德明").user))

    message = await resident.says(RUBBISH)
    await resident.edits(message, BEATEN)
    assert not everywhere(town, "老公") & GROUPS


async def test_danger_in_a_reply_to_a_held_ticket_rings(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident)
    await claimed(town)
    await resident.says("现在电线掉下来冒火花着火了", to=resident.chat[0])
    assert any(text.startswith("🚨") for text in texts(resident))
    assert (await town.ticket(number)).danger
    assert "🚨" in town.find(town.person("李敏").user, "🚨").text


async def test_danger_after_the_end_is_a_new_ticket(town: Town) -> None:
    resident = await neighbour(town)
    number = await answered(town, resident)
    await resident.says("着火了，快来人", to=town.find(resident.user, "有结果了"))
    assert len(receipts(resident)) == 2
    assert not (await town.ticket(number)).danger


async def test_small_talk_edited_into_danger_is_a_post(town: Town) -> None:
    resident = await neighbour(town)
    message = await resident.says("你好")
    await resident.edits(message, GAS)
    assert texts(resident)[1].startswith("🚨")
    assert receipts(resident)


async def test_staff_in_danger_are_not_asked_whether_it_is_a_post(town: Town) -> None:
    neighbour = town.person("冯建民")
    await neighbour.says("我家厨房着火了")
    assert texts(neighbour)[0].startswith("🚨")


async def test_a_stranger_in_danger_is_helped_before_any_question(town: Town) -> None:
    guest = newcomer(town)
    await guest.says(GAS)
    assert texts(guest)[0].startswith("🚨")
    assert texts(guest)[1].startswith("收到，编号")
    await guest.presses("柳河社区")
    assert "🚨" in town.find(town.person("孙丽").user, "🚨").text


async def test_a_photo_whose_sentence_is_danger_rings(town: Town) -> None:
    resident = await neighbour(town)
    await resident.sends(**photo())
    await resident.says(GAS)
    assert any(text.startswith("🚨") for text in texts(resident))
    assert "🚨" in town.find(town.person("李敏").user, "🚨").text


async def test_the_resident_hears_who_has_read_the_page(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(GAS)
    await town.person("李敏").presses("收到，我去")
    assert "李敏（值班）已接通知 10:05" in texts(resident)[-1]


async def test_words_about_no_danger_ring_nobody(town: Town) -> None:
    await reported(town.person("何静云"), LAMP)
    assert not everywhere(town, "🚨")
