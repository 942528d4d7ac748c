"""Bodies and parameters of the page's calls, checked before anything is done with them."""

import re
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.channels.engine.call import Json, Upload, cleaned
from bot.channels.engine.deeds import Post
from bot.channels.engine.depot import MOST_BYTES
from bot.channels.web.problems import Problem

MOST_ID = 2**52
MOST_FIELD = 1000
_DIGITS = re.compile(r"-?[0-9]{1,18}")
MOST_DRAINED = 3 * MOST_BYTES


async def json_body(request: web.Request) -> Json:
    """The request's JSON object; nothing else can a foreign form send. Raises Problem."""
    if request.content_type != "application/json":
        raise Problem("strange")
    try:
        body = cleaned(await request.json())
    except (ValueError, LookupError, RecursionError) as error:
        raise Problem("broken") from error
    if not isinstance(body, dict):
        raise Problem("broken")
    return body


def whole(given: Any, least: int = -MOST_ID) -> int:
    """A whole number. Raises Problem."""
    if isinstance(given, str) and _DIGITS.fullmatch(given):
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool) or not least <= given <= MOST_ID:
        raise Problem("broken")
    return given


def words(given: Any, most: int) -> str:
    """A text of at least one character. Raises Problem."""
    if not isinstance(given, str) or not 0 < len(given) <= most:
        raise Problem("broken")
    return given


def post_of(body: Json) -> Post:
    """What `/web/send` asks to be said. Raises Problem."""
    text, media = body.get("text") or "", body.get("media") or []
    if not isinstance(text, str) or not isinstance(media, list) or not all(isinstance(one, str) for one in media):
        raise Problem("broken")
    reply = body.get("reply_to")
    return Post(text, media, _place(body.get("location")), None if reply is None else whole(reply, 1))


def _place(given: Any) -> Json | None:
    if given is None:
        return None
    try:
        latitude, longitude = float(given["latitude"]), float(given["longitude"])
    except (TypeError, KeyError, ValueError) as error:
        raise Problem("broken") from error
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise Problem("broken")
    return {"latitude": latitude, "longitude": longitude}


@dataclass(frozen=True, slots=True)
class Form:
    """An upload's fields and its file."""

    fields: dict[str, str]
    file: Upload


async def form(request: web.Request) -> Form:
    """A multipart upload. What is too large is read to its end first, so that the browser hears why. Raises Problem."""
    if request.content_type != "multipart/form-data":
        raise Problem("broken")
    fields: dict[str, str] = {}
    file = None
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.name:
                raise Problem("broken")
            if part.filename is None:
                fields[part.name] = (await _bytes(part, MOST_FIELD)).decode()
            else:
                file = Upload(part.filename, await _bytes(part, MOST_BYTES))
    except (ValueError, HttpProcessingError) as error:
        raise Problem("broken") from error
    if file is None or not file.content:
        raise Problem("broken")
    return Form(fields, file)


async def _bytes(part: BodyPartReader, most: int) -> bytes:
    content, size = bytearray(), 0
    while chunk := await part.read_chunk(65_536):
        size += len(chunk)
        if size <= most:
            content += chunk
        elif size > MOST_DRAINED:
            break
    if size > most:
        raise Problem("large")
    return bytes(content)
