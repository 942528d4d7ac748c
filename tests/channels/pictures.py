"""Files made on the spot."""

import struct
import zlib


def png(width: int = 3, height: int = 2, extra: bytes = b"") -> bytes:
    """A grey picture; `extra` is a chunk put before its data."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * width) * height))
    return b"\x89PNG\r\n\x1a\n" + head + extra + data + chunk(b"IEND", b"")


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg(width: int, height: int, way_up: int, place: bytes) -> bytes:
    """The segments of a JPEG from a phone: where it was taken, and which way up it was held."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, way_up, 0)
    tiff = b"II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4) + place
    exif = b"Exif\0\0" + tiff
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0"
    return (
        b"\xff\xd8"
        + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
        + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame
        + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + b"data\xff\xd9"
    )  # fmt: skip


PDF = b"%PDF-1.4\n%%EOF\n"
