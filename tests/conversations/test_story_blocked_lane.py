"""花伴儿 (S4:159): a lane blocked at eight in the morning is clear at half past nine."""

from datetime import timedelta

from tests.conversations.blowing import RECEIVERS, board, comes, ended, finished, minutes, reports, says_who, whistle_of
from tests.conversations.residents import neighbour, resolved
from tests.conversations.town import COMMUNITY, MONDAY, Someone, Town, number_in
from tickets.kinds import State
from tickets.whistles.kinds import WhistleState

UNITS = ("槐荫消防救援站", "槐荫派出所", "槐荫街道综合执法队")
LANE = "楼前的消防通道被几辆违停的车堵死了，请交警来处罚"


async def test_the_blocked_lane_is_clear_in_ninety_minutes(town: Town) -> None:
    """何静云 posts, the community calls by whistle, the cars go, she has her answer and says it is solved."""
    town.now = MONDAY - timedelta(hours=2, minutes=5)
    resident, worker, secretary = await neighbour(town), town.person("王敏"), town.person("陈志远")
    fire, police, team = (town.person(RECEIVERS[unit]) for unit in UNITS)

    # 8:00  何静云's post stands in the community's group; 王敏 claims it, the secretary calls.
    await resident.says(LANE)
    number = number_in(town.find(resident.user, "收到，编号").text)
    await worker.presses("认领", in_group=COMMUNITY)
    await _called(secretary)
    assert "3号楼北侧通道 · 今天 08:30 前到场" in board(town, fire, number)
    assert "快捷哨" in board(town, fire, number)
    assert "快捷哨" in board(town, police, number)

    # 8:20  All three are there.
    await minutes(town, 20)
    for someone in (fire, police, team):
        await says_who(someone, f"{someone.name} 8:30")
        await comes(someone)
    assert "快捷哨 · 3 家到了 3 家" in town.find(COMMUNITY, "王敏").text

    # 9:20  The cars are gone; whoever was called says so, and is scored.
    await minutes(town, 60)
    await reports(fire, "通道清开了，画了禁停线。")
    await reports(police, "五辆车已经挪走。")
    await reports(team, "物业的锥桶也收了。")
    await ended(secretary, *UNITS)

    # 9:30  何静云 is answered, an hour and a half after her post.
    await minutes(town, 10)
    await resolved(worker, "通道已经清开，画了禁停线。")
    await resident.presses("解决了")
    ticket = await town.ticket(number)
    assert ticket.state is State.CLOSED
    assert ticket.answered_at == MONDAY - timedelta(minutes=35)
    assert (await whistle_of(town, number)).state is WhistleState.ENDED


async def _called(secretary: Someone) -> None:
    """What the duty list proposes, with a place and an hour of the secretary's own."""
    await secretary.presses("吹哨", in_group=COMMUNITY)
    for part, words in (("要到场", "3号楼北侧通道"), ("定几点到", "8:30")):
        await secretary.presses(part, in_group=COMMUNITY)
        await secretary.answers(words, in_group=COMMUNITY)
    await finished(secretary, COMMUNITY, "物业挪不动，早高峰前要通")
