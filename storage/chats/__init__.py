"""Chats, messages, files and bots of the in-process Bot API: what its engine keeps."""

from storage.chats.clearing import digests, forget_said, forget_user, prune
from storage.chats.news import Event, News
from storage.chats.seeding import (
    ensure_built_in,
    ensure_group,
    ensure_user,
    hand_over,
    list_bots,
    make_bot,
    take_back,
    withdraw,
)
from storage.chats.store import Chats, ChatStore

__all__ = [
    "ChatStore",
    "Chats",
    "Event",
    "News",
    "digests",
    "ensure_built_in",
    "ensure_group",
    "ensure_user",
    "forget_said",
    "forget_user",
    "hand_over",
    "list_bots",
    "make_bot",
    "prune",
    "take_back",
    "withdraw",
]
