"""Every setting, read once from the environment and `.env`; .env.example explains each. No other file reads either."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, FilePath, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode, SettingsConfigDict

from bot.settings.calendar import CalendarSettings
from bot.settings.score import ScoreSettings
from bot.settings.wechat import WechatSettings
from bot.settings.wecom import WecomSettings
from bot.settings.whistle import WhistleSettings
from bot.settings.wxkf import WxkfSettings
from bot.workdays import BrokenNotice, known
from tickets.rules.clocks import LATE, Rules

ENV_FILE = Path(".env")


class WrongSetting(Exception):
    """A setting cannot be used; the message is one line, in Chinese and English, that names it."""


def _listed(value: object) -> object:
    return [part for part in re.split(r"[,，\s]+", value) if part] if isinstance(value, str) else value


def _language(value: object) -> object:
    """Desktops set LANGUAGE to a list like `zh_CN:zh:en`: the first language that we speak counts."""
    spoken = {"zh": "zh_CN", "en": "en"}
    said = re.split(r"[:,]", value) if isinstance(value, str) else []
    return next((spoken[one[:2].lower()] for one in said if one[:2].lower() in spoken), value)


def _shaped(shape: str) -> AfterValidator:
    def check(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(shape, secret.get_secret_value()):
            raise ValueError("shape")
        return secret

    return AfterValidator(check)


Hours = Annotated[float, Field(gt=0, le=24 * 366)]
Minutes = Annotated[float, Field(gt=0, le=60 * 24)]
Days = Annotated[float, Field(gt=0, le=366)]
Percents = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_listed)]
Token = Annotated[SecretStr, _shaped(r"[0-9]{1,20}:[A-Za-z0-9_-]{3,}")]
Tokens = Annotated[tuple[Token, ...], NoDecode, BeforeValidator(_listed)]
WebhookSecret = Annotated[SecretStr, _shaped(r"[A-Za-z0-9_-]{1,256}")]

_HOURS = "大于 0 的小时数 | a number of hours above 0"
_MINUTES = "大于 0 的分钟数 | a number of minutes above 0"
_DAYS = "大于 0 的天数 | a number of days above 0"
_COUNT = "1 到 100 的整数 | a whole number from 1 to 100"
_TIME = "时刻，例如 22:00 | a time such as 22:00"


class Settings(WechatSettings, WecomSettings, WxkfSettings, WhistleSettings, CalendarSettings, ScoreSettings):
    """What can be set. A field's description says what it wants, for whoever set it wrongly."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, env_file_encoding="utf-8-sig", validate_default=False
    )

    database_url: str = Field(
        "sqlite:///var/shaoying.db",
        pattern=r"^(sqlite:///.+|postgresql(\+asyncpg)?://.+)$",
        repr=False,
        description="sqlite:///路径 或 postgresql://… | sqlite:///path or postgresql://…",
    )
    web_host: str = Field(
        "127.0.0.1", pattern=r"^[A-Za-z0-9.:_-]+$", description="地址或主机名 | an address or host name"
    )
    web_port: int = Field(8080, ge=1, le=65535, description="1 到 65535 的端口号 | a port from 1 to 65535")
    web_url: str = Field("", pattern=r"^https?://\S+$", description="以 https:// 开头的网址 | an address with https://")
    timezone: ZoneInfo = Field(ZoneInfo("Asia/Shanghai"), description="时区名，例如 Asia/Shanghai | a time zone's name")
    language: Annotated[Literal["zh_CN", "en"], BeforeValidator(_language)] = Field(
        "zh_CN", description="zh_CN 或 en | zh_CN or en"
    )

    telegram_token: Tokens = Field(
        (), description="BotFather 给的口令，形如 123456:ABC…，几个用逗号隔开 | BotFather's token(s), comma-separated"
    )
    telegram_api_base: str = Field(
        "https://api.telegram.org",
        pattern=r"^https?://\S+$",
        description="以 https:// 开头的网址 | an address with https://",
    )
    telegram_webhook_url: str = Field(
        "", pattern=r"^https?://\S+$", description="以 https:// 开头的网址 | an address with https://"
    )
    telegram_webhook_secret: WebhookSecret = Field(
        SecretStr(""),
        description="字母、数字、_ 和 -，用 TELEGRAM_WEBHOOK_URL 时必填"
        " | letters, digits, _ and -; needed with TELEGRAM_WEBHOOK_URL",
    )

    people_file: FilePath | None = Field(None, description="人员表 .xlsx 的路径 | the path of the people workbook")
    media_dir: Path = Field(Path("var/media"), description="存放照片和语音的目录 | a directory for photos and voices")
    workers: int = Field(4, ge=1, le=100, description=_COUNT)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG、INFO、WARNING 或 ERROR | DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["auto", "console", "json"] = Field(
        "auto", description="auto、console 或 json | auto, console or json"
    )
    metrics: bool = Field(False, description="true 或 false | true or false")

    privacy_version: int = Field(1, ge=1, description="从 1 起的整数 | a whole number from 1")
    privacy_processor: str = Field("", description="单位名称 | the name of the body")
    privacy_contact: str = Field("", description="电话或地址 | a telephone number or address")
    privacy_retention: str = Field("", description="保存多久 | how long data are kept")

    answer_hours: Hours = Field(48, description=_HOURS)
    remind_percent: Percents = Field(
        (50, 80, LATE), description="从小到大、以 100 结尾的百分数 | rising per cents that end with 100"
    )
    claim_hours: Hours = Field(2, description=_HOURS)
    triage_hours: Hours = Field(2, description=_HOURS)
    idle_hours: Hours = Field(12, description=_HOURS)
    page_again_minutes: Minutes = Field(10, description=_MINUTES)
    callback_hours: Hours = Field(24, description=_HOURS)
    silence_days: Days = Field(7, description=_DAYS)
    reopen_days: Days = Field(14, description=_DAYS)
    urge_hours: Hours = Field(24, description=_HOURS)
    follow_up_minutes: Minutes = Field(5, description=_MINUTES)
    asked_hours: Hours = Field(12, description=_HOURS)
    posts_per_hour: int = Field(10, ge=1, le=100, description=_COUNT)
    additions_per_hour: int = Field(40, ge=1, le=100, description=_COUNT)
    hands: int = Field(8, ge=1, le=100, description=_COUNT)
    hand_overs: int = Field(3, ge=1, le=100, description=_COUNT)
    quiet_from: time = Field(time(22, 0), description=_TIME)
    quiet_until: time = Field(time(7, 0), description=_TIME)
    digest_at: time = Field(time(8, 0), description=_TIME)
    promise_longest_days: Days = Field(60, description=_DAYS)

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        steps = self.remind_percent
        if not steps or steps[-1] != LATE or steps[0] < 1 or list(steps) != sorted(set(steps)):
            raise _wrong("remind_percent")
        if self.telegram_webhook_url and not self.telegram_webhook_secret.get_secret_value():
            raise _wrong("telegram_webhook_secret")
        if missing := self.wechat_lacks() or self.wecom_lacks() or self.wxkf_lacks(self.wecom_corp_id):
            raise _wrong(missing)
        return self

    @cached_property
    def sample(self) -> bool:
        """Whether the sample community lives here: nobody outside can reach it and no channel is joined."""
        joined = self.telegram_token or self.wechat_app_id or self.wecom_agent_id or self.wxkf_ids
        return not joined and self.people_file is None and _loopback(self.web_host)

    @property
    def public_url(self) -> str:
        """Where people's browsers find the pages."""
        host = f"[{self.web_host}]" if ":" in self.web_host else self.web_host
        return self.web_url.rstrip("/") or f"http://{host}:{self.web_port}"

    def rules(self) -> Rules:
        """The numbers of the clocks."""
        return Rules(
            zone=self.timezone,
            answer=timedelta(hours=self.answer_hours),
            reminders=self.remind_percent,
            claim=timedelta(hours=self.claim_hours),
            triage=timedelta(hours=self.triage_hours),
            idle=timedelta(hours=self.idle_hours),
            page_again=timedelta(minutes=self.page_again_minutes),
            callback=timedelta(hours=self.callback_hours),
            silence=timedelta(days=self.silence_days),
            reopen=timedelta(days=self.reopen_days),
            urge=timedelta(hours=self.urge_hours),
            follow_up=timedelta(minutes=self.follow_up_minutes),
            asked=timedelta(hours=self.asked_hours),
            posts=self.posts_per_hour,
            additions=self.additions_per_hour,
            hands=self.hands,
            hand_overs=self.hand_overs,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
            digest=self.digest_at,
            promise_longest=timedelta(days=self.promise_longest_days),
            whistles=self.limits(self.remind_percent),
            calendar=self.workdays(self.timezone),
            grades=self.grades,
            scores=self.scoring(),
        )

    def working_rules(self) -> Rules:
        """The same with every holiday notice that is known. Raises BrokenNotice, OSError."""
        rules = self.rules()
        return replace(rules, calendar=known(rules.calendar, self.holidays_file))

    def secrets(self) -> tuple[str, ...]:
        """Every configured value that must never be seen in a log."""
        password = urlsplit(self.database_url).password or ""
        hidden = (*self.telegram_token, self.telegram_webhook_secret, *self.wechat_secrets(), *self.wecom_secrets())
        hidden += self.wxkf_secrets()
        found = (*(secret.get_secret_value() for secret in hidden), password, unquote(password))
        return tuple(dict.fromkeys(secret for secret in found if secret))


def load(env_file: Path | None = ENV_FILE) -> Settings:
    """The settings of this process. Raises WrongSetting."""
    source: dict[str, Any] = {"_env_file": env_file}
    try:
        settings = Settings(**source)
        settings.working_rules()
        return settings
    except ValidationError as refusal:
        raise WrongSetting("；".join(dict.fromkeys(_sentences(refusal)))) from None
    except BrokenNotice as broken:
        where = f"{broken.path}:{broken.line}: {broken.text}"
        raise WrongSetting(f"HOLIDAYS_FILE 看不懂 | HOLIDAYS_FILE cannot be read: {where}") from None
    except UnicodeDecodeError:
        raise WrongSetting(f"{env_file} 要用 UTF-8 编码保存 | save {env_file} as UTF-8") from None


def strangers(env_file: Path = ENV_FILE) -> list[str]:
    """Names in the file that are no setting: most likely misspelt."""
    return [name for name in dotenv_values(env_file, encoding="utf-8-sig") if name.lower() not in Settings.model_fields]


def _sentences(refusal: ValidationError) -> Iterator[str]:
    for error in refusal.errors(include_url=False, include_input=False):
        name = str(error["loc"][0] if error["loc"] else error["type"])
        chinese, _, english = str(Settings.model_fields[name].description).partition(" | ")
        yield f"{name.upper()} 不对，要填：{chinese} | {name.upper()} is wrong, it takes: {english}"


def _wrong(name: str) -> PydanticCustomError:
    """A mistake found between settings; its type carries the name."""
    return PydanticCustomError(name, "wrong")


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
