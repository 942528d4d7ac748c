"""The program stops while a card is on its way."""

import asyncio
import shutil
from pathlib import Path

from classifiers.reader import JiebaReader
from tests.doubles.wecom import Corp
from tests.wecom.house import WANG, running, settings


async def test_the_last_card_arrives_and_no_line_to_wecom_stays_open(
    sqlite_template: Path, tmp_path: Path, reader: JiebaReader, corp: Corp
) -> None:
    path = tmp_path / "city.db"
    shutil.copy(sqlite_template, path)
    async with running(settings(tmp_path, f"sqlite:///{path}", corp), reader, corp) as house:
        await house.page.session()
        corp.open.clear()
        await house.page.say("小区门口马路上的井盖没了，差点摔跤")
        await house.until(lambda: "message/send" in corp.calls)
        asyncio.get_running_loop().call_later(0.3, corp.open.set)
    assert [card for card in corp.phones[WANG].cards if "井盖" in card.text]
    await house.until(lambda: corp.lines() == 0)
