"""Any message is a post: its receipt, what is added to it, and what makes no ticket at all."""

from typing import Any

import pytest

from tests.conversations.residents import (
    GROUPS,
    LAMP,
    NOISE,
    RUBBISH,
    SPOT,
    STICKER,
    UNSURE,
    claimed,
    everywhere,
    file,
    neighbour,
    own,
    photo,
    receipts,
    reported,
    texts,
)
from tests.conversations.town import BRANCH3, COMMUNITY, Town, number_in
from tickets.kinds import Matter, State
from tickets.ticket import Ticket


async def tickets_of(town: Town, *numbers: str) -> list[Ticket]:
    return [await town.ticket(number) for number in numbers]


async def test_the_receipt_says_number_class_why_who_and_until_when(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(RUBBISH)
    [receipt] = resident.chat
    first, routed, until = receipt.text.splitlines()
    assert first == f"收到，编号 {number_in(first)}。"
    assert routed.startswith("按“小区里的事”转给 3号网格党支部（您提到：楼道、")
    assert until == "最晚后天 10:05 前答复您。"
    assert list(receipt.buttons) == ["分错了", "补充", "撤回"]
    assert number_in(first) in town.find(BRANCH3, "楼道里堆满").text


async def test_a_household_matter_goes_to_the_leader_by_name_and_into_no_group(town: Town) -> None:
    resident = await neighbour(town)
    await reported(resident, NOISE)
    assert "按“邻里家里的事”转给 微网格长 曹德明" in receipts(resident)[-1]
    assert everywhere(town, "拉椅子") - {resident.user} == {town.person("曹德明").user}


@pytest.mark.parametrize(
    ("text", "area"),
    [("三号楼二门灯不亮", "H3-3-2"), ("3#2单元的灯坏了三天", "H3-3-2"), ("５-１-３０２门口的灯坏了", "H5-5-1")],
)
async def test_a_building_in_any_notation_leads_to_its_own_area(town: Town, text: str, area: str) -> None:
    resident = await neighbour(town)
    number = await reported(resident, text)
    assert (await town.ticket(number)).area == area


@pytest.mark.parametrize(
    "parts",
    [
        photo(),
        photo() | {"caption": RUBBISH},
        file("voice"),
        file("video"),
        file("document"),
        {"location": SPOT},
        {"location": SPOT, "venue": {"location": SPOT, "title": "槐荫路口", "address": "槐荫路 1 号"}},
        {"contact": {"phone_number": "13800000000", "first_name": "老张"}},
    ],
    ids=["photo", "caption", "voice", "video", "document", "location", "venue", "contact"],
)
async def test_every_kind_of_message_is_one_ticket(town: Town, parts: dict[str, Any]) -> None:
    resident = await neighbour(town)
    await resident.sends(**parts)
    [receipt] = receipts(resident)
    sorted_ = (await town.ticket(number_in(receipt))).state is State.OPEN
    assert sorted_ == ("caption" in parts)


async def test_a_sticker_is_answered_and_makes_no_ticket(town: Town) -> None:
    resident = await neighbour(town)
    await resident.sends(**STICKER)
    assert texts(resident) == ["这条看不出内容。请用文字、照片、语音或位置说。"]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
async def test_an_album_is_one_post_in_whatever_order_it_comes(town: Town, order: list[int]) -> None:
    """The caption stands on its second picture."""
    resident = await neighbour(town)
    items = [photo(f"p{n}") | {"media_group_id": "7"} for n in range(3)]
    items[1]["caption"] = RUBBISH
    for n in order:
        await resident.sends(**items[n])
    numbers = {number_in(text) for text in receipts(resident)}
    assert len(numbers) == 1
    ticket = await town.ticket(numbers.pop())
    assert (ticket.matter, ticket.unit) == (Matter.SHARED, "H3-ZB")
    async with town.storage.reading(town.now) as work:
        assert sum(len(s.media) for s in await work.tickets.said(ticket.id)) == 3


async def test_a_photo_alone_asks_for_a_sentence_and_the_sentence_sorts_it(town: Town) -> None:
    resident = await neighbour(town)
    await resident.sends(**photo())
    [asked] = resident.chat
    assert "回复这条说一句" in asked.text
    number = number_in(asked.text)
    assert not everywhere(town, number) & GROUPS
    await resident.says(RUBBISH, to=asked)
    assert (await town.ticket(number)).unit == "H3-ZB"
    assert f"收到，编号 {number}。\n按“小区里的事”转给 3号网格党支部" in texts(resident)[-1]


async def test_the_sentence_after_a_photo_belongs_to_it_though_it_is_no_reply(town: Town) -> None:
    resident = await neighbour(town)
    await resident.sends(**photo())
    number = number_in(texts(resident)[-1])
    await resident.says(RUBBISH)
    assert (await town.ticket(number)).unit == "H3-ZB"
    assert {number_in(text) for text in receipts(resident)} == {number}


async def test_a_photo_minutes_later_is_added_with_a_way_out(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident, RUBBISH)
    town.now = town.now.replace(minute=8)
    await resident.sends(**photo())
    added = resident.chat[-1]
    assert added.text == f"已补充到 {number}。"
    await resident.presses("不是，另报一件")
    other = number_in(receipts(resident)[-1])
    assert other != number
    await resident.presses_data(f"ap:{(await town.ticket(number)).id}:1", added)
    assert len(receipts(resident)) == 2


async def test_the_way_out_pressed_twice_makes_one_ticket(town: Town) -> None:
    resident = await neighbour(town)
    await reported(resident, RUBBISH)
    await resident.sends(**photo())
    added, data = resident.chat[-1], resident.chat[-1].buttons["不是，另报一件"]
    await resident.presses_data(data, added)
    await resident.presses_data(data, added)
    assert len(receipts(resident)) == 2


async def test_what_comes_later_is_a_post_of_its_own(town: Town) -> None:
    resident = await neighbour(town)
    await reported(resident, RUBBISH)
    town.now = town.now.replace(minute=11)
    await resident.sends(**photo())
    assert len(receipts(resident)) == 2


async def test_a_new_matter_right_after_is_a_new_ticket(town: Town) -> None:
    resident = await neighbour(town)
    numbers = {await reported(resident, RUBBISH), await reported(resident, LAMP), await reported(resident, NOISE)}
    assert len(numbers) == 3


async def test_a_reply_to_the_receipt_or_to_ones_own_message_is_added(town: Town) -> None:
    resident = await neighbour(town)
    message = await resident.says(RUBBISH)
    number = number_in(texts(resident)[-1])
    await resident.says("早上又多了两辆电动车", to=resident.chat[0])
    await resident.says("还有一个旧沙发", to=own(resident, message))
    assert texts(resident)[-2:] == [f"已补充到 {number}。"] * 2
    card = town.find(BRANCH3, number).text
    assert "电动车" in card
    assert "旧沙发" in card


async def test_the_button_adds_what_is_replied_to_it(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident, RUBBISH)
    await resident.presses("补充")
    assert resident.chat[-1].asks
    await resident.answers("在三楼拐角")
    assert texts(resident)[-1] == f"已补充到 {number}。"
    assert "三楼拐角" in town.find(BRANCH3, number).text


async def test_what_is_replied_to_a_held_ticket_reaches_its_holder(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident)
    await claimed(town)
    await resident.says("今天还是黑的，请快一点", to=resident.chat[0])
    assert texts(resident)[-1] == "已转给王敏。"
    assert f"{number} 居民" in town.find(COMMUNITY, "还是黑的").text


async def test_a_reply_to_a_withdrawn_ticket_is_a_post_of_its_own(town: Town) -> None:
    resident = await neighbour(town)
    await reported(resident)
    receipt = resident.chat[0]
    await resident.presses("撤回")
    await resident.presses("撤回", on=resident.chat[-1])
    await resident.says(RUBBISH, to=receipt)
    assert len(receipts(resident)) == 2


async def test_an_unsure_post_asks_one_question_while_only_the_coordinator_sees_it(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident, UNSURE)
    assert "先请槐树里社区的赵芳看该归谁管。" in texts(resident)[0]
    assert "最晚后天 10:05 前答复您。" in texts(resident)[0]
    [question] = resident.chat[1:]
    assert list(question.buttons) == ["要部门来管的事", "小区里的事", "邻里家里的事"]
    staff = {town.person("赵芳").user, town.person("陈志远").user}
    assert everywhere(town, number) == staff | {resident.user}

    await resident.presses("小区里的事")
    assert question.text.startswith(f"好，{number} 按“小区里的事”转给 3号网格党支部。")
    assert not question.buttons
    assert (await town.ticket(number)).unit == "H3-ZB"
    async with town.storage.reading(town.now) as work:
        rows = await work.connection.exec_driver_sql("SELECT * FROM corrections")
        assert len(rows.all()) == 1


async def test_a_wrong_class_is_put_right_by_the_resident(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident, RUBBISH)
    await resident.presses("分错了")
    await resident.presses("要部门来管的事")
    assert (await town.ticket(number)).unit == "H-SQ"
    assert "已转给" in town.chat(BRANCH3)[-1].text
    assert "堆满" not in town.chat(BRANCH3)[-1].text


async def test_the_class_is_no_longer_the_residents_once_somebody_works_on_it(town: Town) -> None:
    resident = await neighbour(town)
    await reported(resident)
    await claimed(town)
    assert "已经有人在办了" in await resident.presses("分错了")


@pytest.mark.parametrize(
    ("said", "heard"), [("你好", "您好"), ("谢谢您", "不客气"), ("太感谢了", "不客气"), ("在吗", "您好")]
)
async def test_small_talk_is_answered_and_makes_no_ticket(town: Town, said: str, heard: str) -> None:
    resident = await neighbour(town)
    await resident.says(said)
    [text] = texts(resident)
    assert text.startswith(heard)
    await resident.says("/my")
    assert "还没有报过事" in texts(resident)[-1]


async def test_a_question_from_the_answers_file_is_answered_at_once_with_a_way_on(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says("老年证怎么办")
    [shown] = resident.chat
    assert "社区服务站" in shown.text
    await resident.presses("还要问社区")
    number = number_in(receipts(resident)[-1])
    assert (await town.ticket(number)).state in {State.OPEN, State.TRIAGE}
    assert "报过了" in await resident.presses("还要问社区", on=shown)
    assert len(receipts(resident)) == 1


async def test_each_community_answers_for_itself(town: Town) -> None:
    here, there = await neighbour(town), await neighbour(town, "苏晴")
    await here.says("请问社区几点上班")
    await there.says("请问社区几点上班")
    assert "周六" in texts(here)[0]
    assert "周日" in texts(there)[0]


async def test_staff_who_speak_in_private_are_asked_whether_it_is_a_post(town: Town) -> None:
    worker = town.person("王敏")
    await worker.says(f"槐树里社区，{LAMP}")
    assert "报上去" in worker.chat[-1].buttons
    await worker.presses("报上去")
    number = number_in(receipts(worker)[-1])
    assert "不能" in await worker.presses("认领", in_group=COMMUNITY) or (await town.ticket(number)).holder is None


async def test_a_redelivered_update_makes_no_second_ticket(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(LAMP, update_id=77, number=500)
    await resident.says(LAMP, update_id=77, number=500)
    assert len(receipts(resident)) == 1
