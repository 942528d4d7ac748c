"""调度会、联席会议 through chat: called by buttons, answered, held, each decision its owner's until it is done."""

import re
from datetime import timedelta

from tests.conversations.blowing import RECEIVERS, asked, blown, board, comes, minutes, reports, says_who, whistle_of
from tests.conversations.town import COMMUNITY, Someone, Town
from tests.conversations.wire import Shown
from tests.conversations.workers import heard, posted
from tickets.whistles.kinds import Gathering

STALL = "槐荫路上有小摊占道经营，路都走不了"
BORDER = "槐荫路尽头有栋违建骑线，正好在两区交界，没人管"
TEAM, TEAM_GROUP, BORDER_STREET, BORDER_TEAM = "槐荫街道综合执法队", -1009, -1031, -1032
TOMORROW = "明天 09:00"
INTERNAL = re.compile("哨|接哨员|牵头|裁定|工单|调度会|联席会议")


def newest(town: Town, chat: int, words: str) -> Shown:
    return town.find(chat, words)


async def called(town: Town, secretary: Someone, hour: str = TOMORROW) -> str:
    """A whistle on the stall, and a meeting about it for tomorrow: three taps."""
    number = await posted(town, STALL)
    await blown(secretary, COMMUNITY)
    await secretary.presses("开会")
    await secretary.presses(hour)
    await secretary.presses("发通知")
    return number


async def held(town: Town, secretary: Someone) -> str:
    """The same, and its hour has come."""
    number = await called(town, secretary)
    await minutes(town, 24 * 60)
    return number


async def wrote_down(secretary: Someone, words: str, unit: str, until: str) -> None:
    """One thing decided: words, whose, until when."""
    await secretary.presses("记一项")
    await secretary.answers(words)
    await secretary.presses(unit)
    await secretary.presses(until)


async def test_a_secretary_calls_a_meeting_in_three_taps_and_whoever_is_asked_has_a_card(town: Town) -> None:
    secretary, team = town.person("陈志远"), town.person(RECEIVERS[TEAM])
    number = await called(town, secretary)
    for chat in (TEAM_GROUP, team.user):
        card = newest(town, chat, "【协调会】")
        assert card.text.startswith(f"【协调会】{number} 槐树里社区")
        assert "明天 09:00 · 槐树里社区 · 陈志远召集" in card.text
        assert list(card.buttons) == ["能来", "来不了"]
    assert "还没回：槐荫街道综合执法队、槐荫市场监管所" in newest(town, secretary.user, "【协调会】").text
    assert "协调会 明天 09:00 · 来 0 家" in board(town, secretary, number)
    told = heard(town, town.person("何静云").user)
    assert "几家单位 明天 09:00 一起商量怎么办" in told
    assert not INTERNAL.search(told), told


async def test_who_comes_and_who_does_not_and_why_stands_on_the_chairs_card(town: Town) -> None:
    secretary, team = town.person("陈志远"), town.person(RECEIVERS[TEAM])
    number = await called(town, secretary)
    assert await team.presses("能来") == "记下了，你们来。"
    assert "来：槐荫街道综合执法队" in newest(town, secretary.user, "【协调会】").text
    assert "协调会 明天 09:00 · 来 1 家" in board(town, secretary, number)
    await team.presses("来不了")
    await team.answers("那天年检")
    assert "不来：槐荫街道综合执法队（那天年检）" in newest(town, secretary.user, "【协调会】").text
    assert f"{number} 协调会，槐荫街道综合执法队不来：那天年检" in heard(town, secretary.user)
    assert "不来：槐荫街道综合执法队（那天年检）" in newest(town, TEAM_GROUP, "【协调会】").text


async def test_one_guests_word_changes_no_other_guests_card_and_a_units_work_none(town: Town) -> None:
    """Thirty guests and as many answers would be nine hundred edits."""
    secretary, team, market = town.person("陈志远"), town.person(RECEIVERS[TEAM]), town.person("龙飞")
    await called(town, secretary)
    other, before = newest(town, market.user, "【协调会】"), len(town.wire.calls)
    await team.presses("能来")
    await says_who(team, "石磊 11:00")
    edited = [asked for name, asked in town.wire.calls[before:] if name.startswith("edit")]
    assert all(int(one["message_id"]) != other.message_id for one in edited)
    meeting = newest(town, secretary.user, "【协调会】")
    assert sum(1 for one in edited if int(one["message_id"]) == meeting.message_id) == 1


async def test_kind_place_people_and_hour_are_changed_before_anybody_is_told(town: Town) -> None:
    secretary = town.person("陈志远")
    await posted(town, STALL)
    await blown(secretary, COMMUNITY)
    await secretary.presses("开会")
    await secretary.presses("联席会议")
    await secretary.presses("写时间")
    await secretary.answers("后天 14:30")
    await secretary.presses("改地点")
    await secretary.answers("街道三楼会议室")
    await secretary.presses("换单位")
    await secretary.presses("槐荫派出所")
    await secretary.presses("选好了")
    look = newest(town, secretary.user, "看一眼再通知").text
    assert "后天 14:30 · 街道三楼会议室" in look
    assert "请：槐荫街道综合执法队、槐荫市场监管所、槐荫派出所" in look
    assert not town.chat(-1010)
    await secretary.presses("发通知")
    assert "【联席会议】" in newest(town, -1010, "后天 14:30 · 街道三楼会议室").text


async def test_what_was_decided_is_written_down_one_by_one_and_each_owner_has_a_card(town: Town) -> None:
    secretary, team, resident = town.person("陈志远"), town.person(RECEIVERS[TEAM]), town.person("何静云")
    number = await held(town, secretary)
    await wrote_down(secretary, "早晚各巡一次", TEAM, "明天 18:00")
    assert f"第 1 项记下了：早晚各巡一次\n{TEAM} · 明天 18:00 前办完，已通知。" in heard(town, secretary.user)
    card = newest(town, TEAM_GROUP, "【会上定的】")
    assert f"早晚各巡一次\n{TEAM} · 明天 18:00 前办完" in card.text
    await secretary.presses("再记一项")
    await secretary.answers("给摊主找个疏导点")
    await secretary.presses("别的单位")
    await secretary.presses("槐荫街道民生保障办公室")
    await secretary.presses("交给武军")
    await secretary.presses("写日期")
    await secretary.answers("12-01 18:00")
    deputy = town.person("武军")
    assert "槐荫街道民生保障办公室武军 · 12月1日 18:00 前办完" in newest(town, deputy.user, "【会上定的】").text
    assert "会上定了 2 件，办好 0 件" in board(town, secretary, number)

    await _closed(secretary)
    chair = newest(town, secretary.user, "【协调会】")
    assert "到会：槐荫街道综合执法队" in chair.text
    assert not chair.buttons
    told = heard(town, resident.user)
    assert f"商量定了：\n1. 早晚各巡一次（{TEAM}，明天 18:00 前）\n2. 给摊主找个疏导点" in told

    await team.presses("办好了", in_group=TEAM_GROUP, on=newest(town, TEAM_GROUP, "【会上定的】"))
    await team.answers("这两天都巡了，没有回潮", in_group=TEAM_GROUP)
    assert "🟢 办好了，今天 10:05：这两天都巡了，没有回潮" in newest(town, TEAM_GROUP, "【会上定的】").text
    assert not newest(town, TEAM_GROUP, "【会上定的】").buttons
    assert f"会上定的第 1 项，{TEAM}办好了：这两天都巡了" in heard(town, secretary.user)
    assert f"{TEAM} 办好了商量定的事：这两天都巡了" in heard(town, resident.user)
    assert "会上定了 2 件，办好 1 件" in board(town, secretary, number)
    assert not INTERNAL.search(heard(town, resident.user))


async def _closed(secretary: Someone) -> None:
    await secretary.presses("记完了")
    await secretary.presses(TEAM)
    await secretary.presses("就这些")


async def test_a_decision_that_is_late_is_told_to_its_owner_and_upward(town: Town) -> None:
    secretary, team, street = town.person("陈志远"), town.person(RECEIVERS[TEAM]), town.person("高建华")
    number = await held(town, secretary)
    await wrote_down(secretary, "早晚各巡一次", TEAM, "明天 18:00")
    before = len(team.chat)
    await town.forward(hours=22)
    assert any(m.text.startswith("会上定的事\n") and "办好了" in m.buttons for m in team.chat[before:])
    assert not [m for m in street.chat if "会上定的事" in m.text]
    await town.forward(hours=24)
    assert [m for m in street.chat if "会上定的事" in m.text and number in m.text]
    late = [m for m in team.chat if m.text.startswith("会上定的事\n") and "🔴" in m.text]
    await team.presses("办好了", on=late[-1])
    await team.answers("补巡了")
    after = len(street.chat)
    await town.forward(hours=48)
    assert not [m for m in street.chat[after:] if "会上定的事" in m.text]


async def test_a_chair_who_writes_nothing_down_is_asked_and_can_begin_from_there(town: Town) -> None:
    secretary = town.person("陈志远")
    await held(town, secretary)
    await town.forward(hours=25)
    asks = [m for m in secretary.chat if m.text.startswith("会议记录还没写完\n")]
    assert list(asks[-1].buttons) == ["记一项", "记完了", "改期", "取消会议"]


async def test_whoever_says_nothing_is_asked_again_before_the_hour_and_who_answered_is_not(town: Town) -> None:
    secretary, team, market = town.person("陈志远"), town.person(RECEIVERS[TEAM]), town.person("龙飞")
    await called(town, secretary, "后天 09:00")
    await team.presses("能来")
    await town.forward(hours=46)
    again = [m for m in market.chat if m.text.startswith("会来不来，还没回话\n")]
    assert len(again) == 2
    assert list(again[-1].buttons) == ["能来", "来不了"]
    assert not [m for m in team.chat if "还没回话" in m.text]
    await town.forward(hours=24)
    assert len([m for m in market.chat if "还没回话" in m.text]) == 2


async def test_another_hour_asks_everybody_anew_and_a_cancelled_meeting_says_why(town: Town) -> None:
    secretary, team, resident = town.person("陈志远"), town.person(RECEIVERS[TEAM]), town.person("何静云")
    number = await called(town, secretary)
    await team.presses("能来")
    await secretary.presses("改期")
    assert await secretary.presses("后天 09:00") == "改到 后天 09:00，已通知。"
    cards = [m for m in team.chat if m.text.startswith("【协调会】") and m.buttons]
    assert len(cards) == 1
    assert "还没回：槐荫街道综合执法队" in cards[0].text
    assert "几家单位改到 后天 09:00 一起商量" in heard(town, resident.user)
    await secretary.presses("取消会议")
    await secretary.answers("摊主自己搬走了")
    assert f"{number} 后天 09:00 的协调会取消了：摊主自己搬走了" in heard(town, team.user)
    assert "能来" not in newest(town, team.user, "【协调会】").buttons
    assert "取消了，事情接着办" in heard(town, resident.user)


async def test_a_meeting_across_districts_is_joint_and_the_neighbours_own_what_was_decided(town: Town) -> None:
    await posted(town, BORDER)
    secretary, neighbour = town.person("田野"), town.person("毕成")
    await blown(secretary, COMMUNITY, "请柏园街道开联席会议，一起拆")
    await secretary.presses("开会")
    await secretary.presses(TOMORROW)
    await secretary.presses("发通知")
    assert "【联席会议】" in newest(town, BORDER_TEAM, "明天 09:00").text
    await neighbour.presses("能来", in_group=BORDER_STREET)
    await minutes(town, 24 * 60)
    await wrote_down(secretary, "周五上午一起拆", "柏园街道综合执法队", "明天 18:00")
    await town.person("项阳").presses("办好了", in_group=BORDER_TEAM, on=newest(town, BORDER_TEAM, "【会上定的】"))
    await town.person("项阳").answers("人和车都备好了", in_group=BORDER_TEAM)
    assert "会上定的第 1 项，柏园街道综合执法队办好了：人和车都备好了" in heard(town, secretary.user)


async def test_whoever_was_not_asked_or_did_not_call_presses_for_nothing(town: Town) -> None:
    secretary, team, stranger = town.person("陈志远"), town.person(RECEIVERS[TEAM]), town.person("白雪")
    number = await called(town, secretary)
    before = await whistle_of(town, number)
    guest, chair = newest(town, team.user, "【协调会】"), newest(town, secretary.user, "【协调会】")
    for button in ("能来", "来不了"):
        assert await stranger.presses(button, on=guest) == "您不在这声哨里，没有改动。"
    for button in ("记一项", "记完了", "改期", "取消会议"):
        assert await team.presses(button, on=chair) == "您不在这声哨里，没有改动。"
    assert await secretary.presses("记一项", on=chair) == "会还没开，开完再记。"
    assert await whistle_of(town, number) == before
    assert heard(town, stranger.user) == ""


async def test_what_a_meeting_lacks_is_named_and_nobody_is_told(town: Town) -> None:
    secretary, team = town.person("陈志远"), town.person(RECEIVERS[TEAM])
    number = await posted(town, STALL)
    await blown(secretary, COMMUNITY)
    await secretary.presses("开会")
    look = newest(town, secretary.user, "看一眼再通知")
    assert "还缺：时间" in look.text
    whistle = await whistle_of(town, number)
    assert "没看懂日期" in await secretary.presses_data(f"mt:{whistle.id}:go", look)
    await secretary.presses("写时间")
    await secretary.answers("11-20 2026")
    await secretary.answers("昨天下午")
    assert (await whistle_of(town, number)).meetings == {}
    assert "协调会" not in heard(town, team.user)


async def test_the_first_hand_on_the_scene_writes_down_what_was_settled_there(town: Town) -> None:
    """Twice late, and the street is asked to the scene; what is decided there is watched like a meeting's."""
    number = await posted(town, STALL)
    expert, team, street = town.person("赵芳"), town.person(RECEIVERS[TEAM]), town.person("田野")
    await blown(expert, COMMUNITY)
    await says_who(team, "石磊 11:00")
    await comes(team)
    await town.forward(hours=25)
    await reports(team, "摊主走了")
    await expert.presses("退回重办")
    await expert.answers("又回来了")
    await street.presses("现场办公")
    await street.answers("到现场看了，要疏堵结合")
    assert list(newest(town, street.user, "【现场办公】").buttons) == ["记一项", "记完了"]
    await wrote_down(street, "在路口划三个摊位", TEAM, "明天 18:00")
    whistle = await whistle_of(town, number)
    assert whistle.meetings[1].kind is Gathering.SCENE
    assert whistle.meetings[1].decisions[0].due_at > town.now + timedelta(hours=12)
    assert "在路口划三个摊位" in newest(town, team.user, "【会上定的】").text
    assert asked(street)
