"""What 王敏 of the community can do on each channel of the staff: a new one adds a class here and a line to `STAFF`."""

import secrets
from collections.abc import Callable
from typing import Any, Protocol

from yarl import URL

from bot.channels.web.speakers import COOKIE
from storage.chats import Chats
from storage.chats.bots import digest
from tests.channels.conftest import Page
from tests.doubles.botapi.server import TOKEN as BOT_TOKEN
from tests.doubles.wecom.corp import SECRET
from tests.doubles.wecom.pushing import AGENT, CORP, KEY, TOKEN
from tests.stories.city import City
from tests.stories.residents import labels
from tests.wecom.house import WANG, people

WORKER, GROUP, WEB_GROUP = 7002, -1001234567890, -1001


class Staff(Protocol):
    """Whoever works. Made before the program runs; `arrives` once it does. `about` are words of the card."""

    async def arrives(self) -> None: ...

    async def claims(self, about: str) -> None: ...

    async def asks(self, about: str, words: str) -> None: ...

    async def answers(self, about: str, words: str) -> None: ...

    async def reads(self, words: str) -> str: ...


class Grouped:
    """Works in a group: its card has the buttons, and whoever pressed replies to the prompt."""

    city: City
    chat: int

    def __init__(self) -> None:
        self.answered: list[int] = []

    async def shown(self) -> list[dict[str, Any]]:
        """The group's messages, oldest first."""
        raise NotImplementedError

    async def press(self, message: dict[str, Any], label: str) -> None:
        raise NotImplementedError

    async def reply(self, message: dict[str, Any], words: str) -> None:
        raise NotImplementedError

    async def claims(self, about: str) -> None:
        await self._presses(about, "认领")

    async def asks(self, about: str, words: str) -> None:
        await self._presses(about, "问居民")
        await self._replies(words)

    async def answers(self, about: str, words: str) -> None:
        await self._presses(about, "答复")
        await self._presses(about, "办好了")
        await self._replies(words)

    async def reads(self, words: str) -> str:
        return str((await self._newest(lambda one: words in one.get("text", "")))["text"])

    async def _presses(self, about: str, label: str) -> None:
        await self.press(await self._newest(lambda one: about in one.get("text", "") and label in labels(one)), label)

    async def _replies(self, words: str) -> None:
        asks = "请回复这条"
        asked = await self._newest(lambda one: asks in one.get("text", "") and one["message_id"] not in self.answered)
        self.answered.append(asked["message_id"])
        await self.city.booked(self.chat, asked["message_id"])
        await self.reply(asked, words)

    async def _newest(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        async def find() -> list[dict[str, Any]]:
            return [one for one in await self.shown() if fits(one)]

        return dict((await self.city.until(find))[-1])


class TelegramStaff(Grouped):
    """In the community's group on Telegram."""

    chat = GROUP

    def __init__(self, city: City) -> None:
        super().__init__()
        self.city = city
        self.bot = city.api.bot()
        city.settings |= {"telegram_token": BOT_TOKEN, "telegram_api_base": city.api.url}
        city.sheets["群"].append(["SQ", "Telegram", GROUP])
        city.sheets["人员"][2][9] = WORKER

    async def arrives(self) -> None:
        await self.city.ready(f"telegram:{self.bot.id}")

    async def shown(self) -> list[dict[str, Any]]:
        return self.bot.sent(GROUP)

    async def press(self, message: dict[str, Any], label: str) -> None:
        self.bot.press(message, labels(message)[label], user=WORKER)

    async def reply(self, message: dict[str, Any], words: str) -> None:
        self.bot.reply(message, words, user=WORKER)


class WebStaff(Grouped):
    """In the community's group on the web page."""

    chat = WEB_GROUP

    def __init__(self, city: City) -> None:
        super().__init__()
        self.city = city
        self.page: Page
        city.sheets["群"].append(["SQ", "网页", WEB_GROUP])

    async def arrives(self) -> None:
        self.page = self.city.page()
        await seated(self.city, self.page, "wangmin")

    async def shown(self) -> list[dict[str, Any]]:
        return sorted(await self.page.messages(WEB_GROUP), key=lambda one: int(one["message_id"]))

    async def press(self, message: dict[str, Any], label: str) -> None:
        await self.page.press(message, label)

    async def reply(self, message: dict[str, Any], words: str) -> None:
        await self.page.say(words, chat=WEB_GROUP, reply_to=message["message_id"])


class WecomStaff:
    """In the corp's app: cards with buttons, questions in words."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.corp = city.corp
        self._written: dict[str, int] = {}
        city.sheets["人员"] = people()["人员"]
        city.settings |= {
            "wecom_corp_id": CORP,
            "wecom_agent_id": AGENT,
            "wecom_secret": SECRET,
            "wecom_token": TOKEN,
            "wecom_aes_key": KEY,
            "wecom_api_base": city.front.url,
        }

    async def arrives(self) -> None:
        self.corp.target = f"{self.city.url}/wecom/{CORP}/{AGENT}"
        await self.city.ready(f"wecom:{CORP}:{AGENT}")

    async def claims(self, about: str) -> None:
        await self._taps(about, "认领")

    async def asks(self, about: str, words: str) -> None:
        await self._taps(about, "问居民")
        await self._writes("写要问居民的话", words)

    async def answers(self, about: str, words: str) -> None:
        await self._taps(about, "答复")
        await self._taps(about, "办好了")
        await self._writes("写给居民的结果", words)

    async def reads(self, words: str) -> str:
        def find() -> list[str]:
            texts = [one if isinstance(one, str) else one.text for one in self.corp.phones[WANG].seen]
            return [one for one in texts if words in one]

        return str((await self.city.until(find))[-1])

    async def _taps(self, about: str, label: str) -> None:
        def find() -> list[Any]:
            return [one for one in self.corp.phones[WANG].cards if about in one.text and label in one.labels]

        assert await self.corp.taps(WANG, label, (await self.city.until(find))[-1]) == 200

    async def _writes(self, asked: str, words: str) -> None:
        """Answers a question that was not answered yet."""
        before = self._written.get(asked, 0)
        await self.city.until(lambda: [one for one in self.corp.phones[WANG].texts if asked in one][before:])
        self._written[asked] = before + 1
        await self.corp.says(WANG, words)


async def seated(city: City, page: Page, login: str) -> None:
    """The browser of whoever has that login."""
    secret = secrets.token_urlsafe(32)
    async with city.program.database.write() as connection:
        chats = Chats(connection)
        user = await chats.people.named(login)
        assert user
        await chats.people.begin_session(digest(secret), user.id, 0)
    page.http.cookie_jar.update_cookies({COOKIE: secret}, URL(city.url))
    await page.session()


STAFF = {"web": WebStaff, "telegram": TelegramStaff, "wecom": WecomStaff}
