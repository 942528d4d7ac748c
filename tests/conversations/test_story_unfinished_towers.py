"""烂尾楼 (S4:277): the district's head blows up to the city; a joint meeting settles money, builder and dates."""

from collections.abc import Mapping

from tests.conversations.blowing import board, comes, ended, finished, minutes, reports, says_who, settles, whistle_of
from tests.conversations.residents import neighbour, resolved
from tests.conversations.town import COMMUNITY, Someone, Town, number_in
from tests.conversations.workers import heard
from tickets.kinds import State
from tickets.whistles.kinds import Gathering, Scope, WhistleState

TOWERS = "槐荫路旁的楼盘烂尾三年了，一直停工，交不了房"
CITY = {"江城市住建委": "温良", "江城市规划委": "葛平", "江城市发改委": "章程"}
BUREAU = "和平区住建局"


async def test_the_unfinished_towers_have_a_builder_and_a_date_once_the_city_is_called(town: Town) -> None:
    """A secretary cannot call the city and asks; the head blows; what the meeting decides is watched until done."""
    resident, worker, head = await neighbour(town), town.person("王敏"), town.person("章华")
    units = {**CITY, BUREAU: "常青"}

    # Monday  The street's secretary reaches no city department: the matter goes up to who does.
    await resident.says(TOWERS)
    number = number_in(town.find(resident.user, "收到，编号").text)
    await worker.presses("认领", in_group=COMMUNITY)
    await town.person("田野").presses("吹哨", in_group=COMMUNITY)
    await finished(town.person("田野"), COMMUNITY, "市里不来，区里定不了")
    assert "已提请吹哨" in town.last(COMMUNITY).text
    await head.presses("吹哨")
    await finished(head)
    assert "【攻坚哨·市区两级】" in board(town, town.person("温良"), number)

    # Tuesday  联席会议: three departments of the city and the district's bureau come.
    for name in units.values():
        await says_who(town.person(name), f"{name} 明天 9:00")
    await _met(town, head, units)

    # The next week  The bureau has the money in its account and the builder on the site; all report.
    await minutes(town, 3 * 24 * 60)
    await settles(town.person("常青"), "共管账户里的钱到位了，企业进场")
    assert "会上定的第 1 项，和平区住建局办好了" in heard(town, head.user)
    for name, words in zip(units.values(), ("监管方案批了", "规划核过", "专项债批了", "企业复工"), strict=True):
        await reports(town.person(name), words)
    await ended(head, *units)
    await resolved(worker, "楼已复工，明年六月交房。")
    await resident.presses("解决了")
    whistle = await whistle_of(town, number)
    assert (whistle.state, whistle.scope) == (WhistleState.ENDED, Scope.CITY)
    assert whistle.meetings[1].kind is Gathering.JOINT
    assert (await town.ticket(number)).state is State.CLOSED
    assert "哨" not in heard(town, resident.user)


async def _met(town: Town, head: Someone, units: Mapping[str, str]) -> None:
    """On the site: who comes, what is decided, whose it is, until when; they stay, and check in there."""
    await head.presses("开会")
    await head.presses("明天 09:00")
    await head.presses("发通知")
    for name in units.values():
        await town.person(name).presses("能来")
    await minutes(town, 24 * 60)
    for name in units.values():
        await comes(town.person(name))
    await head.presses("记一项")
    await head.answers("由区里牵头设共管账户，企业三天内进场")
    await head.presses(BUREAU)
    await head.presses("写日期")
    await head.answers("11-27 18:00")
    await head.presses("记完了")
    await head.presses("就这些")
    assert "由区里牵头设共管账户" in heard(town, town.person("常青").user)
    assert "商量定了" in heard(town, town.person("何静云").user)
