"""What leaves by 微信客服: once however often it is tried, within what is allowed, and never lost in silence."""

import asyncio

import pytest
from sqlalchemy import select

from bot.channels.bridge.driver import Choice
from bot.channels.wxkf.driver import menu
from storage.tables.bridges import books
from storage.tables.mail import outbox
from tests.bridge.rig import JPEG
from tests.doubles.wxkf.platform import CUT
from tests.wxkf.house import NAME, RESIDENT, House
from tickets.ids import ChatId
from tickets.mail import Address, Letter, Purpose

POST = "3号楼楼道灯坏了"


async def at(house: House) -> Address:
    async with house.program.database.read() as connection:
        chat = (await connection.execute(select(books.c.chat).where(books.c.account == NAME))).scalar_one()
    return Address(NAME, ChatId(chat))


async def letter(house: House, words: str, purpose: Purpose = Purpose.PLAIN, number: str = "", **body: object) -> int:
    async with house.program.storage.unit(house.program.clock.now()) as work:
        ticket = (await work.tickets.named(number)).id if number else None
        method = "sendPhoto" if "photo" in body else "sendMessage"
        whole = {"text": words} if method == "sendMessage" else {"caption": words}
        key = await work.mail.post(Letter(await at(house), method, whole | body, purpose, ticket=ticket))
    house.program.wake("outbox")
    return int(key)


async def until_fate(house: House, key: int, fate: str) -> str:
    why = ""

    async def look() -> tuple[str, str]:
        async with house.program.database.read() as connection:
            row = (await connection.execute(select(outbox).where(outbox.c.id == key))).one()
        return row.fate, row.why

    for _ in range(1500):
        found, why = await look()
        if found == fate:
            return why
        await asyncio.sleep(0.01)
    raise AssertionError(f"{await look()}")


@pytest.fixture
async def posted(alone: House) -> House:
    """Somebody has posted and knows it."""
    await alone.wecom.says(RESIDENT, POST)
    await alone.until_seen("收到，编号 槐-1001")
    for _ in range(500):
        fates = [fate for _, fate, _ in await alone.fates()]
        if fates and not {"waiting", "sending"} & set(fates):
            break
        await asyncio.sleep(0.01)
    return alone


async def test_a_message_whose_answer_was_lost_is_not_shown_twice(posted: House) -> None:
    posted.wecom.faults["send"].append(CUT)
    key = await letter(posted, "修好了", Purpose.ANSWER)
    await until_fate(posted, key, "sent")
    assert posted.seen().count("修好了") == 1
    assert posted.wecom.calls.count("send") > len(posted.seen())


async def test_an_answer_at_hour_47_leaves_after_all_the_rest_was_told(posted: House) -> None:
    for number in range(6):
        await letter(posted, f"进展{number}")
    await posted.forward(47)
    key = await letter(posted, "修好了", Purpose.ANSWER, "槐-1001")
    await until_fate(posted, key, "sent")


async def test_an_answer_after_the_window_is_kept_and_the_ticket_says_so(posted: House) -> None:
    await posted.forward(49)
    key = await letter(posted, "修好了", Purpose.ANSWER, "槐-1001")
    await until_fate(posted, key, "held")
    assert "undelivered" in await posted.history("槐-1001")


async def test_what_belongs_to_no_ticket_is_refused_after_the_window(posted: House) -> None:
    await posted.forward(49)
    key = await letter(posted, "修好了", Purpose.ANSWER)
    await until_fate(posted, key, "refused")


async def test_a_message_that_failed_afterwards_is_told_on_the_ticket(posted: House) -> None:
    key = await letter(posted, "修好了", Purpose.ANSWER, "槐-1001")
    await until_fate(posted, key, "sent")
    name = posted.wecom.phone(RESIDENT).names[-1]
    await posted.wecom.event("msg_send_fail", external_userid=RESIDENT, fail_msgid=name, fail_type=13)
    assert await until_fate(posted, key, "refused") == "held back by the platform for safety"
    assert "undelivered" in await posted.history("槐-1001")


async def test_who_rejects_us_cannot_be_reached_any_more_until_they_write(posted: House) -> None:
    key = await letter(posted, "修好了", Purpose.ANSWER, "槐-1001")
    await until_fate(posted, key, "sent")
    name = posted.wecom.phone(RESIDENT).names[-1]
    await posted.wecom.event("msg_send_fail", external_userid=RESIDENT, fail_msgid=name, fail_type=10)
    assert await until_fate(posted, key, "held") == "blocked"
    await posted.wecom.says(RESIDENT, "在吗")
    await until_fate(posted, key, "sent")


async def test_a_failure_of_a_message_that_nobody_sent_changes_nothing(posted: House) -> None:
    before = await posted.fates()
    await posted.wecom.event("msg_send_fail", external_userid=RESIDENT, fail_msgid="0" * 32, fail_type=4)
    await posted.wecom.says("wmOther", POST)
    await posted.until_seen("收到", "wmOther")
    assert (await posted.fates())[: len(before)] == before


async def test_while_a_member_has_the_session_all_is_held_and_of_the_answer_the_ticket_says_so(posted: House) -> None:
    posted.wecom.phone(RESIDENT).human = True
    held, answer = await letter(posted, "张强在办"), await letter(posted, "修好了", Purpose.ANSWER, "槐-1001")
    await until_fate(posted, answer, "held")
    await until_fate(posted, held, "held")
    assert "undelivered" in await posted.history("槐-1001")
    posted.wecom.phone(RESIDENT).human = False
    await posted.wecom.says(RESIDENT, "谢谢")
    await until_fate(posted, held, "sent")
    await until_fate(posted, answer, "sent")


async def test_a_button_of_an_old_menu_is_answered_and_presses_nothing(posted: House) -> None:
    wecom = posted.wecom
    await posted.taps("撤回")
    await posted.until(lambda: len(wecom.phone(RESIDENT).menus) > 1)
    count = len(posted.seen())
    await wecom.says(RESIDENT, "以前的按钮", menu_id="999999-1")
    await posted.until(lambda: [one for one in posted.seen()[count:] if "现在" in one or "对不上" in one])


async def test_words_too_long_for_a_menu_have_numbers_instead(posted: House) -> None:
    keyboard = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]}
    await letter(posted, "很长的话。" * 100, Purpose.ANSWER, reply_markup=keyboard)
    assert " 好\n回复数字就行。" in await posted.until_seen("很长的话")


async def test_a_file_is_left_with_the_platform_and_shown(posted: House) -> None:
    media = posted.wecom.lies(JPEG, "image/jpeg")
    await posted.wecom.sends(RESIDENT, "image", media_id=media)
    bodies = await posted.until_bodies(2)
    file = bodies[-1]["message"]["photo"][-1]["file_id"]
    await letter(posted, "照片在这里", Purpose.ANSWER, photo=file)
    await posted.until_seen("[image]")
    assert posted.wecom.uploads[-1][0] == "image"


async def test_a_wrong_secret_ends_the_account_and_not_the_program(posted: House) -> None:
    posted.wecom.tokens.clear()
    posted.wecom.faults["gettoken"].append(40001)
    await letter(posted, "修好了", Purpose.ANSWER)
    await posted.until(lambda: posted.program.accounts[NAME].dead)


def test_a_menu_bears_message_and_number_and_opens_addresses() -> None:
    shown = menu("选一个", [Choice(2, "甲" * 60, message=41), Choice(0, "看", "https://example.org")])
    first, second = shown["msgmenu"]["list"]
    assert first["click"]["id"] == "41-2"
    assert first["click"]["content"] == "甲" * 42
    assert second == {"type": "view", "view": {"url": "https://example.org", "content": "看"}}
