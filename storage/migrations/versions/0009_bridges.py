"""Channels that are not the Bot API: their names for people, what they let us send, menus by number; held letters."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import Instant, Json

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """From 0008 to 0009."""
    _people()
    _files()
    held = sa.text("fate = 'held'")
    op.create_index("ix_outbox_held", "outbox", ["account", "chat"], postgresql_where=held, sqlite_where=held)


def _people() -> None:
    op.create_table(
        "bridge_callers",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("external", sa.String(128), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", "external", name="pk_bridge_callers"),
        sa.UniqueConstraint("number", name="uq_bridge_callers_number"),
    )
    op.create_table(
        "bridge_books",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("acted_at", Instant(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("brief_left", sa.Integer(), nullable=False),
        sa.Column("brief_until", Instant(), nullable=False),
        sa.Column("prompt", sa.BigInteger()),
        sa.Column("prompt_until", Instant()),
        sa.PrimaryKeyConstraint("account", "chat", name="pk_bridge_books"),
    )
    op.create_table(
        "bridge_options",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("data", sa.String(64), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", "chat", "message", "number", name="pk_bridge_options"),
    )
    op.create_table(
        "bridge_pushes",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("reply", Json),
        sa.PrimaryKeyConstraint("account", "key", name="pk_bridge_pushes"),
    )
    op.create_index("ix_bridge_pushes_at", "bridge_pushes", ["at"])


def _files() -> None:
    op.create_table(
        "bridge_files",
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ready_at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("file", name="pk_bridge_files"),
    )
    op.create_index("ix_bridge_files_account_ready_at", "bridge_files", ["account", "ready_at"])
    op.create_table(
        "bridge_uploads",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("account", "digest", "kind", name="pk_bridge_uploads"),
    )
    op.create_table(
        "bridge_tokens",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("forced_at", Instant()),
        sa.PrimaryKeyConstraint("account", name="pk_bridge_tokens"),
    )
