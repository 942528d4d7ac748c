"""From the outbox to the channels: in order, within their limits, each letter until its fate is known.

A letter leaves at least once. Where the process dies between the call and its booking, the lease ends and the letter
is sent again: to be told twice is better than never.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import structlog
from telegram.error import BadRequest, TimedOut

from bot.channels.account import ChannelAccount, Tidings
from bot.mailroom.booking import Booking, wall
from bot.mailroom.media import Media
from bot.waiting import Backoff, Bell
from storage.queues.outbox import Outgoing, claim, next_ready, sent
from storage.repos.mail import THREAD
from storage.work import Storage
from tickets.ids import Account, LetterId

IN_FLIGHT = 16
IN_HAND = 2 * IN_FLIGHT
"""Letters of one account that are claimed: while some travel, the next are at hand."""
MOST_AT_ONCE = 256
LEASE = timedelta(seconds=100)
"""Long enough for two calls, one after the other."""
_SEND_SECONDS = 45.0
_POLL_SECONDS = 1.0
_PACE_SECONDS = 0.04
_BREATH_SECONDS = 0.015
"""From one look into the outbox to the next: what is written meanwhile goes together."""

_log = structlog.get_logger(__name__)


class OutboxSender:
    """Sends for all accounts that are ready and take letters one by one, up to 16 of each at a time."""

    def __init__(
        self,
        storage: Storage,
        accounts: Mapping[Account, ChannelAccount],
        now: Callable[[], datetime],
        tidings: Tidings,
        language: str,
    ) -> None:
        self.database = storage.database
        self.accounts = {name: account for name, account in accounts.items() if account.alone}
        self.media = Media(accounts, storage.database)
        self.booking = Booking(storage, accounts, now, tidings, language)
        self.bell = Bell()
        self._in_hand: Counter[Account] = Counter()
        self._travel = defaultdict[Account, asyncio.Semaphore](lambda: asyncio.Semaphore(IN_FLIGHT))
        self._tasks: set[asyncio.Task[None]] = set()
        self._arrived: list[tuple[LetterId, int | None]] = []
        self._stopping = False

    def wake(self) -> None:
        """There may be new letters."""
        self.bell.ring()

    async def run(self) -> None:
        """Send until `stop`; what is on its way is waited for and booked."""
        backoff = Backoff(most=10)
        while not self._stopping:
            begun = monotonic()
            try:
                wait = await self._round()
                backoff.reset()
            except Exception as error:
                _log.warning("outbox_sender_waits", error=type(error).__name__)
                await backoff.wait()
            else:
                await self.bell.wait(wait)
                await asyncio.sleep(max(0.0, begun + _BREATH_SECONDS - monotonic()))
        await self._land()

    def stop(self) -> None:
        self._stopping = True
        self.bell.ring()

    async def drain(self) -> None:
        """Send and book all that may leave now; for those who play on a clock of their own."""
        while True:
            await self._round()
            if not self._tasks and not self._arrived:
                return
            if self._tasks:
                await asyncio.wait(self._tasks)

    async def _land(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks)
        async with self.database.write() as connection:
            await sent(connection, self._arrived, wall())
        self._arrived = []

    async def _round(self) -> float:
        """Book what arrived, start what may leave, and tell how long there is nothing more to do."""
        arrived, self._arrived = self._arrived, []
        free = {account.name: IN_HAND - self._in_hand[account.name] for account in self.accounts.values()}
        paces = {
            name: self.accounts[name].pace for name, room in free.items() if room > 0 and self.accounts[name].ready
        }
        most = min(sum(free[name] for name in paces), MOST_AT_ONCE)
        try:
            async with self.database.write() as connection:
                await sent(connection, arrived, wall())
                batch = await claim(connection, wall(), paces, most, LEASE) if paces else []
                moment = None if batch or self._tasks else await next_ready(connection, paces)
        except BaseException:
            self._arrived = arrived + self._arrived
            raise
        for outgoing in batch:
            self._start(outgoing)
        return _PACE_SECONDS if self._tasks else _quiet(moment)

    def _start(self, outgoing: Outgoing) -> None:
        self._in_hand[outgoing.letter.to.account] += 1
        task = asyncio.create_task(self._deliver(outgoing))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, outgoing: Outgoing) -> None:
        account = self.accounts[outgoing.letter.to.account]
        try:
            async with self._travel[account.name], asyncio.timeout(_SEND_SECONDS):
                message = await self._send(account, outgoing)
        except TimeoutError:
            await self.booking.decide(outgoing, TimedOut())
        except Exception as error:
            await self.booking.decide(outgoing, error)
        else:
            self._arrived.append((outgoing.id, message))
            await self.booking.arrived(outgoing)
        finally:
            self._in_hand[account.name] -= 1
            if self._in_hand[account.name] <= IN_FLIGHT:
                self.bell.ring()

    async def _send(self, account: ChannelAccount, outgoing: Outgoing) -> int | None:
        letter = outgoing.letter
        body, uploads = await self.media.fill(letter.body, account.name)
        # The underscore falls away in the call; without it python-telegram-bot warns that a method of its own exists.
        result = await _call(account, f"{letter.method}_", body | target(outgoing))
        if any(uploads):
            await self.media.remember(uploads, account.name, result)
        return number_in(result) or outgoing.edits


async def _call(account: ChannelAccount, method: str, body: dict[str, Any]) -> Any:
    """A topic that is gone loses no message: it then stands in the group's general one."""
    try:
        return await account.application.bot.do_api_request(method, body)
    except BadRequest as refusal:
        if "thread not found" not in str(refusal).lower() or THREAD not in body:
            raise
        return await account.application.bot.do_api_request(method, {k: v for k, v in body.items() if k != THREAD})


def _quiet(moment: datetime | None) -> float:
    """How long nothing can leave; `moment` is when the next letter may."""
    seconds = (moment - wall()).total_seconds() if moment else _POLL_SECONDS
    return min(max(seconds, 0.005), _POLL_SECONDS)


def target(outgoing: Outgoing) -> dict[str, Any]:
    """Where the call goes: what a letter's body leaves out."""
    target: dict[str, Any] = {}
    if outgoing.letter.method != "answerCallbackQuery":
        target["chat_id"] = outgoing.letter.to.chat
    if outgoing.edits is not None:
        target["message_id"] = outgoing.edits
    if outgoing.answers is not None:
        target["reply_parameters"] = {"message_id": outgoing.answers, "allow_sending_without_reply": True}
    return target


def number_in(result: Any) -> int | None:
    """The message's number; of an album, its first message's."""
    first = result[0] if isinstance(result, list) and result else result
    return first.get("message_id") if isinstance(first, dict) else None
