"""Somebody writes on a channel without buttons: they are known again, answered at once, and numbers press."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.bridge.arriving.incoming import Command, Incoming, Presence, Spot, Start, Tap, Text
from bot.channels.bridge.arriving.reception import MOST_A_MINUTE, TooFast
from bot.channels.bridge.driver import Traits
from storage.bridges.callers import FIRST, external_of, number_of
from storage.database import Database
from storage.tables.mail import inbox, outbox
from tests.bridge.rig import NAME, SCANS, Rig
from tickets.ids import Account


async def test_what_the_deed_says_goes_back_with_the_push(rig: Rig) -> None:
    assert await rig.type("路灯不亮") == "收到：路灯不亮"
    assert await rig.send() == []


async def test_a_push_before_the_account_has_said_hello_is_kept_and_handled_after_it(
    database: Database, tmp_path: Path
) -> None:
    rig = Rig(database, tmp_path, Traits(answers=True, patience=timedelta(0)), working=False)
    assert await rig.type("路灯不亮") is None
    rig.working = True
    async with rig.running():
        await rig.settled()
        rig.hours = 1
        assert await rig.send() == ["收到：路灯不亮"]


async def test_who_writes_again_is_the_same(rig: Rig) -> None:
    await rig.type("一件")
    await rig.type("两件")
    assert await rig.count("bridge_callers") == 2  # the user's and the account's own
    assert FIRST <= await rig.chat() < 2**52


async def test_two_replicas_that_meet_somebody_at_once_know_them_by_one_number(database: Database) -> None:
    async def meet() -> int:
        async with database.write() as connection:
            return await number_of(connection, NAME, "oNew")

    assert len(set(await asyncio.gather(*(meet() for _ in range(6))))) == 1


async def test_one_name_in_two_accounts_is_two_people(database: Database) -> None:
    async with database.write() as connection:
        one, other = [await number_of(connection, Account(name), "oSame") for name in ("wechat:a", "wechat:b")]
        assert one != other
        assert await external_of(connection, Account("wechat:a"), other) is None


async def test_a_group_has_a_negative_number(database: Database) -> None:
    async with database.write() as connection:
        number = await number_of(connection, NAME, "group", group=True)
        assert number < 0
        assert await number_of(connection, NAME, "group", group=True) == number


async def test_a_push_that_is_repeated_is_handled_once_and_answered_with_the_same_words(rig: Rig) -> None:
    first = await rig.type("路灯不亮", key="msg-1")
    assert await rig.type("路灯不亮", key="msg-1") == first
    assert rig.heard == ["路灯不亮"]


async def test_a_deed_that_takes_too_long_is_answered_later(rig: Rig) -> None:
    rig.pause = 2.3
    assert await rig.type("路灯不亮") is None
    rig.hours = 1 / 1000
    assert await rig.send() == ["收到：路灯不亮"]


async def test_while_a_push_waits_nobody_else_takes_its_letters(rig: Rig) -> None:
    rig.pause = 0.3
    push = asyncio.create_task(rig.type("路灯不亮"))
    while not push.done():
        assert await rig.send() == []
        await asyncio.sleep(0.02)
    assert push.result() == "收到：路灯不亮"


async def test_a_typed_number_presses_the_button(rig: Rig) -> None:
    assert await rig.push(Command("menu")) == "选一个\n1 甲\n2 乙\n回复数字就行。"
    assert await rig.type("２") == "好\n\n选了 b"
    assert rig.heard == ["press b"]


async def test_a_number_that_presses_nothing_is_answered_with_what_can_be_pressed(rig: Rig) -> None:
    await rig.push(Command("menu"))
    assert await rig.type("7") == "这个数字对不上。现在能选的是：\n1 甲\n2 乙\n回复数字就行。"
    assert rig.heard == []
    assert await rig.type("1") == "好\n\n选了 a"


async def test_a_number_without_any_menu_is_no_post(rig: Rig) -> None:
    assert await rig.type("2") == "现在没有要选的数字。有事直接说：什么事，在哪儿。"
    assert rig.heard == []


async def test_buttons_that_were_taken_away_cannot_be_pressed(rig: Rig) -> None:
    await rig.push(Command("menu"))
    async with rig.database.read() as connection:
        shown = (await connection.execute(outbox.select())).first()
    assert shown
    await rig.letter(
        "", method="editMessageReplyMarkup", body={"reply_markup": {"inline_keyboard": []}}, edits=shown.id
    )
    await rig.send()
    assert await rig.type("1") == "现在没有要选的数字。有事直接说：什么事，在哪儿。"


async def test_a_native_tap_presses_the_button_of_its_message(rig: Rig) -> None:
    await rig.push(Command("menu"))
    await rig.push(Tap(1), grant=SCANS)
    assert rig.heard == ["press a"]


async def test_the_next_words_answer_a_prompt(rig: Rig) -> None:
    assert await rig.push(Command("ask")) == "说说看\n不说了，回 0。"
    await rig.type("三号楼后面")
    assert rig.heard == ["三号楼后面 to 说说看"]


async def test_zero_leaves_a_prompt(rig: Rig) -> None:
    await rig.push(Command("ask"))
    assert await rig.type("0") == "好，先不说。"
    await rig.type("楼道灯坏了")
    assert rig.heard == ["楼道灯坏了"]


async def test_a_prompt_that_waited_too_long_is_over(rig: Rig) -> None:
    await rig.push(Command("ask"))
    rig.hours = 1
    await rig.type("楼道灯坏了")
    assert rig.heard == ["楼道灯坏了"]


async def test_who_comes_by_a_printed_code_starts_with_it(rig: Rig) -> None:
    await rig.push(Presence(True), Start("HSL-3"), grant=SCANS)
    assert rig.heard == ["start HSL-3"]


async def test_a_place_is_heard_as_a_place(rig: Rig) -> None:
    await rig.push(Spot(39.9, 116.4, "槐树里", "三号楼"))
    async with rig.database.read() as connection:
        body = (await connection.execute(inbox.select())).one().body
    assert body["message"]["venue"]["title"] == "槐树里"


async def test_who_floods_is_not_listened_to_for_a_minute(rig: Rig) -> None:
    rig.worker.stop()
    for number in range(MOST_A_MINUTE):
        await rig.station.reception.receive(_typed(number), rig.wall())
    with pytest.raises(TooFast):
        await rig.station.reception.receive(_typed(MOST_A_MINUTE), rig.wall())
    assert await rig.count("inbox") == MOST_A_MINUTE


def _typed(number: int) -> Incoming:
    return Incoming("user-1", f"n{number}", (Text(str(number) + "号楼"),))
