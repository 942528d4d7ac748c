"""What comes in, what goes out, and what is remembered between the two."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.tables.base import BigId, Instant, Json, id_column, metadata, street_column

ARRIVED = text("state = 'open'")
"""As written in the index, so that both planners see that it serves the query."""
LEAVING = text("fate IN ('waiting', 'sending')")
HELD = text("fate = 'held'")
SENT = text("message_id IS NOT NULL")
"""What leaves has none: so SQLite never looks for it through all that was ever sent."""

inbox = Table(
    "inbox",
    metadata,
    id_column(),
    Column("account", String, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("body", Json, nullable=False),
    Column("state", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("ready_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("error", Text, nullable=False),
    UniqueConstraint("account", "update_id"),
    Index("ix_inbox_open", "id", postgresql_where=ARRIVED, sqlite_where=ARRIVED),
    Index("ix_inbox_chat", "account", "chat", "id", postgresql_where=ARRIVED, sqlite_where=ARRIVED),
    Index("ix_inbox_done_at", "done_at"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("account", String, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("method", String, nullable=False),
    Column("body", Json, nullable=False),
    Column("purpose", String, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("ticket", BigId),
    Column("edits", BigId),
    Column("answers", BigId),
    Column("prompt", Json),
    Column("stale_at", Instant),
    Column("fate", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("sent_at", Instant),
    Column("message_id", BigInteger),
    Column("why", Text, nullable=False),
    Column("missed", Boolean, nullable=False, server_default=false()),
    street_column(),
    Index("ix_outbox_leaving", "account", "chat", "rank", "id", postgresql_where=LEAVING, sqlite_where=LEAVING),
    Index("ix_outbox_message_id", "account", "chat", "message_id", postgresql_where=SENT, sqlite_where=SENT),
    Index("ix_outbox_held", "account", "chat", postgresql_where=HELD, sqlite_where=HELD),
    Index("ix_outbox_ticket", "ticket"),
    Index("ix_outbox_edits", "edits"),
)

lanes = Table(
    "lanes",
    metadata,
    Column("account", String, primary_key=True),
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("ready_at", Instant, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("letter", BigId, primary_key=True, autoincrement=False),
    Column("ticket", BigId, nullable=False, index=True),
    Column("account", String, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("thread", BigInteger, nullable=False, server_default="0"),
    Column("face", String, nullable=False),
    Column("photo", Boolean, nullable=False),
    street_column(),
)

dialogs = Table(
    "dialogs",
    metadata,
    Column("account", String, primary_key=True),
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("person", BigId, primary_key=True, autoincrement=False),
    Column("step", String, nullable=False),
    Column("detail", Json, nullable=False),
    Column("at", Instant, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("next", BigInteger, nullable=False),
)

settings_kv = Table(
    "settings_kv",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Json, nullable=False),
)
