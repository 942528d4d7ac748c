"""Telegram's limits on sending: watched always, enforced where a test asks for it."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from time import monotonic

from tests.doubles.botapi.refusal import Refusal

Key = tuple[int, int | None]


@dataclass(frozen=True)
class Breach:
    """One message too many: `what` is `bot`, `chat` or `group`."""

    what: str
    bot: int
    chat: int
    at: float


@dataclass
class Limits:
    """30 a second for a bot, one a second for a chat (a burst is allowed), 20 a minute for a group.

    `slack` is the clock difference, in seconds, that is not held against a sender.
    """

    per_second: int = 30
    chat_gap: float = 1.0
    burst: int = 1
    group_per_minute: int = 20
    enforce: bool = False
    slack: float = 0.05
    broken: list[Breach] = field(default_factory=list)
    _sent: dict[Key, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def count(self, bot: int, chat: int) -> None:
        """Note one message. Raises Refusal 429 where limits are enforced and this one is too many."""
        now = monotonic()
        breaches = [
            Breach(what, bot, chat, now)
            for what, key, window, most in self._rules(bot, chat)
            if self._too_many(key, now - window + self.slack, most)
        ]
        self.broken.extend(breaches)
        if breaches and self.enforce:
            wait = 1 if breaches[-1].what != "group" else 5
            raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        for key in ((bot, None), (bot, chat)):
            self._sent[key].append(now)

    def _rules(self, bot: int, chat: int) -> list[tuple[str, Key, float, int]]:
        rules: list[tuple[str, Key, float, int]] = [("bot", (bot, None), 1.0, self.per_second)]
        if self.chat_gap:
            rules.append(("chat", (bot, chat), self.chat_gap * self.burst, self.burst))
        if chat < 0:
            rules.append(("group", (bot, chat), 60.0, self.group_per_minute))
        return rules

    def _too_many(self, key: Key, since: float, most: int) -> bool:
        times = self._sent[key]
        while times and times[0] < monotonic() - 60:
            times.popleft()
        recent = 0
        for moment in reversed(times):
            if moment < since or recent >= most:
                break
            recent += 1
        return recent >= most
