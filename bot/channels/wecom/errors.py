"""What WeCom's answers mean for a letter to a member, beside what they mean for every call."""

from collections.abc import Mapping
from typing import Any

from telegram.error import TelegramError

from bot.channels.bridge.driver import NotSubscribed
from bot.channels.tencent.corp import CallFailed, error_of

_GONE = frozenset({81013, 60111, 40003, 40031, 46004, 60103})
"""No such member, or one who does not see the app."""
_MISSING = ("invaliduser", "unlicenseduser")
TASK_TAKEN = 42014


def failure_of(answer: Mapping[str, Any], to: str) -> TelegramError | None:
    """None where the message is on its way to this member; not all who are missing come with an error code."""
    code = answer.get("errcode", 0)
    if code in _GONE:
        return NotSubscribed(f"WeCom {code}")
    if code == TASK_TAKEN:
        return CallFailed(f"WeCom {code}")
    if error := error_of(answer):
        return error
    missing = {name.lower() for field in _MISSING for name in str(answer.get(field) or "").split("|")}
    return NotSubscribed("invaliduser") if to.lower() in missing else None
