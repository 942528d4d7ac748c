"""What falls due together is one message for each reader, an emergency waits for nothing; and 催 by whoever blew."""

from handlers import announce
from handlers.notices.digest import SHOWN
from tests.conversations.blowing import RECEIVERS, blown, board, comes, minutes, reports, says_who, whistle_of
from tests.conversations.town import COMMUNITY, Someone, Town
from tests.conversations.workers import heard, posted
from tickets.deeds.poster.posting import Words
from tickets.ids import UnitCode
from tickets.kinds import Urgency
from tickets.whistles.deeds.blowing import Call, blow
from tickets.whistles.kinds import Occasion, Scope, WhistleDeed

STALL = "槐荫路上有小摊占道经营，路都走不了"
TEAM, POLICE = UnitCode("HY-ZF"), UnitCode("HY-PC")
TEAM_GROUP = -1009


async def called(town: Town, times: int, *units: UnitCode, by: str = "陈志远", **changed: object) -> str:
    """So many whistles on one ticket, of which nobody answers any; gives its number."""
    number = await posted(town, STALL)
    ticket = await town.ticket(number)
    facts: dict[str, object] = {"type": Urgency.QUICK, "occasion": Occasion.KEY, "scope": Scope.COMMUNITY}
    made = Call(units=units or (TEAM,), **(facts | changed))  # type: ignore[arg-type]
    for _ in range(times):
        async with town.storage.unit(town.now) as work:
            person = next(p for p, staff in work.directory.staff.items() if staff.name == by)
            await blow(work, ticket.id, person, made, Words("请来看看"))
    return number


async def after(town: Town, someone: Someone, hours: float) -> list[str]:
    """What is said to somebody when the program has slept so long."""
    before = len(someone.chat)
    await town.jump(hours=hours)
    return [m.text for m in someone.chat[before:]]


async def test_many_late_whistles_are_one_message_a_reader_by_unit_and_none_in_the_group(town: Town) -> None:
    """A unit that slept on thirty calls: its 接哨员, the blower and the street's heads read one digest each."""
    number = await called(town, 30, TEAM, POLICE)
    readers = {name: town.person(name) for name in ("石磊", "贺勇", "陈志远", "田野")}
    before = {name: len(one.chat) for name, one in readers.items()}
    in_group = len(town.chat(TEAM_GROUP))
    await town.jump(hours=25)
    for name, one in readers.items():
        told = [m for m in one.chat[before[name] :] if "哨" in m.text]
        assert len(told) == 1, (name, [m.text for m in told])
        assert "到点的哨 30 声：" in told[0].text
        assert f"🔴 {number}" in told[0].text
        both = name in {"陈志远", "田野"}
        assert f"还有 {30 - SHOWN // (1 + both)} 声，发 /whistles 看。" in told[0].text
        assert len(told[0].text.splitlines()) <= SHOWN + 4
    assert len(town.chat(TEAM_GROUP)) == in_group
    lines = readers["田野"].chat[-1].text.splitlines()
    assert {line for line in lines[1:-1] if "🔴" not in line} == {"槐荫街道综合执法队", "槐荫派出所"}
    assert f"督办 {number}" in readers["田野"].chat[-1].buttons
    assert list(readers["石磊"].chat[-1].buttons) == [f"看 {number}"]


async def test_one_late_whistle_of_several_units_is_one_card_that_names_them(town: Town) -> None:
    await called(town, 1, TEAM, POLICE)
    leader = town.person("田野")
    told = await after(town, leader, 3)
    assert [text.splitlines()[0] for text in told] == ["还没响应：槐荫街道综合执法队、槐荫派出所"]
    assert "督办" in leader.chat[-1].buttons


async def test_from_the_digest_a_press_shows_the_whistles_card_with_what_its_reader_can_do(town: Town) -> None:
    number = await called(town, 3)
    for name, button in (("田野", "督办"), ("石磊", "响应"), ("陈志远", "催 槐荫街道综合执法队")):
        someone = town.person(name)
        await town.jump(hours=25)
        await someone.presses(f"看 {number}")
        assert button in someone.chat[-1].buttons, (name, list(someone.chat[-1].buttons))


async def test_an_emergency_waits_in_no_digest(town: Town) -> None:
    await called(town, 3)
    await called(town, 2, place="南门", type=Urgency.EMERGENCY, occasion=Occasion.EMERGENCY)
    receiver = town.person("石磊")
    await town.jump(hours=2)
    told = [m.text for m in receiver.chat if "【应急哨】" in m.text]
    rung = [text for text in told if text.startswith("还没响应：槐荫街道综合执法队")]
    assert len(rung) == 2
    assert "到点的哨 3 声：" in heard(town, receiver.user)
    assert "【应急哨】" not in town.find(receiver.user, "到点的哨 3 声：").text


async def test_whoever_blew_asks_after_a_unit_by_one_press_so_often_as_it_has_time_to_confirm(town: Town) -> None:
    """催: told to the unit's people and under the card of its group by name, written down, counted, limited."""
    number, secretary = await posted(town, STALL), town.person("陈志远")
    await blown(secretary, COMMUNITY)
    team = town.person(RECEIVERS["槐荫街道综合执法队"])
    assert await secretary.presses("催 槐荫街道综合执法队") == "已催槐荫街道综合执法队。"
    sentence = f"{number} 陈志远催槐荫街道综合执法队：还没响应，请在卡片上回话。"
    assert town.last(team.user).text == town.last(TEAM_GROUP).text == sentence
    assert "reply_parameters" in town.last(TEAM_GROUP).body
    assert "催了 1 次" in board(town, secretary, number)
    assert "催了 1 次" in board(town, team, number)
    assert await secretary.presses("催 槐荫街道综合执法队") == "催过了，今天 12:05 以后可以再催。"
    assert heard(town, team.user).count("陈志远催") == 1

    await minutes(town, 121)
    await says_who(team, "石磊 12:30")
    await secretary.presses("催 槐荫街道综合执法队")
    await comes(team)
    whistle = await whistle_of(town, number)
    assert whistle.legs[TEAM].urged == 2
    async with town.storage.reading(town.now) as work:
        history = await work.whistles.history(whistle.id)
    assert [e.unit for e in history if e.deed is WhistleDeed.URGE] == [TEAM, TEAM]
    await reports(team, "摊子搬走了。")
    card = next(m for m in secretary.chat if m.text.startswith("【快捷哨】"))
    assert "催 槐荫街道综合执法队" not in card.buttons
    assert "催 槐荫市场监管所" in card.buttons


async def test_nobody_but_whoever_called_asks_after_a_unit(town: Town) -> None:
    number = await posted(town, STALL)
    await blown(town.person("陈志远"), COMMUNITY)
    team, whistle = town.person("石磊"), await whistle_of(town, number)
    card = next(m for m in team.chat if "快捷哨" in m.text)
    assert "不在这声哨里" in await team.presses_data(f"wh:{whistle.id}:urge:{TEAM}", card)
    assert (await whistle_of(town, number)).legs[TEAM].urged == 0


async def test_what_meetings_decided_is_gathered_too_each_with_its_own_button(town: Town) -> None:
    """Two late decisions of one unit are one message; each is settled from there, as the unit's own."""
    number, secretary, team = await posted(town, STALL), town.person("陈志远"), town.person("石磊")
    await blown(secretary, COMMUNITY)
    await says_who(team, "石磊 11:00")
    await comes(team)
    await reports(team, "摊子搬走了。")
    await secretary.presses("开会")
    await secretary.presses("明天 09:00")
    await secretary.presses("发通知")
    await minutes(town, 24 * 60)
    for words in ("早晚各巡一次", "给摊主找个疏导点"):
        await secretary.presses("记一项" if words == "早晚各巡一次" else "再记一项")
        await secretary.answers(words)
        await secretary.presses("槐荫街道综合执法队")
        await secretary.presses("明天 18:00")
    told = [text for text in await after(town, team, 40) if "会上定的事" in text]
    assert len(told) == 1
    assert told[0].count(f"🔴 {number}") == 2
    card = town.find(team.user, "到点的哨")
    assert {f"办好了 {number}·1", f"办好了 {number}·2"} <= set(card.buttons)
    await team.presses(f"办好了 {number}·2", on=card)
    await team.answers("疏导点定在南门")
    meeting = (await whistle_of(town, number)).meetings[1]
    assert [one.done_at is not None for one in meeting.decisions] == [False, True]


async def test_of_many_units_the_blower_chooses_whom_to_ask_after_and_who_leads(town: Town) -> None:
    """A card of seven units has one button to ask, not seven."""
    number, street = await posted(town, STALL), town.person("田野")
    async with town.storage.unit(town.now) as work:
        units = [
            u for u in ("HY-ZF", "HY-PC", "HY-SF", "HY-SC", "HY-XF", "HY-CG", "HY-MZ") if u in work.directory.units
        ]
        person = next(p for p, staff in work.directory.staff.items() if staff.name == "田野")
        made = Call(tuple(map(UnitCode, units)), Urgency.QUICK, Occasion.KEY, Scope.STREET)
        await blow(work, (await work.tickets.named(number)).id, person, made, Words("请来看看"))
        await announce(work, "zh_CN")
    await town.settle()
    card = town.find(street.user, "【快捷哨】")
    assert not [name for name in card.buttons if name.startswith("催 ")]
    await street.presses("催…")
    await street.presses("槐荫司法所")
    assert f"{number} 田野催槐荫司法所：还没响应" in heard(town, town.person("秦岚").user)
    await street.presses("催…")
    await street.presses("返回")
    await street.presses("定牵头…")
    await street.presses("槐荫派出所")
    assert "牵头：槐荫派出所" in town.find(street.user, "【快捷哨】").text


async def test_the_secretary_in_whose_name_it_was_blown_can_ask_after_a_unit_too(town: Town) -> None:
    number, secretary = await posted(town, STALL), town.person("陈志远")
    await blown(town.person("赵芳"), COMMUNITY)
    await secretary.says("/whistles")
    await secretary.presses(number)
    await secretary.presses("催 槐荫街道综合执法队")
    assert f"{number} 陈志远催槐荫街道综合执法队" in heard(town, town.person("石磊").user)
