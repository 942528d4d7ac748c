"""The page of scores in a browser: on a phone nothing is wider than it, the policy forbids nothing that is needed."""

import re

from playwright.async_api import Browser, expect

from tests.page.test_page import presses, says, seat


async def test_a_supervisor_reads_the_rankings_on_a_phone_and_opens_a_unit(browser: Browser, address: str) -> None:
    chat = await browser.new_page(viewport={"width": 1720, "height": 950}, locale="zh-CN")
    chat.set_default_timeout(20_000)
    await chat.goto(address)
    await says(seat(chat, "resident"), "槐荫路上的路灯坏了三天了，请市政尽快来修")
    await presses(seat(chat, "community"), "认领")
    staff = seat(chat, "leader")
    value = await staff.locator("option", has_text="周国梁").first.get_attribute("value")
    await staff.locator("[data-role=who]").select_option(value)
    await says(staff, "/scores")
    await expect(staff).to_contain_text("/office/enter/")
    found = re.search(r"http\S+/office/enter/[\w-]+", await staff.inner_text())
    assert found

    phone = await browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    complaints: list[str] = []
    phone.on("console", lambda message: complaints.append(message.text))
    await phone.goto(found.group())
    await phone.get_by_role("button", name="打开").click()
    await expect(phone.get_by_role("heading", name="考核排名")).to_be_visible()
    await expect(phone.locator("main")).to_contain_text("本系统默认口径")
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 390
    await phone.get_by_role("link", name="含剔除", exact=True).click()
    await expect(phone.get_by_role("link", name="含剔除", exact=True)).to_have_attribute("aria-current", "page")
    await phone.get_by_role("combobox").select_option(label="道路设施")
    await phone.get_by_role("button", name="看").click()
    await phone.get_by_role("rowheader").get_by_role("link").first.click()
    await expect(phone.get_by_role("img", name="逐月")).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert complaints == []
