"""我也是: neighbours who report one matter are asked to join; one work item, and each is told and rates."""

import pytest

from tests.conversations.residents import BEATEN, GAS, everywhere, neighbour, receipts, texts
from tests.conversations.town import BRANCH3, COMMUNITY, Someone, Town, number_in
from tests.conversations.workers import posted, solved
from tickets.kinds import Deed, State

LAMP = "槐荫路上的路灯坏了三天了，晚上黑得看不见，请市政来修"
LAMP_TOO = "槐荫路那一段路灯不亮，老人晚上走路害怕，请市政修一下"
LAMP_AWAY = "柳河路的路灯坏了好几天，晚上看不见路，请市政来修"
RUBBISH = "3号楼2单元楼道里堆满了杂物，小区里没人管"
RUBBISH_TOO = "三号楼二单元楼道堆的全是纸箱子，小区没人管"
NOISE = "楼上邻居天天半夜拉椅子，吵得睡不着"
TIPOFF = "我举报槐荫路上修路灯的李某偷工减料，路灯坏了不修，请查处"
OFFERED = "户邻居报过差不多的事"


def offers(person: Someone) -> list[str]:
    return [text for text in texts(person) if OFFERED in text]


async def joined(town: Town, name: str, words: str = LAMP_TOO) -> str:
    """Another neighbour reports it and says 我也是; gives their number."""
    number = await posted(town, words, name)
    await town.person(name).presses("我也是")
    return number


async def test_a_neighbours_open_ticket_is_offered_and_one_press_joins_it(town: Town) -> None:
    first = await posted(town, LAMP, "老周")
    resident = await neighbour(town)
    second = await posted(town, LAMP_TOO)
    assert first in offers(resident)[0]
    await resident.presses("我也是")
    ticket = await town.ticket(second)
    assert ticket.state is State.MERGED
    assert ticket.merged_into == (await town.ticket(first)).id
    assert any("同一件事" in text for text in texts(resident))
    assert (await town.history(first))[-1] == Deed.JOIN


async def test_the_card_says_how_many_households_and_each_is_told_and_rates(town: Town) -> None:
    first = await posted(town, LAMP, "老周")
    others = [await joined(town, name) for name in ("何静云", "方明")]
    assert "3 户反映" in town.find(COMMUNITY, "3 户反映").text
    assert first in town.find(COMMUNITY, "3 户反映").text
    await town.person("王敏").presses("认领", in_group=COMMUNITY)
    await solved(town, "王敏", COMMUNITY, "灯换好了。")
    for name in ("老周", "何静云", "方明"):
        assert "灯换好了" in town.person(name).chat[-1].text
        await town.person(name).presses("解决了")
        await town.person(name).presses("满意")
    assert {(await town.ticket(n)).state for n in (first, *others)} == {State.CLOSED}


async def test_the_third_neighbour_hears_of_two(town: Town) -> None:
    await posted(town, LAMP, "老周")
    await joined(town, "方明")
    resident = await neighbour(town)
    await resident.says(LAMP_TOO)
    assert offers(resident)[0].startswith("有 2 户")


async def test_what_neighbours_wrote_is_shown_masked(town: Town) -> None:
    await posted(town, "我叫王建国，电话13800138000，槐荫路上的路灯坏了三天了", "老周")
    resident = await neighbour(town)
    await resident.says(LAMP_TOO)
    assert "13800138000" not in offers(resident)[0]
    assert "王建国" not in offers(resident)[0]


@pytest.mark.parametrize(
    ("theirs", "by", "mine"),
    [
        (NOISE, "老周", NOISE),
        (LAMP, "苏晴", LAMP_TOO),
        (LAMP_AWAY, "老周", LAMP),
        (BEATEN, "老周", BEATEN),
        (GAS, "老周", GAS),
        (TIPOFF, "老周", LAMP_TOO),
        (LAMP, "何静云", LAMP_TOO),
        ("那个事怎么办啊", "老周", "那个事怎么办啊"),
    ],
)
async def test_nothing_is_offered_of(town: Town, theirs: str, by: str, mine: str) -> None:
    """A household matter, another community, another road, danger, a tip-off, one's own, or what nobody has sorted."""
    resident = await neighbour(town)
    await town.person(by).says(theirs)
    await resident.says(mine)
    assert receipts(resident)
    assert offers(resident) == []


async def test_a_stranger_cannot_join_for_somebody_else_nor_to_what_was_not_offered(town: Town) -> None:
    first, other = await posted(town, LAMP, "老周"), await posted(town, RUBBISH, "方明")
    resident = await neighbour(town)
    number = await posted(town, LAMP_TOO)
    offer = town.find(resident.user, OFFERED)
    ticket = await town.ticket(number)
    await town.person("方明").presses_data(offer.buttons["我也是"], offer)
    await resident.presses_data(f"sm:{ticket.id}:{other}", offer)
    await resident.presses_data(f"sm:{ticket.id}:槐-9999", offer)
    assert (await town.ticket(number)).state is State.OPEN
    assert await town.history(first) == [Deed.POST]


async def test_pressing_twice_joins_once_and_not_what_somebody_works_on(town: Town) -> None:
    first = await posted(town, LAMP, "老周")
    resident = await neighbour(town)
    await resident.says(LAMP_TOO)
    offer = town.find(resident.user, OFFERED)
    press = offer.buttons["我也是"]
    await resident.presses("我也是")
    assert "不能再这样做" in await resident.presses_data(press, offer)
    assert (await town.ticket(first)).neighbours == 1

    late = await posted(town, LAMP_TOO, "方明")
    await town.person("李敏").presses("认领", in_group=COMMUNITY, on=town.find(COMMUNITY, late))
    assert "已经有人在办" in await town.person("方明").presses("我也是")


async def test_no_is_an_answer(town: Town) -> None:
    await posted(town, LAMP, "老周")
    resident = await neighbour(town)
    number = await posted(town, LAMP_TOO)
    await resident.presses("不是")
    assert (await town.ticket(number)).state is State.OPEN
    assert "我也是" not in resident.chat[-1].buttons


async def test_shared_matters_are_alike_within_one_grid(town: Town) -> None:
    first = await posted(town, RUBBISH, "老周")
    resident = await neighbour(town)
    await resident.says(RUBBISH_TOO)
    assert first in offers(resident)[0]
    assert BRANCH3 in everywhere(town, "杂物")


async def test_a_worker_who_merges_picks_from_the_likest(town: Town) -> None:
    first = await posted(town, LAMP, "老周")
    await neighbour(town)
    second = await posted(town, LAMP_TOO)
    worker = town.person("王敏")
    await worker.presses("认领", in_group=COMMUNITY, on=town.find(COMMUNITY, second))
    await worker.presses("更多", in_group=COMMUNITY)
    await worker.presses("合并", in_group=COMMUNITY)
    choice = next(words for words in town.last(COMMUNITY).buttons if words.startswith(first))
    await worker.presses(choice, in_group=COMMUNITY)
    assert (await town.ticket(second)).state is State.MERGED
    assert town.last(COMMUNITY).text == "已合并，居民已收到通知。"


async def test_nothing_to_be_found_by_stays_of_somebody_forgotten(town: Town) -> None:
    theirs = await neighbour(town, "老周")
    await posted(town, LAMP, "老周")
    await theirs.says("/forget")
    await theirs.presses("删除")
    resident = await neighbour(town)
    number = number_in((await resident.says(LAMP_TOO) and receipts(resident))[0])
    async with town.storage.reading(town.now) as work:
        ticket = await work.tickets.named(number)
        kept = await work.tickets.marks_of(ticket.id)
        assert kept
        assert await work.tickets.like(ticket.id, ticket.community, kept.pieces) == []
    assert offers(resident) == []


async def test_who_says_the_same_again_is_led_to_their_own_ticket(town: Town) -> None:
    resident = await neighbour(town)
    first = await posted(town, LAMP)
    await town.person("王敏").presses("认领", in_group=COMMUNITY)
    await town.forward(hours=20)
    again = await posted(town, LAMP_TOO)
    question = texts(resident)[-1]
    assert f"报的 {first} 还在办" in question
    assert "路灯坏了三天了" in question

    await resident.presses("是同一件")
    assert texts(resident)[-1] == f"好，并到 {first} 了，办的人看得到。"
    assert (await town.ticket(again)).state is State.WITHDRAWN
    assert (await town.ticket(first)).state is State.HELD
    assert "老人晚上走路害怕" in town.find(COMMUNITY, "老人晚上走路害怕").text
    await solved(town, "王敏", COMMUNITY, "灯换好了。")
    assert sum("灯换好了" in text for text in texts(resident)) == 1


async def test_who_says_that_it_is_another_keeps_both(town: Town) -> None:
    resident = await neighbour(town)
    numbers = [await posted(town, LAMP)]
    await town.forward(hours=20)
    numbers.append(await posted(town, LAMP_TOO))
    await resident.presses("不是")
    assert {(await town.ticket(n)).state for n in numbers} == {State.OPEN}


async def test_words_go_only_to_the_ticket_that_was_offered_and_only_by_their_poster(town: Town) -> None:
    resident, other = await neighbour(town), town.person("老周")
    unlike = await posted(town, RUBBISH)
    first = await posted(town, LAMP)
    await town.forward(hours=20)
    again = await posted(town, LAMP_TOO)
    offer = resident.chat[-1]
    press = offer.buttons["是同一件"]
    await other.presses_data(press, offer)
    await resident.presses_data(press.replace(first, unlike), offer)
    assert {(await town.ticket(n)).state for n in (unlike, first, again)} == {State.OPEN}
