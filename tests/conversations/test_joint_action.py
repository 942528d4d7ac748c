"""联合行动 across the border (S4:263): an hour, a place and who does what; once more by one tap with a new date."""

from tests.conversations.blowing import asked, blown, says_who, whistle_of
from tests.conversations.town import COMMUNITY, Someone, Town
from tests.conversations.workers import heard, posted

BORDER = "槐荫路尽头有栋违建骑线，正好在两区交界，没人管"
BORDER_STREET, BORDER_TEAM, TEAM = -1031, -1032, -1009
PARTS = "东侧归槐荫，西侧归柏园"


async def agreed(town: Town) -> tuple[str, Someone]:
    """The street calls across, and both teams agree on the first day together."""
    number = await posted(town, BORDER)
    secretary = town.person("田野")
    await blown(secretary, COMMUNITY, "请柏园街道一起拆")
    await secretary.presses("联合行动")
    assert "还缺：时间、分工" in secretary.chat[-1].text
    await secretary.presses("明天 09:00")
    await secretary.presses("写分工")
    await secretary.answers(PARTS)
    await secretary.presses("改地点")
    await secretary.answers("界线北侧")
    await secretary.presses("发通知")
    return number, secretary


def standing(someone: Someone) -> str:
    """The whistle's card as it stands now."""
    return next(m.text for m in reversed(someone.chat) if m.text.startswith("【攻坚哨·跨区】"))


async def test_hour_place_and_parts_are_agreed_and_each_side_has_a_card(town: Town) -> None:
    _, secretary = await agreed(town)
    for chat in (BORDER_TEAM, TEAM, secretary.user):
        card = town.find(chat, "【联合行动第 1 次】")
        assert "明天 09:00 · 界线北侧" in card.text
        assert "一起去：柏园街道办事处、柏园街道综合执法队、槐荫街道综合执法队" in card.text
        assert f"分工：{PARTS}" in card.text
    assert "联合行动 1 次 · 最近 明天 09:00 界线北侧" in standing(secretary)
    told = heard(town, town.person("何静云").user)
    assert "约好 明天 09:00 一起到界线北侧办" in told
    assert "哨" not in told


async def test_the_next_one_is_a_tap_and_a_date_from_either_side_and_they_are_counted(town: Town) -> None:
    number, secretary = await agreed(town)
    await town.jump(hours=24)
    neighbour = town.person("项阳")
    await neighbour.presses("再约一次", in_group=BORDER_TEAM)
    assert await neighbour.presses("后天 09:00", in_group=BORDER_TEAM) == "第 2 次定在 后天 09:00，已通知。"
    assert "联合行动 2 次 · 最近 后天 09:00 界线北侧" in standing(secretary)
    assert not town.find(BORDER_TEAM, "【联合行动第 1 次】").buttons
    await secretary.presses("再约一次")
    await secretary.presses("写时间")
    await secretary.answers("12-05 9:30")
    assert "第 3 次定在 12月5日 09:30" in secretary.chat[-1].text or "第 3 次" in heard(town, secretary.user)
    whistle = await whistle_of(town, number)
    assert len(whistle.actions) == 3
    assert {action.place for action in whistle.actions.values()} == {"界线北侧"}
    assert PARTS in town.find(TEAM, "【联合行动第 3 次】").text


async def test_a_called_unit_proposes_it_too_and_nobody_else(town: Town) -> None:
    number, _ = await agreed(town)
    neighbour, stranger = town.person("项阳"), town.person("白雪")
    await says_who(neighbour, "项阳 11:00")
    await neighbour.presses("更多")
    await neighbour.presses("联合行动")
    await neighbour.presses("明天 15:00")
    assert "分工" in neighbour.chat[-1].text
    before = await whistle_of(town, number)
    card = town.find(BORDER_TEAM, "【联合行动第 1 次】")
    assert await stranger.presses("再约一次", on=card) == "您不在这声哨里，没有改动。"
    plan = town.find(neighbour.user, "看一眼再通知")
    assert "不是您的" in await stranger.presses_data(f"mt:{before.id}:go", plan)
    assert "请写明原因" in await neighbour.presses_data(f"mt:{before.id}:go", plan)
    assert await whistle_of(town, number) == before
    await neighbour.presses("写分工")
    await neighbour.answers("我们带车")
    await neighbour.presses("发通知")
    assert len((await whistle_of(town, number)).actions) == 2
    assert not asked(neighbour).text.startswith("【")
