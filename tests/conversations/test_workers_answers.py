"""What reaches the resident, in which words, and what never does."""

import pytest

from tests.conversations.town import COMMUNITY, Someone, Town
from tests.conversations.workers import HOUSEHOLD, LEADER, PUBLIC, VOICE, claimed, heard, photo, posted, solved
from tickets.deeds.merging import merge
from tickets.errors import Unknown
from tickets.kinds import State
from tickets.records import Query

OTHER = "槐荫路上的井盖坏了，希望市政赶紧来修"


async def asked(town: Town) -> str:
    """A claimed post on which its holder has asked something."""
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    await town.person("王敏").presses("问居民", in_group=COMMUNITY)
    await town.person("王敏").answers("是哪一盏？", in_group=COMMUNITY)
    return number


async def posts(town: Town, resident: Someone) -> int:
    """How many tickets the resident has, as `/my` would count them."""
    async with town.storage.reading(town.now) as work:
        person = await work.people.known(next(iter(town.worker.accounts)), resident.user)
        assert person
        return len(await work.tickets.find(Query(poster=person.id)))


async def test_only_the_reply_to_the_prompt_by_the_one_who_was_asked_reaches_the_resident(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker, other, resident = town.person("王敏"), town.person("李敏"), town.person("何静云")
    await worker.presses("答复", in_group=COMMUNITY)
    await worker.presses("办好了", in_group=COMMUNITY)
    prompt = town.last(COMMUNITY)
    assert prompt.asks
    assert prompt.text.startswith("王敏")
    before = len(resident.chat)
    await other.says("我替她说一句，这人很烦", in_group=COMMUNITY, to=prompt)
    await worker.says("先别急，晚点再写", in_group=COMMUNITY)
    await worker.says("这人真难缠", in_group=COMMUNITY, to=town.find(COMMUNITY, "【公事】"))
    assert len(resident.chat) == before
    await worker.says("灯换好了。", in_group=COMMUNITY, to=prompt)
    told = heard(town, resident.user)
    assert "灯换好了" in told
    assert "烦" not in told
    assert "难缠" not in told
    assert (await town.ticket(number)).state is State.ANSWERED


async def test_a_second_reply_to_the_same_prompt_does_nothing(town: Town) -> None:
    await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker, resident = town.person("王敏"), town.person("何静云")
    await worker.presses("问居民", in_group=COMMUNITY)
    prompt = town.last(COMMUNITY)
    await worker.says("是哪一盏？", in_group=COMMUNITY, to=prompt)
    before = len(resident.chat)
    await worker.says("同事们中午吃什么", in_group=COMMUNITY, to=prompt)
    assert len(resident.chat) == before


async def test_a_result_an_explanation_and_a_promise_read_differently(town: Town) -> None:
    resident = town.person("何静云")
    await claimed(town, PUBLIC, "王敏", COMMUNITY)
    await solved(town, "王敏", COMMUNITY, "灯换好了。")
    assert "有结果了" in resident.chat[-1].text
    assert "现在解决了吗" in resident.chat[-1].text
    neighbour = town.person("老周")
    await claimed(town, OTHER, "李敏", COMMUNITY, "老周")
    await town.person("李敏").presses("答复", in_group=COMMUNITY)
    await town.person("李敏").presses("先约个日子", in_group=COMMUNITY)
    await town.person("李敏").presses("3 天后", in_group=COMMUNITY)
    await town.person("李敏").answers("井盖订了货。", in_group=COMMUNITY)
    promise = neighbour.chat[-1].text
    assert "还没办完" in promise
    assert "井盖订了货" in promise
    assert "周四 18:00 前再答复您" in promise
    await town.person("李敏").presses("答复", in_group=COMMUNITY)
    await town.person("李敏").presses("办不了", in_group=COMMUNITY)
    await town.person("李敏").answers("那一段归市政公司，已转告他们，电话 12319。", in_group=COMMUNITY)
    assert "现在办不了，原因和下一步" in neighbour.chat[-1].text


@pytest.mark.parametrize("said", ["12-03 18:00 配件在路上", "下周四晚上6点，配件在路上", "10天后 配件在路上"])
async def test_a_promised_date_may_be_written(town: Town, said: str) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    await _write_a_date(town, said)
    local = (await town.ticket(number)).promised_for
    assert local is not None
    assert local.astimezone(town.storage.rules.zone).strftime("%m-%d %H:%M") == "12-03 18:00"
    assert "配件在路上" in town.person("何静云").chat[-1].text


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("等领导定", "没看懂日期"),
        ("13-40 配件在路上", "没看懂日期"),
        ("今天9点 配件在路上", "已经过了"),
        ("2027-11-20 配件在路上", "太远了"),
        ("12-03 18:00", "再写一句"),
    ],
)
async def test_a_date_that_is_none_is_refused_kindly_and_may_be_written_again(
    town: Town, said: str, reason: str
) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    before = len(town.person("何静云").chat)
    await _write_a_date(town, said)
    assert reason in town.last(COMMUNITY).text
    assert len(town.person("何静云").chat) == before
    await town.person("王敏").answers("明天 配件在路上", in_group=COMMUNITY)
    assert (await town.ticket(number)).promised_for is not None


async def test_a_broken_promise_cannot_be_followed_by_another(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    await _write_a_date(town, "明天 配件在路上")
    await town.forward(hours=33)
    first = (await town.ticket(number)).promised_for
    await town.person("王敏").presses("答复", in_group=COMMUNITY)
    await town.person("王敏").presses("先约个日子", in_group=COMMUNITY)
    await town.person("王敏").presses("7 天后", in_group=COMMUNITY)
    await town.person("王敏").answers("再等等", in_group=COMMUNITY)
    assert "上次约的时间已经过了" in town.last(COMMUNITY).text
    assert (await town.ticket(number)).promised_for == first


async def test_a_question_and_its_reply_go_both_ways(town: Town) -> None:
    await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker, resident = town.person("王敏"), town.person("何静云")
    await worker.presses("问居民", in_group=COMMUNITY)
    await worker.answers("是哪一盏？", in_group=COMMUNITY)
    assert "王敏（槐树里社区）想问您：\n是哪一盏？" in resident.chat[-1].text
    await resident.says("路口往东第二盏", to=resident.chat[-1])
    line = town.find(COMMUNITY, "居民回复：路口往东第二盏")
    assert "答复" in line.buttons


@pytest.mark.parametrize("words", ["中间那盏，靠公交站", "好的", "是", "路口往东第二盏，灯杆上有号"])
async def test_a_reply_that_quotes_nothing_still_reaches_who_asked(town: Town, words: str) -> None:
    number = await asked(town)
    resident = town.person("何静云")
    await resident.says(words)
    assert resident.chat[-1].text == f"已转给王敏（{number}）。"
    assert f"居民回复：{words}" in town.last(COMMUNITY).text
    assert await posts(town, resident) == 1


async def test_what_was_taken_for_a_reply_can_be_a_matter_of_its_own(town: Town) -> None:
    await asked(town)
    resident = town.person("何静云")
    await resident.says("公交站牌歪了")
    await resident.presses("不是，另报一件")
    assert await posts(town, resident) == 2


@pytest.mark.parametrize("words", ["楼上一到半夜就蹦跳，吵得睡不着觉，找过两回", "楼道里煤气味很大"])
async def test_a_new_matter_is_not_taken_for_the_reply_to_a_question(town: Town, words: str) -> None:
    await asked(town)
    resident = town.person("何静云")
    await resident.says(words)
    assert await posts(town, resident) == 2


async def test_a_question_is_answered_once_and_only_for_half_a_day(town: Town) -> None:
    await asked(town)
    resident = town.person("何静云")
    await resident.says("中间那盏")
    await resident.says("谢谢")
    assert "不客气" in resident.chat[-1].text
    await town.person("王敏").presses("问居民", in_group=COMMUNITY)
    await town.person("王敏").answers("灯杆上有编号吗？", in_group=COMMUNITY)
    await town.forward(hours=13)
    await resident.says("公交站牌歪了，快倒了")
    assert await posts(town, resident) == 2


async def test_photos_voices_and_files_go_both_ways(town: Town) -> None:
    await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker, resident = town.person("王敏"), town.person("何静云")
    await worker.presses("问居民", in_group=COMMUNITY)
    await worker.sends(in_group=COMMUNITY, to=town.last(COMMUNITY), caption="是这一盏吗？", **photo("lamp"))
    assert resident.chat[-1].body.get("photo") == "lamp"
    await resident.sends(to=town.find(resident.user, "想问您"), **VOICE)
    assert town.last(COMMUNITY).body.get("voice") == "v1"
    await worker.presses("答复", in_group=COMMUNITY)
    await worker.presses("办好了", in_group=COMMUNITY)
    report = {"file_id": "d1", "file_unique_id": "d1", "file_name": "验收单.pdf"}
    await worker.sends(in_group=COMMUNITY, to=town.last(COMMUNITY), caption="修好了", document=report)
    assert any(m.body.get("document") == "d1" for m in resident.chat)


async def test_every_picture_of_an_answers_album_reaches_the_resident(town: Town) -> None:
    await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker, resident = town.person("王敏"), town.person("何静云")
    await worker.presses("答复", in_group=COMMUNITY)
    await worker.presses("办好了", in_group=COMMUNITY)
    prompt = town.last(COMMUNITY)
    for name in ("b1", "b2", "b3"):
        caption = {"caption": "修好了"} if name == "b1" else {}
        await worker.sends(in_group=COMMUNITY, to=prompt, media_group_id="g9", **caption, **photo(name))
    assert [m.body["photo"] for m in resident.chat if "photo" in m.body] == ["b1", "b2", "b3"]
    await town.person("李敏").sends(in_group=COMMUNITY, to=prompt, media_group_id="g9", **photo("b4"))
    assert "b4" not in [m.body.get("photo") for m in resident.chat]


async def test_an_internal_note_never_reaches_the_resident(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker, resident = town.person("王敏"), town.person("何静云")
    before = len(resident.chat)
    await worker.presses("更多", in_group=COMMUNITY)
    await worker.presses("备注", in_group=COMMUNITY)
    prompt = town.last(COMMUNITY)
    await worker.sends(in_group=COMMUNITY, to=prompt, caption="上次也是他报的", media_group_id="n", **photo("n1"))
    await worker.sends(in_group=COMMUNITY, to=prompt, media_group_id="n", **photo("n2"))
    assert len(resident.chat) == before
    await resident.says("/my")
    await resident.presses(number)
    assert "上次也是他报的" not in heard(town, resident.user)
    await worker.presses("返回", in_group=COMMUNITY)
    await worker.presses("详情", in_group=COMMUNITY)
    assert "上次也是他报的" in heard(town, worker.user)


async def test_contact_data_come_in_private_to_the_holder_alone_and_the_look_is_kept(town: Town) -> None:
    number = await claimed(town, PUBLIC + "，电话13812345678", "王敏", COMMUNITY)
    worker, other = town.person("王敏"), town.person("李敏")
    await worker.presses("更多", in_group=COMMUNITY)
    contact = next(m for m in town.chat(COMMUNITY) if "联系方式" in m.buttons)
    said = await other.presses("联系方式", in_group=COMMUNITY, on=contact)
    assert "只有认领的人" in said
    assert "13812345678" not in heard(town, other.user)
    await worker.presses("联系方式", in_group=COMMUNITY)
    mine = heard(town, worker.user)
    assert "13812345678" in mine
    assert "何静云" in mine
    assert "402" in mine
    assert "13812345678" not in heard(town, COMMUNITY)
    assert "402" not in heard(town, COMMUNITY)
    assert (await town.history(number)).count("look") == 1
    assert "答复" in town.find(COMMUNITY, "【公事】").buttons


async def test_menus_are_for_the_holder_alone(town: Town) -> None:
    await claimed(town, PUBLIC, "王敏", COMMUNITY)
    other = town.person("李敏")
    for words in ("更多", "答复", "问居民"):
        assert "只有认领的人" in await other.presses(words, in_group=COMMUNITY)
    await town.person("王敏").presses("更多", in_group=COMMUNITY)
    assert "没有改动" in await other.presses("返回", in_group=COMMUNITY)
    assert "联系方式" in town.find(COMMUNITY, "【公事】").buttons


async def test_no_end_without_a_word_that_arrives_or_a_failure_on_the_record(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    resident = town.person("何静云")
    town.wire.blocked.add(resident.user)
    await solved(town, "王敏", COMMUNITY)
    assert "undelivered" in await town.history(number)
    assert "⚠ 有消息没送到居民" in town.find(COMMUNITY, "【公事】").text
    line = town.find(COMMUNITY, "他没留电话，请上门告诉他")
    assert "联系方式" in line.buttons
    town.wire.blocked.clear()
    await resident.says("/my")
    assert any("有结果了" in shown.text for shown in resident.chat)
    assert "delivered" in await town.history(number)
    assert "没送到" not in town.find(COMMUNITY, "【公事】").text


async def test_to_a_poster_who_is_known_to_be_out_of_reach_the_failure_is_written_at_once(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    resident, worker = town.person("何静云"), town.person("王敏")
    town.wire.blocked.add(resident.user)
    await worker.presses("问居民", in_group=COMMUNITY)
    await worker.answers("是哪一盏？", in_group=COMMUNITY)
    before = (await town.history(number)).count("undelivered")
    await solved(town, "王敏", COMMUNITY)
    assert (await town.history(number)).count("undelivered") == before + 1
    assert "⚠" in town.find(COMMUNITY, "【公事】").text


async def test_a_household_answer_is_given_in_private(town: Town) -> None:
    number = await claimed(town, HOUSEHOLD, LEADER, None)
    await solved(town, LEADER, None, "两家都答应十点以后不出声。")
    assert "十点以后" in heard(town, town.person("何静云").user)
    assert (await town.ticket(number)).state is State.ANSWERED
    assert number not in heard(town, COMMUNITY)


async def test_merged_posters_are_told_at_the_end_and_each_rates(town: Town) -> None:
    first = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    second = await claimed(town, "槐荫路路灯坏了好几天没人修，希望市政来修", "李敏", COMMUNITY, "老周")
    third = await claimed(town, "槐荫路的路灯不亮，希望市政来修", "刘洋", COMMUNITY, "方明")
    await _merge(town, "刘洋", second)
    await _merge(town, "李敏", first.removeprefix("槐-"))
    assert "同一件事" in heard(town, town.person("老周").user)
    await solved(town, "王敏", COMMUNITY, "灯换好了。")
    for name in ("何静云", "老周", "方明"):
        assert "灯换好了" in town.person(name).chat[-1].text
        assert "王敏" in town.person(name).chat[-1].text
        await town.person(name).presses("解决了")
        await town.person(name).presses("满意")
    assert [(await town.ticket(n)).state for n in (first, second, third)] == [State.CLOSED] * 3


async def test_neighbours_go_on_when_the_one_they_were_merged_into_is_withdrawn(town: Town) -> None:
    first = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    second = await claimed(town, "槐荫路路灯坏了好几天没人修，希望市政来修", "李敏", COMMUNITY, "老周")
    due = (await town.ticket(second)).due_at
    await _merge(town, "李敏", first)
    await town.person("何静云").presses("撤回")
    await town.person("何静云").presses("撤回")
    ticket = await town.ticket(second)
    assert ticket.state is State.TRIAGE
    assert ticket.merged_into is None
    assert ticket.due_at == due
    assert "并进去的那件撤回了" in heard(town, town.person("赵芳").user)
    await town.person("赵芳").presses("公事")
    assert (await town.ticket(second)).state is State.OPEN


@pytest.mark.parametrize(
    ("into", "reason"),
    [("槐-9999", "没有这个编号"), ("不知道", "没有这个编号"), ("self", "不能并到它自己"), ("closed", "已经办完")],
)
async def test_a_merge_that_makes_no_sense_is_refused(town: Town, into: str, reason: str) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    if into == "closed":
        into = await claimed(town, OTHER, "李敏", COMMUNITY, "老周")
        await solved(town, "李敏", COMMUNITY)
    await _merge(town, "王敏", number if into == "self" else into)
    assert reason in town.last(COMMUNITY).text
    assert (await town.ticket(number)).state is State.HELD


async def test_nothing_is_merged_with_a_household_matter_or_another_communitys(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    home = await posted(town, HOUSEHOLD, "老周")
    away = await posted(town, "柳河路上的路灯坏了三天了，希望市政赶紧来修", "苏晴")
    await _merge(town, "王敏", home)
    assert "家里的事" in town.last(COMMUNITY).text
    async with town.storage.unit(town.now) as work:
        ticket = await work.tickets.named(number)

        with pytest.raises(Unknown):
            await merge(work, ticket.id, ticket.holder or ticket.poster, away)
    assert (await town.ticket(number)).state is State.HELD


async def _write_a_date(town: Town, said: str) -> None:
    worker = town.person("王敏")
    await worker.presses("答复", in_group=COMMUNITY)
    await worker.presses("先约个日子", in_group=COMMUNITY)
    await worker.presses("写日期", in_group=COMMUNITY)
    await worker.answers(said, in_group=COMMUNITY)


async def _merge(town: Town, holder: str, into: str) -> None:
    worker = town.person(holder)
    await worker.presses("更多", in_group=COMMUNITY)
    await worker.presses("合并", in_group=COMMUNITY)
    if "写编号" in town.last(COMMUNITY).buttons:
        await worker.presses("写编号", in_group=COMMUNITY)
    await worker.answers(into, in_group=COMMUNITY)
