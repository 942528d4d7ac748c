"""A whistle without date, unit, right or reason, a check-in from the wrong place or hour: one sentence, no change."""

from typing import Any

import pytest

from tests.conversations.blowing import (
    RECEIVERS,
    asked,
    blown,
    board,
    comes,
    finished,
    look,
    minutes,
    says_who,
    whistle_of,
)
from tests.conversations.residents import SPOT, photo
from tests.conversations.town import COMMUNITY, STREET, Someone, Town
from tests.conversations.workers import heard, posted
from tickets.whistles.kinds import LegState
from tickets.whistles.whistle import Whistle

MAIN = "门口自来水管爆了，水冲进一楼，电箱泡在水里，快来人"
STALL = "槐荫路上有小摊占道经营，路都走不了"
CABLES = "槐荫路边的通信光缆和电线乱拉，垂下来快到头顶了，请有关部门整理"
TEAM = "槐荫街道综合执法队"
FAR = {"latitude": 40.5, "longitude": 116.4}


async def none_blown(town: Town, number: str) -> bool:
    async with town.storage.reading(town.now) as work:
        return await work.whistles.of((await work.tickets.named(number)).id) == []


async def go(someone: Someone, number: str) -> str:
    """A forged press of 吹响 on a draft that lacks something."""
    ticket = await someone.town.ticket(number)
    return await someone.presses_data(f"bw:{ticket.id}:go", look(someone, COMMUNITY), in_group=COMMUNITY)


async def test_a_whistle_without_a_reason_is_not_blown(town: Town) -> None:
    number, secretary = await posted(town, STALL), town.person("陈志远")
    await secretary.presses("吹哨", in_group=COMMUNITY)
    assert "还缺：理由" in look(secretary, COMMUNITY).text
    assert "吹响" not in look(secretary, COMMUNITY).buttons
    assert await go(secretary, number) == "请写明原因。"
    assert await none_blown(town, number)


async def test_a_complex_whistle_without_a_date_is_not_blown(town: Town) -> None:
    number, secretary = await posted(town, CABLES), town.person("田野")
    await secretary.presses("吹哨", in_group=COMMUNITY)
    assert await go(secretary, number) == "攻坚哨要有时限，请先写日期。"
    await secretary.presses("写时限", in_group=COMMUNITY)
    await secretary.answers("尽快吧", in_group=COMMUNITY)
    assert "没看懂日期" in town.last(COMMUNITY).text
    await secretary.answers("11-20 2026", in_group=COMMUNITY)
    assert await none_blown(town, number)


async def test_past_fifteen_days_the_last_look_warns(town: Town) -> None:
    await posted(town, CABLES)
    secretary = town.person("田野")
    await secretary.presses("吹哨", in_group=COMMUNITY)
    await secretary.presses("写时限", in_group=COMMUNITY)
    await secretary.answers("12-20 18:00", in_group=COMMUNITY)
    assert "超过 15 天" in look(secretary, COMMUNITY).text


async def test_a_whistle_without_a_unit_is_not_blown(town: Town) -> None:
    number, secretary = await posted(town, STALL), town.person("陈志远")
    await secretary.presses("吹哨", in_group=COMMUNITY)
    await secretary.presses("换单位", in_group=COMMUNITY)
    for name in [name for name in town.last(COMMUNITY).buttons if name.startswith("✓")]:
        await secretary.presses(name, in_group=COMMUNITY)
    await secretary.presses("选好了", in_group=COMMUNITY)
    assert "还没选单位" in await secretary.presses_data(
        f"bw:{(await town.ticket(number)).id}:go", town.last(COMMUNITY), in_group=COMMUNITY
    )
    assert await none_blown(town, number)


async def test_a_unit_out_of_reach_is_refused_with_the_reason(town: Town) -> None:
    number, secretary = await posted(town, STALL), town.person("陈志远")
    await secretary.presses("吹哨", in_group=COMMUNITY)
    ticket = await town.ticket(number)
    toast = await secretary.presses_data(f"bw:{ticket.id}:u-HP-JJ.0", look(secretary, COMMUNITY), in_group=COMMUNITY)
    assert toast == "您这一级叫不到和平区交警大队。可以请书记吹，或者请上级来。"
    assert "交警" not in look(secretary, COMMUNITY).text


async def test_a_unit_with_nobody_to_receive_is_refused_with_the_reason(town: Town) -> None:
    number, secretary = await posted(town, STALL), town.person("田野")
    await secretary.presses("吹哨", in_group=COMMUNITY)
    ticket = await town.ticket(number)
    toast = await secretary.presses_data(f"bw:{ticket.id}:u-H3-ZB.0", look(secretary, COMMUNITY), in_group=COMMUNITY)
    assert "没有接哨员" in toast


async def test_somebody_elses_draft_is_not_theirs_to_press(town: Town) -> None:
    number, secretary, other = await posted(town, STALL), town.person("陈志远"), town.person("田野")
    await secretary.presses("吹哨", in_group=COMMUNITY)
    assert "不是您的" in await other.presses("应急哨", in_group=COMMUNITY)
    assert await none_blown(town, number)


async def called(town: Town) -> str:
    """The stall's whistle, with a place on the map and an hour."""
    number, secretary = await posted(town, STALL), town.person("陈志远")
    await secretary.presses("吹哨", in_group=COMMUNITY)
    await secretary.presses("改地点", in_group=COMMUNITY)
    await secretary.sends(in_group=COMMUNITY, to=asked(secretary, COMMUNITY), location=SPOT)
    await secretary.presses("定几点到", in_group=COMMUNITY)
    await secretary.answers("14:00", in_group=COMMUNITY)
    await finished(secretary, COMMUNITY)
    return number


async def leg(town: Town, number: str) -> tuple[Whistle, LegState]:
    whistle = await whistle_of(town, number)
    return whistle, next(one.state for code, one in whistle.legs.items() if town_name(code) == TEAM)


def town_name(code: str) -> str:
    return {"HY-ZF": TEAM}.get(code, "")


@pytest.mark.parametrize(
    ("hours", "shown", "sentence"),
    [
        (0.0, {"location": SPOT}, "离约定的时间还早"),
        (3.5, {"location": FAR}, "离现场太远"),
        (3.5, {"text": "到了"}, "要发一张现场照片"),
    ],
)
async def test_a_check_in_from_the_wrong_place_or_hour_is_none(
    town: Town, hours: float, shown: dict[str, Any], sentence: str
) -> None:
    number, team = await called(town), town.person(RECEIVERS[TEAM])
    await says_who(team, "石磊 14:00")
    await minutes(town, hours * 60)
    before, _ = await leg(town, number)
    await team.presses("到场")
    await team.sends(to=asked(team), **shown)
    assert sentence in team.chat[-1].text
    after, state = await leg(town, number)
    assert (after, state) == (before, LegState.CONFIRMED)
    await minutes(town, 4 * 60)
    await team.sends(to=asked(team), location=SPOT)
    assert "到场记下了" in team.chat[-1].text


async def test_a_stranger_opens_no_prompt_and_changes_nothing(town: Town) -> None:
    await posted(town, STALL)
    await blown(town.person("陈志远"), COMMUNITY)
    team, stranger = town.person(RECEIVERS[TEAM]), town.person("白雪")
    card = next(m for m in team.chat if "快捷哨" in m.text)
    for button in ("响应", "到场", "更多"):
        assert await stranger.presses(button, on=card) == "您不在这声哨里，没有改动。"
    assert heard(town, stranger.user) == ""


async def test_the_contact_is_for_whoever_has_the_leg_and_each_look_is_a_line(town: Town) -> None:
    number = await posted(town, STALL)
    await blown(town.person("陈志远"), COMMUNITY)
    team = town.person(RECEIVERS[TEAM])
    await team.presses("更多")
    assert "现在没响应" in await team.presses("联系方式")
    await team.presses("返回")
    await says_who(team, "石磊 11:00")
    await team.presses("更多")
    assert "这次查看已记录" in await team.presses("联系方式")
    assert "何静云" in team.chat[-1].text
    assert (await town.history(number)).count("look") == 1


async def test_an_attempt_to_return_is_refused_explained_and_counted(town: Town) -> None:
    number = await posted(town, STALL)
    secretary, team = town.person("陈志远"), town.person(RECEIVERS[TEAM])
    await blown(secretary, COMMUNITY)
    await says_who(team, "石磊 11:00")
    await team.presses("更多")
    await team.presses("退回")
    await team.answers("这不归我们管")
    assert "不能退回" in team.chat[-1].text
    assert "想退 1 次" in board(town, secretary, number)


async def test_another_unit_is_brought_in_by_two_presses_and_a_word(town: Town) -> None:
    number = await posted(town, STALL)
    team, police = town.person(RECEIVERS[TEAM]), town.person("贺勇")
    await blown(town.person("陈志远"), COMMUNITY)
    await says_who(team, "石磊 11:00")
    await team.presses("更多")
    await team.presses("请人会同")
    await team.presses("槐荫派出所")
    await team.answers("摊主不配合")
    assert "快捷哨" in board(town, police, number)
    await comes(team)


async def test_open_whistles_are_listed_for_whoever_has_to_do_with_them(town: Town) -> None:
    number = await posted(town, STALL)
    secretary, team, other = town.person("陈志远"), town.person(RECEIVERS[TEAM]), town.person("汤和")
    await blown(secretary, COMMUNITY)
    for someone in (secretary, team):
        await someone.says("/whistles")
        assert number in someone.chat[-1].text
        await someone.presses(number)
        assert len([m for m in someone.chat if "快捷哨" in m.text and m.text.startswith("【")]) == 2
    await other.says("/whistles")
    assert other.chat[-1].text == "没有没收的哨。"


async def test_a_unit_that_nobody_can_reach_is_told_to_the_blower(town: Town) -> None:
    """Group and private chat refuse the card for good: whoever blew reads that they must be rung up."""
    number = await posted(town, STALL)
    secretary, team = town.person("陈志远"), town.person(RECEIVERS[TEAM])
    town.wire.blocked |= {-1009, team.user}
    await blown(secretary, COMMUNITY)
    await town.settle()
    assert f"{number} 没送到{TEAM}，请打电话叫他们。" in heard(town, secretary.user)


async def test_the_streets_group_lists_what_is_called_in_its_communities(town: Town) -> None:
    number = await posted(town, STALL)
    await blown(town.person("陈志远"), COMMUNITY)
    await town.person("高建华").says("/whistles", in_group=STREET)
    assert number in town.last(STREET).text


async def objected(town: Town) -> tuple[str, Someone, Someone]:
    """The team says it is the police's; both of the district's desk are asked."""
    number, team = await posted(town, STALL), town.person(RECEIVERS[TEAM])
    await blown(town.person("陈志远"), COMMUNITY)
    await says_who(team, "石磊 11:00")
    await team.presses("更多")
    await team.presses("不归我们")
    await team.presses("槐荫派出所")
    await team.answers("打架的归他们")
    return number, town.person("周国梁"), town.person("沈静")


async def test_a_ruled_case_is_ruled_once_at_the_press_and_at_the_words(town: Town) -> None:
    number, one, other = await objected(town)
    await one.presses("不准")
    await other.presses("准")
    await one.answers("占道归执法队")
    before = await whistle_of(town, number)
    await other.answers("归派出所")
    assert other.chat[-1].text == "已经有人定过了，没有改动。"
    for button in ("准", "不准"):
        assert await other.presses(button) == "已经有人定过了，没有改动。"
    assert await whistle_of(town, number) == before
    assert not before.asked[1].granted


async def test_whoever_may_not_rule_or_rules_without_a_reason_changes_nothing(town: Town) -> None:
    number, desk, _ = await objected(town)
    before, ruling = await whistle_of(town, number), desk.chat[-1]
    for name in ("陈志远", "石磊", "田野"):
        assert await town.person(name).presses("准", on=ruling) == "这要由另外的人来定。"
    await desk.presses("准")
    await desk.sends(to=asked(desk), **photo("nothing"))
    assert desk.chat[-1].text == "请写明原因。"
    assert await whistle_of(town, number) == before
    ghost = f"wh:{before.id}:grant:9"
    assert await desk.presses_data(ghost, ruling) == "没有这个申请。"


async def test_an_objection_after_its_day_is_the_units_own(town: Town) -> None:
    number, team = await posted(town, STALL), town.person(RECEIVERS[TEAM])
    await blown(town.person("陈志远"), COMMUNITY)
    await says_who(team, "石磊 11:00")
    await town.jump(hours=48)
    before = await whistle_of(town, number)
    card = next(m for m in team.chat if m.text.startswith("【快捷哨】"))
    for button in ("更多", "不归我们", "槐荫派出所"):
        await team.presses(button, on=card)
    await team.answers("打架的归他们")
    assert team.chat[-1].text == "过了异议的时限，这件归你们。可以请别的单位一起来，或者请上级来。"
    assert await whistle_of(town, number) == before


async def test_an_emergency_is_confirmed_once(town: Town) -> None:
    number, secretary = await posted(town, MAIN), town.person("陈志远")
    duty = town.person("李敏")
    await duty.presses("应急哨")
    await finished(duty)
    ask = next(m for m in reversed(secretary.chat) if "同意" in m.buttons)
    assert await secretary.presses("同意", on=ask) == "已补批。"
    before = await whistle_of(town, number)
    for button in ("同意", "不同意"):
        assert await secretary.presses(button, on=ask) == "已经有人定过了，没有改动。"
    assert await whistle_of(town, number) == before
