"""What an operator has WeCom do once: links and printed codes that bear a place; and whether it answers."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import segno
from telegram.error import TelegramError

from bot.channels.telegram.request import TokenRefused
from bot.channels.tencent.corp import CorpApi
from bot.channels.wxkf.codes import kf_error
from bot.settings import Settings
from tickets.directory import Area

_SCENE = re.compile(r"[A-Za-z0-9_-]{1,32}")
_BY_ADDRESS = "60020"


class NoScene(Exception):
    """An area whose code cannot stand in a link."""


class Link(NamedTuple):
    """Who opens it starts from that place."""

    area: Area
    url: str


async def make_links(api: CorpApi, kf: str, areas: Sequence[Area]) -> list[Link]:
    """A link into this account's conversation for each area. Raises NoScene, TelegramError."""
    odd = [area.code for area in areas if not _SCENE.fullmatch(area.code)]
    if odd:
        raise NoScene("、".join(odd))
    return [Link(area, await _way(api, kf, area.code)) for area in areas]


async def _way(api: CorpApi, kf: str, scene: str) -> str:
    answer = await api.post("/cgi-bin/kf/add_contact_way", {"open_kfid": kf, "scene": scene})
    if error := kf_error(answer):
        raise error
    return str(answer.get("url") or "")


def draw(links: Iterable[Link], folder: Path) -> None:
    """Each link as a printed code."""
    folder.mkdir(parents=True, exist_ok=True)
    for area, url in links:
        name = re.sub(r"[^\w-]", "", area.name)
        segno.make(url, error="m").save(str(folder / f"{area.code}-{name}.png"), scale=10, border=4)


def gaps(settings: Settings) -> Iterable[tuple[str, str]]:
    """What could be better in the settings, and what to do about it."""
    if settings.wxkf_aes_key_previous.get_secret_value():
        yield "还留着换下来的微信客服 EncodingAESKey", "换完一天后清空 WXKF_AES_KEY_PREVIOUS"


async def trouble(settings: Settings) -> tuple[str, str] | None:
    """Why the accounts cannot call WeCom, and what to do about it; None where they can."""
    secret = settings.wxkf_secret.get_secret_value()
    api = CorpApi(settings.wecom_api_base, settings.wecom_corp_id, secret)
    try:
        await api.renew(False)
    except TokenRefused as error:
        return f"企业微信不认微信客服的 Secret：{error}", "核对 WECOM_CORP_ID 和 WXKF_SECRET"
    except TelegramError as error:
        listed = "在后台把这台服务器的地址加进企业可信 IP" if _BY_ADDRESS in str(error) else "检查到企业微信的网络"
        return f"微信客服的接口用不了：{error}", listed
    finally:
        await api.close()
    return None
