"""委托 through chat: lent by buttons, used in the lender's name, called back; on the record for both."""

from datetime import timedelta

from tests.conversations.blowing import RECEIVERS, blown, board, whistle_of
from tests.conversations.town import COMMUNITY, STREET, Someone, Town
from tests.conversations.workers import heard, posted
from tickets.directory import Directory

TOWERS = "槐荫路旁的楼盘烂尾三年了，一直停工，交不了房"
STALL = "槐荫路上有小摊占道经营，路都走不了"
CITY_BUILDING = -1027


async def lends(giver: Someone, taker: str, days: str = "3 天", reason: str = "出差") -> None:
    """Everything, to a colleague, in five taps."""
    await giver.says("/delegate")
    await giver.presses("委托")
    await giver.presses(taker)
    await giver.presses(days)
    await giver.presses(reason)
    await giver.presses("委托")


async def test_a_right_is_lent_in_five_taps_and_both_sides_see_it(town: Town) -> None:
    head, deputy = town.person("章华"), town.person("周国梁")
    await lends(head, "周国梁")
    assert head.chat[-1].text == "委托好了：周国梁 · 全部权力 · 到 周四 18:00（出差）"
    assert deputy.chat[-1].text.startswith("章华把“全部权力”委托给您，到 周四 18:00：出差")
    await head.says("/delegate")
    assert "您委托出去的：\n周国梁 · 全部权力 · 到 周四 18:00（出差）" in head.chat[-1].text
    await deputy.says("/delegate")
    assert "委托给您的：\n章华 · 全部权力 · 到 周四 18:00（出差）" in deputy.chat[-1].text


async def test_the_districts_delegate_calls_the_city_in_the_heads_name(town: Town) -> None:
    number = await posted(town, TOWERS)
    head, deputy = town.person("章华"), town.person("周国梁")
    await lends(head, "周国梁")
    await blown(deputy, COMMUNITY, "请市住建委、规划委、发改委一起想办法")
    card = town.find(CITY_BUILDING, "攻坚哨")
    assert "【攻坚哨·市区两级】" in card.text
    assert "和平区社会工作部周国梁（代章华）吹哨" in card.text
    assert f"周国梁代您吹了哨：{number}" in heard(town, head.user)
    whistle = await whistle_of(town, number)
    names = {one.name: one.id for one in (await directory(town)).staff.values()}
    assert (whistle.blower, whistle.blown_for) == (names["周国梁"], names["章华"])


async def test_the_lenders_own_whistles_are_the_borrowers_to_see_and_press(town: Town) -> None:
    number = await posted(town, STALL)
    expert, worker = town.person("赵芳"), town.person("王敏")
    await blown(expert, COMMUNITY)
    card = town.find(expert.user, "快捷哨")
    assert await worker.presses("撤哨", on=card) == "只有吹哨的一方能这样做。"
    await lends(expert, "王敏")
    await worker.says("/whistles")
    await worker.presses(number)
    await worker.presses("增派")
    toast = await worker.presses("槐荫派出所")
    assert toast == "已增派槐荫派出所。（代赵芳）"
    assert "槐荫派出所 · 没响应" in board(town, expert, number)
    await worker.presses("撤哨")
    await worker.answers("报错地方了")
    assert worker.chat[-1].text == "已撤哨。（代赵芳）"


async def test_one_right_to_somebody_by_name_with_a_date_and_a_reason_of_ones_own(town: Town) -> None:
    secretary = town.person("田野")
    await secretary.says("/delegate")
    assert "最长 90 天" in secretary.chat[-1].text
    await secretary.presses("委托")
    await secretary.presses("写姓名")
    await secretary.answers("石磊")
    await secretary.presses("换权力")
    await secretary.presses("督办")
    await secretary.presses("写日期")
    await secretary.answers("12-20 18:00")
    await secretary.presses("写理由")
    await secretary.answers("请他盯着这条街")
    await secretary.presses("委托")
    assert "石磊 · 督办 · 到 12月20日 18:00（请他盯着这条街）" in secretary.chat[-1].text
    await posted(town, STALL)
    await blown(town.person("赵芳"), COMMUNITY)
    await town.forward(hours=3)
    leaders = town.find(town.person("高建华").user, "快捷哨")
    team = town.person(RECEIVERS["槐荫街道综合执法队"])
    assert await team.presses("批示", on=leaders) == "您不在这声哨里，没有改动。"
    assert await team.presses("督办", on=leaders) == "已督办，每天提醒。（代田野）"


async def test_what_was_lent_is_called_back_and_then_works_no_longer(town: Town) -> None:
    await posted(town, TOWERS)
    head, deputy = town.person("章华"), town.person("周国梁")
    await lends(head, "周国梁")
    await head.says("/delegate")
    await head.presses("收回 周国梁")
    assert "您没有委托出去的权力" in head.chat[-1].text
    assert deputy.chat[-1].text == "章华收回了委托给您的权力。"
    town.now += timedelta(minutes=1)
    await deputy.presses("吹哨", in_group=COMMUNITY)
    assert not any("看一眼再吹" in m.text for m in town.chat(COMMUNITY))


async def test_too_long_too_late_or_for_no_reason_is_refused_and_nothing_is_lent(town: Town) -> None:
    head = town.person("章华")
    await head.says("/delegate")
    await head.presses("委托")
    await head.presses("写姓名")
    await head.answers("没有这个人")
    assert head.chat[-1].text == "名单里没有这个人。"
    await head.presses("周国梁")
    look = head.chat[-1]
    await head.presses("写日期")
    for words, sentence in (
        ("2027-06-01", "委托最长 90 天。"),
        ("今天 9:00", "这个时间已经过了"),
        ("改天", "没看懂日期"),
    ):
        await head.answers(words)
        assert sentence in head.chat[-1].text
    assert "没看懂日期" in await head.presses_data("ln:0:go", look)
    async with town.storage.reading(town.now) as work:
        names = {one.name: one.id for one in work.directory.staff.values()}
        assert await work.whistles.lent_by(names["章华"], town.now) == []


async def test_who_has_nothing_to_lend_or_asks_in_a_group_is_told_so(town: Town) -> None:
    receiver, secretary = town.person("洪亮"), town.person("田野")
    await receiver.says("/delegate")
    assert receiver.chat[-1].text == "您没有能委托的权力，也没有人委托给您。"
    shown = receiver.chat[-1]
    assert "才能吹" in await receiver.presses_data("ln:0:new", shown)
    await secretary.says("/delegate", in_group=STREET)
    assert "私聊里发 /delegate" in town.last(STREET).text


async def directory(town: Town) -> Directory:
    async with town.storage.reading(town.now) as work:
        return work.directory
