"""What an operator does once: links for every place; and what the doctor says."""

from pathlib import Path

import pytest

from bot.channels.tencent.token import Token
from bot.channels.wxkf.channel import api_of
from bot.channels.wxkf.console import NoScene, draw, make_links, trouble
from bot.settings import Settings
from storage.bridges import pulls
from storage.database import Database
from tests.doubles.wxkf import Wecom
from tests.doubles.wxkf.phones import KF
from tests.wxkf.house import NAME, House, settings
from tickets.directory import Area, Level
from tickets.ids import AreaCode

HOME = Area(AreaCode("HSL-3"), "3号楼", Level.BUILDING, AreaCode("C"))


@pytest.fixture
def chosen(wecom: Wecom, tmp_path: Path) -> Settings:
    return settings(tmp_path, f"sqlite:///{tmp_path}/none.db", wecom)


async def test_every_place_has_its_link_and_its_printed_code(
    wecom: Wecom, chosen: Settings, database: Database, tmp_path: Path
) -> None:
    api = api_of(chosen, database, wecom.now)
    try:
        links = await make_links(api, KF, [HOME])
    finally:
        await api.close()
    assert links[0].url.endswith("enc_scene=HSL-3")
    draw(links, tmp_path / "codes")
    assert [path.name for path in (tmp_path / "codes").iterdir()] == ["HSL-3-3号楼.png"]


async def test_a_place_whose_code_cannot_stand_in_a_link_is_named_and_nothing_is_made(
    wecom: Wecom, chosen: Settings, database: Database
) -> None:
    odd = Area(AreaCode("槐3"), "3号楼", Level.BUILDING, AreaCode("C"))
    api = api_of(chosen, database, wecom.now)
    with pytest.raises(NoScene, match="槐3"):
        await make_links(api, KF, [HOME, odd])
    await api.close()
    assert wecom.scenes == []


async def test_the_token_is_shared_by_all_replicas(wecom: Wecom, chosen: Settings, database: Database) -> None:
    tokens: list[Token] = []
    for _ in range(3):
        api = api_of(chosen, database, wecom.now)
        tokens.append(api.token)
        await api.token.get()
        await api.close()
    assert len({await token.get() for token in tokens}) == 1
    assert wecom.calls.count("gettoken") == 1


@pytest.mark.parametrize(("code", "words"), [(0, ""), (40001, "WXKF_SECRET"), (60020, "可信 IP"), (-1, "网络")])
async def test_the_doctor_says_what_to_set_right(wecom: Wecom, chosen: Settings, code: int, words: str) -> None:
    if code:
        wecom.faults["gettoken"].append(code)
    found = await trouble(chosen)
    assert (found is not None) == bool(code)
    assert found is None or words in " ".join(found)


async def test_an_account_that_cannot_be_asked_is_seen_by_the_doctor(alone: House) -> None:
    database = alone.program.database
    async with database.read() as connection:
        assert await pulls.behind(connection, alone.wecom.now()) == []
    alone.wecom.hours += 2
    async with database.read() as connection:
        assert await pulls.behind(connection, alone.wecom.now()) == [str(NAME)]
