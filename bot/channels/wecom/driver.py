"""What an app is asked to do: messages and cards to members, cards changed, files both ways, and robots in groups."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from telegram.error import BadRequest, TelegramError

from bot.channels.bridge.driver import Choice, Ring, Traits
from bot.channels.bridge.outgoing.cutting import cut
from bot.channels.engine.call import Upload
from bot.channels.tencent.calls import Json
from bot.channels.tencent.corp import CorpApi, error_of
from bot.channels.wecom.cards import MOST_BUTTONS, card_of, fits
from bot.channels.wecom.errors import failure_of
from bot.channels.wecom.robots import MARK, Robots
from storage.bridges import permits
from storage.chats.records import File
from storage.database import Database
from storage.queues.outbox import Limit, Pace
from tickets.ids import Account

TEXT_BYTES = 2048
PERMIT = timedelta(hours=72)
"""How long a response code lets us change its card, once."""
MEBIBYTE = 1024 * 1024
PACE = Pace(
    private=Limit(timedelta(seconds=3.75), burst=8),
    group=Limit(timedelta(seconds=4), burst=3),
    whole=Limit(timedelta(seconds=1) / 150, burst=10),
)
"""A member gets 30 a minute and 1000 an hour, the rest is dropped silently: 8 + 16, and 8 + 960. A robot's group gets
20 a minute: 3 + 15. What is left is for a long letter's last parts."""
_TAKEN = {
    # kind: what WeCom calls it, the forms that it takes, at most so many bytes
    "photo": ("image", {"image/jpeg", "image/png"}, 10 * MEBIBYTE),
    "voice": ("voice", {"audio/amr"}, 2 * MEBIBYTE),
    "video": ("video", {"video/mp4"}, 10 * MEBIBYTE),
}
_FILE_BYTES = 20 * MEBIBYTE
_LEAST_BYTES = 6


class WecomDriver:
    """Fulfils `Changer` for one app. A file that is left there is called `<what it is>:<media id>`."""

    traits = Traits(
        text_bytes=TEXT_BYTES,
        native_choices=MOST_BUTTONS,
        metered=False,
        file_kinds=frozenset({"photo", "voice", "video", "document", "audio"}),
        bear=True,
        toasts=True,
        echoes=True,
        pace=PACE,
    )

    def __init__(
        self, api: CorpApi, account: Account, agent: int, robots: Robots, database: Database,
        wall: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._api = api
        self._account = account
        self._agent = agent
        self._robots = robots
        self._database = database
        self._wall = wall

    async def say(self, to: str, text: str, choices: Sequence[Choice] = ()) -> None:
        if to.startswith(MARK):
            await self._robots.say(to, text, choices)
        elif choices:
            if not fits(text):
                await self._texts(to, text)
            await self._card(to, text, choices)
        else:
            await self._texts(to, text)

    async def change(self, to: str, text: str, choices: Sequence[Choice], message: int) -> bool:
        return not to.startswith(MARK) and await self.turn(to, text, choices, message, 0)

    async def turn(self, to: str, text: str, choices: Sequence[Choice], message: int, offset: int) -> bool:
        """Change a card so that it shows the buttons from `offset` on; False where no permit is left for it."""
        while True:
            async with self._database.write() as connection:
                permit = await permits.take(connection, self._account, to, message, self._wall())
            if permit is None:
                return False
            try:
                answer = await self._update(to, permit.code, card_of(text, choices, offset))
            except TelegramError:
                async with self._database.write() as connection:
                    await permits.keep(connection, self._account, to, message, permit)
                raise
            if answer.get("errcode", 0) == 0:
                return True

    async def permitted(self, to: str, message: int, code: str) -> None:
        """Whoever pressed a button has brought a code with which their card can be changed once."""
        async with self._database.write() as connection:
            permit = permits.Permit(code, self._wall() + PERMIT)
            await permits.keep(connection, self._account, to, message, permit)

    async def upload(self, file: File, content: bytes) -> str:
        kind, forms, most = _TAKEN.get(file.kind, ("file", set(), 0))
        if file.mime not in forms or len(content) > most:
            kind, most = "file", _FILE_BYTES
        if not _LEAST_BYTES <= len(content) <= most:
            raise BadRequest(f"no file of {len(content)} bytes here")
        answer = await self._api.upload(kind, file.name or f"file.{file.ending}", file.mime, content)
        if error := error_of(answer):
            raise error
        return f"{kind}:{answer.get('media_id') or ''}"

    async def show(self, to: str, kind: str, remote: str) -> None:
        shown, _, media = remote.partition(":")
        if to.startswith(MARK):
            await self._robots.show(to, f"file.{_ENDINGS.get(shown, 'bin')}", await self._api.media(media))
        else:
            await self._send(to, shown, {"media_id": media})

    async def fetch(self, remote: str) -> Upload:
        return Upload("", await self._api.media(remote))

    async def ring(self, to: str, ring: Ring) -> None:
        raise BadRequest("members are told at once")

    async def _texts(self, to: str, text: str) -> None:
        for part in cut(text, TEXT_BYTES):
            await self._send(to, "text", {"content": part})

    async def _card(self, to: str, text: str, choices: Sequence[Choice]) -> None:
        message = choices[0].message
        task = {"task_id": f"{message}-{secrets.token_hex(8)}"}
        answer = await self._send(to, "template_card", card_of(text, choices) | task)
        if code := str(answer.get("response_code") or ""):
            await self.permitted(to, message, code)

    async def _send(self, to: str, kind: str, content: Json) -> Json:
        body = {"touser": to, "msgtype": kind, "agentid": self._agent, kind: content}
        answer = await self._api.post("/cgi-bin/message/send", body)
        if error := failure_of(answer, to):
            raise error
        return answer

    async def _update(self, to: str, code: str, card: Json) -> Json:
        """The answer to it; a code that is none any more is told by its error. Raises what may be otherwise later."""
        body = {"userids": [to], "agentid": self._agent, "response_code": code, "template_card": card}
        answer = await self._api.post("/cgi-bin/message/update_template_card", body)
        error = error_of(answer)
        if error is not None and not isinstance(error, BadRequest):
            raise error
        return answer


_ENDINGS = {"image": "jpg", "voice": "amr", "video": "mp4"}


def message_of(task: str) -> int | None:
    """The message whose card bears this task; None for a card that is not ours."""
    number = task.partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 15 else None
