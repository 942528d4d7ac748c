"""Asks one account for what is new, from where the last one stopped: a push only tells that there is something."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.channels.bridge.arriving.reception import TooFast
from bot.channels.bridge.office import Station
from bot.channels.telegram.request import Flood, TokenRefused
from bot.channels.tencent.corp import CorpApi
from bot.channels.wxkf.codes import SPENT_TOKEN, kf_error
from bot.channels.wxkf.driver import WxkfDriver
from bot.channels.wxkf.messages import Closed, Done, Failed, Json, Meaning, meaning, moment, recalled
from bot.waiting import Bell, growing
from storage.bridges import pulls
from storage.bridges.pulls import Pull

MOST = 1000
LEASE = timedelta(seconds=120)
LOOK = timedelta(minutes=5)
"""How often to look though nobody told us to: a push may have been lost."""
BEFORE = timedelta(minutes=10)
"""What was said to the account so long before it first was ours is left to whoever it was said to."""
MOST_TRIES = 8
"""After so many failures an entry is passed over: those behind it must not wait for ever."""
_POLL_SECONDS = 2.0
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0

_log = structlog.get_logger(__name__)


class Puller:
    """Pulls for one account, whose id in WeCom is `kf`. On many replicas one at a time has the turn."""

    def __init__(self, station: Station, driver: WxkfDriver, api: CorpApi, kf: str) -> None:
        self.station = station
        self.driver = driver
        self.api = api
        self.kf = kf
        self.bell = Bell()
        self._failures: dict[str, int] = {}

    @property
    def _account(self) -> Any:
        return self.station.way.account

    async def told(self, token: str) -> None:
        """WeCom says that there is something; kept, so that it is asked for even if we stop now."""
        async with self.station.way.database.write() as connection:
            await pulls.ask(connection, self._account.name, token)
        self.bell.ring()

    async def begin(self) -> None:
        """The account is served from now on; it is asked for what came while nobody served it."""
        async with self.station.way.database.write() as connection:
            await pulls.begin(connection, self._account.name, self.station.way.wall())

    async def run(self) -> None:
        """Pull until cancelled, or until WeCom refuses the corp's secret."""
        while not self._account.dead:
            try:
                found = await self.once()
            except Exception as error:
                _log.warning("puller_waits", account=self._account.name, error=type(error).__name__)
                found = False
            if not found:
                await self.bell.wait(_POLL_SECONDS)

    async def once(self) -> bool:
        """Pull all there is; False where it is nobody's or another's turn."""
        way = self.station.way
        async with way.database.write() as connection:
            turn = await pulls.take(connection, self._account.name, way.wall(), way.wall() + LEASE)
        if turn is None:
            return False
        try:
            await self._pull(turn)
        except TokenRefused as error:
            self._account.die(str(error))
        except Exception as error:
            await self._again(turn, error)
            return False
        return True

    async def _pull(self, turn: Pull) -> None:
        way, cursor = self.station.way, turn.cursor
        while True:
            page = await self._page(cursor, turn.token)
            entries = [one for one in page.get("msg_list") or () if isinstance(one, dict)]
            await self._take(entries, turn)
            after, now = str(page.get("next_cursor") or cursor), way.wall()
            last = not page.get("has_more") or after == cursor
            async with way.database.write() as connection:
                ours = await pulls.advance(connection, self._account.name, cursor, after, now + LEASE)
                if ours and last:
                    await pulls.finish(connection, self._account.name, turn.asked, now, now + LOOK)
            if last or not ours:
                return
            cursor = after

    async def _page(self, cursor: str, token: str) -> dict[str, Any]:
        asked: dict[str, Any] = {"cursor": cursor, "limit": MOST, "voice_format": 0, "open_kfid": self.kf}
        answer = await self.api.post("/cgi-bin/kf/sync_msg", asked | ({"token": token} if token else {}))
        if token and answer.get("errcode") == SPENT_TOKEN:
            answer = await self.api.post("/cgi-bin/kf/sync_msg", asked)
        if error := kf_error(answer):
            raise error
        return answer

    async def _take(self, entries: Sequence[Json], turn: Pull) -> None:
        taken_back = recalled(list(entries))
        for entry in entries:
            name, at = str(entry.get("msgid") or ""), moment(entry)
            if name in taken_back or at is None or at < turn.began_at - BEFORE:
                continue
            found = meaning(entry, self.kf, self.station.way.wall())
            if found is not None:
                await self._one(found, name)

    async def _one(self, found: Meaning, name: str) -> None:
        try:
            await self._act(found)
        except Exception as error:
            self._failures[name] = self._failures.get(name, 0) + 1
            if self._failures[name] < MOST_TRIES:
                raise
            _log.error("entry_passed_over", account=self._account.name, entry=name, exc_info=error)
        self._failures.pop(name, None)

    async def _act(self, found: Meaning) -> None:
        station = self.station
        match found:
            case Done(incoming, permit):
                if permit:
                    await self.driver.permit(incoming.external, permit)
                try:
                    await station.take(incoming)
                except TooFast:
                    _log.warning("too_fast", account=self._account.name)
            case Failed(external, message, why, closes, at):
                if closes:
                    await station.closed(external, at)
                await station.not_delivered(message, why, closes=closes)
            case Closed(external, at):
                await station.closed(external, at)

    async def _again(self, turn: Pull, error: Exception) -> None:
        wait = error.seconds if isinstance(error, Flood) else growing(turn.tries, _FIRST_WAIT, _LONGEST_WAIT)
        told = str(error) if isinstance(error, TelegramError) else type(error).__name__
        _log.warning("not_pulled", account=self._account.name, error=told, wait=wait)
        way = self.station.way
        async with way.database.write() as connection:
            await pulls.again(connection, self._account.name, way.wall() + timedelta(seconds=wait))
