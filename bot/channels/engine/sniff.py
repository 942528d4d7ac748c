"""What a file is, by its bytes and never by its name; how large a picture is; how long a sound is."""

import re
import struct
from dataclasses import dataclass

WEB_VIDEO = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG4", b"V_MPEGH")
SOUND_BRANDS = frozenset({b"M4A ", b"M4B "})
STILL_BRANDS = frozenset({b"heic", b"heix", b"mif1", b"avif", b"hevc"})
FRAME_STARTS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD8)})


@dataclass(frozen=True, slots=True)
class Looks:
    """A file's nature. `kind` is photo, voice, video or document: how a chat would show it."""

    kind: str
    mime: str
    ending: str
    width: int = 0
    height: int = 0
    duration: int = 0


def look(content: bytes) -> Looks:
    """What the bytes are; a document where nothing is recognised."""
    return _picture(content) or _sound_or_film(content) or _paper(content)


def _picture(content: bytes) -> Looks | None:
    if content.startswith(b"\xff\xd8\xff"):
        return _photo("image/jpeg", "jpg", jpeg_size(content))
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return _photo("image/png", "png", struct.unpack(">II", content[16:24]))
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _photo("image/webp", "webp", webp_size(content))
    return None


def _photo(mime: str, ending: str, size: tuple[int, int]) -> Looks:
    width, height = size
    shown = width > 0 and height > 0 and width + height <= 10_000 and max(size) <= 20 * min(size)
    return Looks("photo" if shown else "document", mime, ending, width, height)


def _sound_or_film(content: bytes) -> Looks | None:
    if content[4:8] == b"ftyp":
        return _boxed(content)
    if content.startswith(b"\x1aE\xdf\xa3"):
        film = any(codec in content[:65_536] for codec in WEB_VIDEO)
        return Looks("video", "video/webm", "webm") if film else Looks("voice", "audio/webm", "webm")
    if content.startswith(b"OggS"):
        return Looks("voice", "audio/ogg", "ogg", duration=ogg_seconds(content))
    return next((Looks("voice", mime, ending) for start, mime, ending in SOUNDS if start.match(content)), None)


SOUNDS = (
    (re.compile(rb"#!AMR"), "audio/amr", "amr"),
    (re.compile(rb"ID3|\xff[\xfb\xf3\xf2]"), "audio/mpeg", "mp3"),
    (re.compile(rb"RIFF....WAVE", re.DOTALL), "audio/wav", "wav"),
)


def _boxed(content: bytes) -> Looks:
    brand, duration = content[8:12], mp4_seconds(content)
    if brand in STILL_BRANDS:
        return Looks("document", "image/avif" if brand == b"avif" else "image/heic", "heic")
    if brand in SOUND_BRANDS or (b"soun" in content and b"vide" not in content):
        return Looks("voice", "audio/mp4", "m4a", duration=duration)
    mime, ending = ("video/quicktime", "mov") if brand == b"qt  " else ("video/mp4", "mp4")
    return Looks("video", mime, ending, duration=duration)


def _paper(content: bytes) -> Looks:
    for start, mime, ending in PAPERS:
        if content.startswith(start):
            return Looks("document", mime, ending)
    return Looks("document", "application/octet-stream", "bin")


PAPERS = (
    (b"GIF8", "image/gif", "gif"),
    (b"%PDF-", "application/pdf", "pdf"),
    (b"PK\x03\x04", "application/zip", "zip"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage", "doc"),
)


def jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height as stored, before any turning; zeros where the file is broken."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in FRAME_STARTS:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 if marker in BARE_MARKERS else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 0, 0


def webp_size(content: bytes) -> tuple[int, int]:
    """Width and height of any of the three kinds of WebP."""
    form, body = content[12:16], content[20:34]
    if form == b"VP8X" and len(body) >= 10:
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if form == b"VP8L" and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8 " and len(body) >= 10:
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def ogg_seconds(content: bytes) -> int:
    """The length of an Opus recording, from its last page."""
    last = content.rfind(b"OggS")
    if len(content) < last + 14:
        return 0
    return round(int.from_bytes(content[last + 6 : last + 14], "little") / 48_000)


def mp4_seconds(content: bytes) -> int:
    """The length that the movie header tells; 0 where it tells none."""
    at = content.find(b"mvhd")
    if at < 0 or len(content) < at + 36:
        return 0
    wide = content[at + 4] == 1
    scale, length = struct.unpack(">IQ" if wide else ">II", content[at + (24 if wide else 16) :][: 12 if wide else 8])
    return round(length / scale) if scale else 0
