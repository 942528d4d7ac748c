"""Refusals in Telegram's words; the HTTP status is always the error code."""


class Refusal(Exception):
    """A call that is not carried out; nothing has changed."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        """Seconds, with 429 alone."""


def bad(reason: str) -> Refusal:
    """The caller's mistake."""
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    """The bot is not allowed there."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    """Two ways of getting updates at once."""
    return Refusal(409, f"Conflict: {reason}")


def too_fast(seconds: int) -> Refusal:
    """More than the limits allow."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", seconds)


CHAT_NOT_FOUND = "chat not found"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
EMPTY_TEXT = "message text is empty"
WRONG_FILE = "wrong remote file identifier specified: can't unserialize it"
