"""python-telegram-bot's transport to a channel: the engine keeps the chat, the channel's driver shows it."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from telegram.request import RequestData
from typing_extensions import override

from bot.channels.bridge.outgoing.said import Said, said_by
from bot.channels.engine.engine import Engine
from bot.channels.engine.request import EngineRequest
from storage.bridges.callers import own_bot
from storage.chats.records import BUILT_IN_NAME, BUILT_IN_USERNAME
from storage.database import Database
from tickets.ids import Account

basket: ContextVar[list[Said] | None] = ContextVar("basket", default=None)
"""Where what is said is laid, by those who show several letters at once; without one it is shown at once."""


async def _nothing(_what: object) -> None:
    return None


async def _at_once() -> None:
    return None


class BridgeRequest(EngineRequest):
    """Carries the calls of one account's `telegram.Bot`. A call is carried out by the engine first, which keeps the
    message and numbers it; then it is shown.

    `show` shows what nobody gathers in a basket, and raises what the driver raises. `fetch` brings a file home that is
    still with the channel; it raises NetworkError where that cannot be now, BadRequest where never. `close` ends what
    the driver has open, once nothing is sent any more.
    """

    close: Callable[[], Awaitable[None]]

    show: Callable[[Said], Awaitable[None]]
    fetch: Callable[[str], Awaitable[None]]

    def __init__(self, engine: Engine, database: Database, account: Account) -> None:
        super().__init__(engine)
        self._database = database
        self._account = account
        self.show = _nothing
        self.fetch = _nothing
        self.close = _at_once
        self._known = False

    @property
    def bot_id(self) -> int:
        """The account's own number, once it is known. Raises LookupError before that."""
        if not self._known:
            raise LookupError(self._account)
        return self._bot.id

    async def known(self) -> None:
        """See to it that the account's own number is known: a push may come before the account has said hello."""
        if not self._known:
            await self.initialize()

    @override
    async def initialize(self) -> None:
        async with self._database.write() as connection:
            bot = await own_bot(connection, self._account, BUILT_IN_NAME)
        # Handlers of commands ask for a user name, though nobody on these channels ever types one.
        self._bot = replace(bot, user=replace(bot.user, username=BUILT_IN_USERNAME))
        self._known = True

    @override
    async def shutdown(self) -> None:
        await self.close()

    @override
    async def carried_out(self, method: str, data: RequestData | None, result: Any) -> None:
        said = said_by(method, data.json_parameters if data else {}, result)
        if said is None:
            return
        gathered = basket.get()
        if gathered is None:
            await self.show(said)
        else:
            gathered.append(said)

    @override
    async def download(self, path: str) -> tuple[int, bytes]:
        await self.fetch(path.rpartition("/")[2].partition(".")[0])
        return await super().download(path)
