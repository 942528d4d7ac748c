"""Phones of their own outside the sample community: a resident's from a printed code, a worker's by a one-time code."""

from datetime import timedelta

from playwright.async_api import Browser, Locator, Page, expect

from tests.page.test_accessible import AXE, broken
from tests.page.test_page import presses, says
from tests.stories.city import City

SMALL = {"width": 360, "height": 640}
POST = "小区门口马路上的井盖没了，差点摔跤"
CUT = """keys => keys.map((key) => {
  const range = document.createRange();
  range.selectNodeContents(key);
  const lines = new Set([...range.getClientRects()].map((line) => line.top)).size;
  return lines > key.textContent.trim().split(/\\s+/).length ? key.textContent : '';
}).filter(Boolean)"""
"""The buttons of which a word is cut in two."""


async def phone(browser: Browser, url: str, locale: str = "zh-CN") -> Page:
    context = await browser.new_context(viewport=SMALL, locale=locale, has_touch=True)  # type: ignore[arg-type]
    opened = await context.new_page()
    opened.set_default_timeout(20_000)
    await opened.goto(url)
    await opened.locator("textarea").wait_for()
    return opened


def tab(page: Page, words: str) -> Locator:
    return page.locator("nav.chats button", has_text=words)


async def code_for(city: City, name: str) -> str:
    """As the worker's own chat elsewhere would give it."""
    async with city.program.storage.unit(city.program.clock.now()) as work:
        person = next(one.id for one in work.directory.staff.values() if one.name == name)
        await work.people.offer(person, "ABCDEFGH", timedelta(minutes=10))
    return "/link ABCD-EFGH"


async def test_a_worker_links_a_phone_and_works_in_the_group_without_a_reload(browser: Browser, city: City) -> None:
    """The group's tab appears, bears what is unread, and its cards are pressed; a neighbour sees no group at all."""
    worker, neighbour = await phone(browser, city.url), await phone(browser, f"{city.url}/?start=C")
    await says(worker.locator("body"), await code_for(city, "王敏"))
    await expect(tab(worker, "槐树里社区工作群")).to_be_visible()

    await neighbour.locator("[data-role=start]").click()
    await says(neighbour.locator("body"), POST)
    await expect(neighbour.locator("body")).to_contain_text("收到，编号 槐-1001")
    await expect(tab(worker, "槐树里社区工作群").locator(".badge")).to_have_text("1")
    await tab(worker, "槐树里社区工作群").click()
    await expect(worker.locator(".room")).to_contain_text("井盖没了")
    await presses(worker.locator(".room"), "认领")
    await expect(neighbour.locator("body")).to_contain_text("由王敏")
    await expect(tab(worker, "槐树里社区工作群").locator(".badge")).to_be_hidden()

    await presses(worker.locator(".room"), "答复")
    await presses(worker.locator(".room"), "办好了")
    await expect(worker.locator("[data-role=unquote]")).to_be_visible()
    await says(worker.locator("body"), "井盖换好了。")
    await expect(neighbour.locator("body")).to_contain_text("井盖换好了。")
    await expect(neighbour.locator("nav.chats")).to_be_hidden()

    await worker.locator("textarea").fill("/")
    await expect(worker.locator("[data-command=open]")).to_be_attached()


async def test_the_page_fits_the_smallest_phone_in_both_languages(browser: Browser, city: City) -> None:
    for locale, spoken, words in (("zh-CN", "zh-CN", "收到，编号"), ("en-US", "en", "Got it: number")):
        page = await phone(browser, f"{city.url}/?start=C", locale)
        await page.locator("[data-role=start]").click()
        await says(page.locator("body"), POST)
        await expect(page.locator(".room")).to_contain_text(words)
        assert await page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
        assert await page.locator("html").get_attribute("lang") == spoken
        assert await page.locator(".key").evaluate_all(CUT) == []
        assert not AXE.exists() or await broken(page) == []
