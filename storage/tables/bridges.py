"""What channels need that are not the Bot API: their names for people, what they let us send, menus by number.

Moments are wall time: they measure what the channels measure.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from storage.tables.base import Instant, Json, metadata

callers = Table(
    "bridge_callers",
    metadata,
    Column("account", String, primary_key=True),
    Column("external", String(128), primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),
)

books = Table(
    "bridge_books",
    metadata,
    Column("account", String, primary_key=True),
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("turn", BigInteger, nullable=False),
    Column("acted_at", Instant, nullable=False),
    Column("left", Integer, nullable=False),
    Column("until", Instant, nullable=False),
    Column("brief_left", Integer, nullable=False),
    Column("brief_until", Instant, nullable=False),
    Column("prompt", BigInteger),
    Column("prompt_until", Instant),
)

options = Table(
    "bridge_options",
    metadata,
    Column("account", String, primary_key=True),
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("label", Text, nullable=False),
    Column("data", String(64), nullable=False),
    Column("turn", BigInteger, nullable=False),
)

pushes = Table(
    "bridge_pushes",
    metadata,
    Column("account", String, primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("reply", Json),
)

remote_files = Table(
    "bridge_files",
    metadata,
    Column("file", String(64), primary_key=True),
    Column("account", String, nullable=False),
    Column("remote", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("ready_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("why", Text, nullable=False),
    Index("ix_bridge_files_account_ready_at", "account", "ready_at"),
)

uploads = Table(
    "bridge_uploads",
    metadata,
    Column("account", String, primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("remote", Text, nullable=False),
    Column("until", Instant, nullable=False),
)

permits = Table(
    "bridge_permits",
    metadata,
    Column("account", String, primary_key=True),
    Column("external", String(128), primary_key=True),
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("code", String(256), primary_key=True),
    Column("until", Instant, nullable=False, index=True),
)

sendings = Table(
    "bridge_sendings",
    metadata,
    Column("account", String, primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("letters", Json, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

pulls = Table(
    "bridge_pulls",
    metadata,
    Column("account", String, primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("asked", BigInteger, nullable=False),
    Column("pulled", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("ready_at", Instant, nullable=False),
    Column("look_at", Instant, nullable=False),
    Column("began_at", Instant, nullable=False),
)

tokens = Table(
    "bridge_tokens",
    metadata,
    Column("account", String, primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("until", Instant, nullable=False),
    Column("forced_at", Instant),
)
