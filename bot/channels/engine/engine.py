"""The Bot API's methods by name, and how each call ends: a result, or Telegram's refusal."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.channels.engine import editing, listening, looking, sending
from bot.channels.engine.call import Call, Json
from bot.channels.engine.depot import at_path
from bot.channels.engine.desk import Desk
from bot.channels.engine.errors import Refusal, bad
from bot.channels.engine.shapes import bare
from storage.chats.records import Bot, File

Method = Callable[[Desk, Bot, Call], Awaitable[Any]]

METHODS: Mapping[str, Method] = {
    "getme": looking.get_me,
    "getchat": looking.get_chat,
    "getchatmember": looking.get_chat_member,
    "getchatadministrators": looking.get_chat_administrators,
    "getchatmembercount": looking.get_chat_member_count,
    "getfile": looking.get_file,
    "sendchataction": looking.send_chat_action,
    "setmycommands": looking.set_my_commands,
    "getmycommands": looking.get_my_commands,
    "deletemycommands": looking.delete_my_commands,
    "sendmessage": sending.send_message,
    "sendlocation": sending.send_location,
    "sendvenue": sending.send_venue,
    "sendphoto": sending.sends_file("photo"),
    **{f"send{kind.replace('_', '')}": sending.sends_file(kind) for kind in sending.SINGLE_KINDS},
    "sendmediagroup": sending.send_media_group,
    "forwardmessage": sending.forward_message,
    "copymessage": sending.copy_message,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "answercallbackquery": editing.answer_callback_query,
    "getupdates": listening.get_updates,
    "setwebhook": listening.set_webhook,
    "deletewebhook": listening.delete_webhook,
    "getwebhookinfo": listening.get_webhook_info,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call ends with; `status` is also the error code in the body."""

    status: int
    body: Json


class Engine:
    """The Bot API of this process. Every channel that is not Telegram speaks it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.store.on_news(desk.polls.hear, desk.polls.wake_all)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Hear the other replicas while the block lasts."""
        await self.desk.store.begin()
        stop = await self.desk.store.listen()
        try:
            yield
        finally:
            await stop()

    async def bot(self, bot: int) -> Bot | None:
        async with self.desk.store.read() as chats:
            return await chats.bots.bot(bot)

    async def with_token(self, token: str) -> Bot | None:
        async with self.desk.store.read() as chats:
            return await chats.bots.with_token(token)

    async def call(self, bot: Bot, method: str, call: Call) -> Answer:
        """Carry out a method, whatever the case of its name. What is not known is the caller's mistake, never 404:
        clients take that for a wrong token.
        """
        try:
            known = METHODS.get(method.lower())
            if known is None:
                raise bad(f"method {method[:64]} is not supported")
            result = await known(self.desk, bot, call)
            return Answer(200, {"ok": True, "result": bare(result) if isinstance(result, dict) else result})
        except Refusal as refusal:
            return refused(refusal)
        except RecursionError:
            return refused(bad("the parameters are nested too deeply"))

    async def file_at(self, bot: Bot, path: str) -> File | None:
        """The file at a `file_path` that getFile gave to this bot."""
        async with self.desk.store.read() as chats:
            return await at_path(chats, path, bot.id)


def refused(refusal: Refusal) -> Answer:
    """A refusal as an answer."""
    more = {"parameters": {"retry_after": refusal.retry_after}} if refusal.retry_after else {}
    body = {"ok": False, "error_code": refusal.code, "description": refusal.description, **more}
    return Answer(refusal.code, body)
