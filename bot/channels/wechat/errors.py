"""WeChat's error codes as what they mean for a letter: a table, and nothing of the call in the words."""

import json
from collections.abc import Mapping
from typing import Any

from telegram.error import BadRequest, TelegramError

from bot.channels.bridge.driver import NotSubscribed, OverQuota
from bot.channels.telegram.request import Flood, TokenRefused

STALE_TOKEN = frozenset({40001, 40014, 41001, 42001})
"""The access token is none, or none any more: worth one more try with another."""
_QUIET = {45009: 3600, 45011: 60, 45029: 60}
"""Seconds of quiet after the day's and the minute's limits; the day's is asked for again every hour."""
_OVER_QUOTA = frozenset({45015, 45047})
_GONE = frozenset({43004, 40003, 40032})
_WRONG_ACCOUNT = frozenset({40013, 40125, 41002, 41004, 50002})
"""App id or secret are wrong, or the account is frozen."""
_BUSY = frozenset({-1, 40164, 61004, 43003, 50001})
"""Comes right by itself, or once the operator has opened the platform's door to this server's address."""


class CallFailed(TelegramError):
    """An answer that WeChat may give otherwise next time."""


def error_of(answer: Mapping[str, Any]) -> TelegramError | None:
    """What an answer with an `errcode` means; None where all is well."""
    code = answer.get("errcode", 0)
    if not code:
        return None
    words = f"WeChat {code}: {str(answer.get('errmsg', ''))[:200]}"
    if code in _OVER_QUOTA:
        return OverQuota(words)
    if code in _GONE:
        return NotSubscribed(words)
    if code in _QUIET:
        return Flood(json.dumps({"parameters": {"retry_after": _QUIET[code]}}).encode())
    if code in _WRONG_ACCOUNT:
        return TokenRefused(words)
    if code in STALE_TOKEN or code in _BUSY:
        return CallFailed(words)
    return BadRequest(words)
