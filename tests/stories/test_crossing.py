"""One ticket over three channels, and one resident on two."""

from datetime import timedelta
from pathlib import Path

import pytest

from classifiers.reader import JiebaReader
from tests.channels.conftest import Page
from tests.stories.city import LATE, City
from tests.stories.residents import WebResident, WechatResident
from tests.stories.staff import WecomStaff
from tests.stories.test_matrix import ABOUT, POST

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Supervisor(WebResident):
    """The street's, on the web page, by the operator's one-time code."""

    async def arrives(self) -> None:
        await super().arrives()
        storage, now = self.city.program.storage, self.city.program.clock.now()
        async with storage.unit(now) as work:
            person = next(one.id for one in work.directory.staff.values() if one.name == "高建华")
            await work.people.offer(person, "only-once", timedelta(hours=1))
        await self.says("/start s_only-once")
        await self.reads("已连上")


async def test_a_post_in_wechat_is_claimed_in_wecom_and_supervised_on_the_web(
    city: City, database_url: str, tmp_path: Path, reader: JiebaReader
) -> None:
    poster, worker, supervisor = WechatResident(city), WecomStaff(city), Supervisor(city)
    async with city.running(tmp_path, database_url, reader):
        for somebody in (worker, poster, supervisor):
            await somebody.arrives()
        await poster.says(POST)
        number = (await poster.reads("收到，编号")).partition("编号 ")[2][:6]
        await worker.claims(ABOUT)
        await city.forward(LATE)
        assert number in await supervisor.reads("逾期")
        await supervisor.presses("督办")
        await worker.reads("督办")
        # Nothing was said for half a day, so that it went back to everybody.
        await worker.claims(ABOUT)
        await worker.answers(ABOUT, "井盖换好了。")
        await poster.reads("井盖换好了。")


async def test_a_resident_who_linked_two_channels_is_answered_on_the_one_used_last(
    city: City, database_url: str, tmp_path: Path, reader: JiebaReader
) -> None:
    phone, desk, worker = WechatResident(city), WebResident(city), WecomStaff(city)
    async with city.running(tmp_path, database_url, reader):
        for somebody in (worker, phone, desk):
            await somebody.arrives()
        await phone.says(POST)
        await phone.reads("收到，编号")
        await desk.says("/link")
        await phone.says(await desk.reads("/link "))
        await phone.reads("连上了")

        await worker.claims(ABOUT)
        await worker.answers(ABOUT, "井盖换好了。")
        await phone.reads("井盖换好了。")
        assert not await _has(desk.page, "井盖换好了。")

        await phone.presses("没解决")
        await phone.presses("重新办理")
        await phone.reads("重新办理，转给")
        await city.forward(0.1)
        await desk.says("/my")
        await desk.reads(ABOUT)
        await worker.claims(ABOUT)
        await worker.answers(ABOUT, "井圈也换了。")
        await desk.reads("井圈也换了。")


async def _has(page: Page, words: str) -> bool:
    return any(words in one.get("text", "") for one in await page.messages())
