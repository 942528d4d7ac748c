"""The first meeting: the notice, the place, the language; and what is kept, and forgotten."""

from dataclasses import replace

from handlers.texts import Texts
from tests.conversations.residents import (
    LAMP,
    RUBBISH,
    answered,
    everywhere,
    neighbour,
    newcomer,
    receipts,
    reported,
    texts,
)
from tests.conversations.town import BRANCH3, COMMUNITY, Someone, Town, number_in
from tickets.ids import AreaCode
from tickets.kinds import State
from tickets.records import Person

NOTICE = "先说清楚"


async def known(town: Town, someone: Someone) -> Person | None:
    async with town.storage.reading(town.now) as work:
        return await work.people.known(next(iter(town.worker.accounts)), someone.user)


async def test_a_newcomer_reads_the_notice_agrees_and_says_where_they_live(town: Town) -> None:
    guest = newcomer(town)
    await guest.says("/start")
    assert NOTICE in texts(guest)[0]
    assert "您住哪个社区" in texts(guest)[1]

    assert await guest.presses("知道了，同意") == "记下了。"
    person = await known(town, guest)
    assert person
    assert (person.noticed, person.agreed) == (1, 1)
    assert "知道了，同意" not in guest.chat[0].buttons

    await guest.presses("槐树里社区")
    assert "住几号楼" in guest.chat[-1].text
    await guest.presses("3号楼")
    assert "几单元" in guest.chat[-1].text
    await guest.presses("2单元")
    assert texts(guest)[-1] == "好了。有事直接说，一条消息就是一件事。"
    person = await known(town, guest)
    assert person
    assert (person.community, person.area) == ("H", "H3-3-2")
    assert len(guest.chat) == 2


async def test_building_and_entrance_may_be_left_out(town: Town) -> None:
    guest = newcomer(town)
    await guest.says("/start")
    await guest.presses("柳河社区")
    await guest.presses("不填")
    person = await known(town, guest)
    assert person
    assert person.area == "L"
    assert "好了" in texts(guest)[-1]


async def test_a_place_in_the_link_spares_the_question(town: Town) -> None:
    guest = newcomer(town)
    await guest.says("/start h3-3-2")
    assert [NOTICE in text for text in texts(guest)] == [True, False]
    assert texts(guest)[-1] == "槐树里社区的事，直接说就行。文字、照片、语音都可以。"


async def test_a_code_that_is_none_asks_as_if_there_were_none(town: Town) -> None:
    guest = newcomer(town)
    await guest.says("/start 没有这里")
    assert "您住哪个社区" in texts(guest)[-1]


async def test_the_notice_is_shown_once_and_again_when_it_changes(town: Town) -> None:
    guest = newcomer(town)
    await guest.says("/start H")
    await guest.says("/start")
    assert sum(NOTICE in text for text in texts(guest)) == 1
    old = guest.chat[0]

    town.worker.house = replace(town.worker.house, notice=replace(town.worker.house.notice, version=2))
    await guest.presses("知道了，同意", on=old)
    person = await known(town, guest)
    assert person
    assert person.agreed == 0
    await guest.says("/start")
    assert sum(NOTICE in text for text in texts(guest)) == 2
    await guest.presses("知道了，同意")
    person = await known(town, guest)
    assert person
    assert person.agreed == 2


async def test_a_post_before_any_start_is_kept_and_goes_on_once_the_community_is_known(town: Town) -> None:
    """It keeps its number and its clock; the notice comes after the receipt."""
    guest = newcomer(town)
    number = await reported(guest, RUBBISH)
    assert [NOTICE in texts(guest)[1], "您住哪个社区" in texts(guest)[2]] == [True, True]
    before = await town.ticket(number)
    assert not everywhere(town, "楼道里堆满") & {COMMUNITY, BRANCH3}

    town.now = town.now.replace(minute=50)
    await guest.presses("槐树里社区")
    after = await town.ticket(number)
    assert (after.number, after.due_at, after.posted_at) == (number, before.due_at, before.posted_at)
    assert after.area == "H3-3-2"
    assert number in town.find(BRANCH3, "楼道里堆满").text
    assert f"{number} 转给 3号网格党支部，答复时间不变。" in texts(guest)


async def test_a_poster_with_a_place_places_what_was_posted_before(town: Town) -> None:
    guest = newcomer(town)
    number = await reported(guest)
    await guest.says("/start H3-3-2")
    assert (await town.ticket(number)).unit == "H-SQ"


async def test_an_unsure_post_of_an_unknown_place_reaches_the_right_coordinator(town: Town) -> None:
    guest = newcomer(town)
    await guest.says("那个事怎么办啊")
    number = number_in(receipts(guest)[-1])
    await guest.presses("柳河社区")
    ticket = await town.ticket(number)
    assert (ticket.state, ticket.community, ticket.unrouted) == (State.TRIAGE, "L", "unsure")
    assert number in town.find(town.person("吴霞").user, number).text


async def test_the_building_routes_what_lacked_a_grid(town: Town) -> None:
    guest = newcomer(town)
    await guest.says("/start H")
    number = await reported(guest, "楼道堆满杂物，没人管")
    assert (await town.ticket(number)).unrouted == "no_grid"
    await guest.presses("3号楼")
    assert (await town.ticket(number)).unit == "H3-ZB"


async def test_numbers_of_a_street_and_of_a_community_never_meet(town: Town) -> None:
    known_one, lost = town.person("何静云"), newcomer(town)
    numbers = [await reported(known_one), await reported(lost), await reported(newcomer(town, 9002))]
    assert len(set(numbers)) == 3


async def test_privacy_tells_what_is_kept(town: Town) -> None:
    resident = await neighbour(town)
    await reported(resident)
    await resident.says("/privacy")
    assert NOTICE in texts(resident)[-2]
    assert not resident.chat[-2].buttons
    kept = texts(resident)[-1]
    assert "何静云" in kept
    assert "槐树里社区 3号网格 3号楼 2单元 402" in kept
    assert "1 件" in kept


async def test_forgetting_asks_withdraws_deletes_and_begins_anew(town: Town) -> None:
    resident = await neighbour(town)
    done = await answered(town, resident)
    number = await reported(resident, RUBBISH)
    await resident.says("/forget")
    assert "不能恢复" in resident.chat[-1].text
    await resident.presses("删除")
    assert "都删了" in resident.chat[-1].text

    assert await known(town, resident) is None
    for gone in (number, done):
        ticket = await town.ticket(gone)
        assert (ticket.area, ticket.place) == (None, "")
        async with town.storage.reading(town.now) as work:
            assert await work.tickets.said(ticket.id) == []
    assert (await town.ticket(number)).state is State.WITHDRAWN
    assert not everywhere(town, "老人摔了一跤") & {COMMUNITY, BRANCH3}
    assert not everywhere(town, "堆满了杂物") & {COMMUNITY, BRANCH3}

    await resident.says(LAMP)
    assert any(NOTICE in text for text in texts(resident)[-3:])


async def test_not_to_forget_changes_nothing(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident)
    await resident.says("/forget")
    await resident.presses("不删")
    assert texts(resident)[-1] == "好，没有动。"
    assert (await town.ticket(number)).state is State.OPEN


async def test_staff_are_not_forgotten_by_a_press(town: Town) -> None:
    worker = town.person("王敏")
    await worker.says("/forget")
    assert "请找管理员" in await worker.presses("删除")


async def test_the_language_is_kept(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says("/lang")
    await resident.presses("English")
    person = await known(town, resident)
    assert person
    assert person.language == "en"
    number = await reported(resident, RUBBISH)
    assert Texts("en")("收到，编号 {number}。", number=number) in texts(resident)[-1]
    until = Texts("en").when(town.now + town.worker.storage.rules.answer, town.now)
    assert until in texts(resident)[-1]


async def test_help_tells_what_can_be_done(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says("/help")
    assert "/my" in texts(resident)[-1]
    assert "/open" not in texts(resident)[-1]


async def test_who_lived_where_the_people_file_no_longer_has_a_place_is_asked_again(town: Town) -> None:
    resident = await neighbour(town)
    person = await known(town, resident)
    assert person
    async with town.storage.unit(town.now) as work:
        await work.people.update(replace(person, community=AreaCode("GONE"), area=AreaCode("GONE-1")))
    number = await reported(resident)
    assert "您住哪个社区" in texts(resident)[-1]
    await resident.presses("槐树里社区")
    assert (await town.ticket(number)).unit == "H-SQ"
    await resident.says("/privacy")
    assert "槐树里社区" in texts(resident)[-1]
