"""The load: as many reports as are taken, or so many a second."""

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, cycle
from random import Random
from statistics import median, quantiles

from benchmarks.city import City, Resident
from benchmarks.double import Double
from benchmarks.process import SECRET
from benchmarks.wire import Client

_IN_FLIGHT = 120
"""Reports on their way at a time when as many as possible are to go through."""
_REST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds from the webhook's POST, and of how many."""

    p50: float
    p99: float
    cases: int


class Load:
    """Posts residents' reports in turn, to the processes in turn."""

    def __init__(self, city: City, double: Double, ports: Sequence[int]) -> None:
        self.double = double
        self.city = city
        self._clients = [Client(port) for port in ports]
        self._turn = cycle(self._clients)
        self._residents, self._texts = cycle(city.residents), cycle(city.texts)
        self._updates = count(1)
        self._dice = Random(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self.lost = 0
        """Reports that were not acknowledged."""

    def close(self) -> None:
        for client in self._clients:
            client.close()

    async def most(self, seconds: float, warm: float) -> tuple[float, Spread]:
        """Reports a second with so many on their way at all times, and the cards' delay in that crowd."""
        self.double.on_card = self._post
        for _ in range(_IN_FLIGHT):
            self._post()
        await asyncio.sleep(warm)
        self.double.reset()
        begun = time.perf_counter()
        await asyncio.sleep(seconds)
        cards, taken = list(self.double.cards), time.perf_counter() - begun
        self.double.on_card = lambda: None
        await self._rest()
        return len(cards) / taken, spread(cards)

    async def steady(self, rate: int, seconds: float) -> tuple[Spread, Spread]:
        """Receipts' and cards' delay at so many reports a second, at random moments as people come."""
        self.double.reset()
        begun, at = time.perf_counter(), 0.0
        while at < seconds:
            at += self._dice.expovariate(rate)
            await asyncio.sleep(max(0.0, begun + at - time.perf_counter()))
            self._post()
        await self._rest()
        return spread(self.double.receipts), spread(self.double.cards)

    def _post(self) -> None:
        task = asyncio.create_task(self._report(next(self._residents)))
        self._tasks.add(task)
        task.add_done_callback(self._posted)

    def _posted(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.lost += not task.cancelled() and task.exception() is not None

    async def _report(self, resident: Resident) -> None:
        number = next(self._updates)
        sender = {"id": resident.user, "is_bot": False, "first_name": str(resident.user), "language_code": "zh"}
        chat = {"id": resident.user, "type": "private", "first_name": str(resident.user)}
        message = {"message_id": number, "date": int(time.time()), "from": sender, "chat": chat}
        body = json.dumps({"update_id": number, "message": message | {"text": next(self._texts)}}).encode()
        path = f"/telegram/{self.city.tokens[resident.account].partition(':')[0]}"
        self.double.posted(resident, time.perf_counter())
        status = await next(self._turn).post(path, body, f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n")
        self.lost += status != 200

    async def _rest(self) -> None:
        """Until all that was posted has arrived, or nothing more does."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.double.empty.wait(), _REST_SECONDS)


def spread(seconds: Sequence[float]) -> Spread:
    found = [second * 1000 for second in seconds]
    if len(found) < 2:
        return Spread(0, 0, len(found))
    return Spread(round(median(found), 1), round(quantiles(found, n=100)[98], 1), len(found))
