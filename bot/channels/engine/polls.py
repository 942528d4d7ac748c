"""Bots that wait for updates: one poll a bot, on whichever replica; a newer one ends an older one."""

import asyncio
import secrets
from dataclasses import dataclass, field

from storage.chats.news import Event, News


@dataclass(slots=True)
class Poll:
    """One getUpdates call that waits."""

    bot: int
    mark: int = field(default_factory=lambda: secrets.randbits(50))
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    def end(self) -> None:
        self.ended = True
        self.woken.set()

    async def wait(self, seconds: float) -> None:
        """Until something came since `woken` was cleared, the poll was ended, or the time is over."""
        if self.ended or seconds <= 0:
            return
        try:
            async with asyncio.timeout(seconds):
                await self.woken.wait()
        except TimeoutError:
            return


class Polls:
    """The polls that wait in this process."""

    def __init__(self) -> None:
        self._waiting: dict[int, Poll] = {}

    def begin(self, bot: int) -> Poll:
        """A new poll; the one that stood is ended."""
        self.finish(self._waiting.get(bot))
        poll = self._waiting[bot] = Poll(bot)
        return poll

    def finish(self, poll: Poll | None) -> None:
        if poll is None:
            return
        poll.end()
        if self._waiting.get(poll.bot) is poll:
            del self._waiting[poll.bot]

    def hear(self, news: News) -> None:
        """Wake the bot's poll; end it where another replica has begun one."""
        poll = self._waiting.get(news.user)
        if poll is None:
            return
        if news.event is Event.UPDATE:
            poll.woken.set()
        elif news.event is Event.POLL and news.message != poll.mark:
            self.finish(poll)

    def wake_all(self) -> None:
        """Let every poll look again."""
        for poll in self._waiting.values():
            poll.woken.set()
