"""Every type of push is understood as what the member did. The payloads are synthetic."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.bridge.arriving.incoming import (
    Command,
    Deed,
    File,
    Other,
    Presence,
    Press,
    Spot,
    Start,
    Text,
)
from bot.channels.tencent.body import Unreadable, fields_of
from bot.channels.wecom.pushes import incoming_of, pressed_of

PAYLOADS = Path(__file__).parent / "payloads"
MEANT: dict[str, Deed | None] = {
    "text": Text("三号楼的灯修好了"),
    "image": File("photo", "media-image"),
    "voice": File("voice", "media-voice"),
    "video": File("video", "media-video"),
    "file": File("document", "media-file", "报价单.pdf"),
    "location": Spot(39.908821, 116.397469, "槐树里三号楼"),
    "link": Text("停水通知\n明天\nhttps://example.invalid/a"),
    "unknown": Other(),
    "enter_agent": None,
    "subscribe": Presence(True),
    "unsubscribe": Presence(False),
    "click": Command("open"),
    "reported_location": None,
    "template_card_event": Press("cl:17", 42),
    "template_card_page": None,
    "batch_job_result": None,
}


def payload(name: str) -> dict[str, str]:
    return dict(fields_of((PAYLOADS / f"{name}.xml").read_bytes()))


@pytest.mark.parametrize("name", sorted(path.stem for path in PAYLOADS.glob("*.xml")))
def test_each_type_means_what_the_member_did(name: str) -> None:
    found = incoming_of(payload(name))
    assert (found.deeds[0] if found else None) == MEANT[name]


def test_a_member_is_one_whatever_the_case_of_their_name() -> None:
    found = incoming_of(payload("text"))
    assert found
    assert found.external == "wangmin"


def test_two_presses_in_one_second_are_two_pushes() -> None:
    first, second = payload("template_card_event"), payload("template_card_event") | {"ResponseCode": "code-9"}
    one, other = incoming_of(first), incoming_of(second)
    assert one
    assert other
    assert one.key != other.key


def test_a_one_time_code_may_be_sent_bare_or_behind_the_command() -> None:
    for said in ("s_AbCdEf123456", "/start s_AbCdEf123456", " /start  s_AbCdEf123456 "):
        found = incoming_of(payload("text") | {"Content": said})
        assert found
        assert found.deeds == (Start("s_AbCdEf123456"),)


def test_a_button_that_turns_the_page_is_no_press() -> None:
    pressed = pressed_of(payload("template_card_page"))
    assert pressed
    assert (pressed.page, pressed.message, pressed.code) == (5, 42, "code-2")


@pytest.mark.parametrize("task", ["", "x-1", "٤٢-1", "9" * 40])
def test_a_card_of_somebody_else_is_left_alone(task: str) -> None:
    fields = payload("template_card_event") | {"TaskId": task}
    assert pressed_of(fields) is None
    assert incoming_of(fields) is None


@pytest.mark.parametrize("change", [{"FromUserName": ""}, {"FromUserName": "a b"}, {"MsgType": ""}, {"MsgId": ""}])
def test_what_lacks_a_field_is_unreadable(change: dict[str, str]) -> None:
    with pytest.raises(Unreadable):
        incoming_of(payload("text") | change)


@pytest.mark.parametrize("place", [{"Location_X": "north"}, {"Location_X": "91"}, {"Location_Y": "nan"}])
def test_a_place_that_is_none_is_nothing_that_can_be_read(place: dict[str, str]) -> None:
    found = incoming_of(payload("location") | place)
    assert found
    assert found.deeds == (Other(),)


NAMES = (*payload("text"), *payload("template_card_event"), *payload("location"), "MediaId", "FileName")
VALUES = st.text(max_size=40) | st.sampled_from(["event", "text", "file", "WangMin", "template_card_event", "1", "~7"])


@given(st.dictionaries(st.sampled_from(NAMES), VALUES | st.just({"a": "b"}) | st.just([1])))
def test_any_fields_are_understood_or_unreadable(fields: dict[str, object]) -> None:
    try:
        found = incoming_of(fields)
    except Unreadable:
        return
    pressed = pressed_of(fields)
    assert found is None or (len(found.external) <= 64 and len(found.deeds) == 1)
    assert pressed is None or len(pressed.code) <= 256


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda words: f"<xml>{words}</xml>".encode()))
def test_any_bytes_are_fields_or_unreadable(body: bytes) -> None:
    try:
        assert isinstance(fields_of(body), dict)
    except Unreadable:
        return
