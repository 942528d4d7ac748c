"""From a post through 微信客服 to its end: claimed and answered in Telegram, all over real HTTP."""

from tests.wxkf.house import RESIDENT, House


async def test_a_post_is_claimed_asked_about_answered_at_hour_47_denied_reopened_and_rated(house: House) -> None:
    wecom = house.wecom
    await wecom.enters(RESIDENT, scene="C")
    await house.until_seen("先说清楚")
    await wecom.says(RESIDENT, "3号楼旁边又开始了，天天这个点")
    await house.until_seen("收到，编号 槐-1001")
    await house.taps("要部门来管的事")
    # An answered question is not asked again.
    assert "回 0" not in await house.until_seen("转给")

    await house.card("又开始了")
    await house.presses("认领")
    await house.until_seen("槐-1001 由王敏")

    await house.presses("问居民")
    await house.replies("是什么又开始了？")
    await house.until_seen("是什么又开始了？")
    await wecom.says(RESIDENT, "靠路口的灯，一闪一闪的")
    await house.until_seen("已转给王敏")

    await house.forward(47)
    # Nobody said a word for so long that the ticket went back to the pool.
    await house.presses("认领")
    await house.solves("换了灯泡，今晚会亮")
    await house.until_seen("换了灯泡，今晚会亮")

    await house.taps("没解决")
    await house.taps("重新办理")
    await house.until_seen("槐-1001 重新办理，转给")
    await house.presses("认领")
    await house.solves("线路也换了")
    await house.until_seen("线路也换了")
    await house.taps("解决了")
    await house.until_rated("槐-1001", 2)
