"""Who speaks, and what a foreign page cannot do."""

import pytest
from aiohttp import ClientSession
from yarl import URL

from tests.channels.conftest import GROUP, LI, WANG, House
from tests.channels.pictures import PDF


async def test_the_first_visit_makes_a_user_and_the_next_finds_them(city: House) -> None:
    page = city.page()
    first = await page.session()
    assert first["sample"] is False
    assert "seats" not in first
    assert (await page.session())["me"] == first["me"]
    assert (await city.page().session())["me"]["id"] != first["me"]["id"]


async def test_a_visitor_talks_to_the_bot_and_hears_it(city: House) -> None:
    page = city.page()
    await page.session()
    await page.watch()
    await page.say("路灯不亮")
    assert (await page.reads("路灯不亮"))["chat"]["id"] == page.me
    assert [chat["id"] for chat in (await page.get("chats"))[1]] == [page.me]


async def test_the_cookie_is_hidden_from_scripts_and_other_sites_and_kept_as_a_digest(city: House) -> None:
    page = city.page()
    async with page.http.get(f"{city.url}/web/session") as response:
        cookie = response.cookies["shaoying"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    async with city.store.read() as chats:
        assert await chats.people.of_session(cookie.value) is None


async def test_without_the_sample_nobody_speaks_as_somebody_else(city: House) -> None:
    page = city.page()
    await page.session()
    for asked in (
        page.get("chats", **{"as": WANG}),
        page.get("messages", **{"as": WANG}, chat=WANG),
        page.post("send", **{"as": WANG}, chat=WANG, uuid="u", text="假的"),
    ):
        assert (await asked)[0] == 403
    assert await city.arrivals() == []


async def test_without_a_session_nothing_is_told(city: House) -> None:
    page = city.page()
    assert (await page.get("chats"))[0] == 401
    assert (await page.post("send", chat=WANG, uuid="u", text="?"))[0] == 401
    async with page.http.get(f"{city.url}/web/socket", headers={"Upgrade": "websocket"}) as response:
        assert response.status == 401


async def test_a_socket_hears_only_its_own_user_whatever_it_asks_for(city: House) -> None:
    spy, page = city.page(), city.page()
    await spy.session()
    await page.session()
    assert page.me is not None
    assert spy.me is not None
    await spy.watch(spy.me, page.me, WANG)
    await page.say("私事")
    await spy.say("自己的")
    for_spy = await spy.hears(lambda news: news["for"] == [spy.me])
    assert [news["chat"] for news in spy.news] == [for_spy["chat"]]


async def test_clock_and_reset_exist_only_with_the_sample(city: House) -> None:
    page = city.page()
    await page.session()
    assert (await page.get("clock"))[0] == 404
    assert (await page.post("clock", hours=1))[0] == 404
    assert (await page.post("reset"))[0] == 404


async def test_a_visitor_is_in_no_group(city: House) -> None:
    page = city.page()
    await page.session()
    assert (await page.get("messages", chat=GROUP))[0] == 404


async def test_an_extra_bot_is_met_by_its_link_and_its_chat_is_apart(city: House) -> None:
    await city.token()
    page, beside = city.page(bot="shoes_bot"), city.page()
    me = (await page.session())["me"]["id"]
    beside.http.cookie_jar.update_cookies(page.http.cookie_jar.filter_cookies(URL(city.url)), URL(city.url))
    assert (await beside.session())["me"]["id"] == me
    await beside.watch()
    await page.watch()
    await page.say("修鞋")
    await page.reads("修鞋")
    assert beside.news == []
    assert await beside.messages() == []
    assert await city.arrivals() == []
    assert (await page.get("chats", bot="nobody_bot"))[0] == 404


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
async def test_what_another_site_makes_a_browser_send_is_refused(house: House, headers: dict[str, str]) -> None:
    page = house.page(WANG)
    status, _ = await page.post("send", headers=headers, chat=WANG, uuid="u", text="假的")
    assert status == 403
    async with page.http.get(f"{house.url}/web/socket", headers={"Upgrade": "websocket", **headers}) as response:
        assert response.status == 403
    assert await house.arrivals() == []


async def test_the_pages_own_origin_is_welcome(house: House) -> None:
    status, _ = await house.page(WANG).post(
        "send", headers={"Origin": house.url, "Sec-Fetch-Site": "same-origin"}, chat=WANG, uuid="u", text="真的"
    )
    assert status == 202


async def test_a_form_is_no_call(house: House) -> None:
    async with ClientSession() as http:
        for kind in ("text/plain", "application/x-www-form-urlencoded"):
            body, headers = f'{{"as":{WANG},"chat":{WANG},"uuid":"u","text":"假"}}', {"Content-Type": kind}
            async with http.post(f"{house.url}/web/send", data=body, headers=headers) as response:
                assert response.status == 403


async def test_the_sample_answers_only_by_the_names_of_this_machine(house: House) -> None:
    async with ClientSession() as http:
        async with http.get(f"{house.url}/web/session", headers={"Host": "evil.example"}) as response:
            assert response.status == 403
        async with http.get(f"{house.url}/web/session", headers={"Host": "localhost:8080"}) as response:
            assert response.status == 200


async def test_the_sample_names_its_seats(house: House) -> None:
    session = await house.page(LI).session()
    assert session["sample"] is True
    assert session["seats"][0] == {
        "seat": "resident",
        "title": "居民",
        "chat": None,
        "people": [{"id": WANG, "name": "王阿姨", "note": "3 号楼"}, {"id": LI, "name": "李工", "note": ""}],
    }


BROKEN = [
    b"",
    b"[]",
    b"{",
    b'{"as":501,"chat":"x","uuid":"u"}',
    b'{"as":501,"chat":501}',
    b'{"as":501,"chat":501,"uuid":"u","media":[1]}',
]


@pytest.mark.parametrize("body", BROKEN)
async def test_a_broken_body_gets_a_sentence(house: House, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with ClientSession() as http, http.post(f"{house.url}/web/send", data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["error"]


async def test_a_broken_upload_gets_a_sentence(house: House) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    async with ClientSession() as http:
        for body in (b"", b"--x\r\n", b"no boundary at all", b"--x\r\n\r\n" + PDF):
            async with http.post(f"{house.url}/web/media", data=body, headers=headers) as response:
                assert response.status == 400, body


async def test_the_page_is_served_packed_marked_and_locked_down(city: House) -> None:
    async with ClientSession() as http:
        async with http.get(f"{city.url}/?start=huai-3") as response:
            assert "哨应" in await response.text()
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]
            assert "unsafe" not in response.headers["Content-Security-Policy"]
            assert response.headers["X-Frame-Options"] == "DENY"
            mark = response.headers["ETag"]
        async with http.get(f"{city.url}/", headers={"If-None-Match": mark}) as response:
            assert (response.status, await response.read()) == (304, b"")
        async with http.get(f"{city.url}/static/js/main.js") as response:
            assert response.headers["Content-Encoding"] == "gzip"
            assert response.content_type == "text/javascript"
        for path in ("/static/nothing.js", "/static/..%2f..%2f__init__.py", "/static/%2e%2e/__init__.py"):
            async with http.get(f"{city.url}{path}") as response:
                assert response.status == 404
