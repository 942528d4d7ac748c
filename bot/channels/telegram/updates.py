"""What an update says before anybody understands it."""

from typing import Any

from storage.queues.inbox import Arrival
from tickets.ids import Account, ChatId

LARGEST_ID = 2**52
"""What the Bot API promises of users and chats; more is no chat, and no column holds it."""

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")


def chat_of(update: dict[str, Any]) -> ChatId:
    """The chat whose updates must stay in order; the sender where there is none, 0 where there is neither."""
    content = next((value for value in update.values() if isinstance(value, dict)), {})
    message = content.get("message")
    for holder, name in ((content, "chat"), (message, "chat"), (content, "from")):
        found = holder.get(name) if isinstance(holder, dict) else None
        number = found.get("id") if isinstance(found, dict) else None
        if isinstance(number, int) and abs(number) < LARGEST_ID:
            return ChatId(number)
    return ChatId(0)


def arrival(account: Account, update: dict[str, Any]) -> Arrival:
    """The update as the inbox keeps it."""
    return Arrival(account, update["update_id"], chat_of(update), update)
