"""Where a card stands, and what it may show there."""

from tests.conversations.town import BRANCH3, BRANCH5, COMMUNITY, DISTRICT, STREET, Town
from tests.conversations.workers import HOUSEHOLD, LEADER, PHOTO, PUBLIC, SHARED, VOICE, claimed, heard, photo, posted
from tickets.kinds import Matter, State

GROUPS = (COMMUNITY, BRANCH3, BRANCH5, STREET, DISTRICT, -1002, -1005, -1006)


def shown_in(town: Town, number: str) -> set[int]:
    return {group for group in GROUPS if number in heard(town, group)}


async def test_a_public_matter_stands_in_the_communitys_group_and_nowhere_else(town: Town) -> None:
    number = await posted(town, PUBLIC)
    assert shown_in(town, number) == {COMMUNITY}
    assert "【公事】" in town.find(COMMUNITY, number).text


async def test_a_shared_matter_stands_in_the_grid_branchs_group(town: Town) -> None:
    number = await posted(town, SHARED)
    assert shown_in(town, number) == {BRANCH3}
    assert "【共事】" in town.find(BRANCH3, number).text


async def test_a_household_matter_goes_to_the_leader_and_into_no_group(town: Town) -> None:
    number = await posted(town, HOUSEHOLD)
    assert shown_in(town, number) == set()
    card = town.find(town.person(LEADER).user, number)
    assert "【家事】" in card.text
    assert "认领" in card.buttons


async def test_a_matter_that_turns_out_to_be_a_household_leaves_nothing_in_the_group(town: Town) -> None:
    number = await posted(town, PUBLIC)
    resident, worker = town.person("何静云"), town.person("王敏")
    await worker.presses("认领", in_group=COMMUNITY)
    await resident.says("是我儿子弄坏的", to=town.find(resident.user, "在办"))
    assert "我儿子" in heard(town, COMMUNITY)
    await worker.presses("改类别", in_group=COMMUNITY)
    await worker.presses("家事", in_group=COMMUNITY)
    group = heard(town, COMMUNITY)
    assert f"{number} 改为私下办理。" in group
    assert "路灯" not in group
    assert "我儿子" not in group
    assert "路灯" in town.find(town.person(LEADER).user, "【家事】").text


async def test_a_photo_of_what_turns_out_to_be_a_household_is_taken_out_of_the_group(town: Town) -> None:
    resident = town.person("何静云")
    await resident.sends(**PHOTO, caption=PUBLIC)
    assert any("photo" in m.body for m in town.chat(COMMUNITY))
    await resident.presses("分错了")
    await resident.presses("邻里家里的事")
    assert not any("photo" in m.body for m in town.chat(COMMUNITY))
    assert "改为私下办理" in town.last(COMMUNITY).text


async def test_phone_identity_plate_and_door_are_covered_on_cards_lists_and_under_cards(town: Town) -> None:
    secret = "我电话13812345678，车牌京A12345，身份证110101199003071234"
    number = await posted(town, f"{PUBLIC}，{secret}")
    resident, worker = town.person("何静云"), town.person("王敏")
    await worker.presses("认领", in_group=COMMUNITY)
    await resident.says("打13998765432也行", to=town.find(resident.user, "在办"))
    await worker.says("/mine", in_group=COMMUNITY)
    await town.forward(hours=40)
    group = heard(town, COMMUNITY)
    assert "居民回复" in group
    assert number in group
    for told in ("13812345678", "13998765432", "A12345", "110101199003071234"):
        assert told not in group


async def test_a_door_named_in_the_words_is_covered(town: Town) -> None:
    await posted(town, "3号楼2单元402门口的楼道里堆满了纸箱，过道都堵了，小区里没人管")
    assert "402" not in heard(town, BRANCH3)


async def test_a_photo_stands_on_the_card_with_a_caption_that_fits(town: Town) -> None:
    await town.person("何静云").sends(**PHOTO, caption=PUBLIC + "，坑很深😀" * 160)
    card = town.find(COMMUNITY, "【公事】")
    assert card.body["photo"] == "p1"
    assert len(card.text.encode("utf-16-le")) // 2 <= 1024
    assert "认领" in card.buttons


async def test_later_pictures_of_an_album_only_change_the_count_on_the_card(town: Town) -> None:
    resident = town.person("何静云")
    await resident.sends(**photo("a1"), caption=PUBLIC, media_group_id="g")
    before = len(town.chat(COMMUNITY))
    await resident.sends(**photo("a2"), media_group_id="g")
    await resident.sends(**photo("a3"), media_group_id="g")
    assert len(town.chat(COMMUNITY)) == before
    assert "照片 3 张" in town.last(COMMUNITY).text


async def test_a_voice_message_is_counted_on_the_card_of_whoever_decides(town: Town) -> None:
    await town.person("何静云").sends(**VOICE)
    card = town.find(town.person("赵芳").user, "待定")
    assert "语音 1 条" in card.text
    assert "没有文字" in card.text


async def test_a_long_post_fits_one_screen_and_its_whole_stands_behind_details(town: Town) -> None:
    number = await posted(town, PUBLIC + "。" + "\n".join(f"第{n}盏也不亮" for n in range(60)))
    card = town.find(COMMUNITY, number)
    assert len(card.text) < 400
    assert card.text.count("\n") < 8
    worker = town.person("王敏")
    await worker.presses("详情", in_group=COMMUNITY)
    assert "第59盏" in heard(town, worker.user)
    assert "第59盏" not in heard(town, COMMUNITY)


async def test_the_card_changes_in_place_and_is_not_said_again(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    cards = [m for m in town.chat(COMMUNITY) if number in m.text]
    assert len(cards) == 1
    assert "王敏" in cards[0].text


async def test_a_card_passed_to_another_unit_keeps_no_words_where_it_was(town: Town) -> None:
    number = await posted(town, PUBLIC)
    worker = town.person("王敏")
    await worker.presses("转给…", in_group=COMMUNITY)
    await worker.presses("3号网格党支部", in_group=COMMUNITY)
    await worker.answers("灯在小区里，归网格", in_group=COMMUNITY)
    assert "路灯" not in heard(town, COMMUNITY)
    assert "路灯" in town.find(BRANCH3, "【公事】").text
    assert "灯在小区里，归网格" in heard(town, BRANCH3)
    ticket = await town.ticket(number)
    assert ticket.state is State.OPEN
    assert ticket.matter is Matter.PUBLIC
