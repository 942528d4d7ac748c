"""Sends for the channels whose letters leave together: all that waits for a chat is one parcel."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any

import structlog

from bot.channels.bridge.outgoing.courier import LEASE, Courier
from bot.channels.bridge.outgoing.journey import Journey
from bot.waiting import Backoff, Bell
from storage.database import Database
from storage.queues.outbox import Pace
from storage.queues.parcels import Parcel, claim_parcels
from tickets.ids import Account

IN_FLIGHT = 16
_POLL_SECONDS = 1.0
_BREATH_SECONDS = 0.1
"""From one look into the outbox to the next: what is written meanwhile goes together, and costs one message."""

_log = structlog.get_logger(__name__)


class ParcelSender:
    """Takes the parcels that nobody waits for with a push; `wall` is the time by which the channels count."""

    def __init__(self, database: Database, couriers: Mapping[Account, Courier], wall: Callable[[], datetime]) -> None:
        self.database = database
        self.couriers = couriers
        self.wall = wall
        self.bell = Bell()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    def wake(self) -> None:
        """There may be new letters."""
        self.bell.ring()

    async def run(self) -> None:
        """Send until `stop`; what is on its way is waited for and booked."""
        backoff = Backoff(most=10)
        while not self._stopping:
            try:
                taken = await self.round()
                backoff.reset()
            except Exception as error:
                _log.warning("parcel_sender_waits", error=type(error).__name__, exc_info=error)
                await backoff.wait()
                continue
            if not taken:
                await self.bell.wait(_POLL_SECONDS)
                await asyncio.sleep(_BREATH_SECONDS)
        await self._land()

    def stop(self) -> None:
        self._stopping = True
        self.bell.ring()

    async def round(self) -> int:
        """Start what may leave; gives how many parcels that were."""
        ready = [name for name, courier in self.couriers.items() if courier.way.account.ready]
        room = IN_FLIGHT - len(self._tasks)
        if not ready or room <= 0:
            return 0
        async with self.database.write() as connection:
            parcels = await claim_parcels(connection, self.wall(), ready, room, LEASE, self._paces())
        for parcel in parcels:
            self._start(self._deliver(parcel))
        return len(parcels)

    async def drain(self) -> None:
        """Send and book all that may leave now; for those who play on a clock of their own."""
        while await self.round() or self._tasks:
            await self._land()

    def follow(self, journey: Journey) -> None:
        """The rest of a journey whose reply has gone back with its push."""
        self._start(journey.go())

    async def _deliver(self, parcel: Parcel) -> None:
        journey = await self.couriers[parcel.to.account].set_out(parcel)
        await journey.go()

    def _paces(self) -> dict[Account, Pace]:
        paces = {name: courier.way.driver.traits.pace for name, courier in self.couriers.items()}
        return {name: pace for name, pace in paces.items() if pace is not None}

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self.bell.ring()
        if not task.cancelled() and (error := task.exception()):
            # The leases end and the letters are tried again.
            _log.error("parcel_not_brought", exc_info=error)

    async def _land(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks)
