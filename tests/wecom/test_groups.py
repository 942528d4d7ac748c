"""A group that a robot speaks to: it reads, and its members work in the app by a link."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession

from classifiers.reader import JiebaReader
from tests.doubles.wecom import Corp
from tests.wecom.house import GAO, ROBOTS, WANG, House, running, settings
from tickets.mail import Letter

PUBLIC = "小区门口马路上的井盖没了，差点摔跤"
KEYBOARD = {"inline_keyboard": [[{"text": "详情", "callback_data": "de:1"}]]}


async def link(house: House) -> str:
    """The link in the group's newest message."""
    found = await house.until(lambda: [one for one in house.corp.group if "/card/" in one])
    return str(found[-1].splitlines()[-1])


async def opened(address: str, code: str = "") -> tuple[int, str, str]:
    """What a browser gets: status, where it is sent, and the page."""
    asked = {"code": code} if code else {}
    async with ClientSession() as http, http.get(address, params=asked, allow_redirects=False) as answer:
        return answer.status, answer.headers.get("Location", ""), await answer.text()


async def test_the_group_reads_the_card_and_its_members_open_it_in_the_app(grouped: House) -> None:
    await grouped.page.session()
    await grouped.page.say(PUBLIC)
    address = await link(grouped)
    assert "井盖" in grouped.corp.group[-1]
    status, place, _ = await opened(address)
    assert status == 302
    assert parse_qs(urlsplit(place).query)["redirect_uri"] == [address]
    status, _, page = await opened(address, grouped.corp.visit("WangMin"))
    assert (status, "卡片发到您" in page) == (200, True)
    await grouped.taps(WANG, "井盖", "认领")
    await grouped.reads(WANG, "归您了")


async def test_who_may_not_handle_it_reads_why_and_sees_no_card(grouped: House) -> None:
    await grouped.page.session()
    await grouped.page.say(PUBLIC)
    grouped.corp.members.add("passerby")
    assert (await opened(await link(grouped), grouped.corp.visit("passerby")))[0] == 200
    await grouped.until(lambda: grouped.corp.phones["passerby"].texts)
    assert grouped.corp.phones["passerby"].cards == []


async def test_a_stranger_and_a_used_code_are_sent_away(grouped: House) -> None:
    await grouped.page.session()
    await grouped.page.say(PUBLIC)
    address, code = await link(grouped), grouped.corp.visit("outsider")
    for _ in range(2):
        status, _, page = await opened(address, code)
        assert (status, "没认出您是谁" in page) == (403, True)
    assert (await opened(address, "x" * 600))[0] == 400


async def test_a_card_that_is_opened_twice_is_one_card(grouped: House) -> None:
    await grouped.page.session()
    await grouped.page.say(PUBLIC)
    address = await link(grouped)
    for _ in range(2):
        await opened(address, grouped.corp.visit(WANG))
    await grouped.until(lambda: len(grouped.corp.phones[WANG].cards) == 2)
    assert await grouped.count("cards") == 2  # the group's and the newest of theirs


async def test_a_robot_speaks_at_most_twenty_times_a_minute(grouped: House) -> None:
    program, corp = grouped.program, grouped.corp
    async with program.storage.unit(program.clock.now()) as work:
        (to,) = work.directory.groups.values()
        for n in range(30):
            await work.mail.post(Letter(to, "sendMessage", {"text": f"第 {n} 封", "reply_markup": KEYBOARD}))
    for _ in range(400):
        await program.office.sender.drain()
        if len(corp.group) == 30:
            break
        corp.hours += 1 / 3600
    assert [one.splitlines()[0] for one in corp.group] == [f"第 {n} 封" for n in range(30)]
    assert 45009 not in corp.refused


async def test_a_robot_that_the_settings_name_no_more_is_unbound(
    database_url: str, tmp_path: Path, reader: JiebaReader, corp: Corp
) -> None:
    for more, bound in ((ROBOTS, 1), (ROBOTS, 1), ({}, 0), ({"wecom_robots": "NIX=11111111-2222"}, 0)):
        async with running(settings(tmp_path, database_url, corp, **more), reader, corp) as house:
            assert await house.count("groups") == bound


async def test_the_overseer_has_no_card_from_a_group(grouped: House) -> None:
    await grouped.page.session()
    await grouped.page.say(PUBLIC)
    await link(grouped)
    assert grouped.corp.phones[GAO].cards == []
