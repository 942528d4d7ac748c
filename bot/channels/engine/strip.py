"""Pictures without what they tell about their maker: place, device and time go, the way up stays."""

import struct

from bot.channels.engine.sniff import BARE_MARKERS

KEPT_MARKERS = frozenset({0xE0, 0xE2, 0xEE})
PNG_DROPPED = frozenset({b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"})
WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
PNG_HEAD = 8
RIFF_HEAD = 12
ORIENTATION = 0x0112


def stripped(content: bytes, mime: str) -> bytes:
    """The same picture without metadata; other files, and broken ones, as they are."""
    strip = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}.get(mime)
    return strip(content) if strip else content


def turned(content: bytes) -> bool:
    """Whether a viewer turns this JPEG by a quarter, so that width and height change places."""
    at = content.find(b"Exif\0\0")
    return at > 0 and _orientation(content[at + 6 : at + 65_536]) >= 5


def _jpeg(content: bytes) -> bytes:
    kept, way_up, at = [content[:2]], 1, 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        marker = content[at + 1]
        size = 2 if marker in BARE_MARKERS else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at : at + size]
        if segment[4:10] == b"Exif\0\0":
            way_up = _orientation(segment[10:])
        if marker in KEPT_MARKERS or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
        at += size
    if way_up != 1:
        kept.insert(1, _exif(way_up))
    return b"".join([*kept, content[at:]])


def _orientation(tiff: bytes) -> int:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 14:
        return 1
    (start,) = struct.unpack(f"{order}I", tiff[4:8])
    (count,) = struct.unpack(f"{order}H", tiff[start : start + 2].ljust(2, b"\0"))
    for index in range(min(count, 64)):
        entry = tiff[start + 2 + 12 * index :][:12]
        if len(entry) == 12 and struct.unpack(f"{order}H", entry[:2])[0] == ORIENTATION:
            value = int(struct.unpack(f"{order}H", entry[8:10])[0])
            return value if 1 <= value <= 8 else 1
    return 1


def _exif(way_up: int) -> bytes:
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, way_up, 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> bytes:
    kept, at = [content[:PNG_HEAD]], PNG_HEAD
    while at + 12 <= len(content):
        size = 12 + int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] not in PNG_DROPPED:
            kept.append(content[at : at + size])
        at += size
    return b"".join(kept)


def _webp(content: bytes) -> bytes:
    kept, at = [], RIFF_HEAD
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        size += 8 + size % 2
        chunk = content[at : at + size]
        if chunk[:4] == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if chunk[:4] not in WEBP_DROPPED:
            kept.append(chunk)
        at += size
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
