"""One-time links to pages, visits, and looks."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId, Instant, Json

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """From 0012 to 0013."""
    op.create_table(
        "page_links",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("person", BigId, nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("expires", Instant, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_page_links_person"),
        sa.PrimaryKeyConstraint("hash", name="pk_page_links"),
    )
    op.create_table(
        "page_visits",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("person", BigId, nullable=False),
        sa.Column("expires", Instant, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_page_visits_person"),
        sa.PrimaryKeyConstraint("hash", name="pk_page_visits"),
    )
    op.create_table(
        "page_looks",
        sa.Column("id", BigId, nullable=False),
        sa.Column("person", BigId, nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_page_looks_person"),
        sa.PrimaryKeyConstraint("id", name="pk_page_looks"),
        sqlite_autoincrement=True,
    )
