"""Whistles, their legs, history and clocks; lent rights; the list of duties; what units are to a whistle."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId, Instant, Json

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """From 0013 to 0014."""
    op.add_column("units", sa.Column("family", sa.String(), nullable=True))
    op.add_column("units", sa.Column("tier", sa.String(), nullable=True))
    _duties()
    _whistles()
    _history()
    _clocks()
    _delegations()


def _duties() -> None:
    op.create_table(
        "duty_items",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_duty_items"),
    )


def _whistles() -> None:
    op.create_table(
        "whistles",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("ticket", BigId, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("blower", BigId),
        sa.Column("blown_at", Instant()),
        sa.Column("ended_at", Instant()),
        sa.Column("facts", Json, nullable=False),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_whistles_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_whistles"),
        sa.UniqueConstraint("ticket", "ordinal", name="uq_whistles_ticket_ordinal"),
    )
    op.create_index("ix_whistles_community_blown_at", "whistles", ["community", "blown_at"])
    running = sa.text("ended_at IS NULL")
    op.create_index("ix_whistles_blower", "whistles", ["blower"], postgresql_where=running, sqlite_where=running)
    op.create_table(
        "whistle_legs",
        sa.Column("whistle", BigId, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("called_at", Instant(), nullable=False),
        sa.Column("due_at", Instant()),
        sa.Column("reported_at", Instant()),
        sa.Column("released_at", Instant()),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["whistle"], ["whistles.id"], name="fk_whistle_legs_whistle"),
        sa.PrimaryKeyConstraint("whistle", "unit", name="pk_whistle_legs"),
    )
    op.create_index("ix_whistle_legs_unit_called_at", "whistle_legs", ["unit", "called_at"])
    owing = sa.text("reported_at IS NULL AND released_at IS NULL")
    op.create_index("ix_whistle_legs_owing", "whistle_legs", ["unit"], postgresql_where=owing, sqlite_where=owing)


def _history() -> None:
    op.create_table(
        "whistle_events",
        sa.Column("id", BigId, nullable=False),
        sa.Column("whistle", BigId, nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", BigId),
        sa.Column("unit", sa.String()),
        sa.Column("before", Json, nullable=False),
        sa.Column("after", Json, nullable=False),
        sa.Column("words", BigId),
        sa.Column("detail", Json, nullable=False),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["whistle"], ["whistles.id"], name="fk_whistle_events_whistle"),
        sa.PrimaryKeyConstraint("id", name="pk_whistle_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_whistle_events_whistle_id", "whistle_events", ["whistle", "id"])


def _clocks() -> None:
    op.create_table(
        "whistle_deadlines",
        sa.Column("id", BigId, nullable=False),
        sa.Column("whistle", BigId, nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("fired_at", Instant()),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["whistle"], ["whistles.id"], name="fk_whistle_deadlines_whistle"),
        sa.PrimaryKeyConstraint("id", name="pk_whistle_deadlines"),
        sa.UniqueConstraint(
            "whistle", "of", "clock", "round", "step", name="uq_whistle_deadlines_whistle_of_clock_round_step"
        ),
    )
    unfired = sa.text("fired_at IS NULL")
    op.create_index(
        "ix_whistle_deadlines_due_at", "whistle_deadlines", ["due_at"], postgresql_where=unfired, sqlite_where=unfired
    )


def _delegations() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", BigId, nullable=False),
        sa.Column("giver", BigId, nullable=False),
        sa.Column("taker", BigId, nullable=False),
        sa.Column("deed", sa.String()),
        sa.Column("given_at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("called_back", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["giver"], ["persons.id"], name="fk_delegations_giver"),
        sa.ForeignKeyConstraint(["taker"], ["persons.id"], name="fk_delegations_taker"),
        sa.PrimaryKeyConstraint("id", name="pk_delegations"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delegations_taker_until", "delegations", ["taker", "until"])
