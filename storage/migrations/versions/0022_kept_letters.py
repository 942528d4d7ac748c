"""Letters that did not reach their reader, and whose people were told so."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """From 0021 to 0022."""
    op.add_column("outbox", sa.Column("missed", sa.Boolean(), nullable=False, server_default=sa.false()))
