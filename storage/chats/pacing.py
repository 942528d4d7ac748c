"""How fast an extra bot may speak, counted for all replicas together."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.once import insert_once
from storage.queues.outbox import WHOLE, Limit, Pace
from storage.tables.mail import lanes
from tickets.ids import ChatId

DOOR = Pace(
    private=Limit(timedelta(seconds=1), burst=10),
    group=Limit(timedelta(seconds=4), burst=6),
    whole=Limit(timedelta(seconds=1) / 22, burst=8),
)
"""As Telegram: 1 a second to a person with short bursts, 20 a minute to a group, 30 a second in all."""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Pacing:
    """The lanes of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def pass_through(self, account: str, chat: int, now: datetime) -> timedelta:
        """Let one message to that chat through: nothing to wait, or how long until it may be tried again."""
        lanes_of_call = {WHOLE: DOOR.whole, ChatId(chat): DOOR.of(ChatId(chat))}
        ready = {lane: await self._ready_at(account, lane) for lane in lanes_of_call}
        wait = max(ready.values()) - now
        if wait > timedelta():
            return wait
        for lane, limit in lanes_of_call.items():
            mine = (lanes.c.account == account, lanes.c.chat == lane)
            await self._connection.execute(lanes.update().where(*mine).values(ready_at=limit.after(ready[lane], now)))
        return timedelta()

    async def _ready_at(self, account: str, chat: ChatId) -> datetime:
        """When the lane is free; it stays locked, so that nobody else passes meanwhile."""
        query = select(lanes.c.ready_at).where(lanes.c.account == account, lanes.c.chat == chat).with_for_update()
        found: datetime | None = (await self._connection.execute(query)).scalar()
        if found is None:
            await insert_once(self._connection, lanes, {"account": account, "chat": chat, "ready_at": _LONG_AGO})
            return await self._ready_at(account, chat)
        return found
