"""An app of a corp in WeCom among the settings; `bot.settings` reads them with all the others. See docs/wecom.md."""

from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from bot.settings.wechat import AesKey, PushToken, paired, shaped

RobotKey = Annotated[SecretStr, shaped(r"[A-Za-z0-9-]{8,64}")]
RobotKeys = Annotated[dict[str, RobotKey], NoDecode, BeforeValidator(paired)]


class WecomSettings(BaseSettings):
    """What can be set about the app; without an agent id there is none."""

    wecom_corp_id: str = Field(
        "", pattern=r"^[A-Za-z0-9]{6,32}$", description="企业微信的企业 ID，ww 开头 | the corp's id in WeCom"
    )
    wecom_agent_id: int = Field(
        0, ge=1, le=10**9, description="自建应用的 AgentId，一个数字 | the AgentId of your app, a number"
    )
    wecom_secret: SecretStr = Field(SecretStr(""), description="自建应用的 Secret | the app's Secret")
    wecom_token: PushToken = Field(
        SecretStr(""), description="接收消息里的 Token，3 到 32 个字母或数字 | the callback's Token, 3 to 32 letters"
    )
    wecom_aes_key: AesKey = Field(
        SecretStr(""), description="接收消息里的 EncodingAESKey，43 位 | the callback's EncodingAESKey, 43 letters"
    )
    wecom_aes_key_previous: AesKey = Field(
        SecretStr(""), description="换下来的 EncodingAESKey，43 位 | the EncodingAESKey of before, 43 letters"
    )
    wecom_robots: RobotKeys = Field(
        {},
        description="单位编号=群机器人地址里的 key，逗号隔开 | unit=the key in its robot's address, comma-separated",
    )
    wecom_api_base: str = Field(
        "https://qyapi.weixin.qq.com",
        pattern=r"^https?://\S+$",
        description="以 https:// 开头的网址 | an address with https://",
    )

    def wecom_lacks(self) -> str | None:
        """The setting that the app needs and has not; None where nothing is missing, or there is no app."""
        if not self.wecom_agent_id:
            return None
        if not self.wecom_corp_id:
            return "wecom_corp_id"
        needed = {
            "wecom_secret": self.wecom_secret,
            "wecom_token": self.wecom_token,
            "wecom_aes_key": self.wecom_aes_key,
        }
        return next((name for name, secret in needed.items() if not secret.get_secret_value()), None)

    def wecom_secrets(self) -> tuple[SecretStr, ...]:
        """What must never be seen in a log."""
        own = (self.wecom_secret, self.wecom_token, self.wecom_aes_key, self.wecom_aes_key_previous)
        return (*own, *self.wecom_robots.values())
