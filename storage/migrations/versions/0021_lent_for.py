"""Why a right was lent, and what somebody has lent."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """From 0020 to 0021."""
    op.add_column("delegations", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_delegations_giver_until", "delegations", ["giver", "until"])
