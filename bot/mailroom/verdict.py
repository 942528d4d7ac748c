"""What a channel's refusal means for a letter: none is lost, each ends sent, stale or refused with why."""

from dataclasses import dataclass
from enum import Enum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from bot.channels.telegram.request import Flood, TokenRefused, Unreachable
from bot.mailroom.media import Unfetchable
from bot.waiting import growing
from tickets.mail import Rank

FIRST_WAIT, LONGEST_WAIT, LONGEST_WAIT_URGENT = 1.0, 600.0, 30.0
BLOCKED = "blocked"


class Act(Enum):
    """What is to be done with the letter."""

    SENT = "sent"
    LATER = "later"
    MOVED = "moved"
    STALE = "stale"
    REFUSED = "refused"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why` is kept with the letter.

    LATER waits `wait` seconds: the `whole_account` where no chat can be reached, with `flood` because the channel
    asked for it. MOVED names the chat's new id.
    """

    act: Act
    why: str = ""
    wait: float = 0.0
    whole_account: bool = False
    flood: bool = False
    moved_to: int = 0


_WORDS: tuple[tuple[str, Act, str], ...] = (
    # words of a 400's description, what they mean, the reason kept
    ("message is not modified", Act.SENT, ""),
    ("query is too old", Act.STALE, "the press is too old to be answered"),
    ("query id is invalid", Act.STALE, "the press is too old to be answered"),
    ("chat not found", Act.REFUSED, BLOCKED),
    ("bot was blocked", Act.REFUSED, BLOCKED),
    ("user is deactivated", Act.REFUSED, BLOCKED),
    ("group chat was deleted", Act.REFUSED, BLOCKED),
)


def verdict(error: TelegramError, tries: int, rank: Rank) -> Verdict:
    """The letter's fate after `tries` tries in vain, this one among them."""
    why = str(error) or type(error).__name__
    longest = LONGEST_WAIT_URGENT if rank is Rank.URGENT else LONGEST_WAIT
    match error:
        case Flood():
            return Verdict(Act.LATER, why, error.seconds, flood=True)
        case ChatMigrated():
            return Verdict(Act.MOVED, why, moved_to=error.new_chat_id)
        case TokenRefused() | InvalidToken():
            return Verdict(Act.DEAD, "the token was refused")
        case Forbidden() | BadRequest() | EndPointNotFound() | Unfetchable():
            return _refusal(error)
        case Unreachable():
            return Verdict(Act.LATER, why, growing(tries - 1, FIRST_WAIT, LONGEST_WAIT_URGENT), whole_account=True)
        case _:
            return Verdict(Act.LATER, why, growing(tries - 1, FIRST_WAIT, longest))


def _refusal(error: TelegramError) -> Verdict:
    if isinstance(error, Forbidden):
        return Verdict(Act.REFUSED, BLOCKED)
    low = str(error).lower()
    known = next(((act, why) for words, act, why in _WORDS if words in low), None)
    return Verdict(*(known or (Act.REFUSED, str(error))))
