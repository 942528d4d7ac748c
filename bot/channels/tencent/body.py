"""Bodies of pushes, which anybody can send: bounded, and read by parsers that follow no entities."""

import json
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from aiohttp import web
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_BYTES = 256 * 1024
"""A text has at most a few KiB, three times as much where it comes both plain and encrypted."""

Fields = Mapping[str, Any]
"""A push's fields as text; those with parts of their own as mappings."""


class Unreadable(Exception):
    """Too large, or neither XML nor JSON as the platform sends it."""


async def bounded(request: web.Request) -> bytes:
    """The request's body. Raises Unreadable."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > MOST_BYTES:
            raise Unreadable("large")
    return bytes(body)


def is_json(body: bytes) -> bool:
    """Whether it claims to be JSON; else it is XML. The platform's console says which it sends."""
    return body.lstrip()[:1] == b"{"


def fields_of(body: bytes) -> Fields:
    """The push's fields, whichever way it is written. Raises Unreadable."""
    return _json(body) if is_json(body) else _xml(body)


def _json(body: bytes) -> Fields:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("json") from error
    if not isinstance(found, dict):
        raise Unreadable("json")
    return {name: _text(value) for name, value in found.items()}


def _text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _text(one) for name, one in value.items()}
    return value if isinstance(value, list) else "" if value is None else str(value)


def _xml(body: bytes) -> Fields:
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable("xml") from error
    if root.tag != "xml":
        raise Unreadable("xml")
    return {child.tag: _inside(child) for child in root}


def _inside(element: Element) -> Any:
    """Its text, or its parts by name; what lies deeper no channel asks for."""
    return {part.tag: part.text or "" for part in element} if len(element) else element.text or ""
