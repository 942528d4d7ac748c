"""What an operator has WeChat do once: the menu below the chat, printed codes for places; and whether it answers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import segno
from telegram.error import TelegramError

from bot.channels.telegram.request import TokenRefused
from bot.channels.tencent.mode import Mode
from bot.channels.wechat.api import Api
from bot.channels.wechat.ringing import Ringing
from bot.settings.wechat import WechatSettings
from tickets.directory import Area

MOST_CODES = 100_000
"""Permanent codes of one account."""
_SCENE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BY_ADDRESS = "40164"


class NoScene(Exception):
    """An area whose code cannot stand in a printed code."""


async def make_menu(api: Api, items: Mapping[str, str]) -> None:
    """The menu below the chat: commands by their words, at most three. Raises TelegramError."""
    buttons = [{"type": "click", "name": words, "key": name} for name, words in items.items()]
    await api.post("/cgi-bin/menu/create", {"button": buttons[:3]})


async def make_codes(api: Api, areas: Sequence[Area], folder: Path) -> int:
    """A permanent printed code for each area, as a picture; gives how many. Raises NoScene, TelegramError."""
    odd = [area.code for area in areas if not _SCENE.fullmatch(area.code)]
    if odd:
        raise NoScene("、".join(odd))
    for area in areas[:MOST_CODES]:
        scene = {"scene": {"scene_str": area.code}}
        answer = await api.post("/cgi-bin/qrcode/create", {"action_name": "QR_LIMIT_STR_SCENE", "action_info": scene})
        _picture(folder, area, str(answer["url"]))
    return len(areas)


def _picture(folder: Path, area: Area, address: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w-]", "", area.name)
    segno.make(address, error="m").save(str(folder / f"{area.code}-{name}.png"), scale=10, border=4)


def gaps(settings: WechatSettings) -> Iterable[tuple[str, str]]:
    """What could be better in the settings, and what to do about it."""
    if settings.wechat_mode is Mode.PLAIN:
        yield "公众号用的是明文模式，谁抄到一次签名就能冒充居民", "在后台改成安全模式，WECHAT_MODE=safe"
    if settings.wechat_ring is Ringing.NONE:
        yield "没配模板消息，48 小时以后的答复送不到公众号里", "配 WECHAT_RING 和 WECHAT_TEMPLATE_ID，见 docs/wechat.md"
    if settings.wechat_aes_key_previous.get_secret_value():
        yield "还留着换下来的 EncodingAESKey", "换完一天后清空 WECHAT_AES_KEY_PREVIOUS"


async def trouble(settings: WechatSettings) -> tuple[str, str] | None:
    """Why the account cannot call WeChat, and what to do about it; None where it can."""
    api = Api(settings.wechat_api_base, settings.wechat_app_id, settings.wechat_app_secret.get_secret_value())
    try:
        await api.stable_token(False)
    except TokenRefused as error:
        return f"微信不认这个公众号：{error}", "核对 WECHAT_APP_ID 和 WECHAT_APP_SECRET"
    except TelegramError as error:
        listed = "在后台的 IP 白名单里加上这台服务器的地址" if _BY_ADDRESS in str(error) else "检查到微信的网络"
        return f"公众号的接口用不了：{error}", listed
    finally:
        await api.close()
    return None
