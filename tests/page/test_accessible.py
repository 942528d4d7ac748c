"""Everybody can use the page: WCAG 2.1 A and AA, as axe-core reads them, in both languages, light and dark."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.peers import node

AXE = node.MODULES / "axe-core" / "axe.min.js"
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
SCREENS: dict[str, Any] = {
    "a phone in Chinese": {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN"},
    "a small phone in English, dark": {
        "viewport": {"width": 320, "height": 568}, "locale": "en-US", "color_scheme": "dark",
    },
    "a desk in Chinese, dark": {
        "viewport": {"width": 1720, "height": 950}, "locale": "zh-CN", "color_scheme": "dark",
    },
}  # fmt: skip

pytestmark = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: install npm, then make test again")


@pytest.mark.parametrize("screen", SCREENS)
async def test_a_page_with_a_talk_on_it_breaks_no_rule(browser: Browser, address: str, screen: str) -> None:
    page = await browser.new_page(**SCREENS[screen])
    await page.goto(address)
    resident = page.locator("section[data-seat=resident]")
    await resident.locator("textarea").fill("楼道灯坏了，晚上老人不敢走")
    await resident.locator("[data-role=send]").click()
    await expect(resident.locator("button[data-press]").first).to_be_visible()
    assert await broken(page) == []


async def broken(page: Page) -> list[str]:
    """The rules that are broken, each with the first place."""
    await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate(RULES)
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
