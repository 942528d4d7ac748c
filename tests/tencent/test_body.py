"""Whatever bytes arrive, they are fields or unreadable, and nothing worse."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.tencent.body import Unreadable, fields_of

PIECES = st.sampled_from(
    [b"<xml>", b"</xml>", b"<MsgType>", b"</MsgType>", b"text", b"<![CDATA[", b"]]>", b"&lt;", b"&a;", b"<!DOCTYPE x>",
     b"<?xml version='1.0' encoding='x'?>", b"{", b"}", b'"a":', b"null", b"[1]", b"\x00", b"\xff", "路".encode()]
)  # fmt: skip


@given(st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=30).map(b"".join)))
def test_any_bytes_are_fields_or_unreadable(body: bytes) -> None:
    with suppress(Unreadable):
        assert isinstance(fields_of(body), dict)


def test_xml_and_json_say_the_same() -> None:
    assert (
        fields_of("<xml><MsgType>text</MsgType><Content><![CDATA[灯 <坏>]]></Content></xml>".encode())
        == fields_of('{"MsgType": "text", "Content": "灯 <坏>"}'.encode())
        == {"MsgType": "text", "Content": "灯 <坏>"}
    )
