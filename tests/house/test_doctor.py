"""The doctor says what is wrong and what to do, and never falls ill itself."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.doctor import Finding, Health, examine, notices
from bot.people.loading import enter
from bot.people.sample import WORKBOOK
from bot.people.workbook import load as load_workbook
from bot.settings import Settings, load
from storage import clock
from storage.database import Database
from storage.queues import inbox
from tests.people.books import save, street
from tickets.ids import Account, ChatId

NO_ENV = Path("no-such-env")


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("MEDIA_DIR", str(tmp_path / "media"))
    return load(None)


def told(findings: list[Finding], health: Health) -> str:
    return "\n".join(f.text for f in findings if f.health is health)


async def test_the_sample_community_is_well(settings: Settings, database: Database) -> None:
    await enter(database, load_workbook(WORKBOOK))
    found = await examine(settings, database, NO_ENV)
    assert {f.health for f in found} == {Health.OK}


async def test_a_database_without_people_is_bad(settings: Settings, database: Database) -> None:
    assert "还没有人员表" in told(await examine(settings, database, NO_ENV), Health.BAD)


async def test_an_empty_database_is_to_be_migrated(settings: Settings, tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    found = await examine(settings, empty, NO_ENV)
    await empty.close()
    assert [f.remedy for f in found if f.health is Health.BAD] == ["运行 python -m bot migrate"]


async def test_a_database_out_of_reach_is_told_without_its_password(settings: Settings) -> None:
    gone = Database("postgresql://city:geheim@127.0.0.1:1/city")
    found = await examine(settings, gone, NO_ENV)
    await gone.close()
    assert "连不上数据库" in told(found, Health.BAD)
    assert "geheim" not in repr(found)


async def test_gaps_of_the_people_in_use_are_warnings(settings: Settings, database: Database, tmp_path: Path) -> None:
    book = street()
    book["人员"].pop(5)
    book["人员"][1][8] = None
    await enter(database, load_workbook(save(tmp_path / "people.xlsx", book)))
    warned = told(await examine(settings, database, NO_ENV), Health.WARN)
    assert "槐安物业（WY）没有人" in warned
    assert "1 人收不到私信：赵芳" in warned


async def test_a_parked_update_is_bad(settings: Settings, database: Database) -> None:
    now = datetime.now(UTC)
    async with database.write() as connection:
        await inbox.keep(connection, [inbox.Arrival(Account("web"), 1, ChatId(5001), {"update_id": 1})])
        taken = await inbox.take(connection, now + timedelta(minutes=1))
        assert taken is not None
        await inbox.fail(connection, taken, "ValueError", None)
    assert "处理失败，已搁置" in told(await examine(settings, database, NO_ENV), Health.BAD)


async def test_a_clock_moved_outside_the_sample_is_bad(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.write() as connection:
        await clock.forward(connection, 5)
    monkeypatch.setenv("WEB_HOST", "192.0.2.1")
    assert "时钟被快进了 5 小时" in told(await examine(load(None), database, NO_ENV), Health.BAD)


async def test_a_broken_people_file_is_bad(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    book = street()
    book["区域"][3][4] = None
    monkeypatch.setenv("PEOPLE_FILE", str(save(tmp_path / "people.xlsx", book)))
    bad = told(await examine(load(None), database, NO_ENV), Health.BAD)
    assert "人员表有 1 处错误：区域 第 4 行：社区要填编号前缀" in bad


async def test_misspelt_settings_and_a_missing_privacy_notice_are_warnings(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    env = tmp_path / ".env"
    env.write_text("TELEGRAM_TOKN=1:abc\n", "utf-8")
    monkeypatch.setenv("WEB_HOST", "192.0.2.1")
    warned = told(await examine(load(None), database, env), Health.WARN)
    assert "TELEGRAM_TOKN" in warned
    assert "隐私告知不完整" in warned


def test_a_year_whose_holidays_nobody_has_told_is_named_in_time(settings: Settings) -> None:
    assert list(notices(settings, date(2026, 11, 1))) == []
    (found,) = notices(settings, date(2026, 12, 1))
    assert (found.health, found.text[:4]) == (Health.WARN, "2027")
    assert "HOLIDAYS_FILE" in found.remedy
