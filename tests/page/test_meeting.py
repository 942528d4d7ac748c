"""A meeting played on the page: a secretary calls it, a unit comes, owns what was decided, and says it is done."""

from playwright.async_api import Locator, Page, expect

from tests.page.test_page import presses, says, seat
from tests.page.test_whistle import picks, shot

STALL = "槐荫路上有小摊占道经营，路都走不了"
CHAIR, TEAM = "陈志远", "石磊"


async def answers(place: Locator, words: str) -> None:
    """The reply to the prompt that the page quotes."""
    await expect(place.locator("[data-role=unquote]")).to_be_visible()
    await says(place, words)


async def called(page: Page) -> tuple[Locator, Locator]:
    """The whistle from the community's group, the meeting from the secretary's own chat: an hour in words."""
    resident, community, staff = seat(page, "resident"), seat(page, "community"), seat(page, "leader")
    await says(resident, STALL)
    await expect(community).to_contain_text("占道经营")
    await picks(community, CHAIR)
    await presses(community, "吹哨")
    await presses(community, "写理由")
    await answers(community, "天天占道，要几家一起管")
    await presses(community, "吹响")
    await picks(staff, CHAIR)
    await presses(staff, "开会")
    await shot(page, "meeting-plan")
    await presses(staff, "写时间")
    await answers(staff, "明天 9:00")
    await expect(staff).to_contain_text("明天 09:00 · 槐树里社区")
    await shot(page, "meeting-look")
    await presses(staff, "发通知")
    await expect(staff).to_contain_text("还没回")
    await shot(page, "meeting-called")
    return resident, staff


async def test_a_meeting_from_the_call_to_what_it_decided(page: Page) -> None:
    """Each decision is words and two taps; its owner has a card, and the resident reads it in plain words."""
    resident, staff = await called(page)
    await picks(staff, TEAM)
    await presses(staff, "能来")
    await expect(staff).to_contain_text("来：槐荫街道综合执法队")
    await shot(page, "meeting-guest")
    await _two_days_on(page)
    await _decided(page, staff)
    await expect(resident).to_contain_text("商量定了")

    await picks(staff, TEAM)
    await expect(staff).to_contain_text("【会上定的】")
    await shot(page, "meeting-decision")
    await presses(staff, "办好了")
    await answers(staff, "这两天都巡了")
    await expect(resident).to_contain_text("办好了商量定的事：这两天都巡了")
    await shot(page, "meeting-done")


async def _two_days_on(page: Page) -> None:
    for _ in range(2):
        clock = await page.locator("[data-role=clock]").inner_text()
        await page.locator('button[data-forward="24"]').first.click()
        await expect(page.locator("[data-role=clock]")).not_to_contain_text(clock[:6])


async def _decided(page: Page, staff: Locator) -> None:
    await picks(staff, CHAIR)
    await presses(staff, "记一项")
    await answers(staff, "早晚各巡一次，给摊主找个疏导点")
    await expect(staff).to_contain_text("谁来办？")
    await shot(page, "meeting-owner")
    await staff.get_by_role("button", name="槐荫街道综合执法队", exact=True).last.click()
    await expect(staff).to_contain_text("什么时候办完？")
    await shot(page, "meeting-date")
    await presses(staff, "18:00")
    await expect(staff).to_contain_text("第 1 项记下了")
    await presses(staff, "记完了")
    await expect(staff).to_contain_text("谁到会了")
    await shot(page, "meeting-came")
    await presses(staff, "就这些")
