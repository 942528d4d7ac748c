"""The page on corrections in a browser: the link's press, a phone's width, nothing that the policy forbids."""

import hashlib
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.page.test_page import presses, says, seat

CODE = "a-code-of-this-test"


def give_link(database: Path) -> None:
    """What `/review` gives a supervisor of the sample, who has no seat in private."""
    expires = (datetime.now(UTC) + timedelta(minutes=5)).isoformat(timespec="microseconds")
    with sqlite3.connect(database, timeout=20) as rows:
        person = rows.execute("SELECT person FROM posts WHERE role = 'supervisor' LIMIT 1").fetchone()[0]
        row = (hashlib.sha256(CODE.encode()).hexdigest(), person, "review", expires)
        rows.execute("INSERT INTO page_links (hash, person, page, expires) VALUES (?, ?, ?, ?)", row)


async def test_a_supervisor_reads_how_often_the_sorting_was_put_right_on_a_phone(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    chat = await browser.new_page(viewport={"width": 1720, "height": 950}, locale="zh-CN")
    chat.set_default_timeout(20_000)
    await chat.goto(address)
    await says(seat(chat, "resident"), "槐荫路上的路灯坏了三天了，请市政尽快来修")
    await presses(seat(chat, "community"), "改类别")
    await presses(seat(chat, "community"), "共事")
    await expect(seat(chat, "branch")).to_contain_text("路灯坏了三天")

    give_link(tmp_path / "city.db")
    phone = await browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    complaints: list[str] = []
    phone.on("console", lambda message: complaints.append(message.text))
    await phone.goto(f"{address}/office/enter/{CODE}")
    await phone.get_by_role("button", name="打开").click()
    await expect(phone.get_by_role("heading", name="分类更正")).to_be_visible()
    head = phone.get_by_role("rowheader", name="公事", exact=True)
    row = phone.get_by_role("row").filter(has=head).first
    await expect(row).to_contain_text("100.0%")
    await expect(phone.get_by_role("img", name="每周被改的占比")).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert complaints == []

    again = await browser.new_page(locale="zh-CN")
    await again.goto(f"{address}/office/enter/{CODE}")
    await expect(again.locator("main")).to_contain_text("链接用过了")
