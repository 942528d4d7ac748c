"""What finds tickets that say the same, and how many neighbours a ticket speaks for."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """From 0010 to 0011."""
    op.create_table(
        "marks",
        sa.Column("ticket", BigId, autoincrement=False, nullable=False),
        sa.Column("weighed", sa.LargeBinary(), nullable=False),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_marks_ticket"),
        sa.PrimaryKeyConstraint("ticket", name="pk_marks"),
    )
    op.create_table(
        "mark_pieces",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("piece", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket", BigId, autoincrement=False, nullable=False),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_mark_pieces_ticket"),
        sa.PrimaryKeyConstraint("community", "piece", "ticket", name="pk_mark_pieces"),
    )
    op.create_index("ix_mark_pieces_ticket", "mark_pieces", ["ticket"])
    op.add_column("tickets", sa.Column("neighbours", sa.Integer(), nullable=False, server_default="0"))
