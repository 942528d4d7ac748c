"""Chats, messages, files and bots of the in-process Bot API."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import Json

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """From 0004 to 0005."""
    _bots()
    _people()
    _rooms()
    _files()


def _bots() -> None:
    op.create_table(
        "chat_bots",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("token_digest", sa.String(64)),
        sa.Column("last_update", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("allowed_updates", Json),
        sa.Column("webhook", Json),
        sa.Column("leased_until", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("last_error_at", sa.BigInteger()),
        sa.Column("last_error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_chat_bots"),
        sa.UniqueConstraint("token_digest", name="uq_chat_bots_token_digest"),
        sa.UniqueConstraint("account", name="uq_chat_bots_account"),
    )
    op.create_table(
        "chat_commands",
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(120), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("commands", Json, nullable=False),
        sa.PrimaryKeyConstraint("bot", "scope", "language", name="pk_chat_commands"),
    )
    op.create_table(
        "chat_updates",
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.PrimaryKeyConstraint("bot", "update", name="pk_chat_updates"),
    )
    op.create_table(
        "chat_presses",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("user", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chat_presses"),
    )
    op.create_index("ix_chat_presses_at", "chat_presses", ["at"])


def _people() -> None:
    op.create_table(
        "chat_users",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("username", sa.String(64)),
        sa.Column("language", sa.String(16), nullable=False, server_default=""),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chat_users"),
        sa.UniqueConstraint("username", name="uq_chat_users_username"),
    )
    op.create_table(
        "chat_sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("user", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_chat_sessions"),
    )
    op.create_index("ix_chat_sessions_made_at", "chat_sessions", ["made_at"])
    op.create_index("ix_chat_sessions_user", "chat_sessions", ["user"])
    op.create_table(
        "chat_posts",
        sa.Column("user", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("uuid", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("answer", Json, nullable=False),
        sa.PrimaryKeyConstraint("user", "uuid", name="pk_chat_posts"),
    )
    op.create_index("chat_posts_at", "chat_posts", ["user", "at"])


def _rooms() -> None:
    op.create_table(
        "chat_rooms",
        sa.Column("space", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("face", Json, nullable=False),
        sa.Column("last_message", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("space", "chat", name="pk_chat_rooms"),
    )
    op.create_table(
        "chat_members",
        sa.Column("space", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("read_upto", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("space", "chat", "user", name="pk_chat_members"),
    )
    op.create_index("chat_members_of_user", "chat_members", ["user"])
    op.create_table(
        "chat_messages",
        sa.Column("space", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sender", sa.BigInteger(), nullable=False),
        sa.Column("date", sa.BigInteger(), nullable=False),
        sa.Column("edited", sa.BigInteger()),
        sa.Column("reply_to", sa.BigInteger()),
        sa.Column("payload", Json, nullable=False),
        sa.PrimaryKeyConstraint("space", "chat", "message", name="pk_chat_messages"),
    )
    op.create_index("chat_messages_of_sender", "chat_messages", ["sender"])


def _files() -> None:
    op.create_table(
        "chat_files",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime", sa.String(100), nullable=False),
        sa.Column("ending", sa.String(8), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chat_files"),
    )
    op.create_index("ix_chat_files_digest", "chat_files", ["digest"])
    op.create_table(
        "chat_files_shown",
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("space", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("file", "space", "chat", "message", name="pk_chat_files_shown"),
    )
    op.create_index("chat_files_shown_in", "chat_files_shown", ["space", "chat", "message"])
