"""The part of a department's year that is assessed elsewhere."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId, Instant

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """From 0019 to 0020."""
    op.create_table(
        "year_rests",
        sa.Column("id", BigId, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("by", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name="fk_year_rests_by"),
        sa.PrimaryKeyConstraint("id", name="pk_year_rests"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_year_rests_year", "year_rests", ["year"])
