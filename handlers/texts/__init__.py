"""Every sentence in the reader's language. Chinese is the source text; locale/ holds the others."""

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po

from tickets.times import SHANGHAI

_LOCALE = Path(__file__).parent / "locale"
_WEEKDAYS = "一二三四五六日"


class Texts:
    """Says things in one language, in one city's time. Call it with the Chinese sentence and its fields."""

    def __init__(self, language: str = "zh_CN", zone: ZoneInfo = SHANGHAI) -> None:
        self.language = "en" if language.lower().startswith("en") else "zh_CN"
        self.zone = zone
        self._catalog = catalog(self.language)

    @property
    def code(self) -> str:
        """The language as chats name it: two letters."""
        return self.language[:2]

    def __call__(self, sentence: str, **fields: object) -> str:
        said = self._catalog.get(sentence) or sentence
        return said.format(**fields) if fields else said

    def when(self, moment: datetime, now: datetime) -> str:
        """A moment as people say it, seen from now: 今天 10:05, 明天 …, 周二 …, 12月3日 …"""
        there, here = moment.astimezone(self.zone), now.astimezone(self.zone)
        days = (there.date() - here.date()).days
        return f"{self._day(there, days)} {there:%H:%M}"

    def left(self, moment: datetime, now: datetime) -> str:
        """How long until (or since) a moment, in the one unit that matters."""
        t = self
        minutes = max(1, int(abs((moment - now).total_seconds()) // 60))
        if minutes < 60:
            return t("{n} 分钟", n=minutes)
        hours = minutes // 60
        return t("{n} 小时", n=hours) if hours < 48 else t("{n} 天", n=hours // 24)

    def _day(self, there: datetime, days: int) -> str:
        t = self
        near = {-1: t("昨天"), 0: t("今天"), 1: t("明天")}
        if days in near:
            return near[days]
        if self.language == "en":
            return f"{there:%a}" if 0 < days < 7 else f"{there.day} {there:%b}"
        if days == 2:
            return "后天"
        return f"周{_WEEKDAYS[there.weekday()]}" if 0 < days < 7 else f"{there.month}月{there.day}日"


@cache
def catalog(language: str) -> dict[str, str]:
    """The language's sentences by their Chinese; empty for Chinese itself."""
    path = _LOCALE / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
