"""What cannot reach somebody in WeChat is known to those who can call; who wants to be forgotten is."""

import asyncio

from sqlalchemy import func, select, text

from bot.channels.bridge.outgoing.journey import RUNG
from storage.bridges import forget_old
from storage.tables.bridges import callers
from storage.tables.mail import outbox
from tests.wechat.house import RESIDENT, House

POST = "3号楼旁边又开始了，天天这个点"


async def posted(house: House) -> str:
    """A post that is claimed; the receipt."""
    await house.weixin.event(RESIDENT, "subscribe", EventKey="")
    receipt = str(await house.weixin.says(RESIDENT, POST))
    await house.weixin.says(RESIDENT, house.number_in(receipt, "要部门来管的事"))
    await house.presses("认领")
    await house.until_seen("由王敏")
    return receipt


async def fates(house: House, purpose: str) -> list[tuple[str, str]]:
    async with house.program.database.read() as connection:
        query = select(outbox.c.fate, outbox.c.why).where(outbox.c.purpose == purpose).order_by(outbox.c.id)
        return [(row.fate, row.why) for row in await connection.execute(query)]


async def test_an_answer_after_the_window_rings_and_follows_when_the_resident_answers(house: House) -> None:
    await posted(house)
    await house.forward(50)
    await house.presses("认领")
    await house.solves("换了灯泡")
    await house.until(lambda: house.weixin.phones[RESIDENT].rung)
    assert not [one for one in house.seen() if "换了灯泡" in one]
    assert "换了灯泡" in str(await house.weixin.says(RESIDENT, "有答复了？"))


async def test_a_ring_that_does_not_arrive_is_told_to_those_who_can_call(house: House) -> None:
    await posted(house)
    await house.forward(50)
    await house.presses("认领")
    await house.solves("换了灯泡")
    await house.until(lambda: house.weixin.phones[RESIDENT].rung)
    for _ in range(500):
        if ("held", RUNG) in await fates(house, "answer"):
            break
        await asyncio.sleep(0.02)
    await house.weixin.event(RESIDENT, "TEMPLATESENDJOBFINISH", MsgID="1", Status="failed:user block")
    assert ("held", "the call-back did not reach the user") in await fates(house, "answer")
    await house.card("没送到居民。")
    assert "换了灯泡" in str(await house.weixin.says(RESIDENT, "怎么样了"))
    await house.card("居民收到了")


async def test_where_nothing_rings_the_answer_waits_and_whoever_has_it_reads_how_to_reach_the_resident(
    silent: House,
) -> None:
    await posted(silent)
    await silent.forward(50)
    await silent.presses("认领")
    await silent.solves("换了灯泡")
    await silent.card("没送到居民。")
    assert "换了灯泡" in str(await silent.weixin.says(RESIDENT, "怎么样了"))
    await silent.card("居民收到了")


async def test_who_stops_following_is_written_to_no_more(house: House) -> None:
    await posted(house)
    await house.weixin.event(RESIDENT, "unsubscribe", EventKey="")
    calls = house.weixin.calls.count("custom")
    await house.solves("换了灯泡")
    await house.card("现在送不到居民那里")
    warning = await house.card("没送到居民。")
    assert "上门" in warning["text"]
    await house.until_card("又开始了", lambda text: "有消息没送到居民" in text)
    assert house.weixin.calls.count("custom") == calls


async def test_who_follows_again_reads_what_they_missed_at_once(house: House) -> None:
    await posted(house)
    await house.weixin.event(RESIDENT, "unsubscribe", EventKey="")
    await house.solves("换了灯泡")
    await house.card("没送到居民。")
    # Two events of one second are one.
    house.weixin.hours += 0.01
    assert "换了灯泡" in str(await house.weixin.event(RESIDENT, "subscribe", EventKey=""))
    await house.card("居民收到了")
    await house.until_card("又开始了", lambda text: "没送到居民" not in text)


async def test_who_wants_to_be_forgotten_leaves_no_word_and_the_night_after_no_name(house: House) -> None:
    await house.weixin.says(RESIDENT, POST)
    sure = str(await house.weixin.says(RESIDENT, "/forget"))
    assert "都删了" in str(await house.weixin.says(RESIDENT, house.number_in(sure, "删除")))
    async with house.program.database.write() as connection:
        for table in ("chat_messages", "words", "outbox"):
            found = (await connection.execute(text(f"SELECT * FROM {table}"))).all()
            assert "又开始了" not in str(found), table
        await forget_old(connection, house.weixin.now())
        known = select(func.count()).select_from(callers).where(callers.c.external == RESIDENT)
        assert (await connection.execute(known)).scalar_one() == 0
