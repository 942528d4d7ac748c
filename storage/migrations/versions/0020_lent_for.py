"""Why a right was lent, and what somebody has lent."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """From 0019 to 0020."""
    op.add_column("delegations", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_delegations_giver_until", "delegations", ["giver", "until"])
