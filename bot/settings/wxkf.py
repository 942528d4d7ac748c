"""微信客服 accounts among the settings; `bot.settings` reads them with all the others. See docs/wxkf.md."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from bot.settings.wechat import AesKey, PushToken


def _listed(value: object) -> object:
    return [part for part in re.split(r"[,，\s]+", value) if part] if isinstance(value, str) else value


KfId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
KfIds = Annotated[tuple[KfId, ...], NoDecode, BeforeValidator(_listed)]


class WxkfSettings(BaseSettings):
    """What can be set about 微信客服; without ids there is none. The corp's id is the one of WeCom's settings."""

    wxkf_ids: KfIds = Field(
        (),
        description="客服账号的 ID（open_kfid，wk 开头），几个用逗号隔开 | ids of 微信客服 accounts, comma-separated",
    )
    wxkf_secret: SecretStr = Field(SecretStr(""), description="微信客服的 Secret | the Secret of 微信客服")
    wxkf_token: PushToken = Field(
        SecretStr(""), description="回调配置里的 Token，3 到 32 个字母或数字 | the callback's Token, 3 to 32 letters"
    )
    wxkf_aes_key: AesKey = Field(
        SecretStr(""), description="回调配置里的 EncodingAESKey，43 位 | the callback's EncodingAESKey, 43 letters"
    )
    wxkf_aes_key_previous: AesKey = Field(
        SecretStr(""), description="换下来的 EncodingAESKey，43 位 | the EncodingAESKey of before, 43 letters"
    )

    def wxkf_lacks(self, corp_id: str) -> str | None:
        """The setting that the accounts need and have not; None where nothing is missing, or there are none."""
        if not self.wxkf_ids:
            return None
        if not corp_id:
            return "wecom_corp_id"
        needed = {"wxkf_secret": self.wxkf_secret, "wxkf_token": self.wxkf_token, "wxkf_aes_key": self.wxkf_aes_key}
        return next((name for name, secret in needed.items() if not secret.get_secret_value()), None)

    def wxkf_secrets(self) -> tuple[SecretStr, ...]:
        """What must never be seen in a log."""
        return (self.wxkf_secret, self.wxkf_token, self.wxkf_aes_key, self.wxkf_aes_key_previous)
