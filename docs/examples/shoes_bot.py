"""修鞋铺: one aiogram bot for the web page and for WeChat; docs/extra-bot.md tells where its tokens come from."""

import asyncio
import os

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

here = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["API"]))
bots = [Bot(token, session=here) for token in os.environ["TOKENS"].split(",")]
shop = Dispatcher()
KINDS = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text=kind, callback_data=kind) for kind in ("换底", "补胶", "擦鞋")]]
)


@shop.message(F.text)
async def ask(message: Message) -> None:
    await message.answer("修鞋铺，要做什么？", reply_markup=KINDS)


@shop.callback_query()
async def take(query: CallbackQuery) -> None:
    await query.answer("好的")
    await query.bot.send_message(query.from_user.id, f"{query.data}，明天下午来取。")


asyncio.run(shop.start_polling(*bots, polling_timeout=20))
