"""What cannot reach somebody in WeChat is known to those who can call; who wants to be forgotten is."""

import asyncio

from sqlalchemy import func, select, text

from bot.channels.bridge.outgoing.journey import RUNG
from storage.bridges import forget_old
from storage.tables.bridges import callers
from storage.tables.mail import outbox
from tests.wechat.house import RESIDENT, House

POST = "3号楼旁边的路灯坏了三天，老人摔了一跤"


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
    assert ("refused", "the call-back did not reach the user") in await fates(house, "answer")
    async with house.program.storage.reading() as work:
        assert (await work.tickets.named("槐-1001")).missed


async def test_who_stops_following_is_written_to_no_more(house: House) -> None:
    await posted(house)
    await house.weixin.event(RESIDENT, "unsubscribe", EventKey="")
    calls = house.weixin.calls.count("custom")
    await house.solves("换了灯泡")
    await house.card("结果已发给居民")
    async with house.program.storage.reading() as work:
        assert (await work.tickets.named("槐-1001")).missed
    assert house.weixin.calls.count("custom") == calls


async def test_who_wants_to_be_forgotten_leaves_no_word_and_the_night_after_no_name(house: House) -> None:
    await house.weixin.says(RESIDENT, POST)
    sure = str(await house.weixin.says(RESIDENT, "/forget"))
    assert "都删了" in str(await house.weixin.says(RESIDENT, house.number_in(sure, "删除")))
    async with house.program.database.write() as connection:
        for table in ("chat_messages", "words", "outbox"):
            found = (await connection.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608
            assert "路灯" not in str(found), table
        await forget_old(connection, house.weixin.now())
        known = select(func.count()).select_from(callers).where(callers.c.external == RESIDENT)
        assert (await connection.execute(known)).scalar_one() == 0
