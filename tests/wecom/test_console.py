"""What the doctor says of the app, and what the settings do not let pass."""

from pathlib import Path

import pytest

from bot.doctor import Health, examine
from bot.settings import Settings, WrongSetting, load
from storage.database import Database
from tests.doubles.wecom import Corp
from tests.wecom.house import ROBOTS, settings

ENV = {
    "WECOM_CORP_ID": "ww1436e0e65a779aee",
    "WECOM_AGENT_ID": "1000002",
    "WECOM_SECRET": "secret",
    "WECOM_TOKEN": "QDG6eK",
    "WECOM_AES_KEY": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    "WECOM_ROBOTS": "SQ=693a91f6-7aaa, ZB=11111111-2222",
}


async def said(database: Database, chosen: Settings) -> list[tuple[Health, str, str]]:
    return [(one.health, one.text, one.remedy) for one in await examine(chosen, database, Path("no.env"))]


async def test_an_app_that_answers_is_well(database: Database, database_url: str, tmp_path: Path, corp: Corp) -> None:
    found = await said(database, settings(tmp_path, database_url, corp))
    assert [text for health, text, _ in found if "企业微信" in text and health is Health.BAD] == []
    assert any(health is Health.OK and "企业微信应用" in text for health, text, _ in found)


@pytest.mark.parametrize(
    ("code", "remedy"), [(40001, "WECOM_SECRET"), (60020, "企业可信 IP"), (-1, "网络"), (45009, "网络")]
)
async def test_an_app_that_does_not_answer_is_explained(
    database: Database, database_url: str, tmp_path: Path, corp: Corp, code: int, remedy: str
) -> None:
    corp.faults["gettoken"].append(code)
    found = await said(database, settings(tmp_path, database_url, corp))
    assert any(health is Health.BAD and remedy in help_ for health, _, help_ in found)


async def test_robots_without_a_unit_and_links_that_nobody_can_open_are_told(
    database: Database, database_url: str, tmp_path: Path, corp: Corp
) -> None:
    robots = {"wecom_robots": ROBOTS["wecom_robots"] + ",NIX=11111111-2222"}
    found = [text for _, text, _ in await said(database, settings(tmp_path, database_url, corp, **robots))]
    assert "WECOM_ROBOTS 里的单位不在人员表里：NIX" in found
    assert "群里的链接别人打不开" in found
    assert "还留着企业微信换下来的 EncodingAESKey" in found


def test_robots_are_read_from_one_line_and_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENV.items():
        monkeypatch.setenv(name, value)
    chosen = load(None)
    assert set(chosen.wecom_robots) == {"SQ", "ZB"}
    assert {"693a91f6-7aaa", "11111111-2222", "secret"} <= set(chosen.secrets())
    assert "693a91f6" not in repr(chosen)
    assert not chosen.sample


@pytest.mark.parametrize("name", ["WECOM_CORP_ID", "WECOM_SECRET", "WECOM_TOKEN", "WECOM_AES_KEY"])
def test_an_app_without_its_other_settings_does_not_start(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for other, value in ENV.items():
        if other != name:
            monkeypatch.setenv(other, value)
    with pytest.raises(WrongSetting, match=name):
        load(None)
