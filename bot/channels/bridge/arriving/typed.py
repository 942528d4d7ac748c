"""What typed words mean where there are no buttons: a number presses, anything else is said. Pure; never a guess."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from storage.bridges.menus import Option

STOP = 0
_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ONE = re.compile(
    r"(?:选|第|回复?)?\s*[(\[]?\s*(\d{1,2}|[零一二两三四五六七八九]?十?[零一二两三四五六七八九]?)\s*[)\]]?\s*(?:个|项|吧)?[.。、,!?]*"
)
_SEVERAL = re.compile(r"\d{1,2}(?:\s*[,、.和或/ ]\s*\d{1,2})+")


@dataclass(frozen=True, slots=True)
class Pressed:
    """One button, without doubt."""

    option: Option


@dataclass(frozen=True, slots=True)
class Unclear:
    """A number that presses nothing, or several buttons; `options` can be pressed."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """The way out of a question."""


@dataclass(frozen=True, slots=True)
class Words:
    """Something said; `answers` the question that was asked last."""

    answers: int | None = None


Meaning = Pressed | Unclear | Stopped | Words


def understood(text: str, options: Sequence[Option], asked: int | None) -> Meaning:
    """What the text means where `options` can be pressed and `asked` is the message that waits for words.

    What was asked last counts: a number answers a question that is younger than every menu.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    number = _number(plain)
    if number is None and not _SEVERAL.fullmatch(plain):
        return Words(asked)
    if number == STOP and asked is not None:
        return Stopped()
    if asked is not None and all(option.message < asked for option in options):
        return Words(asked)
    found = [option for option in options if option.number == number]
    return Pressed(found[0]) if len(found) == 1 else Unclear(tuple(found or options))


def _number(text: str) -> int | None:
    """The one number that the text is, in whatever figures; None where it is anything else."""
    found = _ONE.fullmatch(text)
    if found is None or not found[1]:
        return None
    if found[1].isascii():
        return int(found[1])
    tens, mark, ones = found[1].rpartition("十")
    if not mark:
        return _DIGITS[ones] if len(ones) == 1 else None
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
