"""The page on corrections: opened by a link that works once, for whoever watches over tickets, as long as they do."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.office.pages import COOKIE, StaffPages
from bot.people.loading import enter
from bot.people.sample import WORKBOOK
from bot.people.workbook import load
from storage.tables.pages import page_links, page_looks, page_visits
from tests.conversations.supervisors import posted
from tests.conversations.town import COMMUNITY, STREET, Town
from tests.conversations.workers import PUBLIC

Browser = TestClient[web.Request, web.Application]


@pytest.fixture
async def browser(town: Town) -> AsyncIterator[Browser]:
    app = web.Application()
    StaffPages(town.storage, lambda: town.now, "zh_CN").join(app)
    async with TestClient(TestServer(app)) as client:
        yield client


async def link(town: Town, name: str = "陈志远", *, in_group: int | None = None) -> str:
    """The path that the bot gives somebody in private."""
    someone = town.person(name)
    await someone.says("/review", in_group=in_group)
    found = re.search(r"/office/enter/[\w-]+", someone.chat[-1].text)
    assert found, someone.chat[-1].text
    return found.group()


async def test_a_link_opens_the_page_once(town: Town, browser: Browser) -> None:
    path = await link(town)
    for _ in range(2):
        assert (await browser.get(path)).status == 200, "to look at it does not use it up"
    opened = await browser.post(path)
    assert opened.status == 200
    assert "分类更正" in await opened.text()
    assert (await browser.post(path)).status == 410
    assert (await browser.get(path)).status == 410
    assert (await browser.get("/office/review")).status == 200


async def test_the_page_says_how_many_were_put_right_and_of_how_many(town: Town, browser: Browser) -> None:
    await posted(town)
    await posted(town, PUBLIC, "老周")
    worker = town.person("王敏")
    await worker.presses("改类别", in_group=COMMUNITY)
    await worker.presses("共事", in_group=COMMUNITY)
    await town.forward(hours=1)
    page = await (await browser.post(await link(town))).text()
    cells = re.findall(r"<td>([^<]*)", page[page.index("</i>公事</th>") :])
    assert cells[:6] == ["2", "1", "50.0%", "·", "1", "0"]
    assert "<svg" in page


async def test_no_word_of_anybody_stands_on_it(town: Town, browser: Browser) -> None:
    await posted(town)
    page = await (await browser.post(await link(town))).text()
    assert "路灯" not in page
    assert "何静云" not in page


async def test_the_cookie_is_unseen_by_scripts_and_by_other_sites_and_nothing_is_kept(
    town: Town, browser: Browser
) -> None:
    answer = await browser.post(await link(town), allow_redirects=False)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(COOKIE)
    assert {"HttpOnly", "SameSite=Strict", "Path=/office"} <= set(cookie.split("; "))
    page = await browser.get("/office/review")
    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "script" not in page.headers["Content-Security-Policy"]


async def test_another_sites_form_opens_nothing(town: Town, browser: Browser) -> None:
    path = await link(town)
    assert (await browser.post(path, headers={"Origin": "https://elsewhere.example"})).status == 403
    assert (await browser.post(path)).status == 200


@pytest.mark.parametrize("path", ["/office/review", "/office/enter/nonsense", "/office/enter/" + "x" * 300])
async def test_without_a_link_there_is_nothing(browser: Browser, path: str) -> None:
    answer = await browser.get(path, headers={"Cookie": f"{COOKIE}=guessed"})
    assert answer.status in {403, 410}
    assert "<table" not in await answer.text()


async def test_whoever_watches_nothing_gets_no_link(town: Town) -> None:
    for name in ("何静云", "王敏"):
        await town.person(name).says("/review")
        assert town.person(name).chat[-1].text == "这是督办人员用的。"


async def test_in_a_group_the_link_still_goes_to_the_asker_alone(town: Town) -> None:
    await town.person("陈志远").says("/start")
    assert await link(town, in_group=STREET)
    assert not any("/office/enter/" in m.text for m in town.chat(STREET))


async def test_a_link_lasts_ten_minutes_and_a_visit_a_working_day(town: Town, browser: Browser) -> None:
    late = await link(town)
    async with town.storage.database.write() as connection:
        ago = timedelta(minutes=10)
        expires = (await connection.execute(select(page_links.c.expires))).scalar_one()
        await connection.execute(page_links.update().values(expires=expires - ago))
    assert (await browser.post(late)).status == 410

    await browser.post(await link(town))
    async with town.storage.database.write() as connection:
        expires = (await connection.execute(select(page_visits.c.expires))).scalar_one()
        await connection.execute(page_visits.update().values(expires=expires - timedelta(hours=8)))
    assert (await browser.get("/office/review")).status == 403


async def test_who_loses_the_post_loses_the_page_at_once(town: Town, browser: Browser) -> None:
    await browser.post(await link(town))
    assert (await browser.get("/office/review")).status == 200
    book = load(WORKBOOK)
    left = tuple(replace(p, posts=()) if p.name == "陈志远" else p for p in book.people)
    await enter(town.storage.database, replace(book, people=left))
    assert (await browser.get("/office/review")).status == 403
    await enter(town.storage.database, book)
    assert (await browser.get("/office/review")).status == 403, "the visit has ended with the post"


async def test_every_look_is_written_down(town: Town, browser: Browser) -> None:
    await browser.post(await link(town))
    await browser.get("/office/review?days=30")
    async with town.storage.database.read() as connection:
        looks = (await connection.execute(select(page_looks.c.page, page_looks.c.detail))).all()
    assert [tuple(look) for look in looks] == [("review", {"days": 90}), ("review", {"days": 30})]


async def test_leaving_ends_the_visit(town: Town, browser: Browser) -> None:
    await browser.post(await link(town))
    assert (await browser.post("/office/leave")).status == 200
    assert (await browser.get("/office/review")).status == 403


async def test_it_speaks_the_visitors_language(town: Town, browser: Browser) -> None:
    secretary = town.person("陈志远")
    await secretary.says("/lang")
    await secretary.presses("English")
    page = await (await browser.post(await link(town))).text()
    assert '<html lang="en">' in page
    assert "Share corrected" in page
    assert "分类" not in page
