"""One's own posts: the list, the story, a nudge, a question, a correction, withdrawal."""

from datetime import timedelta

from tests.conversations.residents import (
    LAMP,
    NOISE,
    RUBBISH,
    answered,
    claimed,
    neighbour,
    own,
    reported,
    resolved,
    texts,
)
from tests.conversations.town import BRANCH3, COMMUNITY, Town
from tickets.kinds import State


async def test_my_lists_the_newest_first_and_each_has_its_story(town: Town) -> None:
    resident = await neighbour(town)
    first = await reported(resident, LAMP)
    town.now = town.now.replace(minute=30)
    second = await reported(resident, RUBBISH)
    await resident.says("/my")
    lines = texts(resident)[-1].splitlines()
    assert [line.split()[0] for line in lines] == [second, first]
    assert "等人认领，后天 10:30 前答复" in lines[0]
    assert list(resident.chat[-1].buttons) == [second, first]


async def test_what_runs_stays_in_sight_behind_many_that_are_over(town: Town) -> None:
    resident = await neighbour(town)
    oldest = await reported(resident, LAMP)
    for _ in range(10):
        town.now += timedelta(minutes=10)
        await reported(resident, RUBBISH)
        await resident.presses("撤回")
        await resident.presses("撤回", on=resident.chat[-1])
    await resident.says("/my")
    assert oldest in texts(resident)[-1]


async def test_the_story_is_told_in_plain_words_without_staffs_notes(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident, LAMP + "，电话 13812345678")
    holder = await claimed(town)
    await holder.presses("更多", in_group=COMMUNITY)
    await holder.presses("备注", in_group=COMMUNITY)
    await holder.answers("这人很难缠", in_group=COMMUNITY)
    await holder.presses("返回", in_group=COMMUNITY)
    await resolved(holder)
    await resident.says("/my")
    await resident.presses(number)
    lines = texts(resident)[-1].splitlines()
    assert lines == [
        f"{number} · 已答复",
        f"今天 10:05 您报：{LAMP}，电话 13812345678",
        "今天 10:05 王敏 认领",
        "今天 10:05 王敏 答复：路灯已换，今晚会亮。",
    ]


async def test_the_whole_of_a_long_post_can_be_read_by_its_holder(town: Town) -> None:
    resident = await neighbour(town)
    long = LAMP + "。" + "灯杆编号一二三。" * 600 + "完"
    number = await reported(resident, long)
    assert len(long) > 4096
    holder = await claimed(town)
    await holder.presses("详情", in_group=COMMUNITY)
    read = "".join(text for text in texts(holder) if "灯杆编号" in text)
    assert read.count("灯杆编号一二三") == 600
    assert all(len(m.text) <= 4096 for chat in town.wire.shown.values() for m in chat)
    assert number in texts(holder)[-2] + texts(holder)[-1]


async def test_a_nudge_reaches_those_who_have_it_once_a_day(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident)
    await claimed(town)
    await resident.says("/my")
    await resident.presses(number)
    assert await resident.presses("催一下") == "已提醒王敏。"
    assert f"{number} 居民催办" in town.chat(COMMUNITY)[-1].text
    assert await resident.presses("催一下") == "催过了，明天 10:05 以后可以再催。"
    await town.forward(hours=24)
    assert await resident.presses("催一下") == "已提醒槐树里社区。"


async def test_a_question_reaches_the_holder_and_the_answer_comes_back(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident)
    holder = await claimed(town)
    await resident.says("/my")
    await resident.presses(number)
    await resident.presses("追问")
    await resident.answers("什么时候来修？")
    assert texts(resident)[-1] == "已转给王敏。"
    assert "什么时候来修" in town.find(COMMUNITY, f"{number} 居民回复").text
    await holder.presses("问居民", in_group=COMMUNITY)
    await holder.answers("今天下午，您方便吗？", in_group=COMMUNITY)
    question = town.find(resident.user, "今天下午")
    assert "王敏" in question.text
    await resident.says("好的", to=question)
    assert "居民回复：好的" in town.find(COMMUNITY, "好的").text


async def test_a_question_about_an_unclaimed_post_is_heard_in_the_group(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident, RUBBISH)
    await resident.says("/my")
    await resident.presses(number)
    await resident.presses("追问")
    await resident.answers("有人看到吗？")
    assert texts(resident)[-1] == "已转给办理的人。"
    assert "有人看到吗" in town.chat(BRANCH3)[-1].text


async def test_withdrawal_asks_once_and_is_told_to_the_holder(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident)
    await claimed(town)
    await resident.presses("撤回")
    asked = resident.chat[-1]
    assert asked.text == f"撤回 {number}？撤回后就不办了。"
    await resident.presses("不撤")
    assert (await town.ticket(number)).state is State.HELD
    await resident.presses("撤回")
    await resident.presses("撤回", on=resident.chat[-1])
    assert texts(resident)[-1] == f"{number} 撤回了。以后有事，直接说。"
    assert (await town.ticket(number)).state is State.WITHDRAWN
    assert "撤回了" in town.find(COMMUNITY, "撤回了").text
    assert await resident.presses("撤回") == "这件已撤回，不能再这样做。"


async def test_an_edited_post_is_edited_on_its_card_and_the_first_wording_stays_in_the_history(town: Town) -> None:
    resident = await neighbour(town)
    message = await resident.says(RUBBISH)
    number = town.last(BRANCH3).text.split("】")[1].split()[0]
    await resident.edits(message, RUBBISH + "，还有旧沙发")
    assert "旧沙发" in town.find(BRANCH3, number).text
    assert (await town.history(number))[-1] == "edit"


async def test_an_edit_that_turns_a_group_matter_into_a_private_one_leaves_the_group(town: Town) -> None:
    resident = await neighbour(town)
    message = await resident.says(RUBBISH)
    await resident.edits(message, "楼上邻居家天天半夜吵架，吵得我睡不着")
    assert not [m for m in town.chat(BRANCH3) if "吵架" in m.text]
    assert "微网格长" in texts(resident)[-1]


async def test_an_edit_without_a_change_changes_nothing(town: Town) -> None:
    resident = await neighbour(town)
    message = await resident.says(RUBBISH)
    await resident.edits(message, RUBBISH)
    assert len(resident.chat) == 1


async def test_a_moving_place_does_not_wipe_what_was_sent(town: Town) -> None:
    resident = await neighbour(town)
    spot = {"latitude": 39.9, "longitude": 116.4, "live_period": 900}
    message = await resident.sends(location=spot)
    await town.deliver(
        {"edited_message": {"message_id": message, "date": 1, "edit_date": 2, "from": resident._me(),
                            "chat": {"id": resident.user, "type": "private"},
                            "location": spot | {"latitude": 39.8}}},
        resident.user,
    )  # fmt: skip
    [receipt] = resident.chat
    number = receipt.text.splitlines()[0].removeprefix("收到，编号 ").rstrip("。")
    assert await town.history(number) == ["post"]


async def test_nobody_reads_the_story_of_another(town: Town) -> None:
    resident, other = await neighbour(town), await neighbour(town, "老周")
    ticket = await town.ticket(await reported(resident))
    await reported(other, RUBBISH)
    for verb in ("st", "ur", "wd", "ws", "ad", "fo", "wr"):
        toast = await other.presses_data(f"{verb}:{ticket.id}", other.chat[-1])
        assert toast == "只有反映的人自己能看能改。", verb
    assert await town.history(ticket.number) == ["post"]


async def test_a_reply_to_ones_own_message_never_touches_anothers_ticket(town: Town) -> None:
    resident, other = await neighbour(town), await neighbour(town, "老周")
    message = await resident.says(LAMP)
    await other.says(RUBBISH, to=own(other, message))
    assert "收到，编号" in texts(other)[0]


async def test_an_answered_post_says_so_in_the_list(town: Town) -> None:
    resident = await neighbour(town)
    number = await answered(town, resident)
    await resident.says("/my")
    assert texts(resident)[-1].endswith("· 已答复")
    await resident.presses(number)
    assert {"解决了", "没解决", "追问"} <= set(resident.chat[-1].buttons)


async def test_a_post_joined_to_a_neighbours_still_hears_and_is_heard(town: Town) -> None:
    first, second = await neighbour(town), await neighbour(town, "老周")
    main, joined = await reported(first), await reported(second)
    holder = await claimed(town)
    await holder.presses("更多", in_group=COMMUNITY)
    await holder.presses("合并", in_group=COMMUNITY)
    alike = next(words for words in town.last(COMMUNITY).buttons if words.startswith(main))
    await holder.presses(alike, in_group=COMMUNITY)
    assert texts(second)[-1] == f"{joined} 和邻居报的 {main} 是同一件事，一起办。有结果照样告诉您。"
    await second.says("我家门口那盏也不亮", to=second.chat[0])
    assert texts(second)[-1] == "已转给办理的人。"
    assert "那盏也不亮" in town.last(COMMUNITY).text
    await claimed(town)
    await resolved(holder)
    assert "路灯已换" in town.find(second.user, joined).text
    await second.presses("没解决")
    await second.presses("重新办理")
    assert (await town.ticket(joined)).round == 2
    assert (await town.ticket(main)).round == 1


async def test_a_worker_who_corrects_a_sent_answer_is_told_how(town: Town) -> None:
    resident = await neighbour(town)
    await reported(resident, NOISE)
    leader = town.person("曹德明")
    await leader.presses("认领")
    await leader.presses("问居民")
    prompt = leader.chat[-1]
    message = await leader.says("几点最吵？", to=prompt)
    await leader.edits(message, "几点最吵？晚上吗？")
    assert texts(leader)[-1] == "发出去的话改不了。要更正，请再发一条。"
