"""The 48-hour story, watched on the page."""

from playwright.async_api import Browser, Locator, Page, expect


def seat(page: Page, name: str) -> Locator:
    return page.locator(f"section[data-seat={name}]")


async def says(place: Locator, words: str) -> None:
    await place.locator("textarea").fill(words)
    await place.locator("[data-role=send]").click()


async def presses(place: Locator, words: str) -> None:
    await place.locator("button[data-press]", has_text=words).last.click()


async def test_the_whole_story_is_played_on_the_page(page: Page) -> None:
    """A resident posts, a worker claims and answers, the resident rates; each sees it without a reload."""
    resident, community = seat(page, "resident"), seat(page, "community")
    await says(resident, "槐荫路上的路灯坏了三天了，请市政尽快来修")
    await expect(resident).to_contain_text("收到，编号 槐-1001")
    await expect(community).to_contain_text("路灯坏了三天")

    await presses(community, "认领")
    await expect(resident).to_contain_text("王敏")
    await presses(community, "答复")
    await presses(community, "办好了")
    await expect(community.locator("[data-role=unquote]")).to_be_visible()
    await says(community, "路灯换好了，今晚会亮。")

    await expect(resident).to_contain_text("路灯换好了")
    await presses(resident, "解决了")
    await resident.get_by_role("button", name="满意", exact=True).click()
    await expect(resident).to_contain_text("有人联系过您吗")
    await expect(community).to_contain_text("解决了")


async def test_a_late_ticket_reaches_the_supervisors(page: Page) -> None:
    """The clock is moved past 48 hours and the street's group hears of what is late."""
    resident, supervisors = seat(page, "resident"), seat(page, "supervisors")
    await says(resident, "槐荫路上的路灯坏了三天了，请市政尽快来修")
    await expect(resident).to_contain_text("收到，编号 槐-1001")
    for _ in range(3):
        clock = await page.locator("[data-role=clock]").inner_text()
        await page.locator('button[data-forward="24"]').first.click()
        await expect(page.locator("[data-role=clock]")).not_to_contain_text(clock[:6])
    await expect(supervisors).to_contain_text("逾期")
    await expect(supervisors).to_contain_text("槐-1001")
    await presses(supervisors, "督办")
    await expect(seat(page, "community")).to_contain_text("督办")


async def test_a_phone_shows_one_chat_at_a_time(browser: Browser, address: str) -> None:
    """On a narrow screen the resident's chat fills it, and tabs lead to the others."""
    phone = await browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    await phone.goto(address)
    await expect(seat(phone, "resident")).to_be_visible()
    await expect(seat(phone, "resident")).to_be_in_viewport()
    width = await phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    await phone.locator("nav.seats button[data-tab=community]").click()
    await expect(seat(phone, "community")).to_be_in_viewport()
