"""Tickets, their history and what hangs on them."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId, Instant, Json

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """From 0001 to 0002."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE ids INCREMENT BY 16")
    op.create_table(
        "media",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_media"),
        sa.UniqueConstraint("account", "file_id", name="uq_media_account_file_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tickets",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("poster", BigId, nullable=False),
        sa.Column("posted_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("peril", sa.String()),
        sa.Column("area", sa.String()),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("unit", sa.String()),
        sa.Column("holder", BigId),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("hand_overs", sa.Integer(), nullable=False),
        sa.Column("claimed_at", Instant()),
        sa.Column("answered_at", Instant()),
        sa.Column("promised_for", Instant()),
        sa.Column("ended_at", Instant()),
        sa.Column("merged_into", BigId),
        sa.Column("explained", sa.Boolean(), nullable=False),
        sa.Column("pressed", sa.Boolean(), nullable=False),
        sa.Column("helpers_welcome", sa.Boolean()),
        sa.Column("unrouted", sa.String(), nullable=False),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["holder"], ["persons.id"], name="fk_tickets_holder"),
        sa.ForeignKeyConstraint(["poster"], ["persons.id"], name="fk_tickets_poster"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("number", name="uq_tickets_number"),
    )
    op.create_index("ix_tickets_community_posted_at", "tickets", ["community", "posted_at"])
    op.create_index("ix_tickets_holder_state", "tickets", ["holder", "state"])
    op.create_index(
        "ix_tickets_merged_into",
        "tickets",
        ["merged_into"],
        postgresql_where=sa.text("merged_into IS NOT NULL"),
        sqlite_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_index("ix_tickets_poster_posted_at", "tickets", ["poster", "posted_at"])
    op.create_index("ix_tickets_unit_state", "tickets", ["unit", "state"])
    op.create_table(
        "corrections",
        sa.Column("id", BigId, nullable=False),
        sa.Column("ticket", BigId, nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("right", sa.String(), nullable=False),
        sa.Column("by", BigId, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_corrections_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_table(
        "deadlines",
        sa.Column("id", BigId, nullable=False),
        sa.Column("ticket", BigId, nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("fired_at", Instant()),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_deadlines_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_deadlines"),
        sa.UniqueConstraint("ticket", "clock", "round", "step", name="uq_deadlines_ticket_clock_round_step"),
    )
    op.create_index(
        "ix_deadlines_due_at",
        "deadlines",
        ["due_at"],
        postgresql_where=sa.text("fired_at IS NULL"),
        sqlite_where=sa.text("fired_at IS NULL"),
    )
    op.create_table(
        "events",
        sa.Column("id", BigId, nullable=False),
        sa.Column("ticket", BigId, nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", BigId),
        sa.Column("before", Json, nullable=False),
        sa.Column("after", Json, nullable=False),
        sa.Column("words", BigId),
        sa.Column("detail", Json, nullable=False),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_events_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_ticket_id", "events", ["ticket", "id"])
    op.create_table(
        "invitations",
        sa.Column("id", BigId, nullable=False),
        sa.Column("ticket", BigId, nullable=False),
        sa.Column("person", BigId, nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("asked_by", BigId, nullable=False),
        sa.Column("accepted", sa.Boolean()),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_invitations_person"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_invitations_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invitations_person", "invitations", ["person"])
    op.create_index("ix_invitations_ticket", "invitations", ["ticket"])
    op.create_table(
        "ratings",
        sa.Column("ticket", BigId, autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("solved", sa.Boolean()),
        sa.Column("grade", sa.String()),
        sa.Column("contacted", sa.Boolean()),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_ratings_ticket"),
        sa.PrimaryKeyConstraint("ticket", "round", name="pk_ratings"),
    )
    op.create_table(
        "words",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("ticket", BigId, nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("author", BigId),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("media", Json, nullable=False),
        sa.Column("album", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("street", sa.String()),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_words_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_words"),
    )
    op.create_index(
        "ix_words_album",
        "words",
        ["album"],
        postgresql_where=sa.text("album <> ''"),
        sqlite_where=sa.text("album <> ''"),
    )
    op.create_index("ix_words_author", "words", ["author"])
    op.create_index(
        "ix_words_origin",
        "words",
        ["origin"],
        postgresql_where=sa.text("origin <> ''"),
        sqlite_where=sa.text("origin <> ''"),
    )
    op.create_index("ix_words_ticket_id", "words", ["ticket", "id"])
