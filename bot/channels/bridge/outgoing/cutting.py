"""Texts cut to a channel's measure, which counts bytes: never inside a character, at a pause where there is one."""

import unicodedata

_PAUSES = ("\n\n", "\n", "。", "！", "？", "；", ". ", "，", "、", " ")
_JOINER = "\u200d"
_MODIFIERS = range(0x1F3FB, 0x1F400)


def size(text: str) -> int:
    """How many bytes of UTF-8."""
    return len(text.encode())


def cut(text: str, most: int) -> list[str]:
    """The text in parts of at most `most` bytes, each as long as pauses allow. `most` is at least 64."""
    parts = []
    rest = text.strip()
    while size(rest) > most:
        end = _pause(rest, _fitting(rest, most))
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [part for part in [*parts, rest] if part]


def _fitting(text: str, most: int) -> int:
    """How many whole characters fit, at least one."""
    end = len(text.encode()[:most].decode("utf-8", "ignore"))
    while end > 1 and _belongs(text, end):
        end -= 1
    return max(end, 1)


def _belongs(text: str, at: int) -> bool:
    """Whether the code point there is a part of the character before it."""
    if at >= len(text):
        return False
    here = text[at]
    marks = unicodedata.combining(here) or unicodedata.category(here) in {"Mn", "Me"} or ord(here) in _MODIFIERS
    return bool(marks) or here == _JOINER or text[at - 1] == _JOINER


def _pause(text: str, end: int) -> int:
    """The end of the last pause in the second half before `end`; `end` itself where there is none."""
    for mark in _PAUSES:
        found = text.rfind(mark, end // 2, end)
        if found >= 0:
            return found + len(mark)
    return end
