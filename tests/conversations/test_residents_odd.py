"""What nobody expects to be sent: it gets a clear sentence, and nothing is lost."""

import pytest

from tests.conversations.residents import LAMP, RUBBISH, everywhere, neighbour, photo, receipts, reported, texts
from tests.conversations.town import BRANCH3, COMMUNITY, Town, number_in
from tickets.kinds import State

NOTHING = "这条看不出内容。请用文字、照片、语音或位置说。"
STALE = "这个按钮过期了，请看最新的消息。"


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d\ufeff", "\u202e\u2066"])
async def test_a_message_without_anything_to_see_is_answered(town: Town, text: str) -> None:
    resident = await neighbour(town)
    await resident.says(text)
    assert texts(resident) == [NOTHING]


async def test_five_thousand_characters_are_one_ticket_and_kept_whole(town: Town) -> None:
    resident = await neighbour(town)
    text = LAMP + "啊" * (5000 - len(LAMP))
    number = await reported(resident, text)
    async with town.storage.reading(town.now) as work:
        ticket = await work.tickets.named(number)
        [said] = await work.tickets.said(ticket.id)
    assert said.text == text
    assert len(town.find(COMMUNITY, number).text) < 400


async def test_a_long_addition_is_kept_whole_too(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident)
    await town.person("王敏").presses("认领", in_group=COMMUNITY)
    await resident.says("灯" * 5000, to=resident.chat[0])
    assert texts(resident)[-1] == "已转给王敏。"
    shown = "".join(m.text for m in town.chat(COMMUNITY))
    assert shown.count("灯") >= 5000, number


async def test_emoji_alone_are_a_post_that_a_person_looks_at(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says("😡😡😡")
    assert (await town.ticket(number_in(receipts(resident)[-1]))).state is State.TRIAGE


async def test_marks_that_turn_or_hide_writing_do_not_reach_a_card(town: Town) -> None:
    resident = await neighbour(town)
    await reported(resident, "3号楼2单元楼道\u202e里堆满\u200b了杂物，\u3000没人管\x00")
    card = town.last(BRANCH3).text
    assert "楼道里堆满了杂物， 没人管" in card


async def test_an_unknown_command_is_answered_in_private(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says("/nosuch")
    assert texts(resident) == ["没有这个命令。发 /help 看能做什么。"]


@pytest.mark.parametrize(
    "data",
    [
        "x", "zz:1", "st", "st:", "st:abc", "st:-1", "st:9999999999999999999", "cf:1:2:3:4x", "so:٣:public",
        "apx:1", "st:1" + "0" * 500,
    ],
)  # fmt: skip
async def test_a_button_that_is_none_of_ours_is_answered(town: Town, data: str) -> None:
    resident = await neighbour(town)
    await reported(resident)
    assert await resident.presses_data(data, resident.chat[-1]) in {STALE, "没有这个编号，请核对一下。"}


@pytest.mark.parametrize("verb", ["st", "ur", "wr", "wd", "ws", "ad", "fo", "cf", "dn", "ro", "gr", "ct"])
async def test_a_number_that_never_was_is_answered(town: Town, verb: str) -> None:
    resident = await neighbour(town)
    await reported(resident)
    toast = await resident.presses_data(f"{verb}:999999:good", resident.chat[-1])
    assert toast == "没有这个编号，请核对一下。"


@pytest.mark.parametrize("argument", ["x", "", "9" * 40, "-3", "１２"])
async def test_a_forged_addition_is_refused(town: Town, argument: str) -> None:
    resident = await neighbour(town)
    ticket = await town.ticket(await reported(resident))
    assert await resident.presses_data(f"ap:{ticket.id}:{argument}", resident.chat[-1])
    assert len(receipts(resident)) == 1


@pytest.mark.parametrize("data", ["so:{}:nonsense", "gr:{}:great", "cm:0:NOWHERE", "lg:0:fr", "pa:0:77", "ok:0:99"])
async def test_a_forged_argument_changes_nothing(town: Town, data: str) -> None:
    resident = await neighbour(town)
    number = await reported(resident)
    before = await town.ticket(number)
    await resident.presses_data(data.format(before.id), resident.chat[-1])
    assert await town.ticket(number) == before


async def test_a_button_of_a_past_state_is_answered_not_guessed(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident)
    receipt = resident.chat[0]
    await resident.presses("撤回", on=receipt)
    await resident.presses("撤回", on=resident.chat[-1])
    for words in ("分错了", "补充", "撤回"):
        assert await resident.presses(words, on=receipt) == "这件已撤回，不能再这样做。"
    assert (await town.ticket(number)).state is State.WITHDRAWN


async def test_a_reply_to_a_message_that_nobody_knows_is_a_post(town: Town) -> None:
    resident = await neighbour(town)
    await resident.sends(**photo(), reply_to_message={
        "message_id": 424242, "date": 1, "chat": {"id": resident.user, "type": "private"},
    }, caption=RUBBISH)  # fmt: skip
    assert receipts(resident)


async def test_what_is_said_in_a_group_makes_no_ticket_and_no_noise(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(LAMP, in_group=COMMUNITY)
    assert not everywhere(town, "收到，编号")
    assert not town.chat(COMMUNITY)
