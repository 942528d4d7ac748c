"""One account on a channel: its name, its python-telegram-bot Application, its pace and what it can do."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes
from telegram.request import BaseRequest

from bot.channels.telegram.request import TokenRefused
from bot.waiting import Backoff
from handlers.context import BotApplication, Context
from storage.queues.outbox import Pace
from tickets.ids import Account, LetterId
from tickets.mail import Address, Letter
from tickets.ports import Work

TELEGRAM = "https://api.telegram.org"
MEBIBYTE = 1024 * 1024


class Undelivered(Protocol):
    """`handlers.undelivered`: told, in the unit of work that books it, what a channel does not take and why.

    What is `kept` follows once its reader says something; all else never does.
    """

    def __call__(
        self, work: Work, language: str, letter: Letter, number: LetterId, why: str, *, kept: bool = False
    ) -> Awaitable[None]: ...


class Delivered(Protocol):
    """`handlers.delivered`: told, in a unit of work, that what was told to be undelivered has arrived after all.

    `still` tells that something else about the same ticket has not.
    """

    def __call__(self, work: Work, language: str, letter: Letter, *, still: bool) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class Tidings:
    """Who is told of letters' fates."""

    undelivered: Undelivered
    delivered: Delivered


async def _always(_to: Address) -> bool:
    return True


_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a channel can do; where it cannot, its engine degrades on purpose."""

    edits: bool = True
    buttons: bool = True
    groups: bool = True
    upload_bytes: int = 50 * MEBIBYTE
    download_bytes: int = 20 * MEBIBYTE


@dataclass(eq=False)
class ChannelAccount:
    """`telegram:<bot id>`, `web` or another channel's, with all that sender, worker and receivers need of it.

    It serves only while `ready`: after `start` and until its token is refused, which `dead` then explains. A dead
    account keeps its letters; the rest of the program lives on. `menus` are calls of setMyCommands, made at the start.
    `alone` tells that its letters leave one by one; else those of a chat leave together, by the channel's own sender.
    `takes` tells whether something could be said in a chat now.
    """

    name: Account
    application: BotApplication
    pace: Pace | None
    abilities: Abilities = field(default_factory=Abilities)
    alone: bool = True
    menus: Sequence[Mapping[str, Any]] = ()
    takes: Callable[[Address], Awaitable[bool]] = _always
    ready: bool = False
    dead: str = ""

    async def start(self) -> None:
        """Say hello to the channel, for as long as it takes it to answer; never raises for the channel's sake."""
        backoff = Backoff(most=30)
        while not (self.ready or self.dead):
            try:
                await self.application.initialize()
            except (TokenRefused, InvalidToken):
                self.die("the token is wrong")
            except TelegramError as error:
                _log.warning("channel_unreachable", account=self.name, error=str(error))
                await backoff.wait()
            else:
                self.ready = True
        for menu in self.menus if self.ready else ():
            await self._show(menu)

    async def _show(self, menu: Mapping[str, Any]) -> None:
        """A menu is a help, and no reason not to serve."""
        try:
            await self.application.bot.do_api_request("setMyCommands_", dict(menu))
        except TelegramError as error:
            _log.warning("menu_not_shown", account=self.name, error=str(error))

    async def stop(self) -> None:
        self.ready = False
        await self.application.shutdown()
        # An application that never came to say hello shuts down nothing, though its connections are open.
        await self.application.bot.shutdown()

    def die(self, why: str) -> None:
        """The channel refuses this account for good."""
        self.ready = False
        self.dead = why
        _log.error("channel_account_dead", account=self.name, why=why)


def application(token: str, request: BaseRequest, api_base: str = TELEGRAM) -> BotApplication:
    """An Application that receives nothing by itself: updates are put into it, and letters taken out of the outbox."""
    builder = Application.builder().token(token).base_url(f"{api_base}/bot").base_file_url(f"{api_base}/file/bot")
    quiet = builder.request(request).get_updates_request(request).updater(None).job_queue(None)
    return quiet.context_types(ContextTypes(context=Context)).build()
