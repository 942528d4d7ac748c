"""A wrong class is put right in two taps, a topic in three; kept to learn from, with nothing personal in it."""

import csv
from io import StringIO

import pytest

from bot.commands.lessons import written
from storage.lessons import lessons
from tests.conversations.residents import neighbour
from tests.conversations.town import BRANCH3, COMMUNITY, Town
from tests.conversations.workers import PUBLIC, claimed, heard, posted
from tickets.kinds import Deed, State

WITH_NUMBER = PUBLIC + "，我叫王建国，电话13800138000"


async def kept(town: Town) -> list[tuple[str, ...]]:
    async with town.storage.reading(town.now) as work:
        rows = await work.connection.exec_driver_sql(
            'SELECT said, "right", topic_said, topic_right, reason FROM corrections ORDER BY id'
        )
        return [tuple(row) for row in rows]


async def taught(town: Town) -> list[dict[str, str]]:
    async with town.storage.database.read() as connection:
        return list(csv.DictReader(StringIO(written(await lessons(connection), town.storage.reader))))


async def test_two_taps_change_the_class_and_it_goes_where_it_belongs(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    await town.person("王敏").presses("改类别", in_group=COMMUNITY)
    await town.person("王敏").presses("共事", in_group=COMMUNITY)
    ticket = await town.ticket(number)
    assert (ticket.matter, ticket.state, ticket.holder) == ("shared", State.OPEN, None)
    assert number in town.find(BRANCH3, "【共事】").text
    assert await kept(town) == [("public", "shared", "roads", "roads", "")]


async def test_whoever_has_it_in_their_pool_need_not_claim_it_first(town: Town) -> None:
    number = await posted(town, PUBLIC)
    await town.person("王敏").presses("改类别", in_group=COMMUNITY)
    await town.person("王敏").presses("共事", in_group=COMMUNITY)
    assert (await town.ticket(number)).matter == "shared"


async def test_why_is_one_more_tap(town: Town) -> None:
    await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker = town.person("王敏")
    await worker.presses("改类别", in_group=COMMUNITY)
    await worker.presses("共事", in_group=COMMUNITY)
    question = town.last(COMMUNITY)
    assert "没有改动" in await town.person("李敏").presses("小区里能办", in_group=COMMUNITY, on=question)
    await worker.presses("小区里能办", in_group=COMMUNITY)
    assert (await kept(town))[0][-1] == "小区里能办"
    assert "记下了" in heard(town, COMMUNITY)


async def test_why_may_be_said_in_words_that_who_has_it_now_can_read(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker = town.person("王敏")
    await worker.presses("改类别", in_group=COMMUNITY)
    await worker.presses("共事", in_group=COMMUNITY)
    await worker.presses("写原因", in_group=COMMUNITY)
    await worker.answers("小区里的灯", in_group=COMMUNITY)
    assert (await kept(town))[0][-1] == "小区里的灯"
    assert (await town.history(number))[-1] == Deed.NOTE


async def test_a_wrong_topic_is_put_right_where_it_stands(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker = town.person("王敏")
    await worker.presses("改类别", in_group=COMMUNITY)
    await worker.presses("主题不对", in_group=COMMUNITY)
    assert "水电气热" in await worker.presses("水电气热", in_group=COMMUNITY)
    ticket = await town.ticket(number)
    assert (ticket.topic, ticket.state, ticket.holder) == ("utilities", State.HELD, town_id(ticket.holder))
    assert await kept(town) == [("public", "public", "roads", "utilities", "")]
    assert "答复" in town.find(COMMUNITY, "【公事】").buttons


def town_id(holder: object) -> object:
    assert holder
    return holder


@pytest.mark.parametrize(
    "press", ["tt:{}:all", "tt:{}:parking", "tc:{}:shared", "bc:{}:home", "bc:{}:w", "tt:{}:nonsense"]
)
async def test_nobody_takes_it_out_of_anothers_hands_by_it(town: Town, press: str) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    before, card = await town.ticket(number), town.find(COMMUNITY, number)
    assert await town.person("李敏").presses_data(press.format(before.id), card, in_group=COMMUNITY)
    assert await town.ticket(number) == before
    assert await kept(town) == []


async def test_what_is_learned_from_is_masked_and_bears_what_staff_said_last(town: Town) -> None:
    number = await posted(town, WITH_NUMBER)
    await town.person("王敏").presses("改类别", in_group=COMMUNITY)
    await town.person("王敏").presses("共事", in_group=COMMUNITY)
    rows = await taught(town)
    assert [(row["id"], row["matter"], row["topic"], row["danger"]) for row in rows] == [
        (number, "shared", "roads", "0")
    ]
    assert "路灯" in rows[0]["text"]
    assert "13800138000" not in rows[0]["text"]
    assert "王建国" not in rows[0]["text"]


async def test_what_residents_say_of_their_own_is_not_learned_from(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(PUBLIC)
    await resident.presses("分错了")
    await resident.presses("小区里的事")
    assert len(await kept(town)) == 1
    assert await taught(town) == []


async def test_nothing_is_learned_from_somebody_forgotten(town: Town) -> None:
    resident = await neighbour(town)
    await resident.says(PUBLIC)
    await town.person("王敏").presses("改类别", in_group=COMMUNITY)
    await town.person("王敏").presses("共事", in_group=COMMUNITY)
    await town.person("王敏").presses("写原因", in_group=COMMUNITY)
    await town.person("王敏").answers("何家的灯", in_group=COMMUNITY)
    await resident.says("/forget")
    await resident.presses("删除")
    assert await taught(town) == []
    assert (await kept(town))[0][-1] == ""
