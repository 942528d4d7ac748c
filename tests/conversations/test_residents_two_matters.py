"""Two matters in one message: the second is offered, and becomes a ticket of its own by one press."""

from tests.conversations.residents import GROUPS, LAMP, everywhere, neighbour, photo, receipts, texts
from tests.conversations.town import COMMUNITY, Someone, Town, number_in
from tests.conversations.workers import LEADER
from tickets.kinds import Deed, Matter, State

LAMP_AND_NOISE = "槐荫路上的路灯坏了三天了，请市政来修。另外楼上邻居天天半夜打麻将，吵得孩子睡不着"
LAMP_AND_RUBBISH = "槐荫路上的路灯坏了三天了，请市政来修。另外3号楼2单元楼道里堆满了杂物，小区里没人管"
LAMP_AND_GAS = "槐荫路上的路灯坏了三天了，请市政来修。另外楼道里煤气味很大"
LAMP_AND_BEATING = "槐荫路上的路灯坏了三天了，请市政来修。另外隔壁男的又打老婆，孩子哭着喊救命"
OFFERED = "您还说了另一件"


def offers(person: Someone) -> list[str]:
    return [text for text in texts(person) if text.startswith(OFFERED)]


async def test_the_second_matter_is_offered_and_one_press_makes_its_ticket(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(LAMP_AND_RUBBISH)
    assert len(receipts(resident)) == 1
    assert "杂物" in offers(resident)[0]
    assert "路灯" not in offers(resident)[0]
    first = await town.ticket(number_in(receipts(resident)[0]))
    await town.forward(hours=1)
    await resident.presses("另报一件")
    second = await town.ticket(number_in(receipts(resident)[1]))
    assert (first.matter, second.matter) == (Matter.PUBLIC, Matter.SHARED)
    assert second.number != first.number
    assert second.unit not in {None, first.unit}
    assert (second.due_at - second.posted_at, second.posted_at - first.posted_at) == (
        first.due_at - first.posted_at,
        town.now - first.posted_at,
    )


async def test_each_ticket_keeps_the_words_of_its_own_matter(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(LAMP_AND_RUBBISH)
    await resident.presses("另报一件")
    assert "路灯" in town.last(COMMUNITY).text
    assert "杂物" not in town.last(COMMUNITY).text
    assert await town.history("槐-1001") == [Deed.POST, Deed.EDIT]
    async with town.storage.reading(town.now) as work:
        kept = await work.tickets.said((await work.tickets.named("槐-1001")).id, Deed.EDIT)
    assert kept[0].text == LAMP_AND_RUBBISH


async def test_pressing_twice_makes_one(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(LAMP_AND_RUBBISH)
    offer = town.find(resident.user, OFFERED)
    press = offer.buttons["另报一件"]
    await resident.presses("另报一件")
    assert "报过了" in await resident.presses_data(press, offer)
    assert len(receipts(resident)) == 2


async def test_nobody_else_can_press_it(town: Town) -> None:
    resident, stranger = await neighbour(town), await neighbour(town, "老周")
    await resident.says(LAMP_AND_RUBBISH)
    offer = town.find(resident.user, OFFERED)
    assert "只有反映的人" in await stranger.presses_data(offer.buttons["另报一件"], offer)
    assert receipts(stranger) == []


async def test_one_matter_is_offered_nothing(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(LAMP + "，另外麻烦尽快，昨天又有人差点摔了")
    assert offers(resident) == []


async def test_words_with_a_household_matter_in_them_stand_in_no_group(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(LAMP_AND_NOISE)
    assert not everywhere(town, "打麻将") & GROUPS
    assert town.users["赵芳"] in everywhere(town, "打麻将")
    assert (await town.ticket("槐-1001")).state is State.TRIAGE

    await resident.presses("另报一件")
    assert "路灯" in town.last(COMMUNITY).text
    assert COMMUNITY not in everywhere(town, "打麻将")
    assert town.users[LEADER] in everywhere(town, "打麻将")
    assert [(await town.ticket(n)).state for n in ("槐-1001", "槐-1002")] == [State.OPEN] * 2


async def test_danger_in_either_matter_is_danger(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(LAMP_AND_GAS)
    assert texts(resident)[0].startswith("🚨")
    ticket = await town.ticket("槐-1001")
    assert ticket.danger
    assert "路灯" in offers(resident)[0]
    await resident.presses("另报一件")
    assert not (await town.ticket("槐-1002")).danger


async def test_a_dangerous_household_matter_is_decided_by_a_person_whatever_stands_beside_it(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(LAMP_AND_BEATING)
    ticket = await town.ticket("槐-1001")
    assert ticket.danger
    assert ticket.state is State.TRIAGE
    assert COMMUNITY not in everywhere(town, "打老婆")


async def test_a_photo_goes_with_both(town: Town) -> None:
    resident = await neighbour(town)
    await resident.sends(caption=LAMP_AND_RUBBISH, **photo())
    await resident.presses("另报一件")
    async with town.storage.reading(town.now) as work:
        said = [await work.tickets.said((await work.tickets.named(n)).id, Deed.POST) for n in ("槐-1001", "槐-1002")]
    assert said[0][0].media == said[1][0].media != ()
