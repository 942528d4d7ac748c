"""What a channel must be able to do. A new channel is one class that fulfils `Driver`, and what receives its pushes."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, runtime_checkable

from telegram.error import Forbidden, TelegramError

from bot.channels.engine.call import Upload
from storage.chats.records import File
from storage.queues.outbox import Pace
from tickets.mail import Purpose

message_name: ContextVar[str] = ContextVar("message_name", default="")
"""What the message that is being shown is called, 32 hexadecimal digits: the same however often it is tried."""


class OverQuota(TelegramError):
    """The channel lets us send nothing more to this chat until its user says something."""


class NotSubscribed(Forbidden):
    """The user takes no messages from us any more."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button as it is shown: its number in its message, its words, and an address where it opens one.

    A press speaks of the message of that number; where buttons bear what they say, `data` is that.
    """

    number: int
    label: str
    url: str = ""
    data: str = ""
    message: int = 0


@dataclass(frozen=True, slots=True)
class Traits:
    """What a channel can do, in its own measure.

    `text_bytes` of UTF-8 fit into one message. `native_choices` buttons can be shown as such below `native_bytes` of
    words, 0 where all become numbers. `metered` channels keep a book of what may still be sent. `answers` channels wait
    for a reply to each push, `patience` long. `rings` tells that a user can be called back after the window is over.
    `copies` is how long the channel keeps a file that was left with it. `reports` tells that it says later what did
    not arrive, by its `message_name`. Whatever a press changed is said anew where the channel `echoes`, or nobody
    would see that it was heard. Where native buttons `bear` what they say they can be pressed as long as they are seen,
    and have no numbers. `toasts` are said as messages where a press shows no answer by itself. `pace` is how fast
    messages to one chat may follow each other.
    """

    text_bytes: int = 2048
    native_choices: int = 0
    native_bytes: int = 65536
    metered: bool = True
    answers: bool = False
    patience: timedelta = timedelta(seconds=4)
    rings: bool = False
    copies: timedelta = timedelta(days=3)
    reports: bool = False
    echoes: bool = False
    file_kinds: frozenset[str] = field(default_factory=lambda: frozenset({"photo", "voice", "video"}))
    bear: bool = False
    toasts: bool = False
    pace: Pace | None = None


class Driver(Protocol):
    """Carries out what one account of a channel is asked to. `to` is the channel's own name for the user.

    Every method raises TelegramErrors, as `bot.mailroom.verdict` reads them: Flood and Unreachable are tried again,
    TokenRefused ends the account, NotSubscribed its user; OverQuota lets the letter be held or rung for.
    """

    @property
    def traits(self) -> Traits: ...

    async def say(self, to: str, text: str, choices: Sequence[Choice] = ()) -> None:
        """Say a text of at most `text_bytes`; `choices` only where the channel can show them natively."""
        ...

    async def upload(self, file: File, content: bytes) -> str:
        """Leave a file with the channel; what it is called there."""
        ...

    async def show(self, to: str, kind: str, remote: str) -> None:
        """Show a file that was left with the channel."""
        ...

    async def fetch(self, remote: str) -> Upload:
        """The bytes of a file that a user sent, of at most the depot's size."""
        ...

    async def ring(self, to: str, ring: "Ring") -> None:
        """Tell the user, by whatever is allowed after the window, that something waits for them."""
        ...


@runtime_checkable
class Changer(Driver, Protocol):
    """A driver that can change what it has shown, now and then."""

    async def change(self, to: str, text: str, choices: Sequence[Choice], message: int) -> bool:
        """Show this in the place of that message; False where the channel does not let us. Raises like `say`."""
        ...


@dataclass(frozen=True, slots=True)
class Ring:
    """What a call-back may tell: the matter's number and what waits."""

    purpose: Purpose
    number: str
    text: str
