"""What a 微信客服 account is asked to do: texts, menus, files, and one greeting before the user has said anything."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from telegram.error import BadRequest, TelegramError

from bot.channels.bridge.driver import Choice, Ring, Traits, message_name
from bot.channels.engine.call import Upload
from bot.channels.tencent.corp import CorpApi
from bot.channels.wxkf.codes import kf_error
from storage.bridges import permits
from storage.bridges.permits import Permit
from storage.chats.records import File
from storage.database import Database
from tickets.ids import Account

GREETING = 0
"""The permit of a greeting speaks of no message."""
_MEBIBYTE = 1024 * 1024
_MOST_CHOICES, _HEAD_BYTES, _LABEL_BYTES = 10, 1024, 128
_LEAST_BYTES, _FILE_BYTES = 5, 20 * _MEBIBYTE
_SHOWN = {
    # what it is: what WeCom calls it, and at most so many bytes; all else goes as a file
    "image/jpeg": ("image", 10 * _MEBIBYTE),
    "image/png": ("image", 10 * _MEBIBYTE),
    "audio/amr": ("voice", 2 * _MEBIBYTE),
    "video/mp4": ("video", 10 * _MEBIBYTE),
}

_log = structlog.get_logger(__name__)


class WxkfDriver:
    """Fulfils `Driver` for one account, whose id in WeCom is `kf`. Every message bears its name: twice is once."""

    def __init__(
        self, api: CorpApi, account: Account, kf: str, database: Database, wall: Callable[[], datetime]
    ) -> None:
        self._api = api
        self._account = account
        self._kf = kf
        self._database = database
        self._wall = wall
        kinds = frozenset({"photo", "voice", "video", "audio", "document", "animation"})
        self.traits = Traits(
            native_choices=_MOST_CHOICES, native_bytes=_HEAD_BYTES, reports=True, echoes=True, file_kinds=kinds
        )

    async def say(self, to: str, text: str, choices: Sequence[Choice] = ()) -> None:
        message = menu(text, choices) if choices else {"msgtype": "text", "text": {"content": text}}
        if not await self._greeted(to, message):
            await self._send(to, message)

    async def upload(self, file: File, content: bytes) -> str:
        kind, most = _SHOWN.get(file.mime, ("file", _FILE_BYTES))
        if len(content) > most:
            kind, most = "file", _FILE_BYTES
        if not _LEAST_BYTES < len(content) <= most:
            raise BadRequest(f"no {file.mime} of {len(content)} bytes here")
        title = file.name or f"file.{file.ending}"
        answer = await self._api.upload(kind, title, file.mime, content)
        if error := kf_error(answer):
            raise error
        return f"{kind} {answer.get('media_id') or ''}"

    async def show(self, to: str, kind: str, remote: str) -> None:
        kind, _, media = remote.partition(" ")
        await self._send(to, {"msgtype": kind, kind: {"media_id": media}})

    async def fetch(self, remote: str) -> Upload:
        return Upload("", await self._api.media(remote))

    async def ring(self, to: str, ring: Ring) -> None:
        raise BadRequest("nothing to ring with")

    async def _greeted(self, to: str, message: Mapping[str, Any]) -> bool:
        """Whether it was said by the code of a user who has just come; a code that is none any more is let go."""
        async with self._database.read() as connection:
            greets = await permits.some(connection, self._account, to, GREETING, self._wall())
        if not greets:
            return False
        async with self._database.write() as connection:
            permit = await permits.take(connection, self._account, to, GREETING, self._wall())
        if permit is None:
            return False
        try:
            await self._called("send_msg_on_event", {"code": permit.code, **_named(), **message})
        except BadRequest as error:
            _log.info("greeting_too_late", account=self._account, why=str(error))
            return False
        except TelegramError:
            # It may have been said: tried again it has the same name.
            await self.permit(to, permit)
            raise
        return True

    async def permit(self, to: str, permit: Permit) -> None:
        """The user has just come: until then one message may greet them."""
        async with self._database.write() as connection:
            await permits.keep(connection, self._account, to, GREETING, permit)

    async def _send(self, to: str, message: Mapping[str, Any]) -> None:
        body = {"touser": to, "open_kfid": self._kf, **_named(), **message}
        await self._called("send_msg", body)

    async def _called(self, method: str, body: Mapping[str, Any]) -> None:
        if error := kf_error(await self._api.post(f"/cgi-bin/kf/{method}", body)):
            raise error


def _named() -> dict[str, str]:
    return {"msgid": message_name.get()} if message_name.get() else {}


def menu(text: str, choices: Sequence[Choice]) -> dict[str, Any]:
    """A text with its buttons: each bears its message and its number, or opens its address."""
    listed = [
        {"type": "view", "view": {"url": one.url, "content": short(one.label)}}
        if one.url
        else {"type": "click", "click": {"id": f"{one.message}-{one.number}", "content": short(one.label)}}
        for one in choices
    ]
    return {"msgtype": "msgmenu", "msgmenu": {"head_content": text, "list": listed}}


def short(label: str) -> str:
    """As much of the label as a button can show."""
    return label.encode()[:_LABEL_BYTES].decode("utf-8", "ignore")
