"""From the channel to the handler: kept before it is acknowledged, once, in each chat's order."""

import asyncio

from storage.tables.mail import inbox
from tests.doubles.botapi import BotApi
from tests.path.house import OPERATORS, Path


async def test_a_message_is_answered_in_its_chat(api: BotApi, path: Path) -> None:
    async with path.running():
        path.bot.say("楼道灯坏了", chat=7)
        await api.until(lambda: path.bot.texts(7) == ["收到：楼道灯坏了"])


async def test_an_update_that_comes_twice_is_handled_once(api: BotApi, path: Path) -> None:
    update = path.bot.text("一次", chat=7)
    async with path.running():
        path.bot.deliver(update, update)
        await api.until(lambda: path.bot.texts(7))
        path.poller.offset = 0
        path.bot.deliver(update)
        path.bot.say("两次", chat=7)
        await api.until(lambda: path.handled[-1] == "两次")
    assert path.handled == ["一次", "两次"]


async def test_updates_of_a_chat_are_handled_in_the_order_of_their_arrival(api: BotApi, path: Path) -> None:
    first, second = path.bot.text("1", chat=7), path.bot.text("2", chat=7)
    async with path.running():
        path.bot.deliver(second, first)
        await api.until(lambda: len(path.handled) == 2)
    assert path.handled == ["2", "1"]


async def test_an_edited_message_reaches_the_handlers(api: BotApi, path: Path) -> None:
    async with path.running():
        update = path.bot.say("五号楼", chat=7)
        path.bot.edits(update, "六号楼")
        await api.until(lambda: path.handled == ["五号楼", "六号楼"])


async def test_an_update_of_an_unknown_kind_is_finished_and_its_chat_goes_on(api: BotApi, path: Path) -> None:
    async with path.running():
        path.bot.allowed = set()
        path.bot.updates.append(path.bot.update(galaxy={"chat": {"id": 7}}))
        path.bot.say("hello", chat=7)
        await api.until(lambda: path.handled == ["hello"])
    assert [row.state for row in await path.rows(inbox)] == ["done", "done"]


async def test_a_message_that_cannot_be_read_is_parked_with_an_alarm(api: BotApi, path: Path) -> None:
    broken = path.bot.text("broken", chat=7)
    del broken["message"]["date"]
    async with path.running():
        path.bot.deliver(broken)
        path.bot.say("hello", chat=7)
        await api.until(lambda: path.handled == ["hello"] and path.bot.sent(OPERATORS))
    assert [row.state for row in await path.rows(inbox)] == ["parked", "done"]


async def test_a_row_that_keeps_failing_is_parked_after_five_tries_and_frees_its_chat(api: BotApi, path: Path) -> None:
    path.worker.first_wait = 0.005
    async with path.running():
        path.bot.say("/boom", chat=7)
        path.bot.say("after", chat=7)
        await api.until(lambda: path.handled[-1:] == ["after"] and path.bot.sent(OPERATORS) and path.bot.sent(7))
    assert path.handled == ["/boom"] * 5 + ["after"]
    assert path.bot.texts(7) == ["收到：after"], "what a failed try has written is undone"
    assert "RuntimeError: boom" in path.bot.texts(OPERATORS)[0]


async def test_while_a_row_waits_for_its_next_try_other_chats_go_on(api: BotApi, path: Path) -> None:
    path.worker.first_wait = 60
    async with path.running():
        path.bot.say("/boom", chat=7)
        path.bot.say("held up", chat=7)
        path.bot.say("free", chat=8)
        await api.until(lambda: path.bot.texts(8))
        await asyncio.sleep(0.1)
    assert path.handled == ["/boom", "free"]


async def test_a_press_is_answered(api: BotApi, path: Path) -> None:
    async with path.running():
        await path.post(7, "card", body={"text": "card", "reply_markup": _KEYBOARD})
        card = await api.until(lambda: path.bot.sent(7))
        path.bot.press(card[0])
        await api.until(lambda: path.bot.called("answerCallbackQuery"))
    assert path.bot.called("answerCallbackQuery")[0].params["text"] == "好"


_KEYBOARD = {"inline_keyboard": [[{"text": "认领", "callback_data": "claim:1"}]]}


async def test_the_menus_are_shown_before_the_first_message_and_a_refused_one_stops_nothing(
    api: BotApi, path: Path
) -> None:
    chinese, english = ([{"command": "my", "description": words}] for words in ("我报的事", "My reports"))
    path.account.menus = [{"commands": chinese}, {"commands": english, "language_code": "en"}]
    api.faults.break_down(times=1, method="setMyCommands")
    async with path.running():
        path.bot.say("楼道灯坏了", chat=7)
        await api.until(lambda: path.bot.texts(7) == ["收到：楼道灯坏了"])
    assert list(path.bot.commands.values()) == [english]
