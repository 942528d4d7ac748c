"""Inbox, outbox and what is remembered between the two."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId, Instant, Json

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """From 0002 to 0003."""
    op.create_table(
        "cards",
        sa.Column("letter", BigId, autoincrement=False, nullable=False),
        sa.Column("ticket", BigId, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("face", sa.String(), nullable=False),
        sa.Column("photo", sa.Boolean(), nullable=False),
        sa.Column("street", sa.String()),
        sa.PrimaryKeyConstraint("letter", name="pk_cards"),
    )
    op.create_index("ix_cards_ticket", "cards", ["ticket"])
    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "dialogs",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", BigId, autoincrement=False, nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("account", "chat", "person", name="pk_dialogs"),
    )
    op.create_table(
        "inbox",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("ready_at", Instant(), nullable=False),
        sa.Column("done_at", Instant()),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("account", "update_id", name="uq_inbox_account_update_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbox_chat",
        "inbox",
        ["account", "chat", "id"],
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_inbox_done_at", "inbox", ["done_at"])
    op.create_index(
        "ix_inbox_open",
        "inbox",
        ["id"],
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "lanes",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ready_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("account", "chat", name="pk_lanes"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("ticket", BigId),
        sa.Column("edits", BigId),
        sa.Column("answers", BigId),
        sa.Column("prompt", Json),
        sa.Column("stale_at", Instant()),
        sa.Column("fate", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", Instant()),
        sa.Column("sent_at", Instant()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("street", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_edits", "outbox", ["edits"])
    op.create_index(
        "ix_outbox_leaving",
        "outbox",
        ["account", "chat", "rank", "id"],
        postgresql_where=sa.text("fate IN ('waiting', 'sending')"),
        sqlite_where=sa.text("fate IN ('waiting', 'sending')"),
    )
    op.create_index("ix_outbox_message_id", "outbox", ["account", "chat", "message_id"])
    op.create_index("ix_outbox_ticket", "outbox", ["ticket"])
    op.create_table(
        "settings_kv",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_settings_kv"),
    )
    if op.get_context().dialect.name == "postgresql":
        # Queues: their rows soon leave the partial indexes, which are to stay small however long the tables grow.
        for table in ("inbox", "outbox"):
            op.execute(f"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0.01)")
