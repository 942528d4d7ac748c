"""What the codes of 微信客服 mean, beside those that all of WeCom has."""

from collections.abc import Mapping
from typing import Any

from telegram.error import TelegramError

from bot.channels.bridge.driver import NotSubscribed, OverQuota
from bot.channels.tencent.corp import CallFailed, error_of
from bot.mailroom.verdict import BLOCKED

SPENT_TOKEN = 95007
"""The token of a push is older than ten minutes: it is asked without one."""
_OVER_QUOTA = frozenset({95001, 95002, 95013, 95018})
"""Five were sent, 48 hours are over, the session has ended, or a person has it."""
_GONE = frozenset({40096, 84061})
_CLOSED = frozenset({95000, 95004, 95012, 95017})
"""The account is none, or the console does not let us use it: comes right once the operator has set it right."""

_UNSAID = "the message did not arrive"
_FAILURES = {
    # fail_type of a msg_send_fail event
    1: "the account was deleted",
    2: "the app is closed",
    4: "the session is older than 48 hours",
    5: "the session is closed",
    6: "more than five messages",
    8: "the corp is not verified",
    10: BLOCKED,
    11: "no member of the corp uses WeCom",
    12: "a kind of message that is not allowed",
    13: "held back by the platform for safety",
}
WINDOW_OVER = frozenset({4, 5, 6})


def kf_error(answer: Mapping[str, Any]) -> TelegramError | None:
    """What an answer means; None where all is well."""
    code = answer.get("errcode", 0)
    words = f"WeCom {code}: {str(answer.get('errmsg', ''))[:120]}"
    if code in _OVER_QUOTA:
        return OverQuota(words)
    if code in _GONE:
        return NotSubscribed(words)
    if code in _CLOSED:
        return CallFailed(words)
    return error_of(answer)


def why_failed(kind: int) -> str:
    """Why a message did not arrive, as it stands on the ticket."""
    return _FAILURES.get(kind, _UNSAID)
