"""私装地锁 (S4:223): 双派双考. The street's office and the property company have it side by side; both must finish."""

from tests.conversations.blowing import (
    RECEIVERS,
    blown,
    board,
    comes,
    ended,
    look,
    minutes,
    reports,
    says_who,
    whistle_of,
)
from tests.conversations.residents import neighbour, resolved
from tests.conversations.town import COMMUNITY, Someone, Town, number_in
from tickets.ids import UnitCode
from tickets.kinds import State
from tickets.whistles.kinds import WhistleState

LOCK = "槐荫路边的公共停车位被人私装地锁，占道影响通行，请城管部门来处理"
OFFICE, COMPANY = "槐荫街道城市管理办公室", "槐安物业"


async def test_the_ground_lock_is_off_within_a_day_and_both_are_scored(town: Town) -> None:
    """The office talks to the owner, the company takes the lock off; neither can be ended without the other."""
    resident, worker, expert = await neighbour(town), town.person("王敏"), town.person("赵芳")
    office, company = town.person(RECEIVERS[OFFICE]), town.person("任晓东")

    # 10:05  何静云's post; 王敏 claims it, 赵芳 sends it both ways at once.
    await resident.says(LOCK)
    number = number_in(town.find(resident.user, "收到，编号").text)
    await worker.presses("认领", in_group=COMMUNITY)
    await _sent_both_ways(town, expert, number)

    # 10:35  Both say who comes; each has its own card and its own clock.
    await minutes(town, 30)
    await says_who(office, "白雪 11:00")
    await says_who(company, "任晓东 11:00")
    await minutes(town, 30)
    await comes(office)
    await comes(company)
    legs = (await whistle_of(town, number)).legs
    assert legs[UnitCode("HY-CG")].due_at == legs[UnitCode("H-WY")].due_at is not None

    # 14:05  The office has the owner's word; the company has not finished: nothing can be ended, nor answered.
    await minutes(town, 180)
    await reports(office, "约了车主，同意拆。")
    await _is_not_over(town, expert, worker)

    # 15:05  The lock is off; both are scored, each by name.
    await minutes(town, 60)
    await reports(company, "地锁拆了，地面补平。")
    await ended(expert, OFFICE, COMPANY)
    whistle = await whistle_of(town, number)
    assert whistle.state is WhistleState.ENDED
    assert all(leg.mark and leg.reported_at and leg.due_at and leg.reported_at < leg.due_at for leg in
               whistle.legs.values())  # fmt: skip

    # 15:10  何静云 is answered the same day and says that it is solved.
    await resolved(worker, "地锁拆了，车位大家都能停。")
    await resident.presses("解决了")
    assert (await town.ticket(number)).state is State.CLOSED
    await town.person("高建华").says("/scores")
    for name in (OFFICE, COMPANY):
        assert name in town.person("高建华").chat[-1].text


async def _sent_both_ways(town: Town, expert: Someone, number: str) -> None:
    """What the duty list proposes: the office leads, the company beside it."""
    await expert.presses("吹哨", in_group=COMMUNITY)
    assert f"{OFFICE}（牵头）、{COMPANY}" in look(expert, COMMUNITY).text
    await expert.presses("不吹了", in_group=COMMUNITY)
    await blown(expert, COMMUNITY, "请城管办协调、物业拆除")
    assert f"{OFFICE}（牵头）" in board(town, town.person(RECEIVERS[OFFICE]), number)
    assert COMPANY in board(town, town.person("任晓东"), number)


async def _is_not_over(town: Town, expert: Someone, worker: Someone) -> None:
    """While one of the two owes its report the whistle has no 收哨, and nobody can be told that it is solved."""
    assert "收哨" not in town.find(expert.user, "【快捷哨】").buttons
    await worker.presses("答复", in_group=COMMUNITY)
    await worker.presses("办好了", in_group=COMMUNITY)
    await worker.answers("拆了", in_group=COMMUNITY)
    assert "还没全部反馈" in town.last(COMMUNITY).text
