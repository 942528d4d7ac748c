"""From inbox row to deed: each update is handled in one unit of work, whose one commit also finishes its row."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from telegram import Update
from telegram.error import TelegramError

from bot.channels.account import ChannelAccount
from bot.logs import unquoted
from bot.waiting import Backoff, Bell, growing
from handlers.context import BotApplication, Context, House, Running, current
from storage.queues.inbox import Taken, fail, finish, take
from storage.work import Storage
from tickets.ids import Account, ChatId
from tickets.ports import Work

TRIES = 5
POLL_SECONDS = 1.0
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0

Announce = Callable[[Work, str], Awaitable[None]]
"""`handlers.announce`: turns what happened in the unit of work into letters, in the house's language."""
Alarm = Callable[[Work, str, int, str], Awaitable[None]]
"""`handlers.alarm`: tells the operators that an update of a chat was put aside, and why."""

_log = structlog.get_logger(__name__)


class Malformed(Exception):
    """A message that python-telegram-bot cannot read; to try again would change nothing."""


class InboxWorker:
    """Handles `tasks` updates at a time, of different chats. A row that keeps failing is parked, with an alarm.

    `now` gives business time; the waits between tries are wall time. `handled` is told whose update is dealt with.
    """

    def __init__(
        self,
        storage: Storage,
        accounts: Mapping[Account, ChannelAccount],
        now: Callable[[], datetime],
        announce: Announce,
        alarm: Alarm,
        house: House,
        *,
        tasks: int = 1,
        wake_sender: Callable[[], None] = lambda: None,
    ) -> None:
        self.storage = storage
        self.accounts = accounts
        self.now = now
        self.announce = announce
        self.alarm = alarm
        self.house = house
        self.tasks = tasks
        self.wake_sender = wake_sender
        self.bell = Bell(tasks)
        self.handled: Callable[[Account, ChatId], None] = _nobody
        self.first_wait = _FIRST_WAIT
        self._stopping = False
        for account in accounts.values():
            prepare(account.application)

    def wake(self) -> None:
        """There may be new rows."""
        self.bell.ring()

    @property
    def idle(self) -> bool:
        """Whether a new row would be taken up at once."""
        return self.bell.waited_for

    async def run(self) -> None:
        """Work until `stop`; what is in hand is brought to its end."""
        await asyncio.gather(*(self._work() for _ in range(self.tasks)))

    def stop(self) -> None:
        self._stopping = True
        for _ in range(self.tasks):
            self.bell.ring()

    async def _work(self) -> None:
        backoff, announced = Backoff(most=10), False
        while not self._stopping:
            try:
                worked = await self.one()
                backoff.reset()
            except Exception as error:
                _log.warning("inbox_worker_waits", error=type(error).__name__)
                await backoff.wait()
                continue
            if worked and not announced:
                # More was there than anybody told of: let others look too.
                self.bell.ring()
            announced = not worked and await self.bell.wait(POLL_SECONDS)

    async def one(self) -> bool:
        """Take and handle one update; False where none is ready. Raises what the database raises."""
        taken: Taken | None = None
        try:
            async with self.storage.unit(self.now()) as work:
                taken = await take(work.connection, _wall(), self._ready())
                if taken is None:
                    return False
                await self._handle(work, taken)
                await finish(work.connection, taken)
        except Exception as error:
            if taken is None:
                raise
            await self._put_off(taken, error)
        self.handled(taken.account, taken.chat)
        self.wake_sender()
        return True

    def _ready(self) -> list[Account]:
        return [account.name for account in self.accounts.values() if account.ready]

    async def _handle(self, work: Work, taken: Taken) -> None:
        application = self.accounts[taken.account].application
        update = _read(taken, application)
        if update is None:
            return
        running = Running(work, taken.account, self.house)
        token = current.set(running)
        try:
            # process_update only logs when a context cannot be made, and would leave the update undone.
            Context.from_update(update, application)
            await application.process_update(update)
            if running.failure:
                raise running.failure
            await self.announce(work, self.house.language)
        finally:
            current.reset(token)

    async def _put_off(self, taken: Taken, error: Exception) -> None:
        parked = isinstance(error, Malformed) or taken.tries + 1 >= TRIES
        told = _log.error if parked else _log.warning
        told("update_parked" if parked else "update_failed", row=taken.id, tries=taken.tries + 1, exc_info=error)
        if parked:
            await self._park(taken, error)
            return
        again = _wall() + timedelta(seconds=growing(taken.tries, self.first_wait, _LONGEST_WAIT))
        async with self.storage.unit(self.now()) as work:
            await fail(work.connection, taken, _told(error), again)

    async def _park(self, taken: Taken, error: Exception) -> None:
        try:
            async with self.storage.unit(self.now()) as work:
                await fail(work.connection, taken, _told(error), None)
                await self.alarm(work, self.house.language, taken.chat, _told(error))
        except Exception as silenced:
            _log.error("alarm_not_raised", row=taken.id, exc_info=silenced)
            async with self.storage.unit(self.now()) as work:
                await fail(work.connection, taken, _told(error), None)


def prepare(application: BotApplication) -> None:
    """Make failures visible to the worker. Raises ValueError for a handler that would outlive its unit of work."""
    application.add_error_handler(_note)
    for handler in (handler for group in application.handlers.values() for handler in group):
        if not handler.block:
            raise ValueError(f"{handler} must not be registered with block=False")


async def _note(_update: object, context: Context) -> None:
    current.get().failure = context.error


def _read(taken: Taken, application: BotApplication) -> Update | None:
    """The update, or None for an unreadable one that bears no message. Raises Malformed for one that does."""
    body = dict(taken.body)
    try:
        return Update.de_json(body, application.bot)
    except (TelegramError, ValueError, TypeError, KeyError, AttributeError) as error:
        if "message" in body:
            raise Malformed(type(error).__name__) from error
        _log.warning("update_unreadable", row=taken.id, fields=sorted(body))
        return None


def _told(error: BaseException) -> str:
    """In the row and to the operators: what happened, without what a resident wrote."""
    return unquoted(f"{type(error).__name__}: {error}".partition("\n")[0])[:500]


def _nobody(_account: Account, _chat: ChatId) -> None:
    return None


def _wall() -> datetime:
    return datetime.now(UTC)
