"""Whether the app answers, and what an operator could do better about it; for the doctor."""

from collections.abc import Collection, Iterable

from telegram.error import TelegramError

from bot.channels.telegram.request import TokenRefused
from bot.channels.tencent.corp import CorpApi
from bot.settings.wecom import WecomSettings

_BY_ADDRESS = "60020"


def gaps(settings: WecomSettings, web_url: str, units: Collection[str] | None) -> Iterable[tuple[str, str]]:
    """What could be better in the settings, and what to do about it; `units` are those of the people workbook."""
    if settings.wecom_robots and not web_url.startswith("https://"):
        yield "群里的链接别人打不开", "设反向代理，在 .env 里填 WEB_URL=https://…，并在应用里设成可信域名"
    unknown = sorted(set(settings.wecom_robots) - set(units)) if units is not None else []
    if unknown:
        yield f"WECOM_ROBOTS 里的单位不在人员表里：{'、'.join(unknown)}", "照人员表“单位”的编号写"
    if settings.wecom_aes_key_previous.get_secret_value():
        yield "还留着企业微信换下来的 EncodingAESKey", "换完一天后清空 WECOM_AES_KEY_PREVIOUS"


async def trouble(settings: WecomSettings) -> tuple[str, str] | None:
    """Why the app cannot call WeCom, and what to do about it; None where it can."""
    api = CorpApi(settings.wecom_api_base, settings.wecom_corp_id, settings.wecom_secret.get_secret_value())
    try:
        await api.renew(False)
    except TokenRefused as error:
        return f"企业微信不认这个应用：{error}", "核对 WECOM_CORP_ID 和 WECOM_SECRET"
    except TelegramError as error:
        listed = "在应用的“企业可信 IP”里加上这台服务器的地址" if _BY_ADDRESS in str(error) else "检查到企业微信的网络"
        return f"企业微信的接口用不了：{error}", listed
    finally:
        await api.close()
    return None
