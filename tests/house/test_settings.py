"""Settings come from the environment and `.env`, and a wrong one stops the start with a line that names it."""

from dataclasses import fields
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dotenv import dotenv_values

from bot.settings import Settings, WrongSetting, load, strangers
from tests.people.books import save, street
from tickets.rules.clocks import Rules
from tickets.whistles.limits import Limits

EXAMPLE = Path(".env.example")

OTHER_NUMBERS = {
    "TIMEZONE": "Asia/Urumqi",
    "ANSWER_HOURS": "24",
    "REMIND_PERCENT": "60,100",
    "CLAIM_HOURS": "3",
    "TRIAGE_HOURS": "4",
    "IDLE_HOURS": "6",
    "PAGE_AGAIN_MINUTES": "15",
    "CALLBACK_HOURS": "12",
    "SILENCE_DAYS": "5",
    "REOPEN_DAYS": "30",
    "URGE_HOURS": "48",
    "FOLLOW_UP_MINUTES": "7.5",
    "ASKED_HOURS": "6",
    "POSTS_PER_HOUR": "20",
    "ADDITIONS_PER_HOUR": "50",
    "HANDS": "9",
    "HAND_OVERS": "2",
    "QUIET_FROM": "21:30",
    "QUIET_UNTIL": "06:00",
    "DIGEST_AT": "09:00",
    "PROMISE_LONGEST_DAYS": "90",
    "WHISTLE_QUICK": "1个工作日",
    "WHISTLE_OBJECT": "16wh",
    "WORK_HOURS": "9:00-12:00,13:00-18:00",
    "CLOCK_PROFILE": "beijing",
    "SCORE_CLOSE_DAYS": "5",
    **{
        f"WHISTLE_{name}": "3.5" if name.endswith(("HOURS", "MINUTES", "DAYS")) else "99"
        for name in (
            "CONFIRM_QUICK_HOURS",
            "CONFIRM_COMPLEX_HOURS",
            "RING_AGAIN_MINUTES",
            "ARRIVE_MINUTES",
            "COMPLEX_DAYS",
            "COMPLEX_WARN_DAYS",
            "LONGEST_DAYS",
            "SCORE_HOURS",
            "RATIFY_HOURS",
            "RULE_HOURS",
            "PAUSE_DAYS",
            "EXTENSIONS",
            "VISIT_HOURS",
            "MINUTES_HOURS",
            "FAILURES",
            "EARLY_MINUTES",
            "RADIUS_METRES",
            "LEND_DAYS",
        )
    },
}

WRONG = {
    "DATABASE_URL": "mysql://h/x",
    "WEB_HOST": "two words",
    "WEB_PORT": "80800",
    "WEB_URL": "example.org",
    "TIMEZONE": "Mars/Olympus",
    "LANGUAGE": "fr",
    "TELEGRAM_TOKEN": "not-a-token",
    "TELEGRAM_API_BASE": "api.telegram.org",
    "TELEGRAM_WEBHOOK_SECRET": "with space",
    "WECHAT_APP_ID": "gh_7f083739789a",
    "WECHAT_TOKEN": "two words",
    "WECHAT_AES_KEY": "short",
    "WECHAT_MODE": "secret",
    "WECHAT_RING": "sms",
    "WECHAT_TEMPLATE_FIELDS": "thing1=photo",
    "WECHAT_API_BASE": "api.weixin.qq.com",
    "PEOPLE_FILE": "no-such-file.xlsx",
    "WORKERS": "0",
    "LOG_LEVEL": "LOUD",
    "LOG_FORMAT": "xml",
    "METRICS": "perhaps",
    "PRIVACY_VERSION": "one",
    "ANSWER_HOURS": "-1",
    "REMIND_PERCENT": "80,50",
    "HANDS": "many",
    "QUIET_FROM": "25:00",
    "WORK_HOURS": "14:00-12:00",
    "WHISTLE_QUICK": "1.5wd",
    "CLOCK_PROFILE": "ours",
    "SCORE_WEIGHTS": "0,0,0",
    "SCORE_MARKS": "1,2",
    "SCORE_MONTH_FROM": "31",
    "HOLIDAYS_FILE": "no-such-file.txt",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_example_names_every_setting_and_no_other() -> None:
    assert {name.lower() for name in dotenv_values(EXAMPLE)} == set(Settings.model_fields)


def test_the_example_holds_the_defaults() -> None:
    assert load(EXAMPLE) == load(None)


def test_the_example_and_the_documents_ask_for_no_secret_by_default() -> None:
    assert load(EXAMPLE).secrets() == ()


def test_the_default_numbers_are_those_of_the_rules() -> None:
    assert load(None).rules() == Rules()


def test_every_number_of_the_rules_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OTHER_NUMBERS.items():
        monkeypatch.setenv(name, value)
    rules, usual = load(None).rules(), Rules()
    assert [f.name for f in fields(Rules) if getattr(rules, f.name) == getattr(usual, f.name)] == []
    limits = [f.name for f in fields(Limits) if getattr(rules.whistles, f.name) == getattr(usual.whistles, f.name)]
    assert limits == []
    assert (rules.zone, rules.quiet_from) == (ZoneInfo("Asia/Urumqi"), time(21, 30))


@pytest.mark.parametrize(("name", "value"), WRONG.items(), ids=WRONG)
def test_a_wrong_value_is_refused_in_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as wrong:
        load(None)
    told = str(wrong.value)
    assert told.startswith(f"{name} 不对，要填：")
    assert f"{name} is wrong, it takes: " in told
    assert "\n" not in told


def test_a_refused_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "a secret of somebody's")
    with pytest.raises(WrongSetting) as wrong:
        load(None)
    assert "somebody" not in repr(wrong.value)


def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://example.org/hook")
    with pytest.raises(WrongSetting, match="TELEGRAM_WEBHOOK_SECRET"):
        load(None)


def test_several_tokens_stand_beside_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "11:first-token, 12:second_token")
    assert [token.get_secret_value() for token in load(None).telegram_token] == ["11:first-token", "12:second_token"]


def test_what_is_printed_of_settings_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "11:first-token")
    monkeypatch.setenv("DATABASE_URL", "postgresql://city:geh%40im@db/city")
    settings = load(None)
    assert not [secret for secret in settings.secrets() if secret in repr(settings)]
    assert set(settings.secrets()) == {"11:first-token", "geh%40im", "geh@im"}


@pytest.mark.parametrize("said", ["zh_CN:zh:en_US", "zh_CN.UTF-8", "zh"])
def test_a_desktops_list_of_languages_is_understood(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("LANGUAGE", said)
    assert load(None).language == "zh_CN"


def test_the_sample_community_needs_nothing_set() -> None:
    assert load(None).sample


@pytest.mark.parametrize(("name", "value"), [("TELEGRAM_TOKEN", "11:first-token"), ("WEB_HOST", "192.0.2.1")])
def test_the_sample_community_is_gone_as_soon_as_others_can_come(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert not load(None).sample


def test_a_people_file_takes_the_sample_communitys_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PEOPLE_FILE", str(save(tmp_path / "people.xlsx", street())))
    assert not load(None).sample


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.9"])
def test_every_name_of_this_machine_keeps_the_sample(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("WEB_HOST", host)
    assert load(None).sample


def test_an_env_file_is_read_and_the_environment_goes_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    env = tmp_path / ".env"
    env.write_text("WEB_PORT=9000\nHANDS=5\n", "utf-8")
    monkeypatch.setenv("WEB_PORT", "9001")
    assert (load(env).web_port, load(env).hands) == (9001, 5)


def test_a_byte_order_mark_as_editors_on_windows_write_it_does_no_harm(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("HANDS=5\n", "utf-8-sig")
    assert load(env).hands == 5
    assert strangers(env) == []


def test_an_env_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_bytes("PRIVACY_PROCESSOR=街道\n".encode("gb18030"))
    with pytest.raises(WrongSetting, match="UTF-8"):
        load(env)


def test_misspelt_names_in_an_env_file_are_found(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("TELEGRAM_TOKN=1:abc\nWEB_PORT=9000\n", "utf-8")
    assert strangers(env) == ["TELEGRAM_TOKN"]


@pytest.mark.parametrize("missing", ["WECHAT_APP_SECRET", "WECHAT_TOKEN", "WECHAT_AES_KEY", "WECHAT_TEMPLATE_ID"])
def test_an_account_without_what_it_needs_stops_the_start(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    whole = {
        "WECHAT_APP_ID": "wxba5fad812f8e6fb9",
        "WECHAT_APP_SECRET": "secret",
        "WECHAT_TOKEN": "AAAAA",
        "WECHAT_AES_KEY": "A" * 43,
        "WECHAT_RING": "template",
        "WECHAT_TEMPLATE_ID": "template-1",
    }
    for name, value in whole.items():
        monkeypatch.setenv(name, value)
    assert not load(None).sample
    monkeypatch.delenv(missing)
    with pytest.raises(WrongSetting, match=missing):
        load(None)
