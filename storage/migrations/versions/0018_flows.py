"""Ways of working a matter through, and where each ticket stands on one."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import Json

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """From 0017 to 0018."""
    op.create_table(
        "flows",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_flows"),
    )
    op.add_column("tickets", sa.Column("flow", sa.String(), nullable=False, server_default=""))
    op.add_column("tickets", sa.Column("flow_at", sa.Text(), nullable=False, server_default=""))
