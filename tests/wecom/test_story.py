"""From the resident's post on the page to the answer, worked on in WeCom, over real HTTP."""

from tests.wecom.house import GAO, LI, WANG, House

POST = "槐荫路上的路灯坏了三天了，晚上看不见路，请市政尽快来修"


async def test_a_post_is_claimed_asked_about_and_answered_by_buttons(house: House) -> None:
    await house.page.session()
    await house.page.say(POST)
    card = await house.card(WANG, "路灯", "认领")
    await house.card(LI, "路灯", "认领")
    await house.taps(WANG, "路灯", "认领")
    await house.reads(WANG, "归您了")
    await house.until(lambda: "答复" in card.labels)
    await house.taps(WANG, "路灯", "问居民")
    await house.reads(WANG, "写要问居民的话")
    await house.corp.says(WANG, "是哪一盏？")
    await house.resident_reads("是哪一盏？")
    await house.taps(WANG, "路灯", "答复")
    await house.taps(WANG, "路灯", "办好了")
    await house.reads(WANG, "写给居民的结果")
    await house.corp.says(WANG, "灯泡换好了。")
    await house.resident_reads("灯泡换好了。")


async def test_the_loser_reads_who_won(house: House) -> None:
    await house.page.session()
    await house.page.say(POST)
    mine = await house.card(WANG, "路灯", "认领")
    theirs = await house.card(LI, "路灯", "认领")
    face = dict(theirs.shows)
    await house.corp.taps(WANG, "认领", mine)
    await house.reads(WANG, "归您了")
    theirs.shows = face
    await house.corp.taps(LI, "认领", theirs)
    assert "王敏" in await house.reads(LI, "王敏")


async def test_others_cards_show_who_has_it(house: House) -> None:
    await house.page.session()
    await house.page.say(POST)
    await house.card(WANG, "路灯", "认领")
    theirs = await house.card(LI, "路灯", "认领")
    await house.taps(WANG, "路灯", "认领")
    await house.until(lambda: "王敏" in theirs.text)


async def test_the_supervisor_hears_of_what_is_late_and_presses(house: House) -> None:
    await house.page.session()
    await house.page.say(POST)
    await house.taps(WANG, "路灯", "认领")
    await house.reads(WANG, "归您了")
    for _ in range(4):
        await house.forward(24)
    card = await house.until(lambda: [one for one in house.corp.phones[GAO].cards if "督办" in one.labels])
    await house.corp.taps(GAO, "督办", card[-1])
    await house.reads(GAO, "已督办")
