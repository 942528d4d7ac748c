"""Closed months of the scores."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId, Instant, Json

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """From 0016 to 0017."""
    op.create_table(
        "score_periods",
        sa.Column("start", Instant(), nullable=False),
        sa.Column("end", Instant(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=False),
        sa.Column("weights", Json, nullable=False),
        sa.PrimaryKeyConstraint("start", name="pk_score_periods"),
    )
    op.create_table(
        "score_lines",
        sa.Column("start", Instant(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("all_in", sa.Boolean(), nullable=False),
        sa.Column("figures", Json, nullable=False),
        sa.ForeignKeyConstraint(["start"], ["score_periods.start"], name="fk_score_lines_start"),
        sa.PrimaryKeyConstraint("start", "unit", "all_in", name="pk_score_lines"),
    )
    op.create_table(
        "score_corrections",
        sa.Column("id", BigId, nullable=False),
        sa.Column("start", Instant(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("all_in", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("figures", Json, nullable=False),
        sa.ForeignKeyConstraint(["start"], ["score_periods.start"], name="fk_score_corrections_start"),
        sa.PrimaryKeyConstraint("id", name="pk_score_corrections"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_score_corrections_start", "score_corrections", ["start"])
