"""After the answer: the poster's opinion, and theirs alone; once more; and silence, which is none."""

import pytest

from tests.conversations.residents import BEATEN, GROUPS, answered, claimed, everywhere, neighbour, resolved, texts
from tests.conversations.town import COMMUNITY, Town, number_in
from tickets.kinds import Grade, State
from tickets.records import Rating


async def opinion(town: Town, number: str, round_: int = 1) -> Rating | None:
    async with town.storage.reading(town.now) as work:
        return await work.tickets.rating((await work.tickets.named(number)).id, round_)


@pytest.mark.parametrize(("word", "grade"), [("满意", Grade.GOOD), ("基本满意", Grade.FAIR), ("不满意", Grade.BAD)])
async def test_solved_graded_and_contacted_under_one_message(town: Town, word: str, grade: Grade) -> None:
    resident = await neighbour(town)
    number = await answered(town, resident)
    shown = town.find(resident.user, "有结果了")
    before = len(resident.chat)
    await resident.presses("解决了")
    await resident.presses(word)
    await resident.presses("没有")
    rating = await opinion(town, number)
    assert rating
    assert (rating.solved, rating.grade, rating.contacted) == (True, grade, False)
    assert len(resident.chat) == before
    lines = shown.text.splitlines()
    assert lines == [f"{number} 有结果了：", "路灯已换，今晚会亮。", "—— 王敏（槐树里社区）",
                     "记下了。还想说什么，直接回复这条。"]  # fmt: skip
    assert not shown.buttons
    assert (await town.ticket(number)).state is State.CLOSED


async def test_free_words_are_a_reply_and_reach_the_workers(town: Town) -> None:
    resident = await neighbour(town)
    number = await answered(town, resident)
    shown = town.find(resident.user, "有结果了")
    await resident.presses("解决了")
    await resident.says("修得快，灯也亮", to=shown)
    assert "修得快" in town.find(COMMUNITY, f"{number} 居民评价时说").text
    assert "又出现了" in resident.chat[-1].buttons


@pytest.mark.parametrize("name", ["老周", "王敏", "李敏", "赵芳", "高建华"])
async def test_only_the_poster_may_rate(town: Town, name: str) -> None:
    """A stranger, the holder, a colleague, the coordinator and the street are told so, and nothing changes."""
    resident = await neighbour(town)
    number = await answered(town, resident)
    ticket, history = await town.ticket(number), await town.history(number)
    shown = town.find(resident.user, "有结果了")
    for data in ("cf", "dn", "gr:{}:good", "gr:{}:ask", "ct:{}:y", "ro"):
        pressed = data.format(ticket.id) if "{}" in data else f"{data}:{ticket.id}"
        toast = await town.person(name).presses_data(pressed, shown)
        assert toast == "只有反映的人自己能评价。"
    assert await town.history(number) == history
    assert await opinion(town, number) is None


async def test_not_solved_asks_and_reopens_with_its_own_48_hours(town: Town) -> None:
    resident = await neighbour(town)
    number = await answered(town, resident)
    await town.forward(hours=5)
    await resident.presses("没解决")
    await resident.presses("重新办理")
    ticket = await town.ticket(number)
    assert (ticket.round, ticket.state, ticket.holder) == (2, State.OPEN, None)
    assert ticket.due_at == town.now + town.worker.storage.rules.answer
    assert texts(resident)[-1] == f"{number} 重新办理，转给 槐树里社区。\n最晚后天 15:05 前答复您。"
    assert (await town.history(number))[:3] == ["post", "claim", "solve"]
    rating = await opinion(town, number)
    assert rating
    assert rating.solved is False

    holder = await claimed(town)
    await resolved(holder, "线路也换了。")
    await resident.presses("解决了")
    again = await opinion(town, number, 2)
    assert again
    assert again.solved is True
    assert (await opinion(town, number)) == rating


async def test_the_buttons_of_an_older_answer_rate_nothing(town: Town) -> None:
    resident = await neighbour(town)
    number = await answered(town, resident)
    first = town.find(resident.user, "有结果了")
    older = first.buttons["解决了"]
    await resident.presses("没解决")
    await resident.presses("重新办理")
    await resolved(await claimed(town), "线路也换了。")
    assert await resident.presses_data(older, first) == "那是上一次的答复，请看最新的那条。"
    assert (await town.ticket(number)).state is State.ANSWERED
    assert await opinion(town, number, 2) is None


async def test_not_solved_may_be_left_at_that_and_still_be_graded(town: Town) -> None:
    resident = await neighbour(town)
    number = await answered(town, resident)
    await resident.presses("没解决")
    await resident.presses("先这样")
    await resident.presses("不满意")
    rating = await opinion(town, number)
    assert rating
    assert (rating.solved, rating.grade) == (False, Grade.BAD)
    assert (await town.ticket(number)).round == 1


async def test_who_has_spoken_is_not_asked_again(town: Town) -> None:
    resident = await neighbour(town)
    await answered(town, resident)
    await resident.presses("没解决")
    before = len(resident.chat)
    await town.forward(hours=30)
    assert len(resident.chat) == before


async def test_silence_is_asked_once_more_and_then_counts_as_no_opinion(town: Town) -> None:
    resident = await neighbour(town)
    number = await answered(town, resident)
    await town.forward(hours=24)
    assert texts(resident)[-1] == f"{number} 给过您答复了。\n现在解决了吗？"
    before = len(resident.chat)
    await town.forward(days=6, hours=1)
    assert (await town.ticket(number)).state is State.CLOSED
    assert await opinion(town, number) is None
    assert len(resident.chat) == before


async def test_a_closed_matter_that_came_back_is_taken_up_for_14_days(town: Town) -> None:
    resident = await neighbour(town)
    number = await answered(town, resident)
    await resident.presses("解决了")
    await town.jump(days=13)
    await resident.says("/my")
    await resident.presses(number)
    shown = resident.chat[-1]
    await resident.presses("又出现了", on=shown)
    assert (await town.ticket(number)).round == 2


async def test_too_late_is_refused_with_a_way_on(town: Town) -> None:
    resident = await neighbour(town)
    number = await answered(town, resident)
    await resident.presses("解决了")
    await town.jump(days=15)
    await resident.says("/my")
    await resident.presses(number)
    toast = await resident.presses("又出现了")
    assert toast == "过了 14 天，不能再重新办理。还有问题，直接再说一遍，就是新的一件。"
    assert (await town.ticket(number)).round == 1


async def test_a_reply_long_after_the_end_is_a_post_of_its_own(town: Town) -> None:
    resident = await neighbour(town)
    await answered(town, resident)
    shown = town.find(resident.user, "有结果了")
    await resident.presses("解决了")
    await town.jump(days=15)
    await resident.says("槐荫路的路灯又不亮了", to=shown)
    assert texts(resident)[-1].startswith("收到，编号")


async def test_staff_who_post_as_residents_neither_handle_nor_see_their_own_matter_as_staff(town: Town) -> None:
    worker = town.person("王敏")
    await worker.says("槐树里社区槐荫路的路灯坏了三天了，希望市政来修")
    await worker.presses("报上去")
    number = town.find(worker.user, "收到，编号").text.splitlines()[0].removeprefix("收到，编号 ").rstrip("。")
    assert await worker.presses("认领", in_group=COMMUNITY) == "您不在这件事的办理人里，没有改动。"
    assert (await town.ticket(number)).holder is None
    holder = await claimed(town, "李敏")
    await resolved(holder)
    await worker.presses("解决了")
    assert (await town.ticket(number)).state is State.CLOSED


async def test_a_long_answer_reaches_the_resident_whole(town: Town) -> None:
    resident = await neighbour(town)
    await answered(town, resident, "已经办好，经过如下。" * 400)
    whole = "".join(texts(resident))
    assert whole.count("经过如下") == 400
    assert "解决了" in resident.chat[-1].buttons
    assert all(len(text) <= 4096 for text in texts(resident))


async def test_danger_at_home_taken_up_again_goes_to_the_coordinator_first(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(BEATEN)
    number = number_in(town.find(resident.user, "收到，编号").text)
    coordinator = town.person("赵芳")
    await coordinator.presses("我来办")
    await coordinator.presses("答复")
    await coordinator.presses("办好了")
    await coordinator.answers("派出所来过了，人已经分开。")
    await resident.presses("没解决")
    await resident.presses("重新办理")
    ticket = await town.ticket(number)
    assert (ticket.round, ticket.state, ticket.unrouted) == (2, State.TRIAGE, "danger")
    assert not everywhere(town, number) & GROUPS
