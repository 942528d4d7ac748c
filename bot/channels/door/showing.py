"""What a bot says on a channel's account that was handed to it: kept by the engine, then shown by the channel."""

from collections.abc import Awaitable, Callable, Mapping
from math import ceil
from typing import Any

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.bridge.driver import OverQuota
from bot.channels.bridge.outgoing.said import Said, said_by
from bot.channels.engine.call import Call
from bot.channels.engine.errors import Refusal, bad, forbidden, too_fast
from bot.channels.telegram.request import Flood
from tickets.ids import Account

Show = Callable[[Said], Awaitable[None]]
"""A courier's: raises what its driver raises."""


class Showing:
    """Shows what was said on the accounts of channels. `shows` may grow as accounts are opened."""

    def __init__(self, shows: Callable[[], Mapping[Account, Show]]) -> None:
        self._shows = shows

    async def show(self, account: str, method: str, call: Call, result: Any) -> None:
        """Show it where the account is a channel's. Raises Refusal: then nobody has seen it."""
        show = self._shows().get(Account(account))
        said = said_by(method, dict(call.values), result) if show else None
        if show is None or said is None:
            return
        try:
            await show(said)
        except TelegramError as error:
            raise _refusal(error) from error


def _refusal(error: TelegramError) -> Refusal:
    match error:
        case Flood():
            return too_fast(max(1, ceil(error.seconds)))
        case OverQuota():
            return bad("the channel takes no more until the user writes")
        case Forbidden():
            return forbidden("bot was blocked by the user")
        case BadRequest():
            return bad(str(error))
        case _:
            return Refusal(502, "Bad Gateway")
