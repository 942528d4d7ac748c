"""Letters: what leaves by the outbox, in the one dialect of all channels (Bot API methods)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from tickets.ids import Account, ChatId, LetterId, PersonId, TicketId


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """A chat on a channel account; `thread` is the topic of a group that has topics, 0 elsewhere."""

    account: Account
    chat: ChatId
    thread: int = 0


class Rank(IntEnum):
    """What leaves first; smaller is sooner, order within a rank is kept."""

    URGENT = 0
    PROMPT = 3
    NORMAL = 5
    BULK = 8


class Purpose(StrEnum):
    """What a letter is for, so that its fate can be told on the ticket."""

    ADVICE = "advice"
    RECEIPT = "receipt"
    CARD = "card"
    PROMPT = "prompt"
    ANSWER = "answer"
    QUESTION = "question"
    PAGE = "page"
    ALERT = "alert"
    TOAST = "toast"
    PLAIN = "plain"


AWAITED = frozenset({Purpose.ANSWER, Purpose.QUESTION})


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a reply to a letter means: `deed` on `ticket`, if it comes from `asked`. `detail` is free JSON."""

    deed: str
    ticket: TicketId | None
    asked: PersonId | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """One Bot API call to be made.

    `body` holds the method's parameters without `chat_id` and `message_id`; a value `{"media": n}` stands for the
    stored media n and becomes a file id or an upload when sent. `edits` names the letter whose message is changed,
    `answers` the one that is replied to. `stale_at` (wall time) is when it is no longer worth sending.
    """

    to: Address
    method: str
    body: Mapping[str, Any]
    purpose: Purpose = Purpose.PLAIN
    rank: Rank = Rank.NORMAL
    ticket: TicketId | None = None
    edits: LetterId | None = None
    answers: LetterId | None = None
    prompt: Prompt | None = None
    stale_at: datetime | None = None

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for it so much that it is kept: an answer or a question about a ticket, in private."""
        return self.purpose in AWAITED and self.ticket is not None and self.edits is None and self.to.chat > 0


class Fate(StrEnum):
    """What became of a letter. One is held where its channel takes no more until its reader says something."""

    WAITING = "waiting"
    SENDING = "sending"
    HELD = "held"
    SENT = "sent"
    REFUSED = "refused"
    STALE = "stale"
