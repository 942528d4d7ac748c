"""python-telegram-bot's own Bot speaks to the engine without a hop."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, InvalidToken

from bot.channels.engine.request import EngineRequest
from storage.chats import ensure_user
from tests.channels.conftest import GROUP, WANG, House
from tests.channels.pictures import PDF, png


@pytest.fixture
async def bot(either: House) -> AsyncIterator[Bot]:
    made = Bot("1:web", request=EngineRequest(either.engine), get_updates_request=EngineRequest(either.engine))
    async with made:
        yield made


async def test_the_built_in_bot_says_who_it_is(bot: Bot) -> None:
    assert (bot.id, bot.username, bot.first_name) == (1, "shaoying_bot", "哨应")


async def test_a_letter_of_the_outbox_becomes_a_message_that_can_be_changed(either: House, bot: Bot) -> None:
    page = either.page(WANG)
    await page.watch()
    sent = await bot.send_message(WANG, "<i>收到</i>", parse_mode="HTML")
    assert (await page.reads("收到"))["message_id"] == sent.message_id
    await bot.edit_message_text("已认领", WANG, sent.message_id)
    assert (await page.hears(lambda news: True, "edit"))["message"]["text"] == "已认领"
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("已认领", WANG, sent.message_id)


async def test_message_numbers_rise_in_each_chat_by_themselves(bot: Bot) -> None:
    private = [(await bot.send_message(WANG, "x")).message_id for _ in range(2)]
    group = [(await bot.send_message(GROUP, "x")).message_id for _ in range(2)]
    assert private == group == [1, 2]


async def test_a_residents_photo_goes_on_by_its_id_and_can_be_fetched(either: House, bot: Bot) -> None:
    page = either.page(WANG)
    _, media = await page.upload(png(9, 9), "灯.png")
    await page.say("灯坏了", media=[media["id"]])
    card = await bot.send_photo(GROUP, media["id"], caption="工单")
    content = await (await card.photo[-1].get_file()).download_as_bytearray()
    assert bytes(content) == png(9, 9)


async def test_uploads_and_albums_go_without_a_hop(bot: Bot) -> None:
    paper = await bot.send_document(WANG, PDF, filename="答复.pdf")
    assert paper.document is not None
    assert (paper.document.file_name, paper.document.mime_type) == ("答复.pdf", "application/pdf")
    album = await bot.send_media_group(WANG, [InputMediaPhoto(png(n, 2), caption=f"{n}") for n in (1, 2)])
    assert [message.caption for message in album] == ["1", "2"]


async def test_a_toast_reaches_the_one_who_pressed_and_only_once(either: House, bot: Bot) -> None:
    page = either.page(WANG)
    await page.watch()
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("认领", callback_data="c"))
    card = await bot.send_message(GROUP, "工单", reply_markup=keyboard)
    await page.post("press", chat=GROUP, message=card.message_id, data="c", uuid="p")
    [arrival] = await either.arrivals()
    press = arrival["callback_query"]["id"]
    await bot.answer_callback_query(press, "李工已认领", show_alert=True)
    toast = await page.hears(lambda news: True, "toast")
    assert (toast["for"], toast["text"], toast["alert"], toast["chat"]) == ([WANG], "李工已认领", True, GROUP)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(press, "再来")


async def test_a_bot_that_does_not_exist_is_a_wrong_token(either: House) -> None:
    with pytest.raises(InvalidToken):
        await Bot(
            "7:x", request=EngineRequest(either.engine, 7), get_updates_request=EngineRequest(either.engine, 7)
        ).initialize()


async def test_a_person_loaded_again_keeps_their_chat_and_takes_the_new_name(either: House, bot: Bot) -> None:
    await bot.send_message(WANG, "x")
    async with either.database.write() as connection:
        await ensure_user(connection, WANG, "王秀英", "wang")
    assert (await bot.get_chat(WANG)).first_name == "王秀英"
    assert (await bot.send_message(WANG, "y")).message_id == 2
