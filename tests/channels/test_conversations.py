"""Unmodified clients serve a web user through the door."""

import asyncio
import base64
import io
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

import pytest
from aiogram import Bot as GramBot
from aiogram import Dispatcher, F
from aiogram import types as gram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest
from telebot import asyncio_helper
from telebot import types as tele
from telebot.async_telebot import AsyncTeleBot
from telegram import Bot as PlainBot
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.channels.conftest import WANG, House, Page
from tests.channels.pictures import PDF, png
from tests.peers import node

Context = ContextTypes.DEFAULT_TYPE


@asynccontextmanager
async def aiogram_bot(url: str, token: str) -> AsyncIterator[GramBot]:
    bot = GramBot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher()

    @dispatcher.message(F.text.startswith("/start"))
    async def start(message: gram.Message) -> None:
        rows = [[gram.InlineKeyboardButton(text="修鞋", callback_data="fix")]]
        await message.answer(
            "<b>要什么？</b>", parse_mode="HTML", reply_markup=gram.InlineKeyboardMarkup(inline_keyboard=rows)
        )

    @dispatcher.callback_query()
    async def pressed(query: gram.CallbackQuery) -> None:
        await query.answer("好的")
        assert isinstance(query.message, gram.Message)
        await query.message.edit_text("请发照片")

    @dispatcher.message(F.photo)
    async def photo(message: gram.Message) -> None:
        assert message.photo is not None
        content = await bot.download(message.photo[-1])
        assert content is not None
        again = gram.BufferedInputFile(content.read(), "again.png")
        await message.answer_photo(again, caption=f"{message.photo[-1].width} 宽")

    @dispatcher.message(F.document)
    async def document(message: gram.Message) -> None:
        await message.reply_document(gram.BufferedInputFile(PDF, "价目表.pdf"))

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=5))
    yield bot
    await dispatcher.stop_polling()
    await asyncio.gather(polling, return_exceptions=True)
    await bot.session.close()


@asynccontextmanager
async def plain_bot(url: str, token: str) -> AsyncIterator[PlainBot]:
    app = ApplicationBuilder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()

    async def start(update: Update, _context: Context) -> None:
        assert update.message is not None
        rows = [[InlineKeyboardButton("修鞋", callback_data="fix")]]
        await update.message.reply_html("<b>要什么？</b>", reply_markup=InlineKeyboardMarkup(rows))

    async def pressed(update: Update, _context: Context) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("好的")
        await update.callback_query.edit_message_text("请发照片")

    async def photo(update: Update, _context: Context) -> None:
        assert update.message is not None
        size = update.message.photo[-1]
        content = await (await size.get_file()).download_as_bytearray()
        await update.message.reply_photo(bytes(content), caption=f"{size.width} 宽")

    async def document(update: Update, _context: Context) -> None:
        assert update.message is not None
        await update.message.reply_document(PDF, filename="价目表.pdf", do_quote=True)

    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(pressed))
    app.add_handler(MessageHandler(filters.PHOTO, photo))
    app.add_handler(MessageHandler(filters.Document.ALL, document))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=5)
        yield app.bot
        await app.updater.stop()
        await app.stop()


@asynccontextmanager
async def tele_bot(url: str, token: str) -> AsyncIterator[AsyncTeleBot]:
    asyncio_helper.API_URL, asyncio_helper.FILE_URL = f"{url}/bot{{0}}/{{1}}", f"{url}/file/bot{{0}}/{{1}}"
    bot = AsyncTeleBot(token)

    @bot.message_handler(commands=["start"])
    async def start(message: tele.Message) -> None:
        rows = tele.InlineKeyboardMarkup([[tele.InlineKeyboardButton("修鞋", callback_data="fix")]])
        await bot.send_message(message.chat.id, "<b>要什么？</b>", parse_mode="HTML", reply_markup=rows)

    @bot.callback_query_handler(lambda query: True)
    async def pressed(query: tele.CallbackQuery) -> None:
        await bot.answer_callback_query(query.id, "好的")
        await bot.edit_message_text("请发照片", query.message.chat.id, query.message.message_id)

    @bot.message_handler(content_types=["photo"])
    async def photo(message: tele.Message) -> None:
        content = await bot.download_file((await bot.get_file(message.photo[-1].file_id)).file_path)
        await bot.send_photo(message.chat.id, content, caption=f"{message.photo[-1].width} 宽")

    @bot.message_handler(content_types=["document"])
    async def document(message: tele.Message) -> None:
        paper = tele.InputFile(io.BytesIO(PDF), "价目表.pdf")
        asked = tele.ReplyParameters(message.message_id)
        await bot.send_document(message.chat.id, paper, reply_parameters=asked)

    polling = asyncio.create_task(bot.infinity_polling(timeout=5, skip_pending=False))
    yield bot
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await bot.close_session()


@asynccontextmanager
async def node_bot(script: str, url: str, token: str) -> AsyncIterator[None]:
    async with node.running(script, url, token, base64.b64encode(PDF).decode()):
        yield


Client = Callable[[str, str], AbstractAsyncContextManager[object]]
IN_PYTHON = {"aiogram": aiogram_bot, "python-telegram-bot": plain_bot, "pyTelegramBotAPI": tele_bot}
IN_NODE = {
    "grammY": "grammy.cjs",
    "telegraf": "telegraf.cjs",
    "node-telegram-bot-api": "node_telegram_bot_api.cjs",
    "node-telegram-bot-api 2": "node_telegram_bot_api_2.cjs",
}
CLIENTS = pytest.mark.parametrize(
    "client",
    [
        *(pytest.param(client, id=name) for name, client in IN_PYTHON.items()),
        *(pytest.param(partial(node_bot, script), id=name, marks=node.needed) for name, script in IN_NODE.items()),
    ],
)


async def visitor(house: House) -> Page:
    """Somebody who opened the page by the extra bot's link."""
    page = house.page(WANG, bot="shoes_bot")
    await page.watch()
    return page


@CLIENTS
async def test_a_bot_talks_with_buttons_edits_photos_and_files(house: House, client: Client) -> None:
    async with client(house.url, await house.token()):
        page = await visitor(house)
        await page.say("/start 槐")
        question = await page.reads("要什么？")
        assert question["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
        await page.press(question, "修鞋")
        assert (await page.hears(lambda news: True, "toast"))["text"] == "好的"
        edited = await page.hears(lambda news: True, "edit")
        assert edited["message"]["text"] == "请发照片"
        assert "reply_markup" not in edited["message"]

        _, media = await page.upload(png(30, 20), "鞋.png")
        await page.say(media=[media["id"]])
        answer = await page.reads("30 宽")
        assert await page.download(answer["photo"][0]["file_id"]) == (200, png(30, 20))

        _, media = await page.upload(PDF, "旧.pdf")
        [asked] = await page.say(media=[media["id"]])
        paper = (await page.hears(lambda news: news["message"].get("document", {}).get("file_name") == "价目表.pdf"))[
            "message"
        ]
        assert paper["reply_to_message"]["message_id"] == asked
        assert await page.download(paper["document"]["file_id"]) == (200, PDF)


async def test_a_strict_client_sees_telegrams_errors(house: House) -> None:
    async with aiogram_bot(house.url, await house.token()) as bot:
        with pytest.raises(TelegramBadRequest, match="chat not found"):
            await bot.send_message(999, "?")
