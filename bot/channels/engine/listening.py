"""Methods by which a bot hears: long polling, or a webhook."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from bot.channels.engine.call import Call, Json
from bot.channels.engine.desk import Desk, wall
from bot.channels.engine.errors import bad, conflict
from bot.channels.engine.polls import Poll
from storage.chats.news import Event, News
from storage.chats.records import Bot
from storage.chats.store import Chats

LONGEST_POLL = 50
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(desk: Desk, bot: Bot, call: Call) -> Any:
    """Confirm what came and wait for more. A newer poll of the same bot ends this one with 409."""
    limit = min(max(call.whole("limit", 100), 1), 100)
    patience = min(max(call.whole("timeout"), 0), LONGEST_POLL)
    poll = desk.polls.begin(bot.id)
    try:
        await _open(desk, bot, call, poll)
        return await _wait(desk, poll, limit, patience)
    finally:
        desk.polls.finish(poll)


async def _open(desk: Desk, bot: Bot, call: Call, poll: Poll) -> None:
    """Confirm what was received, and end the polls of other replicas."""
    if bot.webhook is not None:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    offset = call.whole("offset")
    wanted = _wanted(call, bot.allowed_updates)
    if offset or wanted != bot.allowed_updates:
        async with desk.store.write() as chats:
            await chats.bots.confirm(bot.id, offset)
            await chats.bots.want(bot.id, None if wanted is None else list(wanted))
    await desk.store.tell(News(Event.POLL, user=bot.id, message=poll.mark))


async def _wait(desk: Desk, poll: Poll, limit: int, patience: float) -> list[Json]:
    loop = asyncio.get_running_loop()
    until = loop.time() + patience
    while True:
        poll.woken.clear()
        if poll.ended:
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        async with desk.store.read() as chats:
            found = await chats.bots.pending(poll.bot, limit, wall())
        left = until - loop.time()
        if found or left <= 0:
            return found
        await poll.wait(left)


def _wanted(call: Call, before: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Left out means as before, an empty list means all."""
    given = call.nested("allowed_updates")
    if given is None:
        return before
    if not isinstance(given, list):
        raise bad("can't parse allowed updates: expected an Array of String")
    return tuple(str(kind) for kind in given) or None


async def set_webhook(desk: Desk, bot: Bot, call: Call) -> Any:
    """Bring updates to a URL from now on."""
    url = call.text("url").strip()
    if not url:
        return await delete_webhook(desk, bot, call)
    secret = call.text("secret_token")
    if not _web_address(url):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    wanted = _wanted(call, bot.allowed_updates)
    hook = {"url": url, "secret": secret, "max_connections": call.whole("max_connections", 40)}
    async with desk.store.write() as chats:
        await chats.bots.want(bot.id, None if wanted is None else list(wanted))
        await _hook(chats, bot, call, hook)
        chats.news.append(News(Event.UPDATE, user=bot.id))
    return True


def _web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


async def delete_webhook(desk: Desk, bot: Bot, call: Call) -> Any:
    """Let the bot ask for its updates again."""
    async with desk.store.write() as chats:
        await _hook(chats, bot, call, None)
    return True


async def _hook(chats: Chats, bot: Bot, call: Call, hook: Json | None) -> None:
    await chats.bots.hook(bot.id, hook)
    if call.flag("drop_pending_updates"):
        await chats.bots.confirm(bot.id, 2**52)


async def get_webhook_info(desk: Desk, bot: Bot, _call: Call) -> Any:
    """Where updates are brought, how many wait, and what went wrong last."""
    async with desk.store.read() as chats:
        waiting = await chats.bots.count_pending(bot.id)
    hook = bot.webhook or {}
    info: Json = {"url": hook.get("url", ""), "has_custom_certificate": False, "pending_update_count": waiting}
    if hook:
        info["max_connections"] = hook["max_connections"]
    if bot.last_error is not None:
        info |= {"last_error_date": bot.last_error_at, "last_error_message": bot.last_error}
    if bot.allowed_updates:
        info["allowed_updates"] = list(bot.allowed_updates)
    return info
