"""What a resident can do on each channel: a new channel adds a class here and a line to `RESIDENTS`."""

from collections.abc import Mapping
from typing import Any, Protocol

from tests.channels.conftest import Page
from tests.doubles.botapi.server import TOKEN as BOT_TOKEN
from tests.doubles.wechat import platform as wechat
from tests.doubles.wechat.pushing import KEY, TOKEN
from tests.doubles.wxkf import platform as wxkf
from tests.doubles.wxkf.phones import CORP, KF
from tests.stories.city import City


class Resident(Protocol):
    """Somebody with a matter. Made before the program runs; `arrives` once it does."""

    async def arrives(self) -> None: ...

    async def says(self, words: str) -> None: ...

    async def replies(self, question: str, words: str) -> None:
        """Answers the newest message with those words."""
        ...

    async def presses(self, label: str) -> None:
        """The newest button of that name."""
        ...

    async def reads(self, words: str) -> str:
        """The newest message with those words, once it is there."""
        ...


class WebResident:
    """On the web page."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.page: Page

    async def arrives(self) -> None:
        self.page = self.city.page()
        await self.page.session()

    async def says(self, words: str) -> None:
        await self.page.say(words)

    async def replies(self, question: str, words: str) -> None:
        message = await self._shows(lambda one: question in one.get("text", ""))
        assert self.page.me
        await self.city.booked(self.page.me, message["message_id"])
        await self.page.say(words, reply_to=message["message_id"])

    async def presses(self, label: str) -> None:
        message = await self._shows(lambda one: label in labels(one))
        await self.page.press(message, label)

    async def reads(self, words: str) -> str:
        return str((await self._shows(lambda one: words in one.get("text", "")))["text"])

    async def _shows(self, fits: Any) -> dict[str, Any]:
        async def find() -> list[dict[str, Any]]:
            return sorted(filter(fits, await self.page.messages()), key=lambda one: int(one["message_id"]))

        return dict((await self.city.until(find))[-1])


class TelegramResident:
    """In a private chat with the bot."""

    user = 9001

    def __init__(self, city: City) -> None:
        self.city = city
        self.bot = city.api.bot()
        city.settings |= {"telegram_token": BOT_TOKEN, "telegram_api_base": city.api.url}

    async def arrives(self) -> None:
        await self.city.ready(f"telegram:{self.bot.id}")

    async def says(self, words: str) -> None:
        self.bot.say(words, chat=self.user)

    async def replies(self, question: str, words: str) -> None:
        message = await self._shows(lambda one: question in one.get("text", ""))
        await self.city.booked(self.user, message["message_id"])
        self.bot.reply(message, words, user=self.user)

    async def presses(self, label: str) -> None:
        message = await self._shows(lambda one: label in labels(one))
        self.bot.press(message, labels(message)[label], user=self.user)

    async def reads(self, words: str) -> str:
        return str((await self._shows(lambda one: words in one.get("text", "")))["text"])

    async def _shows(self, fits: Any) -> dict[str, Any]:
        return dict((await self.city.until(lambda: [one for one in self.bot.sent(self.user) if fits(one)]))[-1])


class WechatResident:
    """A follower of the official account, who types the numbers of menus."""

    user = "oResident-0001"

    def __init__(self, city: City) -> None:
        self.city = city
        self.weixin = city.weixin
        city.settings |= {
            "wechat_app_id": self.weixin.app_id,
            "wechat_app_secret": wechat.SECRET,
            "wechat_token": TOKEN,
            "wechat_aes_key": KEY,
            "wechat_mode": self.weixin.mode,
            "wechat_api_base": self.weixin.url,
            "wechat_ring": "template",
            "wechat_template_id": "template-1",
            "wechat_template_fields": "character_string1=number,thing2=text",
        }

    async def arrives(self) -> None:
        self.weixin.target = f"{self.city.url}/wechat/{self.weixin.app_id}"
        await self.city.ready(f"wechat:{self.weixin.app_id}")
        await self.weixin.event(self.user, "subscribe", EventKey="qrscene_C", Ticket="t")

    async def says(self, words: str) -> None:
        await self.weixin.says(self.user, words)

    async def replies(self, question: str, words: str) -> None:
        await self.reads(question)
        await self.says(words)

    async def presses(self, label: str) -> None:
        def find() -> list[str]:
            lines = [line for one in self.weixin.phones[self.user].seen for line in one.splitlines()]
            return [line.split()[0] for line in lines if line.endswith(f" {label}")]

        await self.says((await self.city.until(find))[-1])

    async def reads(self, words: str) -> str:
        seen = self.weixin.phones[self.user].seen
        return str((await self.city.until(lambda: [one for one in seen if words in one]))[-1])


class WxkfResident:
    """In WeChat with the 微信客服 account, who taps menus."""

    user = "wmResident-0001"

    def __init__(self, city: City) -> None:
        self.city = city
        self.kf = city.kf
        city.settings |= {
            "wecom_corp_id": CORP,
            "wecom_api_base": city.front.url,
            "wxkf_ids": KF,
            "wxkf_secret": wxkf.SECRET,
            "wxkf_token": wxkf.TOKEN,
            "wxkf_aes_key": wxkf.KEY,
        }

    async def arrives(self) -> None:
        self.kf.target = f"{self.city.url}/wxkf/{CORP}"
        await self.city.ready(f"wxkf:{KF}")
        await self.kf.enters(self.user, scene="C")
        await self.reads("先说清楚")

    async def says(self, words: str) -> None:
        await self.kf.says(self.user, words)

    async def replies(self, question: str, words: str) -> None:
        await self.reads(question)
        await self.says(words)

    async def presses(self, label: str) -> None:
        await self.city.until(lambda: [menu for menu in self.kf.phone(self.user).menus if label in menu])
        await self.kf.taps(self.user, label)

    async def reads(self, words: str) -> str:
        seen = self.kf.phone(self.user).seen
        return str((await self.city.until(lambda: [one for one in seen if words in one]))[-1])


def labels(message: Mapping[str, Any]) -> dict[str, str]:
    """The buttons of a message: their data by their names."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in rows for button in row if "callback_data" in button}


RESIDENTS = {"web": WebResident, "telegram": TelegramResident, "wechat": WechatResident, "wxkf": WxkfResident}
