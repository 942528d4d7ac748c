"""Channels that let us change what was shown now and then, by a permit each time."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import Instant

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """From 0015 to 0016."""
    op.create_table(
        "bridge_permits",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("external", sa.String(128), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(256), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("account", "external", "message", "code", name="pk_bridge_permits"),
    )
    op.create_index("ix_bridge_permits_until", "bridge_permits", ["until"])
