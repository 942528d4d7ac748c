"""What no page and no client would send: refused with a sentence, never with a fault of ours, and nothing changes."""

from typing import Any

import pytest
from aiohttp import ClientSession

from tests.channels.conftest import LI, WANG, House

pytestmark = pytest.mark.usefixtures("unswept")

JSON = {"Content-Type": "application/json"}
DEEP = b"[" * 100_000
BODIES = {
    "too deep": DEEP,
    "too deep to be walked": b'{"a":' + b"[" * 600 + b"]" * 600 + b"}",
    "no number": b'{"as": Infinity}',
    "a number beyond every id": b'{"as": 36893488147419103232, "chat": 1, "uuid": "x"}',
    "two minuses": f'{{"as": {WANG}, "chat": "--5", "uuid": "a"}}'.encode(),
    "a number that takes minutes to read": f'{{"as": {WANG}, "chat": "{"9" * 5000}", "uuid": "a"}}'.encode(),
}


@pytest.mark.parametrize("call", ["send", "press", "edit", "read", "clock"])
async def test_a_body_that_is_none_is_refused(house: House, call: str) -> None:
    async with ClientSession() as http:
        for what, body in BODIES.items():
            async with http.post(f"{house.url}/web/{call}", data=body, headers=JSON) as response:
                assert response.status == 400, what
        strange = {"Content-Type": "application/json; charset=nope"}
        async with http.post(f"{house.url}/web/{call}", data=b"{}", headers=strange) as response:
            assert response.status == 400
    assert await house.arrivals() == []


@pytest.mark.parametrize(
    "body",
    [
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\x00.jpg"\r\n\r\nabc\r\n--x--\r\n',
        b"--x\r\n" + b"A: b\r\n" * 20_000 + b"\r\nabc\r\n--x--\r\n",
    ],
    ids=["NUL in a name", "20,000 headers"],
)
async def test_an_upload_that_is_none_is_refused(house: House, body: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    token = await house.token()
    async with ClientSession() as http:
        async with http.post(f"{house.url}/web/media", data=body, headers=headers) as response:
            assert response.status == 400
        async with http.post(f"{house.url}/bot{token}/sendPhoto", data=body, headers=headers) as response:
            assert response.status == 400


@pytest.mark.parametrize("path", ["static/%00", "static/" + "a" * 5000, "web/messages?as=501&chat=--1"])
async def test_an_address_that_is_none_is_refused(house: House, path: str) -> None:
    async with ClientSession() as http, http.get(f"{house.url}/{path}") as response:
        assert response.status in {400, 404}


@pytest.mark.parametrize("headers", [{"Host": "[::1"}, {"Origin": "http://[::1"}])
async def test_a_broken_name_opens_nothing(house: House, headers: dict[str, str]) -> None:
    said = {"as": WANG, "chat": WANG, "uuid": "u", "text": "你好"}
    async with ClientSession() as http, http.post(f"{house.url}/web/send", json=said, headers=headers) as response:
        assert response.status == 403
    assert await house.arrivals() == []


async def test_a_page_that_talks_nonsense_is_still_kept_up_to_date(house: House) -> None:
    page = house.page(WANG)
    socket = await page.watch(LI)
    for words in ("", "[" * 16_000, '{"watch": {}}', '{"watch": [Infinity, true, "x"]}'):
        await socket.send_str(words)
    await socket.send_json({"watch": [WANG]})
    await page.say("路灯坏了")
    await page.reads("路灯坏了")


async def test_a_client_of_the_door_hears_what_is_wrong(house: House) -> None:
    token = await house.token()
    address = f"{house.url}/bot{token}/sendMessage"
    async with ClientSession() as http, http.post(address, data=DEEP, headers=JSON) as response:
        assert (response.status, (await response.json())["ok"]) == (400, False)
    for values in ({"chat_id": "--5"}, {"chat_id": "9" * 5000}, {"chat_id": WANG, "reply_markup": "[" * 5000}):
        status, answer = await house.call(token, "sendMessage", text="x", **values)
        assert (status, answer["ok"]) == (400, False)
    for method, broken in (("setWebhook", {"url": "http://[::1"}), ("getUpdates", {"allowed_updates": _nested(600)})):
        status, answer = await house.call(token, method, **broken)
        assert (status, answer["ok"]) == (400, False)


def _nested(depth: int) -> list[Any]:
    return [_nested(depth - 1)] if depth else []
