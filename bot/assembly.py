"""The one file that joins the parts: a program from its settings, started, run and stopped."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog

from bot.channels.account import ChannelAccount, Tidings, application
from bot.channels.bridge.office import Channel, Office
from bot.channels.door.door import Door
from bot.channels.door.showing import Show, Showing
from bot.channels.door.webhooks import Webhooks
from bot.channels.engine.deeds import Deeds
from bot.channels.engine.depot import Depot
from bot.channels.engine.desk import Desk
from bot.channels.engine.engine import Engine
from bot.channels.engine.request import EngineRequest
from bot.channels.telegram.poller import Poller
from bot.channels.telegram.request import AiohttpRequest
from bot.channels.telegram.webhook import Webhook
from bot.channels.web.seats import Seat, Sitter
from bot.channels.web.server import WebServer
from bot.channels.wechat import channel as wechat
from bot.channels.wecom import channel as wecom
from bot.channels.wxkf import channel as wxkf
from bot.clock import BusinessClock
from bot.mailroom.booking import wall as wall_time
from bot.mailroom.inbox_worker import InboxWorker
from bot.mailroom.outbox_sender import OutboxSender
from bot.office.pages import StaffPages
from bot.office.scores import ScorePages
from bot.people import sample
from bot.people.loading import WEB, enter, release
from bot.people.workbook import load
from bot.serving import Site
from bot.settings import Settings
from bot.ticks import Ticks
from classifiers.reader import JiebaReader
from handlers import COMMANDS, House, Notice, Texts, alarm, announce, build, delivered, general, menu_of, undelivered
from storage import directory, visits
from storage.bridges import forget_old
from storage.chats import digests, prune
from storage.chats.records import BUILT_IN_BOT
from storage.chats.store import ChatStore
from storage.checkup import reach
from storage.database import Database, listen
from storage.migrate import migrate
from storage.queues.outbox import TELEGRAM
from storage.wipe import wipe
from storage.work import Storage
from tickets.ids import Account

_DAY = 24 * 3600
CHANNELS: Sequence[Callable[[Settings, Office], Sequence[Channel]]] = (wechat.join, wecom.join, wxkf.join)
"""Every channel beside Telegram and the web page: a line each, see docs/channels.md."""

_log = structlog.get_logger(__name__)


class Program:
    """Every part of one process, joined. `wall` is the time by which channels count what they let us send."""

    def __init__(
        self, settings: Settings, database: Database, reader: JiebaReader, wall: Callable[[], datetime] = wall_time
    ) -> None:
        self.settings = settings
        self.database = database
        self.storage = Storage(database, reader, settings.working_rules())
        self.clock = BusinessClock(database)
        self.chats = ChatStore(database, self.wake)
        self.engine = Engine(Desk(self.chats, Depot(settings.media_dir), self.clock.now))
        self.accounts = _accounts(settings, self.engine)
        tidings = Tidings(undelivered, delivered)
        self.office = Office(
            self.engine,
            self.storage,
            self.accounts,
            tidings,
            settings.language,
            self.clock.now,
            partial(self.wake, "inbox"),
            wall,
        )
        self.channels = [channel for join in CHANNELS for channel in join(settings, self.office)]
        for account in self.accounts.values():
            build(account.application)
        house = _house(settings)
        tasks = settings.workers if database.postgres else 1
        self.worker = InboxWorker(
            self.storage, self.accounts, self.clock.now, announce, alarm, house, tasks=tasks, wake_sender=self._letters
        )
        self.worker.handled = self.office.handled.tell
        self.sender = OutboxSender(self.storage, self.accounts, self.clock.now, tidings, settings.language)
        self.ticks = Ticks(self.storage, self.clock.now, settings.language, self._letters, self._tidy)
        self.clock.tick = self.ticks.sweep
        self.seats: Sequence[Seat] = ()

    def wake(self, topic: str) -> None:
        """There is work: new rows of the inbox, or new letters."""
        if topic == "inbox":
            self.worker.wake()
        else:
            self.sender.wake()
            self.office.sender.wake()

    async def open(self, stack: AsyncExitStack) -> None:
        """Start everything but the site; what was started is stopped by the stack, the last first."""
        await self.clock.load()
        await self._people()
        await stack.enter_async_context(self.engine.running())
        stack.push_async_callback(await listen(self.database, ("inbox", "outbox"), self.wake))
        for account in self.accounts.values():
            stack.push_async_callback(account.stop)
        await self.accounts[WEB].start()
        self._run(stack, self.sender.run(), self.sender.stop)
        self._run(stack, self.office.sender.run(), self.office.sender.stop)
        self._run(stack, self.worker.run(), self.worker.stop)
        self._run(stack, Webhooks(self.engine).run())
        self.ticks.start()
        stack.callback(self.ticks.stop)

    def site(self, stack: AsyncExitStack) -> Site:
        """The web side: page, door, webhooks, health and figures."""
        web = WebServer(
            Deeds(self.engine.desk),
            self.clock,
            language=self.settings.language,
            timezone=self.settings.timezone.key,
            sample=SampleSeats(self) if self.settings.sample else None,
            commands=_commands(self.settings.language),
        )
        site = Site(self.settings, self.database)
        web.join(site.app)
        Door(self.engine, Showing(self._shows)).join(site.app)
        staff = StaffPages(self.storage, self.clock.now, self.settings.language)
        staff.join(site.app, *ScorePages(staff).routes())
        for account in self._telegram():
            self._receive(stack, site, account)
        for channel in self.channels:
            channel.routes(site.app)
            self._run(stack, channel.run())
        return site

    def _shows(self) -> Mapping[Account, Show]:
        return {name: courier.show for name, courier in self.office.couriers.items()}

    async def reset(self) -> None:
        """Begin the sample community anew."""
        await wipe(self.database)
        await self.chats.begin()
        await self.clock.load()
        await self._people()

    async def _people(self) -> None:
        if self.settings.sample:
            self.seats = [_seat(seat) for seat in await sample.seed(self.database, self.settings.language)]
        elif self.settings.people_file:
            telegram = [account.name for account in self._telegram()]
            await enter(self.database, load(self.settings.people_file), telegram, wecom.account_of(self.settings))
            await release(self.storage, self.clock.now(), self.settings.language)

    def _telegram(self) -> list[ChannelAccount]:
        return [account for account in self.accounts.values() if account.name.startswith("telegram:")]

    def _receive(self, stack: AsyncExitStack, site: Site, account: ChannelAccount) -> None:
        """Telegram's updates come by webhook where an address is set, else by polling."""
        wake = partial(self.wake, "inbox")
        url = self.settings.telegram_webhook_url
        if not url:
            self._run(stack, Poller(account, self.database, wake).run())
            return
        path = f"/telegram/{account.name.partition(':')[2]}"
        secret = self.settings.telegram_webhook_secret.get_secret_value()
        webhook = Webhook(account, self.database, wake, secret, busy=lambda: not self.worker.idle)
        site.app.router.add_post(path, webhook.receive)
        self._run(stack, webhook.register(url.rstrip("/") + path))

    async def _tidy(self) -> None:
        """Let go what the web channel's chats need no more, and files that no row tells of."""
        wall = time.time()
        async with self.database.write() as connection:
            await prune(connection, int(wall))
            await forget_old(connection, datetime.now(UTC))
            await visits.prune(connection, datetime.now(UTC))
            kept = await digests(connection)
        await self.engine.desk.depot.keep_only(kept, wall - _DAY)

    def _letters(self) -> None:
        self.wake("outbox")

    def _run(self, stack: AsyncExitStack, work: Awaitable[None], stop: Callable[[], None] | None = None) -> None:
        """A part that runs until it is told to stop, or cancelled where it has nothing to bring to an end."""
        task = asyncio.ensure_future(work)
        task.add_done_callback(_told)

        async def end() -> None:
            if stop:
                stop()
            else:
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        stack.push_async_callback(end)


class SampleSeats:
    """The sample community as the page asks for it."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def seats(self) -> Sequence[Seat]:
        return self._program.seats

    async def reset(self) -> None:
        await self._program.reset()


async def serve(settings: Settings, ready: Callable[[str], None], stopped: Awaitable[object]) -> None:
    """Run the program until `stopped`; `ready` is told the page's address once everybody can be served.

    Raises Unusable, NewerDatabase, BrokenWorkbook, PortTaken, NoSuchPlace.
    """
    database = Database(settings.database_url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        await reach(database)
        reader = asyncio.to_thread(JiebaReader)
        _, read = await asyncio.gather(migrate(database), reader)
        program = Program(settings, database, read)
        await program.open(stack)
        site = program.site(stack)
        await stack.enter_async_context(site.open())
        ready(settings.public_url)
        await stopped


async def open_storage(settings: Settings) -> Storage:
    """The database alone, for commands."""
    database = Database(settings.database_url)
    await migrate(database)
    async with database.read() as connection:
        await directory.version(connection)
    return Storage(database, JiebaReader(), settings.working_rules())


def _accounts(settings: Settings, engine: Engine) -> dict[Account, ChannelAccount]:
    web = ChannelAccount(WEB, application(f"{BUILT_IN_BOT}:IN-PROCESS", EngineRequest(engine)), None)
    accounts = {WEB: web}
    for secret in settings.telegram_token:
        token = secret.get_secret_value()
        name = Account(f"telegram:{token.partition(':')[0]}")
        app = application(token, AiohttpRequest(), settings.telegram_api_base.rstrip("/"))
        accounts[name] = ChannelAccount(name, app, TELEGRAM, menus=_menus(settings.language))
    return accounts


def _house(settings: Settings) -> House:
    notice = Notice(
        settings.privacy_version, settings.privacy_processor, settings.privacy_contact, settings.privacy_retention
    )
    return House(settings.language, notice, settings.public_url)


def _menus(language: str) -> list[dict[str, Any]]:
    """The house's language for everybody, the other one for those who have it."""
    house = Texts(language)
    other = Texts("zh_CN" if house.code == "en" else "en")
    return general([house, other])


def _commands(language: str) -> list[Mapping[str, str]]:
    return list(menu_of(COMMANDS, Texts(language)))


def _seat(seat: sample.Seat) -> Seat:
    people = [Sitter(one.id, one.name, one.note) for one in seat.people]
    return Seat(seat.seat, seat.title, seat.chat, people)


def _told(task: "asyncio.Future[None]") -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("part_stopped", exc_info=error)
