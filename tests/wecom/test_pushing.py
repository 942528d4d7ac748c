"""What comes to the address: genuine pushes once, everything else refused without a trace."""

import pytest

from tests.doubles.wecom.pushing import CORP, OLD_KEY, written
from tests.wecom.house import WANG, House

TRACES = ("inbox", "bridge_books", "bridge_permits", "chat_updates", "outbox")


async def traces(house: House) -> list[int]:
    return [await house.count(table) for table in TRACES]


async def test_the_address_is_checked_by_what_only_we_can_open(house: House) -> None:
    assert await house.corp.greet() == (200, b"1616140317555161061")
    assert (await house.corp.greet(token="wrong"))[0] == 401
    assert (await house.corp.greet(receiver="ww0000000000000000"))[0] == 401
    async with house.corp.session.get(house.corp.target) as bare:
        assert bare.status == 401


async def test_the_key_of_before_still_opens(house: House) -> None:
    house.corp.key = OLD_KEY
    assert await house.corp.says(WANG, "/help") == 200
    assert (await house.corp.greet())[0] == 200


async def test_a_push_that_is_repeated_is_heard_once(house: House) -> None:
    fields = house.corp.frame(WANG) | {"MsgType": "text", "Content": "/mine", "MsgId": 1}
    for _ in range(3):
        assert await house.corp.push(fields) == 200
    assert await house.count("inbox") == 1


async def test_opening_the_apps_chat_leaves_no_row(house: House) -> None:
    before = await traces(house)
    assert await house.corp.event(WANG, "enter_agent", EventKey="") == 200
    assert await traces(house) == before


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xml><FromUserName>&b;</FromUserName></xml>'
BROKEN = {
    "nothing": b"",
    "no XML": b"\x00\xff" * 50,
    "cut off": b"<xml><MsgType>text",
    "an entity bomb": BOMB,
    "another root": b"<a><Encrypt>x</Encrypt></a>",
    "JSON that nests without end": b'{"a":' * 5000,
    "huge": b"<xml>" + b"x" * 400_000 + b"</xml>",
}


@pytest.mark.parametrize("kind", BROKEN)
async def test_a_broken_body_is_refused_without_a_trace(house: House, kind: str) -> None:
    before = await traces(house)
    status = await house.corp.post(house.corp.query("x"), BROKEN[kind])
    assert status in {400, 401}
    assert await traces(house) == before


@pytest.mark.parametrize("kind", ["an entity bomb", "cut off", "another root"])
async def test_a_broken_body_inside_a_genuine_envelope_is_refused_too(house: House, kind: str) -> None:
    before = await traces(house)
    assert await house.corp.post(*house.corp.packed(BROKEN[kind])) == 400
    assert await traces(house) == before


async def test_forged_pushes_are_refused_without_a_trace(house: House) -> None:
    before, corp = await traces(house), house.corp
    plain = written(corp.frame(WANG) | {"MsgType": "text", "Content": "/mine", "MsgId": 1})
    query, body = corp.packed(plain)
    sealed = body.decode().split("<Encrypt>")[1].split("</Encrypt>")[0]
    torn = sealed[:-24] + "A" * 22 + "=="
    attempts = [
        corp.packed(plain, token="wrong"),
        corp.packed(plain, receiver="ww0000000000000000"),
        (query | {"msg_signature": "0" * 40}, body),
        (query | {"msg_signature": "é"}, body),
        (query | {"timestamp": "1700000000"}, body),
        ({name: value for name, value in query.items() if name != "nonce"}, body),
        (corp.query(torn), written({"ToUserName": CORP, "Encrypt": torn})),
        (corp.query("!!!"), written({"ToUserName": CORP, "Encrypt": "!!!"})),
    ]
    for asked, said in attempts:
        assert await corp.post(asked, said) == 401
    assert await traces(house) == before


async def test_yesterdays_push_is_no_push(house: House) -> None:
    packed = house.corp.packed(written(house.corp.frame(WANG) | {"MsgType": "text", "Content": "x", "MsgId": 9}))
    house.corp.hours = 25
    before = await traces(house)
    assert await house.corp.post(*packed) == 401
    assert await traces(house) == before


async def test_a_button_of_an_unknown_message_is_answered_in_words(house: House) -> None:
    fields = {"EventKey": "cl:1", "TaskId": "999999-abc", "CardType": "button_interaction", "ResponseCode": "x"}
    assert await house.corp.event(WANG, "template_card_event", **fields) == 200
    await house.reads(WANG, "这个按钮过期了")
