"""The yardstick: an everyday python-telegram-bot program that acknowledges, inserts one row, replies, tells the group.

No classes, no buttons, no history, no limits, and what was acknowledged dies with the process: a first version, on the
library's own transport and its own queue. Its settings are those of the benchmark that starts it.
"""

import asyncio
import json
import os
from typing import Any

import asyncpg
from aiohttp import web
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

_TABLE = (
    "CREATE TABLE IF NOT EXISTS reports (id serial PRIMARY KEY, chat bigint, text text, at timestamptz DEFAULT now())"
)
_INSERT = "INSERT INTO reports (chat, text) VALUES ($1, $2) RETURNING id"


class Bare:
    """One Application for each token, one pool of connections."""

    def __init__(self, groups: dict[str, int], pool: Any) -> None:
        self.groups = groups
        self.pool = pool
        self.bots: dict[str, Any] = {}

    async def start(self, token: str, base: str) -> None:
        """Say hello and be ready for updates."""
        builder = Application.builder().token(token).base_url(f"{base}/bot").updater(None).concurrent_updates(True)
        bot = builder.connection_pool_size(64).pool_timeout(30).build()
        bot.add_handler(MessageHandler(filters.TEXT, self.report))
        await bot.initialize()
        await bot.start()
        self.bots[token.partition(":")[0]] = bot

    async def report(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """One row, one reply, one line to the group."""
        message = update.effective_message
        assert message
        number = await self.pool.fetchval(_INSERT, message.chat.id, message.text)
        await message.reply_text(f"收到，编号 {number}。")
        await context.bot.send_message(self.groups[str(message.chat.id)], f"{number} {message.text}")

    async def receive(self, request: web.Request) -> web.Response:
        """Acknowledged before it is handled, as the library's own webhook does."""
        bot = self.bots[request.match_info["bot"]]
        await bot.update_queue.put(Update.de_json(await request.json(), bot.bot))
        return web.Response()


async def main(groups: dict[str, int]) -> None:
    """Serve until the process is ended."""
    pool = await asyncpg.create_pool(os.environ["DATABASE_URL"])
    await pool.execute(_TABLE)
    bare = Bare(groups, pool)
    for token in os.environ["TELEGRAM_TOKEN"].split(","):
        await bare.start(token, os.environ["TELEGRAM_API_BASE"])
    app = web.Application()
    app.router.add_post("/telegram/{bot}", bare.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["WEB_PORT"])).start()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with open(os.environ["GROUPS"], encoding="utf-8") as file:
        residents_groups = json.load(file)
    asyncio.run(main(residents_groups))
