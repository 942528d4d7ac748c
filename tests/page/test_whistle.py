"""The burst water main, played on the page by somebody who has never seen it."""

import os
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.page.test_page import presses, says, seat

MAIN = "门口自来水管爆了，水冲进一楼，电箱泡在水里，快来人"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


async def picks(place: Locator, name: str) -> None:
    """Sits down as somebody else."""
    chooser = place.locator("select").first
    label = await chooser.locator("option", has_text=name).first.get_attribute("value")
    await chooser.select_option(label)


async def test_a_newcomer_plays_the_burst_water_main(page: Page, tmp_path: Path) -> None:
    """Two taps blow; the waterworks answers, comes with a photo, reports; the resident reads each turn."""
    resident, staff = seat(page, "resident"), seat(page, "leader")
    await says(resident, MAIN)
    await expect(resident).to_contain_text("收到，编号 槐-1001")
    await picks(staff, "许文")
    await presses(staff, "应急哨")
    await expect(staff).to_contain_text("看一眼再吹")
    await shot(page, "look")
    await presses(staff, "吹响")
    await expect(staff).to_contain_text("哨吹了")
    await shot(page, "blown")

    await picks(staff, "洪亮")
    await presses(staff, "响应")
    await presses(staff, "我 15 分钟到")
    await expect(resident).to_contain_text("洪亮")
    await presses(staff, "到场")
    await expect(staff.locator("[data-role=unquote]")).to_be_visible()
    picture = tmp_path / "here.png"
    picture.write_bytes(PIXEL)
    await staff.locator("input[type=file]").first.set_input_files(picture)
    await send(staff)
    await expect(staff).to_contain_text("到场记下了")
    await shot(page, "arrived")
    await expect(staff.locator("[data-role=unquote]")).to_be_hidden()
    await presses(staff, "办好了")
    await expect(staff.locator("[data-role=unquote]")).to_be_visible()
    await says(staff, "总阀关了，管子换好了。")
    await expect(resident).to_contain_text("管子换好了")
    await shot(page, "reported")


async def send(place: Locator) -> None:
    button = place.locator("[data-role=send]")
    if await button.is_enabled():
        await button.click()


async def shot(page: Page, name: str) -> None:
    """A picture, where somebody wants to look."""
    if folder := os.environ.get("PICTURES"):
        await page.screenshot(path=f"{folder}/{name}.png")
