"""A unit may work in one topic of a group that has topics."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """From 0009 to 0010."""
    for table in ("groups", "cards"):
        op.add_column(table, sa.Column("thread", sa.BigInteger, nullable=False, server_default="0"))
