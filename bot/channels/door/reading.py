"""A call as clients really send it: in the query, a form, JSON or multipart, whatever the verb."""

import json
from email.message import Message as EmailMessage
from email.utils import collapse_rfc2231_value
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.channels.engine.call import Call, Upload
from bot.channels.engine.depot import MOST_BYTES, TOO_LARGE
from bot.channels.engine.errors import bad

MOST_BODY = 50 * 1024 * 1024
MOST_FIELD = 1024 * 1024


async def read_call(request: web.Request) -> Call:
    """The call's parameters and files. Raises Refusal."""
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "multipart/form-data":
        files = await _parts(request, values)
        return Call(values, files)
    body = await request.clone(client_max_size=MOST_FIELD).read() if request.can_read_body else b""
    if request.content_type == "application/json":
        return Call(values | _object(body))
    return Call(values | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)))


def _object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise bad("can't parse JSON object") from error
    if not isinstance(given, dict):
        raise bad("can't parse JSON object: expected an Object")
    return given


async def _parts(request: web.Request, values: dict[str, Any]) -> dict[str, Upload]:
    files = {}
    read = 0
    try:
        async for part in await request.multipart():
            name, filename = _names(part) if isinstance(part, BodyPartReader) else ("", None)
            if not isinstance(part, BodyPartReader) or not name:
                raise bad("can't parse multipart request body")
            content = await _bytes(part)
            read += len(content)
            if read > MOST_BODY:
                raise TOO_LARGE
            if filename is None:
                values[name] = content.decode("utf-8", "replace")
            else:
                files[name] = Upload(filename, content)
    except (ValueError, HttpProcessingError) as error:
        raise bad("can't parse multipart request body") from error
    # What came as a part of its own name was meant, even where the query says it too and says nothing.
    return _unsaid(files, values)


def _names(part: BodyPartReader) -> tuple[str, str | None]:
    """The part's name and its file's. Clients send names without quotes in any script, which aiohttp leaves out."""
    header = EmailMessage()
    header["Content-Disposition"] = part.headers.get("Content-Disposition", "").replace("\n", " ").replace("\r", " ")
    told = header.get_params(failobj=[], header="content-disposition")
    given = {key.lower(): collapse_rfc2231_value(value) for key, value in told}
    return part.name or given.get("name", ""), part.filename if part.filename is not None else given.get("filename")


def _unsaid(files: dict[str, Upload], values: dict[str, Any]) -> dict[str, Upload]:
    for name in files:
        if not values.get(name):
            values.pop(name, None)
    return files


async def _bytes(part: BodyPartReader) -> bytes:
    content, size = bytearray(), 0
    while chunk := await part.read_chunk(65_536):
        size += len(chunk)
        if size > 3 * MOST_BYTES:
            break
        if size <= MOST_BYTES:
            content += chunk
    if size > MOST_BYTES:
        raise TOO_LARGE
    return bytes(content)
