"""A correction knows the topics too, and the words that it is about."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """From 0011 to 0012."""
    op.add_column("corrections", sa.Column("topic_said", sa.String(), nullable=False, server_default=""))
    op.add_column("corrections", sa.Column("topic_right", sa.String(), nullable=False, server_default=""))
    op.add_column("corrections", sa.Column("words", BigId))
    op.create_index("ix_corrections_ticket", "corrections", ["ticket"])
