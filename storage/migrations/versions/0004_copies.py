"""What other accounts call a file."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """From 0003 to 0004."""
    op.create_table(
        "media_copies",
        sa.Column("medium", BigId, autoincrement=False, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("medium", "account", name="pk_media_copies"),
    )
