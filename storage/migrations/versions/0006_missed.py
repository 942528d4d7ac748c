"""Whether something for the poster could not be delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """From 0005 to 0006."""
    op.add_column("tickets", sa.Column("missed", sa.Boolean(), nullable=False, server_default=sa.false()))
