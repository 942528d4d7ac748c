"""集结 (S1:28): a long campaign of many units; some join later, and only whoever called it ends it (事不绝、人不撤)."""

from tests.conversations.blowing import asked, look, minutes, whistle_of
from tests.conversations.residents import neighbour, photo
from tests.conversations.town import COMMUNITY, Someone, Town, number_in
from tests.conversations.wire import Shown
from tickets.whistles.kinds import Scope, WhistleState
from tickets.whistles.leg import Leg

BURNT = "槐荫路违建一条街，私搭乱建十几年了，年年拆年年建"
FIRST = {
    "槐荫街道综合执法队": "石磊",
    "和平区住建局": "常青",
    "槐荫派出所": "贺勇",
    "和平区城市管理局": "侯斌",
    "槐荫市场监管所": "龙飞",
}
LATER = {"和平供电公司": "汤和", "和平区公安分局": "邱林"}
EVERY = {**FIRST, **LATER}


async def test_a_campaign_of_seven_units_runs_until_its_caller_ends_it(town: Town) -> None:
    """Two months: five units are called, two join later, one goes home too early and is sent back."""
    resident, head = await neighbour(town), town.person("章华")

    # The district's head musters; no date is asked for.
    await resident.says(BURNT)
    number = number_in(town.find(resident.user, "收到，编号").text)
    await _mustered(head)
    assert number in town.find(head.user, "【攻坚哨·集结】").text
    assert "5 家到了 0 家" in town.find(COMMUNITY, "5 家到了").text

    # A month on the power company and the police of the district are needed as well.
    await minutes(town, 60 * 24 * 30)
    for unit in LATER:
        await _presses(head, "增派")
        if unit not in _card(head).buttons:
            await _presses(head, "下一页")
        await _presses(head, unit)
    assert "没响应 7 家：" in _card(head).text
    await _came(town, EVERY)
    assert "🔵 已到场 7 家：" in _card(head).text
    assert "7 家到了 7 家" in town.find(COMMUNITY, "家到了").text

    # One says it is done while the rest are at work: it is sent back, nobody leaves.
    await _reported(town, {"槐荫派出所": "贺勇"})
    await _presses(head, "退回重办…", "槐荫派出所")
    await head.answers("人撤早了，还在闹")
    await _reported(town, EVERY)
    assert (await whistle_of(town, number)).state is WhistleState.REPORTED
    await _ended(town, head, number)


async def _ended(town: Town, head: Someone, number: str) -> None:
    """Neither the street's secretary nor a unit may end it; the head may."""
    for unit in EVERY:
        await _presses(head, "评价…", unit)
        await head.answers("5 来得快 / 5 办得好 / 4 还要守着")
    for someone in (town.person("田野"), town.person("石磊")):
        assert await someone.presses("收哨", on=_card(head)) == "只有吹哨的一方能这样做。"
    assert (await whistle_of(town, number)).ended_at is None
    await _presses(head, "收哨")
    whistle = await whistle_of(town, number)
    assert (whistle.state, whistle.scope, len(whistle.legs)) == (WhistleState.ENDED, Scope.MUSTER, 7)
    assert all(_whole(leg) for leg in whistle.legs.values())


async def _presses(head: Someone, *words: str) -> None:
    """On the campaign's own card, one after the other."""
    for one in words:
        await head.presses(one, on=_card(head))


async def _mustered(head: Someone) -> None:
    await head.presses("吹哨", in_group=COMMUNITY)
    await head.presses("集结哨", in_group=COMMUNITY)
    assert "时限" not in look(head, COMMUNITY).text.split("还缺", 1)[-1]
    await head.presses("换单位", in_group=COMMUNITY)
    for unit in FIRST:
        await _chosen(head, unit)
    await head.presses("选好了", in_group=COMMUNITY)
    await head.presses("改地点" if "改地点" in look(head, COMMUNITY).buttons else "要到场", in_group=COMMUNITY)
    await head.answers("槐荫路东口", in_group=COMMUNITY)
    await head.presses("写理由", in_group=COMMUNITY)
    await head.answers("三年行动，拆一处稳一处", in_group=COMMUNITY)
    await head.presses("吹响", in_group=COMMUNITY)


async def _chosen(head: Someone, unit: str) -> None:
    """Leaf through the pages of units to that one, and choose it unless it is."""
    for way in ("上一页", "下一页"):
        while not {unit, f"✓ {unit}"} & (buttons := head.town.last(COMMUNITY).buttons).keys() and way in buttons:
            await head.presses(way, in_group=COMMUNITY)
    if unit in head.town.last(COMMUNITY).buttons:
        await head.presses(unit, in_group=COMMUNITY)


async def _came(town: Town, units: dict[str, str]) -> None:
    for name in units.values():
        someone = town.person(name)
        await someone.presses("到场")
        await someone.sends(to=asked(someone), **photo(name))


async def _reported(town: Town, units: dict[str, str]) -> None:
    for name in units.values():
        someone = town.person(name)
        await someone.presses("办好了")
        await someone.answers(f"{name}那一段拆完了")


def _card(head: Someone) -> Shown:
    return next(m for m in reversed(head.chat) if m.text.startswith("【攻坚哨·集结】"))


def _whole(leg: Leg) -> bool:
    return bool(leg.arrived_at and leg.reported_at and leg.mark)
