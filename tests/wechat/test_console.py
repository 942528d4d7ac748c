"""What an operator sets up once, and what the doctor says of it."""

from pathlib import Path

import pytest
from telegram.error import TelegramError

from bot.channels.wechat.api import Api
from bot.channels.wechat.channel import account_of
from bot.channels.wechat.console import NoScene, gaps, make_codes, make_menu, trouble
from storage.database import Database
from tests.doubles.wechat import Weixin
from tests.wechat.house import settings
from tickets.directory import Area, Level
from tickets.ids import AreaCode


@pytest.fixture
def api(weixin: Weixin, database: Database, tmp_path: Path) -> Api:
    return account_of(settings(tmp_path, "sqlite:///x.db", weixin), database, weixin.now)[1]


async def test_every_place_gets_a_picture_that_bears_its_code(api: Api, weixin: Weixin, tmp_path: Path) -> None:
    places = [Area(AreaCode(code), name, Level.BUILDING, None) for code, name in (("B-3", "3号楼"), ("B-4", "4号楼"))]
    assert await make_codes(api, places, tmp_path / "codes") == 2
    assert weixin.codes == ["B-3", "B-4"]
    assert {path.name for path in (tmp_path / "codes").iterdir()} == {"B-3-3号楼.png", "B-4-4号楼.png"}
    await api.close()


async def test_a_place_whose_code_cannot_be_scanned_is_named(api: Api, weixin: Weixin, tmp_path: Path) -> None:
    with pytest.raises(NoScene, match="三号楼"):
        await make_codes(api, [Area(AreaCode("三号楼"), "3号楼", Level.BUILDING, None)], tmp_path)
    assert weixin.codes == []


async def test_the_menu_bears_commands(api: Api, weixin: Weixin) -> None:
    await make_menu(api, {"my": "我报的事", "help": "怎么用"})
    assert weixin.menu["button"][0] == {"type": "click", "name": "我报的事", "key": "my"}
    await api.close()


async def test_an_account_that_can_call_has_no_trouble(weixin: Weixin, tmp_path: Path) -> None:
    assert await trouble(settings(tmp_path, "sqlite:///x.db", weixin)) is None


@pytest.mark.parametrize(("code", "remedy"), [(40164, "IP 白名单"), (40125, "WECHAT_APP_SECRET"), (-1, "网络")])
async def test_what_hinders_calls_is_told_with_what_to_do(
    weixin: Weixin, tmp_path: Path, code: int, remedy: str
) -> None:
    weixin.faults["stable_token"].append(code)
    found = await trouble(settings(tmp_path, "sqlite:///x.db", weixin))
    assert found
    assert remedy in found[1]


async def test_weak_settings_are_told(weixin: Weixin, tmp_path: Path) -> None:
    weak = settings(tmp_path, "sqlite:///x.db", weixin, wechat_mode="plain", wechat_ring="none")
    named = ("WECHAT_MODE=safe", "WECHAT_RING", "WECHAT_AES_KEY_PREVIOUS")
    assert [name in remedy for name, (_, remedy) in zip(named, gaps(weak), strict=True)] == [True] * 3


async def test_a_call_that_is_refused_says_why(api: Api, weixin: Weixin) -> None:
    weixin.faults["menu"].append(48001)
    with pytest.raises(TelegramError, match="48001"):
        await make_menu(api, {"my": "我报的事"})
    await api.close()
