"""Buttons and what they carry back: a verb, a ticket, an argument; at most 64 bytes, never trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from typing_extensions import override

from tickets.ids import TicketId

Keyboard = Sequence[Sequence["Button"]]
_DIGITS = 15


class Verb(StrEnum):
    """What a press asks for. Short, since Telegram gives 64 bytes."""

    AGREE_NOTICE = "ok"
    COMMUNITY = "cm"
    BUILDING = "bd"
    LANGUAGE = "lg"
    WRONG = "wr"
    SORT = "so"
    ADD = "ad"
    APART = "ap"
    SECOND = "se"
    SAME = "sm"
    REPEAT = "rp"
    WITHDRAW = "wd"
    WITHDRAW_SURE = "ws"
    STORY = "st"
    URGE = "ur"
    FOLLOW = "fo"
    POST_AFTER_ALL = "pa"
    FORGET = "fg"
    CONFIRM = "cf"
    DENY = "dn"
    GRADE = "gr"
    CONTACTED = "ct"
    REOPEN = "ro"
    LEAVE = "lv"
    CONSENT = "cs"
    CLAIM = "cl"
    DETAIL = "de"
    MORE = "mo"
    BACK = "bk"
    ANSWER = "an"
    PROMPT = "pr"
    PROMISE = "pm"
    HAND = "ha"
    TO_UNIT = "tu"
    TO_PERSON = "tp"
    CONTACT = "co"
    CLASS = "cc"
    TO_CLASS = "tc"
    TOPIC = "tt"
    BECAUSE = "bc"
    MERGE = "mg"
    HELPERS = "hp"
    INVITE = "iv"
    RESPOND = "rs"
    BREAK_OFF = "bo"
    TAKE_OVER = "to"
    HEED = "he"
    PRESS = "ps"
    BIND = "bi"
    CHANNEL = "ch"
    CUT = "cx"
    BLOW = "bw"
    WHISTLE = "wh"
    MEET = "mt"
    LEND = "ln"
    FLOW = "fl"


def number(text: str) -> int:
    """The whole number above 0 that somebody sent; 0 where it is none, or one that nothing here can bear."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


_VERBS = frozenset(Verb)


@dataclass(frozen=True, slots=True)
class Press:
    """A press, taken apart. `ticket` is 0 where the verb has none."""

    verb: Verb
    ticket: TicketId
    argument: str = ""

    @override
    def __str__(self) -> str:
        return f"{self.verb}:{self.ticket}:{self.argument}" if self.argument else f"{self.verb}:{self.ticket}"

    @classmethod
    def read(cls, data: str) -> Self | None:
        """None for anything that is no press of ours."""
        verb, _, rest = data.partition(":")
        ticket, _, argument = rest.partition(":")
        if verb not in _VERBS or (ticket != "0" and not number(ticket)):
            return None
        return cls(Verb(verb), TicketId(number(ticket)), argument)


@dataclass(frozen=True, slots=True)
class Button:
    """A button's words and its press."""

    words: str
    press: Press


def button(words: str, verb: Verb, ticket: int = 0, argument: str = "") -> Button:
    """A button; the ticket is 0 where the verb has none."""
    return Button(words, Press(verb, TicketId(ticket), argument))


def markup(keyboard: Keyboard | None) -> dict[str, Any]:
    """`reply_markup` of the Bot API; an empty keyboard takes the buttons away."""
    rows = [[{"text": b.words, "callback_data": str(b.press)} for b in row] for row in keyboard or () if row]
    return {"inline_keyboard": rows}
