"""缆线凌乱 (S3:39): a 攻坚哨 of the street, with a date; the cables are put in order within it."""

from datetime import timedelta

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
from tests.conversations.residents import neighbour
from tests.conversations.town import COMMUNITY, Town, number_in
from tickets.kinds import Urgency
from tickets.whistles.kinds import WhistleState

CABLES = "槐荫路边的通信光缆和电线乱拉，垂下来快到头顶了，请有关部门整理"
OFFICE, LINES, POWER = "槐荫街道城市管理办公室", "和平通信管线办", "和平供电公司"


async def test_the_loose_cables_are_in_order_before_the_date(town: Town) -> None:
    """The street's secretary calls with seven days; the office leads, brings nobody back, and all report in time."""
    resident, secretary = await neighbour(town), town.person("田野")
    office, lines, power = (town.person(RECEIVERS[unit]) for unit in (OFFICE, LINES, POWER))

    # Monday  A date is demanded; seven days are offered.
    await resident.says(CABLES)
    number = number_in(town.find(resident.user, "收到，编号").text)
    await secretary.presses("吹哨", in_group=COMMUNITY)
    assert "还缺：时限、理由" in look(secretary, COMMUNITY).text
    await secretary.presses("不吹了", in_group=COMMUNITY)
    await blown(secretary, COMMUNITY, "借老旧小区改造一起入地")
    assert "【攻坚哨】" in board(town, office, number)
    assert "周一 18:00 前办完" in board(town, office, number) or "11月30日 18:00 前办完" in board(town, office, number)

    # Tuesday  The three say who comes, and look at it together.
    for someone in (office, lines, power):
        await says_who(someone, f"{someone.name} 明天 9:00")
    await minutes(town, 23 * 60)
    for someone in (office, lines, power):
        await comes(someone)
    await office.presses("进展")
    await office.answers("三家看过现场，先捆扎，再入地。")

    # Thursday  Done; each says what.
    await minutes(town, 2 * 24 * 60)
    await reports(lines, "光缆捆好，改走地下管道。")
    await reports(power, "低处的电线抬高到 5 米。")
    await reports(office, "全线清点过，没有再垂下来的。")
    await ended(secretary, OFFICE, LINES, POWER)

    whistle = await whistle_of(town, number)
    assert (whistle.state, whistle.type) == (WhistleState.ENDED, Urgency.COMPLEX)
    assert all(leg.reported_at and leg.due_at and leg.reported_at < leg.due_at for leg in whistle.legs.values())
    assert whistle.due_at is not None
    assert whistle.blown_at is not None
    assert timedelta(days=6) < whistle.due_at - whistle.blown_at < timedelta(days=8)
