"""What the chat page can do, and what it cannot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.engine.call import Call
from storage.database import Database
from tests.channels.conftest import GROUP, LI, STRANGER, WANG, House, served
from tests.channels.pictures import PDF, png


async def say_as_bot(house: House, chat: int, words: str, **more: object) -> int:
    """The built-in bot says something; the id of its message."""
    bot = await house.engine.bot(1)
    assert bot is not None
    answer = await house.engine.call(bot, "sendMessage", Call({"chat_id": chat, "text": words, **more}))
    assert answer.status == 200, answer.body
    return int(answer.body["result"]["message_id"])


async def test_a_post_is_a_message_and_an_inbox_row_and_the_socket_tells_it(either: House) -> None:
    page = either.page(WANG)
    await page.watch()
    [number] = await page.say("电梯坏了")
    assert (await page.reads("电梯坏了"))["message_id"] == number
    [arrival] = await either.arrivals()
    message = arrival["message"]
    assert message["text"] == "电梯坏了"
    assert message["from"] == {
        "id": WANG,
        "is_bot": False,
        "first_name": "王阿姨",
        "username": "wang",
        "language_code": "zh",
    }
    assert message["chat"]["type"] == "private"
    assert message["date"] == int(either.town.now().timestamp())
    if not either.database.postgres:
        assert either.woken == ["inbox"]


async def test_the_same_uuid_again_answers_the_same_and_does_nothing(either: House) -> None:
    page = either.page(WANG)
    body = {"chat": WANG, "uuid": "once", "text": "漏水"}
    first, second = await page.post("send", **body), await page.post("send", **body)
    assert first == second
    assert len(await either.arrivals()) == 1
    assert len(await page.messages()) == 1


async def test_a_command_is_marked_for_the_handlers(house: House) -> None:
    await house.page(WANG).say("/start huai-3")
    [arrival] = await house.arrivals()
    assert arrival["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


@pytest.mark.parametrize("words", ["", "   \n\t ", "\u0000\u0001"])
async def test_an_empty_post_gets_a_sentence_and_leaves_nothing(house: House, words: str) -> None:
    status, answer = await house.page(WANG).post("send", chat=WANG, uuid="u", text=words)
    assert (status, "还没有写内容" in answer["error"]) == (400, True)
    assert await house.arrivals() == []


async def test_the_sentence_is_english_where_the_browser_asks_for_it(house: House) -> None:
    page = house.page(WANG)
    _, answer = await page.post("send", chat=WANG, uuid="u", text="", headers={"Accept-Language": "en-GB,en"})
    assert answer["error"].startswith("Nothing to send")


async def test_five_thousand_characters_are_several_bubbles_of_one_post(house: House) -> None:
    page = house.page(WANG)
    words = "下水道堵了。" * 834
    numbers = await page.say(words)
    shown = await page.messages()
    assert [message["message_id"] for message in shown] == numbers
    assert "".join(message["text"] for message in shown) == words
    assert all(len(message["text"]) <= 4096 and message["text"].endswith("。") for message in shown)
    albums = {arrival["message"]["media_group_id"] for arrival in await house.arrivals()}
    assert len(albums) == 1
    assert not any("media_group_id" in message for message in shown)


async def test_emoji_direction_marks_and_broken_surrogates_survive_or_are_mended(either: House) -> None:
    page = either.page(WANG)
    await page.say("🚨着火 \u202eabc\u202c 👨‍👩‍👧")
    await page.say("坏\ud83d字\u0000")
    assert [message["text"] for message in await page.messages()] == ["🚨着火 \u202eabc\u202c 👨‍👩‍👧", "坏\ufffd字"]


async def test_photos_in_one_post_are_one_album_with_the_words_as_caption(house: House) -> None:
    page = house.page(WANG)
    media = [(await page.upload(png(2, height), "x.png"))[1]["id"] for height in (2, 3)]
    await page.say("楼道", media=media)
    first, second = [arrival["message"] for arrival in await house.arrivals()]
    assert first["caption"] == "楼道"
    assert first["media_group_id"] == second["media_group_id"]
    assert [message["photo"][0]["height"] for message in (first, second)] == [2, 3]


async def test_a_place_is_a_location_message(house: House) -> None:
    await house.page(WANG).say(location={"latitude": 39.9, "longitude": 116.4})
    [arrival] = await house.arrivals()
    assert arrival["message"]["location"] == {"latitude": 39.9, "longitude": 116.4}


async def test_a_reply_quotes_its_target_to_the_bot_and_to_the_page(house: House) -> None:
    page = house.page(WANG)
    question = await say_as_bot(house, WANG, "几号楼？", reply_markup={"force_reply": True})
    await page.say("三号楼", reply_to=question)
    [arrival] = await house.arrivals()
    assert arrival["message"]["reply_to_message"]["text"] == "几号楼？"
    assert (await page.messages())[-1]["reply_to_message"]["message_id"] == question


async def test_everybody_in_a_group_hears_and_nobody_else(either: House) -> None:
    li, stranger = either.page(LI), either.page(STRANGER)
    await li.watch()
    await stranger.watch()
    await either.page(WANG).say("我来认领", chat=GROUP)
    news = await li.hears(lambda news: True)
    assert (news["for"], news["chat"]) == ([LI], GROUP)
    await say_as_bot(either, STRANGER, "只给你")
    await stranger.reads("只给你")
    assert len(stranger.news) == 1


async def test_unread_counts_what_others_said_since_the_mark(house: House) -> None:
    page = house.page(WANG)
    numbers = [await say_as_bot(house, WANG, words) for words in ("一", "二", "三")]
    await page.say("我说的")
    assert (await page.post("read", chat=WANG, upto=numbers[1]))[0] == 204
    _, chats = await page.get("chats")
    private = next(chat for chat in chats if chat["id"] == WANG)
    assert (private["title"], private["unread"], private["last"]["text"]) == ("哨应", 1, "我说的")
    await page.post("read", chat=WANG, upto=numbers[0])
    assert (await page.get("chats"))[1][0]["unread"] == 1


async def test_older_messages_come_by_the_page(house: House) -> None:
    page = house.page(WANG)
    numbers = [(await page.say(f"第{index}条"))[0] for index in range(5)]
    older = await page.messages(before=numbers[3], limit=2)
    assert [message["message_id"] for message in older] == numbers[1:3]


async def test_a_press_reaches_the_bot_once_with_the_message(either: House) -> None:
    page = either.page(LI)
    keyboard = {"inline_keyboard": [[{"text": "认领", "callback_data": "claim:1"}]]}
    card = await say_as_bot(either, GROUP, "工单", reply_markup=keyboard)
    body = {"chat": GROUP, "message": card, "data": "claim:1", "uuid": "press"}
    assert [await page.post("press", **body) for _ in range(2)] == [(202, {}), (202, {})]
    [arrival] = await either.arrivals()
    query = arrival["callback_query"]
    assert (query["from"]["id"], query["data"], query["message"]["message_id"]) == (LI, "claim:1", card)
    assert query["chat_instance"]


async def test_a_press_on_a_button_that_was_just_taken_away_still_reaches_the_bot(house: House) -> None:
    card = await say_as_bot(house, GROUP, "工单：李工已认领")
    status, _ = await house.page(WANG).post("press", chat=GROUP, message=card, data="claim:1", uuid="late")
    assert status == 202
    assert len(await house.arrivals()) == 1


async def test_a_press_on_what_no_bot_said_is_refused(house: House) -> None:
    page = house.page(WANG)
    [own] = await page.say("自己写的")
    assert (await page.post("press", chat=WANG, message=own, data="x", uuid="u"))[0] == 400
    assert (await page.post("press", chat=WANG, message=999, data="x", uuid="v"))[0] == 404


async def test_ones_own_words_can_be_changed_and_the_bot_hears_of_it(house: House) -> None:
    page, other = house.page(WANG), house.page(LI)
    [number] = await page.say("三号楼", chat=GROUP)
    assert (await page.post("edit", chat=GROUP, message=number, text="五号楼", uuid="e"))[0] == 202
    assert (await other.post("edit", chat=GROUP, message=number, text="假的", uuid="f"))[0] == 404
    assert (await house.arrivals())[-1]["edited_message"]["text"] == "五号楼"
    assert "edit_date" in (await page.messages(GROUP))[-1]


async def test_a_file_of_21_mb_is_refused_with_a_sentence_and_20_mb_are_taken(house: House) -> None:
    page = house.page(WANG)
    status, answer = await page.upload(bytes(21 * 1024 * 1024), "大.bin")
    assert (status, "20 MB" in answer["error"]) == (413, True)
    status, media = await page.upload(b"x" * (20 * 1024 * 1024), "大.bin")
    assert (status, media["kind"], media["size"]) == (201, "document", 20 * 1024 * 1024)


async def test_a_body_too_long_for_any_post_gets_a_sentence(house: House) -> None:
    status, answer = await house.page(WANG).post("send", chat=WANG, uuid="u", text="长" * 400_000)
    assert (status, "error" in answer) == (413, True)
    status, _ = await house.page(WANG).post("send", chat=WANG, uuid="u", text="长" * 80_000)
    assert status == 400
    assert await house.arrivals() == []


async def test_a_file_is_what_its_bytes_are_and_is_never_run_in_the_page(house: House) -> None:
    page = house.page(WANG)
    _, media = await page.upload(b"<html><script>alert(1)</script>", "photo.jpg")
    assert media["kind"] == "document"
    async with page.http.get(f"{house.url}/web/media/{media['id']}?as={WANG}") as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]


async def test_a_file_is_seen_by_who_brought_it_and_by_who_sees_its_message(house: House) -> None:
    wang, li, stranger = house.page(WANG), house.page(LI), house.page(STRANGER)
    _, media = await wang.upload(PDF, "证明.pdf")
    assert (await wang.download(media["id"]))[0] == 200
    assert (await li.download(media["id"]))[0] == 404
    await wang.say(chat=GROUP, media=[media["id"]])
    assert (await li.download(media["id"]))[1] == PDF
    assert (await stranger.download(media["id"]))[0] == 404


async def test_a_stranger_can_neither_read_a_chat_nor_write_nor_press_in_it(house: House) -> None:
    card = await say_as_bot(house, GROUP, "工单")
    stranger = house.page(STRANGER)
    assert (await stranger.get("messages", chat=GROUP))[0] == 404
    assert (await stranger.get("messages", chat=WANG))[0] == 404
    assert (await stranger.post("send", chat=GROUP, uuid="a", text="?"))[0] == 404
    assert (await stranger.post("press", chat=GROUP, message=card, data="x", uuid="b"))[0] == 404
    assert (await stranger.post("read", chat=GROUP, upto=1))[0] == 404
    assert await house.arrivals() == []


async def test_media_of_others_cannot_be_sent_on(house: House) -> None:
    _, media = await house.page(WANG).upload(PDF, "证明.pdf")
    status, _ = await house.page(LI).post("send", chat=LI, uuid="u", media=[media["id"]])
    assert status == 404


async def test_moving_the_clock_tells_every_page_and_dates_what_follows(house: House) -> None:
    page = house.page(WANG)
    await page.watch()
    status, clock = await page.post("clock", hours=24)
    assert (status, clock["offset_hours"]) == (200, 24)
    assert (await page.hears(lambda news: True, "clock"))["now"] == clock["now"]
    await page.say("第二天")
    assert (await page.messages())[-1]["date"] == clock["now"]


@pytest.mark.parametrize("hours", [0, -1, 721, "3", None, True])
async def test_the_clock_moves_by_sensible_hours_only(house: House, hours: object) -> None:
    assert (await house.page(WANG).post("clock", hours=hours))[0] == 400


async def test_a_reset_begins_anew_and_makes_pages_call_again(house: House) -> None:
    page = house.page(WANG)
    socket = await page.watch()
    assert (await page.post("reset"))[0] == 204
    assert house.town.resets == 1
    await page.ended()
    assert socket.closed


@pytest.fixture
async def strict(lone_database: Database, tmp_path: Path) -> AsyncIterator[House]:
    async for house in served(lone_database, tmp_path / "media", sample=True, per_minute=3):
        yield house


async def test_more_posts_a_minute_than_allowed_are_refused_for_that_user_alone(strict: House) -> None:
    wang, li = strict.page(WANG), strict.page(LI)
    for index in range(3):
        await wang.say(f"{index}")
    assert (await wang.post("send", chat=WANG, uuid="more", text="再来"))[0] == 429
    await li.say("我第一次说")
    assert len(await strict.arrivals()) == 4
