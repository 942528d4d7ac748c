"""Nobody can flood a group: an hour holds so many posts, danger aside, and nothing that was said is lost."""

from typing import Any

import pytest

from classifiers.reader import JiebaReader
from storage.database import Database
from tests.conversations.residents import (
    GAS,
    LAMP,
    answered,
    claimed,
    neighbour,
    own,
    photo,
    receipts,
    reported,
    texts,
)
from tests.conversations.town import COMMUNITY, Town, number_in, open_town
from tickets.kinds import Deed
from tickets.rules.clocks import Rules

LID = "小区门口的井盖松了，车一过咣当响，请市政部门来看看"
RUBBISH = "河边的垃圾堆了一个星期没人清运，味道很大，请环卫处理"
KEPT = "这条先替您留着"


@pytest.fixture
async def town(database: Database, reader: JiebaReader) -> Town:
    """A street where two posts and three additions fill an hour."""
    return await open_town(database, reader, Rules(posts=2, additions=3))


async def test_what_goes_beyond_the_hour_is_kept_and_one_press_posts_it_later(town: Town) -> None:
    person = await neighbour(town)
    for said in (LAMP, LID, RUBBISH):
        await person.says(said)
    assert len(receipts(person)) == 2
    assert texts(person)[-1].startswith(KEPT)
    assert "今天 11:06 以后" in texts(person)[-1]
    assert not [m for m in town.chat(COMMUNITY) if "垃圾" in m.text]

    await town.forward(hours=1)
    await person.presses("报上去")
    number = number_in(receipts(person)[-1])
    assert number in town.find(COMMUNITY, "垃圾").text


async def test_pressing_before_the_hour_is_over_keeps_it_on(town: Town) -> None:
    person = await neighbour(town)
    for said in (LAMP, LID, RUBBISH):
        await person.says(said)
    await person.presses("报上去")
    assert len(receipts(person)) == 2
    await town.forward(hours=1)
    await person.presses("报上去")
    assert len(receipts(person)) == 3


async def test_taking_back_makes_no_room_for_more(town: Town) -> None:
    person = await neighbour(town)
    for said in (LAMP, LID):
        await person.says(said)
        await person.presses("撤回")
        await person.presses("撤回")
    await person.says(RUBBISH)
    assert texts(person)[-1].startswith(KEPT)


async def test_danger_is_taken_however_much_was_said(town: Town) -> None:
    person = await neighbour(town)
    for said in (LAMP, LID, RUBBISH):
        await person.says(said)
    await person.says(GAS)
    assert "119" in "\n".join(texts(person))
    assert len(receipts(person)) == 3


async def test_others_are_not_held_up(town: Town) -> None:
    person = await neighbour(town)
    for said in (LAMP, LID, RUBBISH):
        await person.says(said)
    assert number_in(await reported(await neighbour(town, "老周"), RUBBISH))


async def test_an_album_beyond_the_hour_is_kept_whole_and_told_once(town: Town) -> None:
    person = await neighbour(town)
    for said in (LAMP, LID):
        await person.says(said)
    for n, said in enumerate((RUBBISH, "", "")):
        caption: dict[str, Any] = {"caption": said} if said else {}
        await person.sends(media_group_id="a1", **photo(f"p{n}"), **caption)
    assert len([text for text in texts(person) if text.startswith(KEPT)]) == 1
    await town.forward(hours=1)
    await person.presses("报上去")
    number = number_in(receipts(person)[-1])
    ticket = await town.ticket(number)
    async with town.storage.reading(town.now) as work:
        said = await work.tickets.said(ticket.id)
    assert sum(len(one.media) for one in said) == 3


async def test_many_additions_stay_on_the_ticket_and_ring_no_more(town: Town) -> None:
    person = await neighbour(town)
    first = await person.says(LAMP)
    number = number_in(receipts(person)[-1])
    await claimed(town)
    before = len(town.chat(COMMUNITY))
    for n in range(5):
        await person.says(f"又过了{n}天还是黑的", to=own(person, first))
    assert len(town.chat(COMMUNITY)) == before + 3
    assert texts(person)[-1].startswith(f"记在 {number} 上了")
    assert (await town.history(number)).count(Deed.REPLY) == 5


async def test_danger_in_the_last_of_many_additions_rings(town: Town) -> None:
    person = await neighbour(town)
    first = await person.says(LAMP)
    for n in range(4):
        await person.says(f"又过了{n}天还是黑的", to=own(person, first))
    await person.says("现在电线冒火花，着火了", to=own(person, first))
    assert (await town.ticket(number_in(receipts(person)[-1]))).danger
    assert "119" in "\n".join(texts(person))


async def test_no_is_heard_once_of_an_answer(town: Town) -> None:
    person = await neighbour(town)
    await answered(town, person)
    asking = next(m for m in person.chat if "没解决" in m.buttons)
    data = dict(asking.buttons)
    for _ in range(3):
        await person.presses_data(data["没解决"], asking)
        await person.presses_data(data["解决了"], asking)
    assert len([m for m in town.chat(COMMUNITY) if "居民说没解决" in m.text]) == 1
