"""Chats as Bot API objects. A room is (space, chat): the space is the bot of a private chat, 0 for groups.

Moments here are Unix seconds, as the Bot API speaks them: business time in messages, wall time for leases and limits.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from storage.tables.base import Json, metadata

users = Table(
    "chat_users",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("username", String(64), unique=True),
    Column("language", String(16), nullable=False, server_default=""),
    Column("is_bot", Boolean, nullable=False),
)

bots = Table(
    "chat_bots",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("account", String(64), nullable=False, unique=True),
    Column("token_digest", String(64), unique=True),
    Column("rights", Json, nullable=False, server_default="[]"),
    Column("last_update", BigInteger, nullable=False, server_default="0"),
    Column("allowed_updates", Json),
    Column("webhook", Json),
    Column("leased_until", BigInteger, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("last_error_at", BigInteger),
    Column("last_error", Text),
)

commands = Table(
    "chat_commands",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("scope", String(120), primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("commands", Json, nullable=False),
)

rooms = Table(
    "chat_rooms",
    metadata,
    Column("space", BigInteger, primary_key=True),
    Column("chat", BigInteger, primary_key=True),
    Column("face", Json, nullable=False),
    Column("last_message", BigInteger, nullable=False, server_default="0"),
)

members = Table(
    "chat_members",
    metadata,
    Column("space", BigInteger, primary_key=True),
    Column("chat", BigInteger, primary_key=True),
    Column("user", BigInteger, primary_key=True),
    Column("status", String(16), nullable=False),
    Column("read_upto", BigInteger, nullable=False, server_default="0"),
    Index("chat_members_of_user", "user"),
)

messages = Table(
    "chat_messages",
    metadata,
    Column("space", BigInteger, primary_key=True),
    Column("chat", BigInteger, primary_key=True),
    Column("message", BigInteger, primary_key=True),
    Column("sender", BigInteger, nullable=False),
    Column("date", BigInteger, nullable=False),
    Column("edited", BigInteger),
    Column("reply_to", BigInteger),
    Column("payload", Json, nullable=False),
    Index("chat_messages_of_sender", "sender"),
)

files = Table(
    "chat_files",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("digest", String(64), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("mime", String(100), nullable=False),
    Column("ending", String(8), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("duration", Integer, nullable=False),
    Column("owner", BigInteger, nullable=False),
)

shown = Table(
    "chat_files_shown",
    metadata,
    Column("file", String(64), primary_key=True),
    Column("space", BigInteger, primary_key=True),
    Column("chat", BigInteger, primary_key=True),
    Column("message", BigInteger, primary_key=True),
    Index("chat_files_shown_in", "space", "chat", "message"),
)

updates = Table(
    "chat_updates",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("update", BigInteger, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("body", Json, nullable=False),
)

posts = Table(
    "chat_posts",
    metadata,
    Column("user", BigInteger, primary_key=True),
    Column("uuid", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("answer", Json, nullable=False),
    Index("chat_posts_at", "user", "at"),
)

presses = Table(
    "chat_presses",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("user", BigInteger, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
)

sessions = Table(
    "chat_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("user", BigInteger, nullable=False, index=True),
    Column("made_at", BigInteger, nullable=False, index=True),
    Column("seen_at", BigInteger, nullable=False),
)
