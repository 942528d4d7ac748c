"""吹哨报到 to two at once and beyond the street: the ground lock, the building on the border, the unfinished towers."""

from tests.conversations.blowing import blown, finished, says_who
from tests.conversations.town import COMMUNITY, Someone, Town
from tests.conversations.workers import heard, posted

CITY_OFFICE, BORDER_STREET, BORDER_TEAM, TEAM, CITY_BUILDING = -1014, -1031, -1032, -1009, -1027


async def drafted(town: Town, by: Someone, reason: str) -> None:
    """What the duty list proposes is blown as it stands."""
    await blown(by, COMMUNITY, reason)


async def test_the_ground_lock_goes_to_the_office_and_the_property_company_and_both_must_finish(town: Town) -> None:
    await posted(town, "槐荫路边的公共停车位被人私装地锁，占道影响通行，请城管部门来处理")
    expert = town.person("赵芳")
    await drafted(town, expert, "请城管办协调、物业拆除")
    office, company = town.person("白雪"), town.person("任晓东")
    assert "槐荫街道城市管理办公室（牵头）" in town.find(CITY_OFFICE, "快捷哨").text
    assert "槐安物业" in town.find(company.user, "快捷哨").text
    await reports(office, "已约车主谈妥", CITY_OFFICE)
    assert not any("收哨" in m.buttons for m in town.chat(expert.user))
    await reports(company, "地锁已拆", None)
    for _ in range(2):
        await expert.presses(next(w for m in town.chat(expert.user) for w in m.buttons if w.startswith("评价")))
        await expert.answers("5 快\n5 好\n4 还要回头看")
    await expert.presses("收哨")
    assert "已收哨" in town.find(company.user, "快捷哨").text
    assert "地锁已拆" in heard(town, town.person("何静云").user)


async def test_the_building_on_the_border_calls_the_neighbouring_district(town: Town) -> None:
    await posted(town, "槐荫路尽头有栋违建骑线，正好在两区交界，没人管")
    await drafted(town, town.person("田野"), "请柏园街道开联席会议，一起拆")
    card = town.find(BORDER_STREET, "攻坚哨")
    assert "【攻坚哨·跨区】" in card.text
    assert "周" in card.text or "11月30日" in card.text
    assert town.find(BORDER_TEAM, "攻坚哨")
    assert town.find(TEAM, "攻坚哨")


async def test_a_community_cannot_call_across_districts_and_the_streets_secretary_is_asked(town: Town) -> None:
    await posted(town, "槐荫路尽头有栋违建骑线，正好在两区交界，没人管")
    await drafted(town, town.person("赵芳"), "请柏园街道一起拆")
    assert "已提请吹哨" in town.last(COMMUNITY).text
    secretary = town.person("田野")
    await secretary.presses("吹哨")
    await finished(secretary)
    assert "【攻坚哨·跨区】" in town.find(BORDER_STREET, "攻坚哨").text


async def test_the_unfinished_towers_are_for_the_district_head_to_call_the_city(town: Town) -> None:
    await posted(town, "槐荫路旁的楼盘烂尾三年了，一直停工，交不了房")
    head = town.person("章华")
    await drafted(town, head, "请市住建委、规划委、发改委一起想办法")
    card = town.find(CITY_BUILDING, "攻坚哨")
    assert "【攻坚哨·市区两级】" in card.text
    assert "和平区社会工作部章华吹哨" in card.text
    city = town.person("温良")
    await says_who(city, "温良 15:00", CITY_BUILDING)
    assert "江城市住建委 已答应" in heard(town, town.person("何静云").user)


async def reports(someone: Someone, words: str, chat: int | None) -> None:
    """Confirms, comes, and reports."""
    photo = {"photo": [{"file_id": words, "file_unique_id": words, "width": 9, "height": 9}]}
    await says_who(someone, f"{someone.name} 11:00", chat)
    await someone.presses("到场", in_group=chat)
    prompt = [m for m in someone.town.chat(chat or someone.user) if m.asks][-1]
    await someone.sends(in_group=chat, to=prompt, **photo)
    await someone.presses("办好了", in_group=chat)
    await someone.answers(words, in_group=chat)
