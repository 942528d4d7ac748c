"""The page on corrections in a browser: the link from chat, a phone's width, nothing that the policy forbids."""

import re

from playwright.async_api import Browser, Page, expect

from tests.page.test_page import presses, says, seat


async def link(chat: Page, name: str) -> str:
    """What `/review` gives one of the staff in private."""
    staff = seat(chat, "leader")
    value = await staff.locator("option", has_text=name).first.get_attribute("value")
    await staff.locator("[data-role=who]").select_option(value)
    await says(staff, "/review")
    await expect(staff).to_contain_text("/office/enter/")
    found = re.search(r"http\S+/office/enter/[\w-]+", await staff.inner_text())
    assert found
    return found.group()


async def test_a_supervisor_reads_how_often_the_sorting_was_put_right_on_a_phone(
    browser: Browser, address: str
) -> None:
    chat = await browser.new_page(viewport={"width": 1720, "height": 950}, locale="zh-CN")
    chat.set_default_timeout(20_000)
    await chat.goto(address)
    await says(seat(chat, "resident"), "槐荫路上的路灯坏了三天了，请市政尽快来修")
    await presses(seat(chat, "community"), "改类别")
    await presses(seat(chat, "community"), "共事")
    await expect(seat(chat, "branch")).to_contain_text("路灯坏了三天")

    opened = await link(chat, "周国梁")
    phone = await browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    complaints: list[str] = []
    phone.on("console", lambda message: complaints.append(message.text))
    await phone.goto(opened)
    await phone.get_by_role("button", name="打开").click()
    await expect(phone.get_by_role("heading", name="分类更正")).to_be_visible()
    head = phone.get_by_role("rowheader", name="公事", exact=True)
    await expect(phone.get_by_role("row").filter(has=head).first).to_contain_text("100.0%")
    await expect(phone.get_by_role("img", name="每周被改的占比")).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert complaints == []

    again = await browser.new_page(locale="zh-CN")
    await again.goto(opened)
    await expect(again.locator("main")).to_contain_text("链接用过了")
