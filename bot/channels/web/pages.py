"""The page's own files: small, compressed, and asked for again only by their mark."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aiohttp import web

from bot.channels.web.problems import Handler, Problem

FOLDER = Path(__file__).parents[2] / "pages" / "static"
WORTH_PACKING = 1000
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self' ws: wss:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A file, ready to be sent."""

    content: bytes
    packed: bytes
    mark: str
    mime: str


@lru_cache(maxsize=200)
def _page(path: Path, _changed: int) -> Page:
    content = path.read_bytes()
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    text = mime.startswith("text/") or mime.endswith(("javascript", "json", "+xml"))
    packed = gzip.compress(content, 9, mtime=0) if text and len(content) > WORTH_PACKING else b""
    return Page(content, packed, hashlib.sha256(content).hexdigest()[:20], mime)


def find(name: str) -> Page:
    """The file of that name below the page's folder. Raises Problem."""
    try:
        path = (FOLDER / name).resolve()
        if not path.is_relative_to(FOLDER) or not path.is_file():
            raise Problem("no_page")
    except (ValueError, OSError):
        raise Problem("no_page") from None
    return _page(path, path.stat().st_mtime_ns)


def answer(request: web.Request, name: str) -> web.Response:
    """The file, or word that the browser has it already."""
    page = find(name)
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    packed = page.packed and "gzip" in request.headers.get("Accept-Encoding", "")
    known = request.if_none_match or ()
    if any(mark.value == page.mark for mark in known):
        response = web.Response(status=304, headers=headers)
    elif packed:
        response = web.Response(body=page.packed, headers={**headers, "Content-Encoding": "gzip"})
    else:
        response = web.Response(body=page.content, headers=headers)
    response.etag = page.mark
    response.content_type = page.mime
    if page.mime.startswith("text/"):
        response.charset = "utf-8"
    return response


async def index(request: web.Request) -> web.StreamResponse:
    """The chat page."""
    return answer(request, "index.html")


async def static(request: web.Request) -> web.StreamResponse:
    """A file of the page."""
    return answer(request, request.match_info["name"])


@web.middleware
async def secured(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Send the headers that keep a browser from trusting anything but the page itself."""
    response = await handler(request)
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.content_type == "application/json":
            response.enable_compression()
    return response
