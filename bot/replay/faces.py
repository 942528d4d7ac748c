"""What people recognise in a message without pressing anything: a ticket's card, a receipt, an alarm."""

import re
from dataclasses import dataclass
from enum import StrEnum

RECEIPT = re.compile(r"^收到，编号 (\S+)。")
FREED = re.compile(r"^(\S+) 放回待认领（")
OVERDUE = "逾期"
ALARM = re.compile(rf"^(?:{OVERDUE}|快到时限|没人接) \d+ 件")
WHICH_CLASS = "是哪一类事"
ASKED, PROMISED = "已问居民。", "已告诉居民约定的时间。"
_HEAD = re.compile(r"^(?:🚨 )?【(待定|公事|共事|家事)】(\S+?)(?:（第 (\d+) 次）)? ", re.MULTILINE)
_PROMISE = re.compile(r"^约定 .+ 前回复", re.MULTILINE)


class Standing(StrEnum):
    """Where a card says that its ticket stands."""

    RUNNING = "running"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class CardSeen:
    """What a card's words say."""

    ledger: str
    number: str
    round: int
    standing: Standing
    promised: bool


def card_in(text: str) -> CardSeen | None:
    """The card that a message shows, or None."""
    head = _HEAD.search(text)
    if head is None:
        return None
    promised = _PROMISE.search(text) is not None
    return CardSeen(head[1], head[2], int(head[3] or 1), _standing(text), promised)


def _standing(text: str) -> Standing:
    lines = text.splitlines()
    if any(line.startswith("🟢 已") for line in lines):
        return Standing.ANSWERED
    return Standing.WITHDRAWN if "已撤回" in lines else Standing.RUNNING
