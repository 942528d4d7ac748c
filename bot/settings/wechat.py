"""A WeChat account among the settings; `bot.settings` reads them with all the others. See docs/wechat.md."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from bot.channels.tencent.mode import Mode
from bot.channels.wechat.ringing import Ringing


def paired(value: object) -> object:
    """`name=what` pairs, with commas between them."""
    if not isinstance(value, str):
        return value
    return {name.strip(): what.strip() for name, _, what in (part.partition("=") for part in re.split(r"[,，]", value))}


def shaped(shape: str) -> AfterValidator:
    """Takes secrets of that shape alone."""

    def check(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(shape, secret.get_secret_value()):
            raise ValueError("shape")
        return secret

    return AfterValidator(check)


PushToken = Annotated[SecretStr, shaped(r"[A-Za-z0-9]{3,32}")]
AesKey = Annotated[SecretStr, shaped(r"[A-Za-z0-9]{43}")]
TemplateFields = Annotated[dict[str, Literal["number", "text"]], NoDecode, BeforeValidator(paired)]


class WechatSettings(BaseSettings):
    """What can be set about the official account; without an app id there is none."""

    wechat_app_id: str = Field(
        "",
        pattern=r"^wx[0-9a-f]{16}$",
        description="公众号的 AppID，wx 开头共 18 位 | the account's AppID, wx and 16 more",
    )
    wechat_app_secret: SecretStr = Field(SecretStr(""), description="公众号的 AppSecret | the account's AppSecret")
    wechat_token: PushToken = Field(
        SecretStr(""),
        description="服务器配置里的 Token，3 到 32 个字母或数字 | the Token of the console, 3 to 32 letters",
    )
    wechat_aes_key: AesKey = Field(
        SecretStr(""), description="服务器配置里的 EncodingAESKey，43 位 | the console's EncodingAESKey, 43 letters"
    )
    wechat_aes_key_previous: AesKey = Field(
        SecretStr(""), description="换下来的 EncodingAESKey，43 位 | the EncodingAESKey of before, 43 letters"
    )
    wechat_mode: Mode = Field(Mode.SAFE, description="safe、compatible 或 plain | safe, compatible or plain")
    wechat_ring: Ringing = Field(Ringing.NONE, description="none、template 或 subscribe | none, template or subscribe")
    wechat_template_id: str = Field("", pattern=r"^[A-Za-z0-9_-]{1,64}$", description="模板编号 | the template's id")
    wechat_template_fields: TemplateFields = Field(
        {},
        description="字段=number 或 字段=text，逗号隔开 | field=number or field=text, with commas between",
    )
    wechat_api_base: str = Field(
        "https://api.weixin.qq.com",
        pattern=r"^https?://\S+$",
        description="以 https:// 开头的网址 | an address with https://",
    )

    def wechat_lacks(self) -> str | None:
        """The setting that an account needs and has not; None where nothing is missing, or there is no account."""
        if not self.wechat_app_id:
            return None
        needed = {"wechat_app_secret": self.wechat_app_secret, "wechat_token": self.wechat_token}
        if self.wechat_mode is not Mode.PLAIN:
            needed["wechat_aes_key"] = self.wechat_aes_key
        missing = [name for name, secret in needed.items() if not secret.get_secret_value()]
        if self.wechat_ring is not Ringing.NONE and not self.wechat_template_id:
            missing.append("wechat_template_id")
        return next(iter(missing), None)

    def wechat_secrets(self) -> tuple[SecretStr, ...]:
        """What must never be seen in a log."""
        return (self.wechat_app_secret, self.wechat_token, self.wechat_aes_key, self.wechat_aes_key_previous)
