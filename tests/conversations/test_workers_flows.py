"""Workers put a matter on a way of its own; the card says what is to be done now and what is missing."""

from tests.conversations.town import COMMUNITY, Town
from tests.conversations.workers import PUBLIC, claimed


async def test_a_ticket_is_put_on_double_dispatch_and_walks_both_ways(town: Town) -> None:
    await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker = town.person("王敏")
    await worker.presses("更多", in_group=COMMUNITY)
    await worker.presses("流程", in_group=COMMUNITY)
    assert "W6 发帖派单" in town.last(COMMUNITY).text
    assert "缺：答复" in town.last(COMMUNITY).text
    await worker.presses("换流程", in_group=COMMUNITY)
    await worker.presses("W9 双派双考", in_group=COMMUNITY)
    await worker.presses("派单有了", in_group=COMMUNITY)
    card = town.find(COMMUNITY, "【公事】")
    assert card.text.count("现在：") == 2
    assert "缺：接单" in card.text


async def test_who_has_nothing_to_do_with_it_puts_it_on_nothing(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    worker, stranger = town.person("王敏"), town.person("孙丽")
    await worker.presses("更多", in_group=COMMUNITY)
    await worker.presses("流程", in_group=COMMUNITY)
    await worker.presses("换流程", in_group=COMMUNITY)
    await stranger.presses("W9 双派双考", in_group=COMMUNITY)
    assert (await town.ticket(number)).flow == ""
