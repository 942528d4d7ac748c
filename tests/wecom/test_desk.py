"""A worker's day in the app: pages of buttons, pictures both ways, who can be reached, and how fast."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from storage.bridges.callers import known_number
from tests.channels.pictures import png
from tests.wecom.house import LI, WANG, House
from tests.wecom.test_story import POST
from tickets.ids import Account, ChatId
from tickets.mail import Address, Letter

BUTTON = {"text": "好", "callback_data": "de:1"}
"""Letters with buttons are messages of their own."""


async def unreachable(house: House, wanted: int) -> None:
    """Until so many members are known as such."""
    query = text("SELECT count(*) FROM identities WHERE NOT reachable AND account LIKE 'wecom:%'")
    for _ in range(1500):
        async with house.program.database.read() as connection:
            if (await connection.execute(query)).scalar_one() == wanted:
                return
        await asyncio.sleep(0.01)
    raise AssertionError("not known")


async def claimed(house: House) -> None:
    await house.page.session()
    await house.page.say(POST)
    await house.taps(WANG, "路灯", "认领")
    await house.reads(WANG, "归您了")


async def test_more_than_six_buttons_are_turned_like_pages(house: House) -> None:
    await claimed(house)
    await house.taps(WANG, "路灯", "更多")
    card = await house.card(WANG, "路灯", "更多…")
    first = list(card.labels)
    assert len(first) == 6
    await house.corp.taps(WANG, "更多…", card)
    await house.until(lambda: card.labels != first)
    assert "返回" in card.labels
    await house.corp.taps(WANG, "返回", card)
    await house.until(lambda: "答复" in card.labels)


async def test_a_press_on_a_card_that_cannot_be_changed_shows_a_new_one(house: House) -> None:
    await claimed(house)
    card = await house.card(WANG, "路灯", "更多")
    async with house.program.database.write() as connection:
        await connection.execute(text("DELETE FROM bridge_permits"))
    fields = {"EventKey": card.key_of("更多"), "TaskId": card.task, "CardType": "button_interaction"}
    await house.corp.event(WANG, "template_card_event", **fields, ResponseCode="used")
    new = await house.card(WANG, "路灯", "更多…")
    assert new is not card


async def test_who_speaks_keeps_the_name_that_the_workbook_gives_them(house: House) -> None:
    await house.corp.says(WANG, "/mine")
    await house.reads(WANG, "您手上没有")
    async with house.program.database.read() as connection:
        names = (await connection.execute(text("SELECT name FROM chat_users"))).scalars().all()
    assert {"王敏", "李强", "赵芳", "高建华"} <= set(names)
    assert not [name for name in names if name.startswith("居民")]


async def test_pictures_go_both_ways(house: House) -> None:
    await house.page.session()
    status, kept = await house.page.upload(png(), "灯.png")
    assert status < 300, kept
    await house.page.say(POST, media=[kept["id"]])
    await house.taps(WANG, "路灯", "认领")
    await house.until(lambda: "[image]" in house.corp.phones[WANG].texts)
    await house.reads(WANG, "归您了")
    await house.taps(WANG, "路灯", "答复")
    await house.taps(WANG, "路灯", "办好了")
    await house.reads(WANG, "写给居民的结果")
    media = house.corp.lies(png(), "image/png")
    await house.corp.sends(WANG, "image", MediaId=media, PicUrl="")
    for _ in range(1500):
        await asyncio.sleep(0.01)
        if any("photo" in message and message["from"]["is_bot"] for message in await house.page.messages()):
            return
    raise AssertionError([message.get("text") for message in await house.page.messages()])


async def test_who_lost_the_app_is_not_written_to_until_they_have_it_again(house: House) -> None:
    assert await house.corp.event(LI, "unsubscribe") == 200
    await house.page.session()
    await house.page.say(POST)
    await house.card(WANG, "路灯", "认领")
    assert house.corp.phones[LI].seen == []
    assert await house.corp.event(LI, "subscribe") == 200
    await unreachable(house, 0)


async def test_who_turns_out_to_be_gone_is_known_as_unreachable(house: House) -> None:
    house.corp.gone.add(LI)
    await house.page.session()
    await house.page.say(POST)
    await house.card(WANG, "路灯", "认领")
    await unreachable(house, 1)


async def test_a_one_time_code_makes_a_member_the_one_it_was_given_to(house: House) -> None:
    house.corp.members.add("newphone")
    program = house.program
    async with program.storage.unit(program.clock.now()) as work:
        who = next(person for person in work.directory.staff.values() if person.name == "高建华")
        await work.people.offer(who.id, "AbCdEf123456", timedelta(days=1))
    await house.corp.says("newphone", "s_AbCdEf123456")
    assert "高建华" in await house.reads("newphone", "已连上")


@pytest.mark.parametrize("letters", [45])
async def test_a_member_is_never_written_to_faster_than_wecom_lets_through(house: House, letters: int) -> None:
    program, phone = house.program, house.corp.phones[WANG]
    account = next(Account(name) for name in program.accounts if name.startswith("wecom:"))
    async with program.storage.unit(program.clock.now()) as work:
        number = await known_number(work.connection, account, WANG)
        assert number
        for n in range(letters):
            body = {
                "text": f"第 {n} 封",
                "reply_markup": {"inline_keyboard": [[{"text": "好", "callback_data": "de:1"}]]},
            }
            await work.mail.post(Letter(Address(account, ChatId(number)), "sendMessage", body))
    for _ in range(400):
        await program.office.sender.drain()
        if len(phone.cards) == letters:
            break
        house.corp.hours += 1 / 3600
    assert phone.dropped == 0
    assert [card.text for card in phone.cards] == [f"第 {n} 封" for n in range(letters)]
