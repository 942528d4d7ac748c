"""违建骑线 (S4:263): a building on the border of two districts, met over, agreed on, and taken down together, twice."""

from tests.conversations.blowing import blown, board, comes, ended, minutes, reports, says_who, settles, whistle_of
from tests.conversations.residents import neighbour, resolved
from tests.conversations.town import COMMUNITY, Someone, Town, number_in
from tests.conversations.workers import heard
from tickets.kinds import State
from tickets.whistles.kinds import Gathering, Scope, WhistleState

BORDER = "槐荫路尽头有栋违建骑线，正好在两区交界，没人管"
THEIR_STREET, THEIR_TEAM, OUR_TEAM = "柏园街道办事处", "柏园街道综合执法队", "槐荫街道综合执法队"
THEIR_DESK = -1030


async def test_the_building_on_the_border_is_down_after_two_joint_deeds(town: Town) -> None:
    """田野 blows across the border; both sides meet, agree on hour, place and labour, and come together twice."""
    resident, worker, secretary = await neighbour(town), town.person("王敏"), town.person("田野")

    # Monday  Nobody on this side can do it alone: the street's secretary calls the neighbours, whose district hears.
    await resident.says(BORDER)
    number = number_in(town.find(resident.user, "收到，编号").text)
    await worker.presses("认领", in_group=COMMUNITY)
    await blown(secretary, COMMUNITY, "请柏园街道开联席会议，一起拆")
    assert "【攻坚哨·跨区】" in board(town, town.person("毕成"), number)
    assert f"{number} 槐荫街道办事处跨区吹哨，叫了{THEIR_STREET}" in heard(town, THEIR_DESK)

    # Tuesday  联席会议 of both: two mornings, one place, who does what.
    await _met(town, secretary)
    await _acted_together(town, secretary)
    assert "联合行动 2 次" in board(town, secretary, number)

    # Thursday  Each reports its part, is scored by who called, and the resident has her answer.
    for name, words in (("毕成", "认了地界，手续补齐"), ("项阳", "西半边拆完"), ("石磊", "东半边拆完，渣土清走")):
        unit = town.person(name)
        await reports(unit, words, on=next(m for m in unit.chat if "【攻坚哨" in m.text))
    await ended(secretary, THEIR_STREET, THEIR_TEAM, OUR_TEAM)
    await resolved(worker, "违建拆了，两边一起清的地。")
    await resident.presses("解决了")
    whistle = await whistle_of(town, number)
    assert (whistle.state, whistle.scope, len(whistle.actions)) == (WhistleState.ENDED, Scope.ACROSS, 2)
    assert whistle.meetings[1].kind is Gathering.JOINT
    assert (await town.ticket(number)).state is State.CLOSED
    assert "哨" not in heard(town, resident.user)


async def _met(town: Town, secretary: Someone) -> None:
    """Called by buttons; the neighbours say that they come; what is decided is written down with owner and date."""
    await secretary.presses("开会")
    await secretary.presses("明天 09:00")
    await secretary.presses("发通知")
    for name in ("毕成", "项阳", "石磊"):
        await town.person(name).presses("能来")
    await minutes(town, 24 * 60)
    await secretary.presses("记一项")
    await secretary.answers("西半边归柏园，东半边归槐荫，同时动手")
    await secretary.presses(THEIR_TEAM)
    await secretary.presses("明天 18:00")
    await secretary.presses("记完了")
    await secretary.presses("就这些")
    assert "西半边归柏园" in heard(town, town.person("项阳").user)


async def _acted_together(town: Town, secretary: Someone) -> None:
    """Hour, place and division of labour stand on each unit's card; the second time is one press more."""
    for name in ("毕成", "项阳", "石磊"):
        await says_who(town.person(name), f"{name} 明天 9:00")
    await secretary.presses("联合行动")
    await secretary.presses("明天 09:00")
    await secretary.presses("写分工")
    await secretary.answers("柏园拆西边，槐荫拆东边，派出所看秩序")
    await secretary.presses("发通知")
    assert "柏园拆西边" in heard(town, town.person("项阳").user)
    await minutes(town, 23 * 60)
    for name in ("毕成", "项阳", "石磊"):
        await comes(town.person(name))
    await settles(town.person("项阳"), "两边同时动了手，西半边拆了一半")
    assert f"会上定的第 1 项，{THEIR_TEAM}办好了" in heard(town, secretary.user)
    await secretary.presses("再约一次")
    await secretary.presses("明天 09:00")
    await minutes(town, 24 * 60)
