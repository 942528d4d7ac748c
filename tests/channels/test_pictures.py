"""A file is what its bytes say; a picture keeps nothing of where and by what it was taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.engine.depot import file_name
from bot.channels.engine.sniff import look
from bot.channels.engine.strip import stripped, turned
from tests.channels.pictures import PDF, chunk, jpeg, png

HOME = b"GPS 39.9042N 116.4074E"


@pytest.mark.parametrize("way_up", [1, 3, 6, 8])
def test_a_photo_loses_its_place_and_keeps_its_way_up(way_up: int) -> None:
    bare = stripped(jpeg(40, 30, way_up, HOME), "image/jpeg")
    assert HOME not in bare
    assert bare.endswith(b"data\xff\xd9")
    assert (look(bare).width, look(bare).height) == (40, 30)
    assert turned(bare) == (way_up >= 5)
    assert stripped(bare, "image/jpeg") == bare


def test_a_png_loses_what_was_written_into_it_and_stays_a_picture() -> None:
    whole = png(7, 5, chunk(b"tEXt", b"Author\0" + HOME) + chunk(b"eXIf", HOME))
    assert stripped(whole, "image/png") == png(7, 5)


def test_a_webp_loses_its_metadata() -> None:
    def part(name: bytes, body: bytes) -> bytes:
        return name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)

    def riff(*parts: bytes) -> bytes:
        body = b"WEBP" + b"".join(parts)
        return b"RIFF" + len(body).to_bytes(4, "little") + body

    size = (639).to_bytes(3, "little") + (479).to_bytes(3, "little")
    picture = part(b"VP8 ", b"bits")
    whole = riff(part(b"VP8X", b"\x0c\0\0\0" + size), picture, part(b"EXIF", HOME), part(b"XMP ", HOME))
    assert (look(whole).kind, look(whole).width, look(whole).height) == ("photo", 640, 480)
    assert stripped(whole, "image/webp") == riff(part(b"VP8X", b"\0\0\0\0" + size), picture)


KINDS = [
    (png(), "photo", "image/png"),
    (png(30_000, 1), "document", "image/png"),
    (jpeg(4, 3, 1, b""), "photo", "image/jpeg"),
    (b"OggS" + bytes(22) + b"OggS\0\0" + (96_000).to_bytes(8, "little"), "voice", "audio/ogg"),
    (b"\x1aE\xdf\xa3webmA_OPUS", "voice", "audio/webm"),
    (b"\x1aE\xdf\xa3webmV_VP9A_OPUS", "video", "video/webm"),
    (b"\0\0\0\x20ftypM4A \0\0", "voice", "audio/mp4"),
    (b"\0\0\0\x20ftypisom\0\0vide", "video", "video/mp4"),
    (b"\0\0\0\x20ftypheic\0\0", "document", "image/heic"),
    (b"#!AMR\n", "voice", "audio/amr"),
    (PDF, "document", "application/pdf"),
    (b"<svg onload=alert(1)>", "document", "application/octet-stream"),
    (b"<!doctype html>", "document", "application/octet-stream"),
]


@pytest.mark.parametrize(("content", "kind", "mime"), KINDS)
def test_a_file_is_known_by_its_bytes(content: bytes, kind: str, mime: str) -> None:
    assert (look(content).kind, look(content).mime) == (kind, mime)


def test_a_voice_tells_its_length() -> None:
    assert look(KINDS[3][0]).duration == 2


HEADS = [content[:40] for content, _, _ in KINDS]


@given(st.sampled_from(HEADS), st.binary(max_size=200))
def test_no_broken_file_breaks_the_reader(head: bytes, rest: bytes) -> None:
    looks = look(head + rest)
    turned(head + rest)
    stripped(head + rest, looks.mime)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\灯.jpg", "灯.jpg"),
        ("a\r\nSet-Cookie: x", "a Set-Cookie: x"),
        ("..", ""),
    ],
)
def test_a_file_name_is_only_a_name(given: str, kept: str) -> None:
    assert file_name(given) == kept
