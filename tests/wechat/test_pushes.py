"""Every type of message and event means what it should; the pure reading of it."""

from typing import Any

import pytest

from bot.channels.bridge.arriving.incoming import Command, File, Incoming, Other, Presence, Spot, Start, Tap, Text
from bot.channels.tencent.body import Unreadable, fields_of
from bot.channels.wechat.pushes import EVENT, WORDS, incoming_of
from tests.doubles.wechat import Weixin
from tests.wechat.payloads import EVENTS, MESSAGES

WHO = "oResident-0001"


def message(kind: str, **more: Any) -> Incoming | None:
    platform = Weixin()
    return incoming_of(fields_of(platform.written(platform.message(WHO, kind, **MESSAGES.get(kind, {}), **more))))


def event(name: str, **more: Any) -> Incoming | None:
    platform = Weixin()
    fields = platform.frame(WHO) | {"MsgType": "event", "Event": name.split(maxsplit=1)[0]} | EVENTS[name] | more
    return incoming_of(fields_of(platform.written(fields)))


@pytest.mark.parametrize(
    ("kind", "deed"),
    [
        ("text", Text("3号楼楼道灯坏了")),
        ("image", File("photo", "media-image")),
        ("voice", File("voice", "media-voice")),
        ("video", File("video", "media-video")),
        ("shortvideo", File("video", "media-short")),
        ("location", Spot(39.905, 116.412, "槐树里胡同甲3号")),
        ("link", Text("楼道灯\n坏了三天\nhttps://example.org/1")),
        ("file", Other()),
        ("miniprogrampage", Other()),
    ],
)
def test_a_message_of_each_type_is_heard_and_lets_us_send_five_in_48_hours(kind: str, deed: object) -> None:
    heard = message(kind)
    assert heard
    assert (heard.external, heard.deeds, heard.grant) == (WHO, (deed,), WORDS)


def test_every_recorded_type_is_looked_at() -> None:
    assert len(MESSAGES) + len(EVENTS) == 20


@pytest.mark.parametrize(
    ("name", "deeds", "grant"),
    [
        ("subscribe", (Presence(True), Start("")), EVENT),
        ("subscribe by code", (Presence(True), Start("C")), EVENT),
        ("SCAN", (Start("C"),), EVENT),
        ("unsubscribe", (Presence(False),), None),
        ("CLICK", (Command("help"),), EVENT),
    ],
)
def test_an_event_of_each_type_is_heard(name: str, deeds: tuple[object, ...], grant: object) -> None:
    heard = event(name)
    assert heard
    assert (heard.deeds, heard.grant) == (deeds, grant)


@pytest.mark.parametrize(
    "name",
    ["VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "view_miniprogram", "scancode_waitmsg", "user_authorize_invalid"],
)
def test_an_event_that_asks_for_nothing_makes_no_rows(name: str) -> None:
    assert event(name) is None


def test_a_tap_of_a_menu_message_presses_and_lets_us_send_but_three_in_a_minute() -> None:
    heard = message("text", bizmsgmenuid="2")
    assert heard
    assert (heard.deeds, heard.grant) == ((Tap(2),), EVENT)


def test_messages_are_known_by_their_number_and_events_by_who_when_and_what() -> None:
    one, again, other = event("SCAN", CreateTime=5), event("SCAN", CreateTime=5), event("SCAN", CreateTime=6)
    assert one
    assert again
    assert other
    assert one.key == again.key != other.key


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"MsgType": "text", "FromUserName": "o'; DROP TABLE", "MsgId": "1"},
        {"MsgType": "text", "FromUserName": WHO},
        {"MsgType": "event", "FromUserName": WHO, "Event": "SCAN"},
        {"MsgType": "event", "FromUserName": WHO, "CreateTime": "5"},
        {"MsgType": {"a": "b"}, "FromUserName": WHO, "MsgId": "1"},
    ],
)
def test_a_push_without_what_it_must_have_is_unreadable(fields: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        incoming_of(fields)


@pytest.mark.parametrize(("x", "y"), [("nan", "1"), ("91", "1"), ("1", "181"), ("x", "1"), ("", "")])
def test_a_place_that_is_nowhere_is_no_place(x: str, y: str) -> None:
    fields = {"MsgType": "location", "FromUserName": WHO, "MsgId": "1", "Location_X": x, "Location_Y": y}
    heard = incoming_of(fields)
    assert heard
    assert heard.deeds == (Other(),)
