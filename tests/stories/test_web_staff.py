"""Staff in their own browser: no account there, one code, and the work groups of their units open."""

from pathlib import Path

import pytest

from classifiers.reader import JiebaReader
from tests.channels.conftest import Page
from tests.stories.city import LATE, City
from tests.stories.residents import TelegramResident, WebResident, labels
from tests.stories.staff import WEB_GROUP, WORKER, WebStaff
from tests.stories.test_matrix import ABOUT, POST

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STREET_GROUP = -1002


class OnPhone(TelegramResident):
    """Somebody's chat on Telegram, where we know them by the workbook."""

    def __init__(self, city: City, user: int) -> None:
        super().__init__(city)
        self.user = user


class InBrowser(WebStaff):
    """王敏, who opens the page for the first time and sends the code of her Telegram."""

    async def arrives(self) -> None:
        self.page = self.city.page()
        await self.page.session()
        await self.page.watch()

    async def links(self, phone: OnPhone) -> None:
        await phone.says("/link")
        await self.page.say(await phone.reads("/link "))
        await self.page.hears(lambda news: "连上了" in news["message"].get("text", ""))
        await self.page.hears(lambda _news: True, kind="menu")


async def groups_of(page: Page) -> list[int]:
    _, chats = await page.get("chats")
    return [one["id"] for one in chats if one["id"] < 0]


def make(city: City) -> tuple[OnPhone, InBrowser, WebResident]:
    phone, browser, neighbour = OnPhone(city, WORKER), InBrowser(city), WebResident(city)
    city.sheets["人员"][2][9] = WORKER
    return phone, browser, neighbour


async def test_a_worker_links_a_browser_and_works_in_the_group_there(
    city: City, database_url: str, tmp_path: Path, reader: JiebaReader
) -> None:
    phone, browser, neighbour = make(city)
    async with city.running(tmp_path, database_url, reader):
        await phone.arrives()
        await browser.arrives()
        await neighbour.arrives()
        assert await groups_of(browser.page) == []
        await browser.links(phone)
        assert await groups_of(browser.page) == [WEB_GROUP]
        assert "claim" not in str((await neighbour.page.session())["commands"])
        assert "open" in [one["command"] for one in (await browser.page.session())["commands"]]

        await neighbour.says(POST)
        await browser.page.hears(lambda news: news["chat"] == WEB_GROUP and ABOUT in news["message"].get("text", ""))
        _, chats = await browser.page.get("chats")
        assert next(one["unread"] for one in chats if one["id"] == WEB_GROUP) > 0
        await browser.claims(ABOUT)
        await neighbour.reads("由王敏")
        await browser.answers(ABOUT, "井盖换好了。")
        await neighbour.reads("井盖换好了。")


async def test_nobody_else_sees_the_group_whatever_they_ask_for(
    city: City, database_url: str, tmp_path: Path, reader: JiebaReader
) -> None:
    phone, browser, neighbour = make(city)
    async with city.running(tmp_path, database_url, reader):
        await phone.arrives()
        await browser.arrives()
        await neighbour.arrives()
        await browser.links(phone)
        await neighbour.says(POST)
        card = await browser.page.hears(lambda news: news["chat"] == WEB_GROUP and "认领" in labels(news["message"]))
        await neighbour.page.watch(WEB_GROUP, browser.page.me or 0)

        message = card["message"]
        press = {"chat": WEB_GROUP, "message": message["message_id"], "data": labels(message)["认领"], "uuid": "1"}
        assert (await neighbour.page.get("messages", chat=WEB_GROUP))[0] == 404
        assert (await neighbour.page.post("press", **press))[0] == 404
        assert (await neighbour.page.post("send", chat=WEB_GROUP, uuid="2", text="/open"))[0] == 404
        assert (await neighbour.page.get("messages", chat=browser.page.me))[0] == 404
        assert await groups_of(neighbour.page) == []
        await browser.claims(ABOUT)
        await neighbour.reads("由王敏")
        assert all(news["chat"] == neighbour.page.me for news in neighbour.page.news if news["type"] == "message")


async def test_a_browser_that_is_cut_off_is_out_of_the_group_at_once(
    city: City, database_url: str, tmp_path: Path, reader: JiebaReader
) -> None:
    phone, browser, _ = make(city)
    async with city.running(tmp_path, database_url, reader):
        await phone.arrives()
        await browser.arrives()
        await browser.links(phone)
        await phone.says("/channel")
        await phone.presses("断开网页")
        await city.until(lambda: _is_out(browser.page))
        assert (await browser.page.get("messages", chat=WEB_GROUP))[0] == 404


async def test_a_supervisor_sees_the_streets_group_and_presses_there(
    city: City, database_url: str, tmp_path: Path, reader: JiebaReader
) -> None:
    phone, browser, neighbour = make(city)
    row = next(row for row in city.sheets["人员"] if "高建华" in row)
    row[9] = 9100
    city.sheets["群"].append(["JD", "网页", STREET_GROUP])
    chief = OnPhone(city, 9100)
    async with city.running(tmp_path, database_url, reader):
        await phone.arrives()
        await browser.arrives()
        await neighbour.arrives()
        await browser.links(chief)
        assert await groups_of(browser.page) == [STREET_GROUP]
        await neighbour.says(POST)
        await neighbour.reads("收到，编号")
        await city.forward(LATE)
        late = await browser.page.hears(lambda news: news["chat"] == STREET_GROUP and "督办" in labels(news["message"]))
        await browser.page.press(late["message"], "督办")
        await browser.page.hears(lambda news: "督办" in str(news.get("text")), kind="toast")


async def _is_out(page: Page) -> bool:
    return await groups_of(page) == []
