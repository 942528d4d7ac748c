"""One story on every channel of residents and every channel of staff, over real HTTP."""

from itertools import cycle, product
from pathlib import Path

import pytest

from classifiers.reader import JiebaReader
from tests.stories.city import City
from tests.stories.residents import RESIDENTS, Resident
from tests.stories.staff import STAFF, Staff

POST, ABOUT = "小区门口马路上的井盖没了，差点摔跤", "井盖"

TABLE = [(*pair, "sqlite") for pair in product(RESIDENTS, STAFF)]
TABLE += [(*pair, "postgres") for pair in zip(RESIDENTS, cycle(STAFF), strict=False)]


@pytest.mark.parametrize(("resident", "staff", "database_url"), TABLE, indirect=["database_url"])
async def test_a_post_is_claimed_asked_about_answered_denied_reopened_and_rated(
    city: City, resident: str, staff: str, database_url: str, tmp_path: Path, reader: JiebaReader
) -> None:
    poster: Resident = RESIDENTS[resident](city)
    worker: Staff = STAFF[staff](city)
    async with city.running(tmp_path, database_url, reader):
        await worker.arrives()
        await poster.arrives()
        await poster.says(POST)
        number = (await poster.reads("收到，编号")).partition("编号 ")[2][:6]

        await worker.claims(ABOUT)
        await poster.reads(f"{number} 由王敏")
        await worker.asks(ABOUT, "在哪一边？")
        await poster.replies("在哪一边？", "靠公交站那边")
        await worker.reads("靠公交站那边")
        await worker.answers(ABOUT, "井盖换好了。")
        await poster.reads("井盖换好了。")

        await poster.presses("没解决")
        await poster.presses("重新办理")
        await poster.reads(f"{number} 重新办理，转给")
        await worker.claims(ABOUT)
        await worker.answers(ABOUT, "井圈也换了。")
        await poster.reads("井圈也换了。")
        await poster.presses("解决了")
        await poster.presses("满意")
        await city.until(lambda: city.rated(number, 2))
