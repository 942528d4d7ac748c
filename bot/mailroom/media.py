"""Files on their way out: the channel's own id where it has one, an upload where the file came from elsewhere."""

import mimetypes
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from telegram import (
    File,
    InputFile,
    InputMedia,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.channels.account import ChannelAccount
from bot.channels.telegram.request import TokenRefused, Unreachable
from storage.copies import copied, whereabouts
from storage.database import Database
from tickets.ids import Account, MediaId
from tickets.records import Medium

_GROUPED: Mapping[str, Callable[..., InputMedia]] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
    "audio": InputMediaAudio,
}


class Unfetchable(TelegramError):
    """A file that cannot be had from where it came, now or ever."""


class Media:
    """Fills the places `{"media": n}` of letters."""

    def __init__(self, accounts: Mapping[Account, ChannelAccount], database: Database) -> None:
        self.accounts = accounts
        self.database = database

    async def fill(self, body: Mapping[str, Any], to: Account) -> tuple[dict[str, Any], list[MediaId | None]]:
        """The body as the account can send it, and its files in order, None for those that it need not upload.

        Raises Unfetchable, and TelegramError where the file's own channel fails for now.
        """
        wanted = _wanted(body)
        sources = await self._sources(wanted, to) if wanted else {}
        filled: dict[str, Any] = _filled(dict(body), sources)
        return filled, [one if isinstance(sources[one], InputFile) else None for one in wanted]

    async def remember(self, uploaded: list[MediaId | None], account: Account, result: Any) -> None:
        """Keep the ids that the channel gave to what was uploaded."""
        ids = [_file_id(message) for message in (result if isinstance(result, list) else [result])]
        fresh = [(medium, file_id) for medium, file_id in zip(uploaded, ids, strict=False) if medium and file_id]
        if fresh:
            async with self.database.write() as connection:
                await copied(connection, account, fresh)

    async def _sources(self, wanted: list[MediaId], to: Account) -> dict[MediaId, str | InputFile]:
        async with self.database.read() as connection:
            found = await whereabouts(connection, wanted, to)
        if not found.keys() >= set(wanted):
            raise Unfetchable("the file is no longer kept")
        return {medium.id: known or await self._fetch(medium) for medium, known in found.values()}

    async def _fetch(self, medium: Medium) -> InputFile:
        origin = self.accounts.get(medium.account)
        if origin is None or origin.dead:
            raise Unfetchable(f"the file came by {medium.account}, which is not served")
        if medium.size > origin.abilities.download_bytes:
            raise Unfetchable("the file is too big to be fetched")
        try:
            file = await origin.application.bot.get_file(medium.file_id)
            if _elsewhere(file):
                raise Unfetchable("TELEGRAM_API_BASE keeps its files in a directory that cannot be read here")
            content = await file.download_as_bytearray()
        except PermissionError:
            raise Unfetchable("TELEGRAM_API_BASE keeps its files where this program has no right to read") from None
        except (TokenRefused, InvalidToken):
            raise Unfetchable(f"the file came by {medium.account}, whose token is refused") from None
        except Unreachable as error:
            raise NetworkError(str(error)) from None
        return InputFile(bytes(content), filename=_name(medium), attach=True)


def _elsewhere(file: File) -> bool:
    """A local Bot API server tells the place of a file on its own disk, which python-telegram-bot reads itself where it
    is there, and else takes for a part of an address.
    """
    return "//" in urlsplit(file.file_path or "").path and not Path(file.file_path or "").is_absolute()


def _wanted(value: Any) -> list[MediaId]:
    if isinstance(value, Mapping):
        if _is_place(value):
            return [MediaId(value["media"])]
        value = list(value.values())
    if isinstance(value, list):
        return [one for item in value for one in _wanted(item)]
    return []


def _filled(value: Any, sources: Mapping[MediaId, str | InputFile]) -> Any:
    if isinstance(value, list):
        return [_filled(item, sources) for item in value]
    if not isinstance(value, Mapping):
        return value
    if _is_place(value):
        return sources[MediaId(value["media"])]
    inside = {name: _filled(item, sources) for name, item in value.items()}
    return _grouped(inside) if "media" in inside and inside.get("type") in _GROUPED else inside


def _is_place(value: Mapping[str, Any]) -> bool:
    return value.keys() == {"media"} and isinstance(value["media"], int)


def _grouped(item: dict[str, Any]) -> InputMedia:
    """python-telegram-bot knows no albums of plain dictionaries."""
    kind = _GROUPED[item.pop("type")]
    return kind(media=item.pop("media"), api_kwargs=item)


def _name(medium: Medium) -> str:
    if medium.name:
        return medium.name
    ending = ".jpg" if medium.kind == "photo" else mimetypes.guess_extension(medium.mime) or ""
    return medium.kind + ending


def _file_id(message: Any) -> str:
    for kind in ("photo", "video", "document", "audio", "voice", "animation"):
        if file := message.get(kind):
            biggest = file[-1] if isinstance(file, list) else file
            return str(biggest["file_id"])
    return ""
