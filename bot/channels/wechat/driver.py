"""What an official account is asked to do: customer-service messages, files, and template or subscription messages."""

from collections.abc import Mapping, Sequence

from telegram.error import BadRequest

from bot.channels.bridge.driver import Choice, Ring, Traits
from bot.channels.engine.call import Upload
from bot.channels.wechat.api import Api
from bot.channels.wechat.ringing import Ringing
from storage.chats.records import File

_IMAGE_BYTES, _VOICE_BYTES = 10 * 1024 * 1024, 2 * 1024 * 1024
_TAKEN = {
    # kind: what WeChat calls it, the forms that it takes, at most so many bytes
    "photo": ("image", {"image/jpeg", "image/png", "image/gif"}, _IMAGE_BYTES),
    "voice": ("voice", {"audio/amr", "audio/mpeg"}, _VOICE_BYTES),
    "audio": ("voice", {"audio/amr", "audio/mpeg"}, _VOICE_BYTES),
}
_FIELD = 20
"""Characters of a template's `thing` field."""


class WechatDriver:
    """Fulfils `Driver` for one account. `fields` says which field of the template shows what: number or text."""

    def __init__(self, api: Api, ringing: Ringing, template: str, fields: Mapping[str, str], page: str) -> None:
        self._api = api
        self._ringing = ringing
        self._template = template
        self._fields = fields
        self._page = page
        self.traits = Traits(answers=True, rings=ringing is not Ringing.NONE, file_kinds=frozenset(_TAKEN))

    async def say(self, to: str, text: str, choices: Sequence[Choice] = ()) -> None:
        await self._send(to, "text", {"content": text})

    async def upload(self, file: File, content: bytes) -> str:
        kind, forms, most = _TAKEN.get(file.kind, ("", set(), 0))
        if file.mime not in forms or not 5 < len(content) <= most:
            raise BadRequest(f"no {file.mime} of {len(content)} bytes here")
        answer = await self._api.upload(kind, f"file.{file.ending}", file.mime, content)
        return str(answer.get("media_id") or "")

    async def show(self, to: str, kind: str, remote: str) -> None:
        await self._send(to, _TAKEN[kind][0], {"media_id": remote})

    async def fetch(self, remote: str) -> Upload:
        return Upload("", await self._api.media(remote))

    async def ring(self, to: str, ring: Ring) -> None:
        told = {"number": ring.number[:32] or "-", "text": ring.text[:_FIELD]}
        data = {field: {"value": told[what]} for field, what in self._fields.items()}
        body = {"touser": to, "template_id": self._template, "data": data}
        if self._ringing is Ringing.SUBSCRIBE:
            await self._api.post("/cgi-bin/message/subscribe/bizsend", body | {"page": self._page})
        else:
            await self._api.post("/cgi-bin/message/template/send", body | {"url": self._page})

    async def _send(self, to: str, kind: str, content: Mapping[str, str]) -> None:
        await self._api.post("/cgi-bin/message/custom/send", {"touser": to, "msgtype": kind, kind: content})
