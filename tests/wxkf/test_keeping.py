"""After 48 hours nothing calls a resident of 微信客服 back: an answer finds another way, or waits and all know."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from tests.bridge.rig import JPEG
from tests.wechat.house import GROUP, WORKER
from tests.wxkf.house import NAME, RESIDENT, House
from tickets.ids import Account, ChatId
from tickets.mail import Address

ELSEWHERE = 9001
"""The resident's user on Telegram."""
ANSWER = "换了灯泡，今晚会亮"


async def claimed(house: House) -> None:
    """A post that somebody has, and then two days without a word."""
    await house.wecom.enters(RESIDENT, scene="C")
    await house.until_seen("先说清楚")
    await house.wecom.says(RESIDENT, "3号楼旁边又开始了，天天这个点")
    await house.until_seen("收到，编号 槐-1001")
    await house.taps("要部门来管的事")
    await house.card("又开始了")
    await house.presses("认领")
    await house.until_seen("槐-1001 由王敏")


async def silence(house: House) -> None:
    """Two days; nobody said a word for so long that the ticket went back to the pool."""
    await house.forward(50)
    await house.presses("认领")


async def on_telegram(house: House) -> None:
    """The resident links their Telegram, then goes on in WeChat."""
    house.staff.say("/link", chat=ELSEWHERE)
    shown = await house.until(lambda: [m for m in house.staff.sent(ELSEWHERE) if m["text"].startswith("/link ")])
    await house.wecom.says(RESIDENT, shown[-1]["text"])
    await house.until_seen("连上了")


def told_there(house: House, words: str) -> list[str]:
    return [m["text"] for m in house.staff.sent(ELSEWHERE) if words in m.get("text", "")]


async def test_whoever_has_it_reads_how_to_reach_the_resident_and_the_answer_follows_their_next_word(
    house: House,
) -> None:
    await claimed(house)
    await silence(house)
    await house.solves(ANSWER)
    warning = await house.card("没送到居民。")
    assert "这条就送到他手上" in warning["text"]
    assert ANSWER not in str(house.seen())

    await house.wecom.says(RESIDENT, "怎么样了")
    await house.until_seen(ANSWER)
    await house.card("居民收到了")
    assert (await house.history("槐-1001")).count("undelivered") == 1
    async with house.program.storage.reading() as work:
        assert not (await work.tickets.named("槐-1001")).missed


async def test_the_answer_is_there_as_soon_as_the_resident_opens_the_conversation(house: House) -> None:
    await claimed(house)
    await silence(house)
    await house.solves(ANSWER)
    await house.card("没送到居民。")
    await house.wecom.enters(RESIDENT)
    await house.until_seen(ANSWER)
    await house.taps("解决了")
    await house.until_rated("槐-1001", 1)


async def test_with_a_phone_the_holder_is_asked_to_ring_and_reads_the_number_in_private_alone(house: House) -> None:
    await claimed(house)
    async with house.program.storage.unit(house.program.clock.now()) as work:
        poster = (await work.tickets.named("槐-1001")).poster
        await work.people.update(replace(await work.people.person(poster), phone="13800001111"))
    await silence(house)
    await house.solves(ANSWER)
    warning = await house.card("请打电话告诉他")
    assert "13800001111" not in str(house.staff.sent(warning["chat"]["id"]))


async def test_the_answer_goes_to_another_channel_of_the_resident_with_its_photo(house: House) -> None:
    await claimed(house)
    await on_telegram(house)
    await house.wecom.says(RESIDENT, "在吗")
    await silence(house)
    await house.presses("答复")
    await house.presses("办好了")
    asked = await house.card("请回复这条")
    await house.booked(GROUP, asked["message_id"])
    house.staff.photo(GROUP, WORKER, JPEG, reply_to_message=asked, caption=ANSWER)
    await house.until(lambda: told_there(house, ANSWER))
    await house.until(lambda: [m for m in house.staff.sent(ELSEWHERE) if "photo" in m])
    history = await house.history("槐-1001")
    assert "undelivered" not in history
    assert ANSWER not in str(house.seen())


async def test_what_is_kept_goes_to_whichever_channel_the_resident_joins_or_speaks_on(house: House) -> None:
    await claimed(house)
    await silence(house)
    await house.solves(ANSWER)
    await house.card("没送到居民。")
    house.staff.say("/start", chat=ELSEWHERE)
    async with house.program.storage.unit(house.program.clock.now()) as work:
        poster = (await work.tickets.named("槐-1001")).poster
        await work.people.offer(poster, "ABCDEFGH", timedelta(minutes=5))
    house.staff.say("/link ABCD-EFGH", chat=ELSEWHERE)
    await house.until(lambda: told_there(house, ANSWER))
    await house.card("居民收到了")


async def test_a_chat_that_was_cut_off_is_told_nothing_of_what_was_kept_there(house: House) -> None:
    await claimed(house)
    await silence(house)
    await house.solves(ANSWER)
    await house.card("没送到居民。")
    async with house.program.storage.unit(house.program.clock.now()) as work:
        poster = (await work.tickets.named("槐-1001")).poster
        here = next(way for way in await work.people.ways(poster) if way.account == NAME)
        telegram = Account(f"telegram:{house.staff.id}")
        other = await work.people.meet(telegram, ELSEWHERE, "居民", "zh")
        await work.people.seen(Address(telegram, ChatId(ELSEWHERE)), True)
        await work.people.join(other.id, poster)
        await work.people.cut(poster, here.account, here.user)
    await house.wecom.says(RESIDENT, "怎么样了")
    await house.until_seen("先说清楚")
    await asyncio.sleep(0.5)
    assert ANSWER not in str(house.seen())


async def test_a_phone_that_was_handed_on_tells_its_new_owner_nothing_of_what_was_kept(house: House) -> None:
    await claimed(house)
    await silence(house)
    await house.solves(ANSWER)
    await house.card("没送到居民。")
    async with house.program.storage.unit(house.program.clock.now()) as work:
        poster = (await work.tickets.named("槐-1001")).poster
        here = next(way for way in await work.people.ways(poster) if way.account == NAME)
        another = next(one.id for one in work.directory.staff.values() if one.name == "高建华")
        await work.people.give(here.account, here.user, another)
    await house.wecom.says(RESIDENT, "/help")
    await house.until_seen("/open")
    assert ANSWER not in str(house.seen())
