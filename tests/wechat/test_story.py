"""From a post in WeChat to its end: claimed and answered in Telegram, all over real HTTP."""

from tests.wechat.house import RESIDENT, House


async def test_a_post_is_sorted_claimed_asked_about_answered_at_hour_47_denied_reopened_and_solved(
    house: House,
) -> None:
    says, number_in = house.weixin.says, house.number_in
    assert await house.weixin.event(RESIDENT, "subscribe", EventKey="qrscene_C", Ticket="t")
    receipt = str(await says(RESIDENT, "3号楼旁边又开始了，天天这个点"))
    assert "收到，编号 槐-1001" in receipt
    assert "要部门来管的事" in receipt
    assert "转给" in str(await says(RESIDENT, number_in(receipt, "要部门来管的事")))

    await house.card("又开始了")
    await house.presses("认领")
    await house.until_seen("槐-1001 由王敏")

    await house.presses("问居民")
    await house.replies("是什么又开始了？")
    await house.until_seen("是什么又开始了？")
    assert "已转给王敏" in str(await says(RESIDENT, "5"))

    await house.forward(47)
    # Nobody said a word for so long that the ticket went back to the pool.
    await house.presses("认领")
    await house.solves("换了灯泡，今晚会亮")
    answer = await house.until_seen("换了灯泡，今晚会亮")

    denied = str(await says(RESIDENT, number_in(answer, "没解决")))
    await says(RESIDENT, number_in(denied, "重新办理"))
    await house.until_seen("槐-1001 重新办理，转给")

    await house.presses("认领")
    await house.solves("线路也换了")
    solved = await house.until_seen("线路也换了")
    assert await says(RESIDENT, number_in(solved, "解决了"))
    async with house.program.storage.reading() as work:
        ticket = await work.tickets.named("槐-1001")
        assert (ticket.round, (await work.tickets.rating(ticket.id, 2)) is not None) == (2, True)
