"""A call reaches somebody: another of the unit, the heads above it, the other district; photos go both ways."""

from typing import Any

from telegram import ChatMember

from tests.conversations.blowing import RECEIVERS, blown, board, comes, finished, says_who, whistle_of
from tests.conversations.residents import photo
from tests.conversations.town import COMMUNITY, Someone, Town
from tests.conversations.workers import heard, posted
from tickets.ids import UnitCode
from tickets.whistles.kinds import WhistleDeed

STALL = "槐荫路上有小摊占道经营，路都走不了"
BORDER = "槐荫路尽头有栋违建骑线，正好在两区交界，没人管"
TEAM, TEAM_GROUP, POLICE_GROUP, PLUMBERS = "槐荫街道综合执法队", -1009, -1010, -1025
BORDER_DESK, BORDER_STREET = -1030, -1031


async def diverted(town: Town, number: str) -> list[UnitCode | None]:
    whistle = await whistle_of(town, number)
    async with town.storage.reading(town.now) as work:
        return [e.unit for e in await work.whistles.history(whistle.id) if e.deed is WhistleDeed.DIVERT]


async def test_where_group_and_receiver_refuse_it_the_heads_above_have_it_and_the_blower_is_told(town: Town) -> None:
    """综合执法队 has nobody else: the street's heads have its card; the leg says so until the unit confirms."""
    number, secretary, team = await posted(town, STALL), town.person("陈志远"), town.person(RECEIVERS[TEAM])
    town.wire.blocked |= {TEAM_GROUP, team.user}
    await blown(secretary, COMMUNITY)
    assert f"{number} 没送到{TEAM}，请打电话叫他们。\n卡片已转给" in heard(town, secretary.user)
    for name in ("田野", "高建华"):
        someone = town.person(name)
        assert f"{number} 没送到{TEAM}，请您叫他们。" in heard(town, someone.user)
        assert "督办" in town.find(someone.user, "【快捷哨】").buttons
    assert "⚠ 没送到，已转给" in board(town, secretary, number)
    assert await diverted(town, number) == ["HY-ZF"]

    town.wire.blocked.clear()
    await team.says("/whistles")
    await team.presses(number)
    await says_who(team, "石磊 11:00")
    assert "没送到" not in board(town, secretary, number)


async def test_where_the_receiver_cannot_be_reached_a_colleague_has_the_card_and_answers_from_it(town: Town) -> None:
    number, secretary = await posted(town, STALL), town.person("田野")
    await secretary.presses("吹哨", in_group=COMMUNITY)
    town.wire.blocked |= {POLICE_GROUP, town.person("贺勇").user}
    await _to_the_police(secretary)
    officer = town.person("卢伟")
    assert number in heard(town, officer.user)
    assert "卡片已转给卢伟" in heard(town, secretary.user)
    await says_who(officer, "卢伟 11:00")
    assert "卢伟" in board(town, secretary, number)


async def _to_the_police(secretary: Someone) -> None:
    await secretary.presses("换单位", in_group=COMMUNITY)
    while "槐荫派出所" not in secretary.town.last(COMMUNITY).buttons:
        await secretary.presses("下一页", in_group=COMMUNITY)
    await secretary.presses("槐荫派出所", in_group=COMMUNITY)
    await secretary.presses("选好了", in_group=COMMUNITY)
    await finished(secretary, COMMUNITY, "请派出所来")


async def test_when_we_are_put_out_of_a_group_its_open_call_stands_with_the_receiver_or_goes_on(town: Town) -> None:
    number, secretary, team = await posted(town, STALL), town.person("陈志远"), town.person(RECEIVERS[TEAM])
    await blown(secretary, COMMUNITY)
    await town.deliver(member(TEAM_GROUP, "group"), TEAM_GROUP)
    assert await diverted(town, number) == []
    await town.deliver(member(team.user, "private"), team.user)
    assert await diverted(town, number) == ["HY-ZF"]
    assert f"{number} 没送到{TEAM}" in heard(town, secretary.user)
    assert number in heard(town, town.person("高建华").user)


async def test_a_receiver_who_blocks_us_leaves_the_card_in_the_group_where_it_stands(town: Town) -> None:
    number = await posted(town, STALL)
    await blown(town.person("陈志远"), COMMUNITY)
    team = town.person(RECEIVERS[TEAM])
    await town.deliver(member(team.user, "private"), team.user)
    assert await diverted(town, number) == []
    before = len(town.chat(TEAM_GROUP))
    await town.jump(hours=3)
    assert [m.text.splitlines()[0] for m in town.chat(TEAM_GROUP)[before:]] == [f"还没响应：{TEAM}"]


async def test_a_units_photos_reach_the_resident_with_its_sentence_and_a_check_ins_do_not(town: Town) -> None:
    await posted(town, STALL)
    await blown(town.person("陈志远"), COMMUNITY)
    resident, team = town.person("何静云"), town.person(RECEIVERS[TEAM])
    await says_who(team, "石磊 11:00")
    before = len(resident.chat)
    if "到场" in town.find(team.user, "【快捷哨】").buttons:
        await comes(team, "evidence")
        assert not any("photo" in m.body for m in resident.chat[before:])
    await team.presses("进展")
    await team.sends(to=_asked(team), caption="在劝离", **photo("half"))
    await team.presses("办好了")
    await team.sends(to=_asked(team), caption="摊子搬走了，地也扫了", **photo("clean"))
    told = resident.chat[before:]
    at = next(n for n, m in enumerate(told) if "摊子搬走了" in m.text)
    assert "photo" in told[at + 1].body
    assert sum("photo" in m.body for m in told) == 2


async def test_the_residents_photo_stands_below_the_units_card_in_each_place(town: Town) -> None:
    resident = town.person("何静云")
    await resident.sends(caption=STALL, **photo("stall"))
    await blown(town.person("陈志远"), COMMUNITY)
    team = town.person(RECEIVERS[TEAM])
    for chat in (TEAM_GROUP, team.user):
        shown = [m for m in town.chat(chat) if "photo" in m.body]
        assert len(shown) == 1
        assert "reply_parameters" in shown[0].body


async def test_the_other_district_hears_of_a_call_across_the_border_and_of_its_lateness(town: Town) -> None:
    """跨区: the neighbouring desk has the card in its group, may call the joint meeting, hears what is late."""
    number = await posted(town, BORDER)
    await blown(town.person("田野"), COMMUNITY, "请柏园街道开联席会议，一起拆")
    text = heard(town, BORDER_DESK)
    assert f"{number} 槐荫街道办事处跨区吹哨，叫了柏园街道办事处。请你们区看着办" in text
    assert len([m for m in town.chat(BORDER_DESK) if "【攻坚哨·跨区】" in m.text]) == 1
    assert "督办" in town.find(BORDER_DESK, "【攻坚哨·跨区】").buttons
    assert len([m for m in town.chat(BORDER_STREET) if "【攻坚哨·跨区】" in m.text]) == 1

    desk = town.person("苗圃")
    await desk.says("/whistles")
    assert number in desk.chat[-1].text
    await town.forward(hours=25)
    assert "还没响应：" in heard(town, desk.user)
    assert "柏园街道办事处" in heard(town, desk.user)


async def test_what_a_unit_of_the_other_district_asks_its_own_desk_decides(town: Town) -> None:
    number = await posted(town, BORDER)
    await blown(town.person("田野"), COMMUNITY, "请柏园街道一起拆")
    team, ours, theirs = town.person("项阳"), town.person("周国梁"), town.person("苗圃")
    await team.presses("更多")
    await team.presses("剔除")
    await team.answers("图纸上不在我们这边")
    assert "申请剔除" in town.find(theirs.user, "申请").text
    assert not any("申请剔除" in m.text for m in ours.chat)
    whistle, card = await whistle_of(town, number), theirs.chat[-1]
    await ours.presses_data(f"wh:{whistle.id}:refuse:1", card)
    if any(m.asks for m in ours.chat):
        await ours.answers("不同意")
    assert (await whistle_of(town, number)).asked[1].decided_at is None
    await theirs.presses("准")
    await theirs.answers("确实不在本区")
    assert (await whistle_of(town, number)).legs[UnitCode("BY-ZF")].excluded


def member(chat: int, kind: str) -> dict[str, Any]:
    """The channel's word that we are in that chat no longer."""
    who = {"id": 42, "is_bot": True, "first_name": "哨应"}
    by = {"id": abs(chat), "is_bot": False, "first_name": "某人"}

    def stood(status: str) -> dict[str, Any]:
        return {"user": who, "status": status, **({"until_date": 0} if status == ChatMember.BANNED else {})}

    return {"my_chat_member": {"chat": {"id": chat, "type": kind, "title": "群", "first_name": "某人"}, "from": by,
            "date": 1, "old_chat_member": stood("member"), "new_chat_member": stood("kicked")}}  # fmt: skip


def _asked(someone: Someone) -> Any:
    return [m for m in someone.chat if m.asks][-1]
