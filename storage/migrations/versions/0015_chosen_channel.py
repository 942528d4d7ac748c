"""The channel on which somebody wants to be reached, where they chose one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """From 0014 to 0015."""
    op.add_column("persons", sa.Column("channel", sa.String, nullable=False, server_default=""))
