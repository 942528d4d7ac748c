"""Channels that are asked for what is new, and say later what did not arrive."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import Instant, Json

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """From 0018 to 0019."""
    op.create_table(
        "bridge_sendings",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("letters", Json, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("account", "name", name="pk_bridge_sendings"),
    )
    op.create_index("ix_bridge_sendings_at", "bridge_sendings", ["at"])
    op.create_table(
        "bridge_pulls",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("pulled", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ready_at", Instant(), nullable=False),
        sa.Column("look_at", Instant(), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_bridge_pulls"),
    )
