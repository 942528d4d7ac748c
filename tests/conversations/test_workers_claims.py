"""Who has a ticket: one winner, a limit, back to the pool, from hand to hand, and to the coordinator in the end."""

import asyncio

from classifiers.reader import JiebaReader
from storage.database import Database
from tests.conversations.town import COMMUNITY, Town, open_town
from tests.conversations.workers import HOUSEHOLD, LEADER, PUBLIC, claimed, heard, posted
from tickets.deeds.staff.holding import claim
from tickets.errors import AlreadyHeld
from tickets.ids import PersonId
from tickets.kinds import State
from tickets.rules.clocks import Rules
from tickets.ticket import Ticket


async def test_of_two_presses_the_first_wins_and_the_second_reads_who_won(town: Town) -> None:
    number = await posted(town, PUBLIC)
    assert "归您了" in await town.person("王敏").presses("认领", in_group=COMMUNITY)
    assert await _press_old_claim(town, "李敏", number) == "王敏 已经认领了。"
    assert (await town.ticket(number)).holder == await _id(town, "王敏")


async def test_two_units_of_work_that_claim_at_once_have_one_winner(town: Town) -> None:
    number = await posted(town, PUBLIC)
    ticket = await town.ticket(number)
    workers = [await _id(town, name) for name in ("王敏", "李敏", "刘洋")]
    results = await asyncio.gather(*(_claim(town, ticket, worker) for worker in workers), return_exceptions=True)
    winners = [r for r in results if isinstance(r, Ticket)]
    losers = [r for r in results if isinstance(r, AlreadyHeld)]
    assert len(winners) == 1
    assert len(losers) == 2
    assert {loser.holder for loser in losers} == {winners[0].holder}
    assert (await town.history(number)).count("claim") == 1


async def test_pressing_claim_again_changes_nothing_for_the_winner(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    assert "归您了" in await _press_old_claim(town, "王敏", number)
    assert (await town.history(number)).count("claim") == 1


async def test_a_worker_cannot_claim_more_than_the_limit(database: Database, reader: JiebaReader) -> None:
    town = await open_town(database, reader, Rules(hands=1))
    await claimed(town, PUBLIC, "王敏", COMMUNITY)
    number = await posted(town, "槐荫路上的井盖坏了，希望市政赶紧来修", "老周")
    assert "手上已有 1 件" in await town.person("王敏").presses("认领", in_group=COMMUNITY)
    assert (await town.ticket(number)).state is State.OPEN


async def test_nobody_is_given_more_than_the_limit_either(database: Database, reader: JiebaReader) -> None:
    town = await open_town(database, reader, Rules(hands=1))
    await claimed(town, PUBLIC, "王敏", COMMUNITY)
    number = await claimed(town, "槐荫路上的井盖坏了，希望市政赶紧来修", "李敏", COMMUNITY, "老周")
    await _give(town, "李敏", "王敏", "她熟")
    assert "王敏手上已有 1 件" in town.last(COMMUNITY).text
    assert (await town.ticket(number)).holder == await _id(town, "李敏")


async def test_a_claim_without_a_word_goes_back_with_a_note(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    await town.forward(hours=30)
    assert (await town.ticket(number)).state is State.OPEN
    assert "没有进展" in town.find(COMMUNITY, "放回待认领").text
    assert "已放回待认领" in heard(town, town.person("王敏").user)


async def test_a_claim_stays_while_words_flow(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker, resident = town.person("王敏"), town.person("何静云")
    await town.forward(hours=7)
    await worker.presses("问居民", in_group=COMMUNITY)
    await worker.answers("是哪一盏？", in_group=COMMUNITY)
    await town.forward(hours=10)
    await resident.says("路口往东第二盏", to=town.find(resident.user, "想问您"))
    await town.forward(hours=10)
    assert (await town.ticket(number)).state is State.HELD, await town.history(number)


async def test_handing_back_asks_for_a_reason_and_tells_it(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker = town.person("王敏")
    await worker.presses("更多", in_group=COMMUNITY)
    await worker.presses("转给…", in_group=COMMUNITY)
    await worker.presses("退回待认领", in_group=COMMUNITY)
    await worker.sends(in_group=COMMUNITY, to=town.last(COMMUNITY), photo=[_PICTURE])
    assert (await town.ticket(number)).state is State.HELD
    assert "请写明原因" in town.last(COMMUNITY).text
    await worker.answers("我今天休息，电话13812345678", in_group=COMMUNITY)
    assert (await town.ticket(number)).state is State.OPEN
    line = town.find(COMMUNITY, "放回待认领").text
    assert "王敏：我今天休息" in line
    assert "13812345678" not in line


async def test_a_ticket_given_to_somebody_by_name_reaches_them_with_the_reason(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    await _give(town, "王敏", "李敏", "他认识路灯队")
    assert (await town.ticket(number)).holder == await _id(town, "李敏")
    theirs = heard(town, town.person("李敏").user)
    assert number in theirs
    assert "他认识路灯队" in theirs
    assert "李敏" in town.find(COMMUNITY, "【公事】").text


async def test_after_three_hand_overs_it_goes_to_the_coordinator_and_the_clock_runs_on(town: Town) -> None:
    number = await posted(town, PUBLIC)
    due = (await town.ticket(number)).due_at
    for name in ("王敏", "李敏", "刘洋"):
        await town.forward(hours=1)
        await town.person(name).presses("认领", in_group=COMMUNITY)
        await _hand_back(town, name)
    ticket = await town.ticket(number)
    assert ticket.state is State.TRIAGE
    assert ticket.due_at == due
    assert "交给社区专员" in town.last(COMMUNITY).text
    card = town.find(town.person("赵芳").user, number)
    assert "转手太多次" in heard(town, town.person("赵芳").user)
    assert card
    await town.person("赵芳").presses("我来办")
    assert (await town.ticket(number)).holder == await _id(town, "赵芳")


async def test_a_colleague_cannot_pass_on_what_another_holds(town: Town) -> None:
    number = await posted(town, PUBLIC)
    hand = town.find(COMMUNITY, number).buttons["转给…"]
    await town.person("王敏").presses("认领", in_group=COMMUNITY)
    card = town.find(COMMUNITY, number)
    said = await town.person("李敏").presses_data(hand, card, in_group=COMMUNITY)
    assert "没有改动" in said
    assert (await town.ticket(number)).holder == await _id(town, "王敏")


async def test_a_ticket_cannot_be_given_to_somebody_outside(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    ticket, stranger = await town.ticket(number), await _id(town, "孙丽")
    card = town.find(COMMUNITY, number)
    await town.person("王敏").presses_data(f"tp:{ticket.id}:{stranger}", card, in_group=COMMUNITY)
    assert not any("孙丽" in m.text for m in town.chat(COMMUNITY))
    assert (await town.ticket(number)).holder != stranger


async def test_a_household_matter_cannot_be_passed_to_others_than_a_micro_grid(town: Town) -> None:
    number = await claimed(town, HOUSEHOLD, LEADER, None)
    leader, ticket = town.person(LEADER), await town.ticket(number)
    await leader.presses("更多")
    await leader.presses("转给…")
    assert all("微网格" in words or len(words) <= 5 for words in town.last(leader.user).buttons)
    await leader.presses_data(f"tu:{ticket.id}:H-WY", town.last(leader.user))
    await leader.answers("物业去看看")
    assert (await town.ticket(number)).unit == "H3-3-2-W"
    assert number not in heard(town, town.person("任晓东").user)


async def test_a_claim_from_a_list_in_private_brings_the_card_along(town: Town) -> None:
    number = await posted(town, PUBLIC)
    worker = town.person("王敏")
    await worker.says("/open")
    await worker.presses(f"认领 {number}")
    await worker.presses("答复")
    await worker.presses("办好了")
    await worker.answers("修好了")
    assert (await town.ticket(number)).state is State.ANSWERED


_PICTURE = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}


async def _press_old_claim(town: Town, name: str, number: str) -> str:
    ticket, card = await town.ticket(number), town.find(COMMUNITY, number)
    return await town.person(name).presses_data(f"cl:{ticket.id}", card, in_group=COMMUNITY)


async def _claim(town: Town, ticket: Ticket, worker: PersonId) -> Ticket:
    async with town.storage.unit(town.now) as work:
        return await claim(work, ticket.id, worker)


async def _id(town: Town, name: str) -> PersonId:
    async with town.storage.reading(town.now) as work:
        return next(s.id for s in work.directory.staff.values() if s.name == name)


async def _give(town: Town, holder: str, to: str, why: str) -> None:
    worker = town.person(holder)
    await worker.presses("更多", in_group=COMMUNITY)
    await worker.presses("转给…", in_group=COMMUNITY)
    await worker.presses(to, in_group=COMMUNITY)
    await worker.answers(why, in_group=COMMUNITY)


async def _hand_back(town: Town, holder: str) -> None:
    worker = town.person(holder)
    await worker.presses("更多", in_group=COMMUNITY)
    await worker.presses("转给…", in_group=COMMUNITY)
    await worker.presses("退回待认领", in_group=COMMUNITY)
    await worker.answers("不归我管", in_group=COMMUNITY)
