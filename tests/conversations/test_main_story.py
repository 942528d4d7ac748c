"""The main job, from a post to the rating."""

from tests.conversations.town import COMMUNITY, Town, number_in
from tickets.kinds import State


async def test_a_post_is_claimed_answered_and_rated(town: Town) -> None:
    """One message becomes a ticket that a worker claims and answers and its poster rates."""
    resident, worker = town.person("何静云"), town.person("王敏")
    await resident.says("槐荫路上的路灯坏了三天了，老人摔了一跤，希望市政赶紧来修")
    number = number_in(town.find(resident.user, "收到，编号").text)
    assert "路灯" in town.find(COMMUNITY, number).text

    assert "归您了" in await worker.presses("认领", in_group=COMMUNITY)
    assert "王敏" in town.find(COMMUNITY, number).text

    await worker.presses("答复", in_group=COMMUNITY)
    await worker.presses("办好了", in_group=COMMUNITY)
    await worker.answers("路灯已换，今晚会亮。", in_group=COMMUNITY)
    assert "路灯已换" in town.find(resident.user, "有结果了").text

    await resident.presses("解决了")
    await resident.presses("满意")
    await resident.presses("有")
    ticket = await town.ticket(number)
    assert ticket.state is State.CLOSED
